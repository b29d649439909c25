"""What the house tests look at: cargo's own description, and the files."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CRATES = ROOT / "crates"
OUTSIDE = {"target", ".git", ".venv", "__pycache__", ".ipynb_checkpoints"}


@functools.cache
def metadata() -> dict:
    """`cargo metadata`, for every platform the lock file names."""
    return json.loads(cargo("metadata", "--format-version", "1", "--locked"))


def cargo(*arguments: str, **extra: str) -> str:
    done = subprocess.run(
        ["cargo", *arguments], cwd=ROOT, env={**os.environ, **extra}, capture_output=True, text=True
    )
    if done.returncode:
        raise AssertionError(f"cargo {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


@functools.cache
def packages() -> dict[str, dict]:
    """Every package by its id, ours and others'."""
    return {package["id"]: package for package in metadata()["packages"]}


@functools.cache
def members() -> dict[str, dict]:
    """Our own packages, by name."""
    ours = [packages()[identifier] for identifier in metadata()["workspace_members"]]
    return {package["name"]: package for package in ours}


@functools.cache
def dependencies_of(name: str) -> frozenset[str]:
    """Names of all packages that `name` is built on, however indirectly; tests' own left out."""
    nodes = {node["id"]: node for node in metadata()["resolve"]["nodes"]}
    waiting, seen = [members()[name]["id"]], set()
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            normal = any(kind["kind"] in (None, "build") for kind in dependency["dep_kinds"])
            if normal and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    return frozenset(packages()[identifier]["name"] for identifier in seen)


def manifest(name: str) -> dict:
    return tomllib.loads(Path(members()[name]["manifest_path"]).read_text())


def files(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """The project's files of these suffixes, in a fixed order; nothing built or fetched."""
    for folder, names, found in os.walk(under):
        names[:] = sorted(name for name in names if name not in OUTSIDE)
        for name in sorted(found):
            if name.endswith(suffixes):
                yield Path(folder) / name


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
