"""What a bare machine lacks, and how it gets it: toolchain, packages, Python.

Each function either makes the thing ready and returns it, or raises
`NotReady` with the command a person would type. Nothing is skipped because it
is missing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
AXE_CORE_VERSION = "4.14.1"
AXE_CORE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
MDBOOK_VERSION = "0.5.4"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


class NotReady(Exception):
    """The machine lacks something this user cannot install by itself."""


def cargo_environment(root: Path) -> dict[str, str]:
    """The environment cargo runs in: shared target folder and toolchain."""
    environment = dict(os.environ)
    environment.setdefault("CARGO_TARGET_DIR", str(Path.home() / ".cache" / "arrears-target"))
    environment.setdefault("CARGO_TERM_COLOR", "never")
    if shutil.which("cargo") is None:
        cargo_home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
        if not (cargo_home / "bin" / "cargo").exists():
            raise NotReady("cargo is not installed; see https://rustup.rs")
        environment["PATH"] = f"{cargo_home / 'bin'}:{environment.get('PATH', '')}"
    if toolchain := fallback_toolchain(root, environment):
        environment["RUSTUP_TOOLCHAIN"] = toolchain
    return environment


def fallback_toolchain(root: Path, environment: dict[str, str]) -> str | None:
    """`stable`, where the pinned release is installed under that name only.

    The pin is a number, and rustup would download that number even if the
    installed `stable` is the very same release; some machines cannot.
    """
    if "RUSTUP_TOOLCHAIN" in environment or not shutil.which("rustup", path=environment["PATH"]):
        return None
    pin = tomllib.loads((root / "rust-toolchain.toml").read_text())["toolchain"]["channel"]
    listed = run_quietly(["rustup", "toolchain", "list"], environment)
    if any(line.startswith(pin) for line in listed.splitlines()):
        return None
    release = run_quietly(["rustup", "run", "stable", "rustc", "--version"], environment)
    series = ".".join(pin.split(".")[:2])
    return "stable" if re.match(rf"rustc {re.escape(series)}\.", release) else None


def run_quietly(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def linker() -> str:
    """A C compiler: rustc links with it, and zstd is compiled by it."""
    return program_from_debian(("cc",), ["gcc", "libc6-dev"])


def chromium() -> str:
    """The browser that looks at the report, with fonts to draw its text."""
    if named := os.environ.get("ARREARS_CHROMIUM"):
        return named
    return program_from_debian(CHROMIUM_NAMES, ["chromium", "fonts-dejavu-core"])


def program_from_debian(names: tuple[str, ...], packages: list[str]) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    install_from_debian(packages)
    for name in names:
        if found := shutil.which(name):
            return found
    raise NotReady(f"installed {' '.join(packages)}, and still found none of {', '.join(names)}")


def install_from_debian(packages: list[str]) -> None:
    by_hand = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NotReady(f"missing packages; install them with: sudo {by_hand}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install):
        if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode:
            raise NotReady(f"`{' '.join(command)}` failed; then: {by_hand}")


def axe_core() -> Path:
    """The accessibility checks that a browser runs over the report: one script, at the version pinned here."""
    folder = CACHE / f"arrears-axe-core-{AXE_CORE_VERSION}"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        npm = program_from_debian(("npm",), ["npm"])
        install = [npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
        install.append(f"axe-core@{AXE_CORE_VERSION}")
        folder.mkdir(parents=True, exist_ok=True)
        if subprocess.run(install, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode:
            raise NotReady(f"axe-core could not be installed: {' '.join(install)}")
    if (found := hashlib.sha256(script.read_bytes()).hexdigest()) != AXE_CORE_SHA256:
        raise NotReady(f"{script} has the hash {found}, not that of axe-core {AXE_CORE_VERSION}; delete {folder}")
    return script


def mdbook(root: Path, environment: dict[str, str]) -> Path:
    """The program that makes a book of the guide, at the version pinned here, without what serves or watches."""
    folder = CACHE / f"arrears-mdbook-{MDBOOK_VERSION}"
    program = folder / "bin" / "mdbook"
    if program.exists():
        return program
    linker()
    install = ["cargo", "install", "mdbook", "--locked", "--version", MDBOOK_VERSION, "--root", str(folder)]
    # Without optimisation it is built in a third of the time, and still makes the book in seconds.
    install += ["--no-default-features", "--features", "search", "--debug"]
    with tempfile.TemporaryDirectory() as target:
        lean = {**environment, "CARGO_TARGET_DIR": target, "CARGO_PROFILE_DEV_DEBUG": "0"}
        if subprocess.run(install, cwd=root, env=lean, stdin=subprocess.DEVNULL).returncode:
            raise NotReady(f"mdBook could not be installed: {' '.join(install)}")
    return program


def virtual_environment(requirements: Path) -> Path:
    """A Python with exactly the pinned packages; one folder per set of pins."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256(version.encode() + requirements.read_bytes()).hexdigest()[:12]
    folder = CACHE / f"arrears-venv-{digest}"
    python = folder / "bin" / "python"
    if (folder / "complete").exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(folder)]).returncode:
        install_from_debian([f"python{version}-venv"])
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    install += ["--only-binary", ":all:", "--no-deps", "-r", str(requirements)]
    if subprocess.run(install).returncode:
        raise NotReady(f"the pinned Python packages could not be installed: {' '.join(install)}")
    (folder / "complete").touch()
    return python


def restart_with_newer_python(script: str) -> int:
    for name in ("python3.11", "python3.12", "python3.13", "python3.14"):
        if found := shutil.which(name):
            os.execv(found, [found, script, *sys.argv[1:]])
    print("tools/check needs Python 3.11 or newer", file=sys.stderr)
    print("0 passed, 1 failed")
    return 1
