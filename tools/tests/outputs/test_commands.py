"""Every command a page shows works: ours are run, in order, and the others checked for what they name.

A page's ```console blocks are one session in a folder of its own, with copies of the
repository's folders of data as they lie beside README.md.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

from outputs.runs import ROOT, arrears, scratch

OUTSIDE = {"target", ".git", ".venv"}
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
CARGO = {"build", "test", "clippy", "doc", "fmt", "fetch", "install", "insta", "deny", "fuzz", "run"}


class Commands(unittest.TestCase):
    def test_every_command_of_every_page_works(self):
        total = 0
        for page in pages():
            commands = commands_of(page.read_text())
            total += len(commands)
            if commands:
                folder = session_folder(page)
                for command in commands:
                    with self.subTest(page=str(page.relative_to(ROOT)), command=command):
                        self.follow(command, folder)
        self.assertGreater(total, 10)

    def test_the_readme_shows_its_two_commands(self):
        commands = commands_of((ROOT / "README.md").read_text())
        self.assertIn("cargo run --release -- demo", commands)
        self.assertIn("tools/check", commands)

    def follow(self, command: str, folder: Path):
        words = shlex.split(command)
        match words:
            case ["arrears", *arguments] | ["cargo", "run", "--release", "--", *arguments]:
                arrears(*expanded(arguments, folder), folder=folder)
            case ["tools/check", *arguments]:
                self.check_script(ROOT / "tools" / "check", arguments)
            case ["python", script, *arguments]:
                self.check_script(ROOT / script, arguments)
            case ["pip", "install", *arguments]:
                self.assertTrue((ROOT / arguments[arguments.index("-r") + 1]).exists())
            case ["cargo", subcommand, *arguments]:
                self.check_cargo(subcommand, arguments)
            case ["export", setting] if "=" in setting:
                pass
            case _:
                self.fail("no test knows how to check this command")

    def check_script(self, script: Path, arguments: list[str]):
        """The script exists and knows the options it is shown with."""
        done = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        for option in arguments:
            if option.startswith("--") or script.name == "check":
                self.assertIn(option.split("=")[0], done.stdout)

    def check_cargo(self, subcommand: str, arguments: list[str]):
        self.assertIn(subcommand, CARGO)
        members = {
            tomllib.loads(path.read_text())["package"]["name"]
            for path in [*ROOT.glob("crates/*/Cargo.toml"), ROOT / "benches" / "Cargo.toml"]
        }
        for option, value in zip(arguments, arguments[1:]):
            if option in ("-p", "--package"):
                self.assertIn(value, members)


def pages() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.md") if not OUTSIDE & set(path.relative_to(ROOT).parts))


def commands_of(text: str) -> list[str]:
    """Lines after a `$ `, with their continuations joined."""
    commands = []
    for block in BLOCK.findall(text):
        joined = block.replace("\\\n", " ")
        commands += [" ".join(line[2:].split()) for line in joined.splitlines() if line.startswith("$ ")]
    return commands


def expanded(arguments: list[str], folder: Path) -> list[str]:
    """The arguments as a shell would pass them on."""
    found = []
    for argument in arguments:
        matches = sorted(str(path.relative_to(folder)) for path in folder.glob(argument)) if "*" in argument else []
        found += matches or [argument]
    return found


def session_folder(page: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{page.stem}-", dir=scratch()))
    for name in ("datasets", "profiles"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name)
    return folder


if __name__ == "__main__":
    unittest.main()
