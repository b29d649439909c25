"""The steps of the gate, in the order in which a failure is cheapest to learn."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from pathlib import Path

from gate import machine, runners
from gate.runners import Outcome


@dataclass
class Context:
    """Where the project lies, how much to run, and what has been made ready."""

    root: Path
    full: bool

    @functools.cached_property
    def environment(self) -> dict[str, str]:
        environment = machine.cargo_environment(self.root)
        if self.full:
            environment["ARREARS_FULL"] = "1"
        return environment

    @functools.cached_property
    def python(self) -> Path:
        return machine.virtual_environment(self.root / "tools" / "requirements.txt")

    def run(self, *command: str, **extra: str) -> tuple[int, str]:
        return runners.run(list(command), self.root, {**self.environment, **extra})

    def cargo(self, *arguments: str, **extra: str) -> tuple[int, str]:
        machine.linker()
        return self.run("cargo", *arguments, **extra)


def fetch(context: Context) -> Outcome:
    """every dependency of the lock file, so that all later steps agree on it"""
    return runners.as_one_check(context.cargo("fetch", "--locked")[0])


def fmt(context: Context) -> Outcome:
    """formatting"""
    return runners.as_one_check(context.cargo("fmt", "--all", "--check")[0])


def house(context: Context) -> Outcome:
    """the invariants of ARCHITECTURE.md, read from the manifests and the sources"""
    return runners.python_tests(*unittests(context, Path(sys.executable), "house"))


def build(context: Context) -> Outcome:
    """the command line, as `cargo run --release` builds it"""
    return runners.as_one_check(context.cargo("build", "--release", "--locked")[0])


def tests(context: Context) -> Outcome:
    """every Rust test, documentation examples included"""
    return runners.cargo_tests(
        *context.cargo("test", "--release", "--workspace", "--locked", "--no-fail-fast")
    )


def trees(context: Context) -> Outcome:
    """the challenger, which the default build leaves out"""
    # Libraries alone: the command line that later steps run stays the default one. All of them, so that polars stays too.
    arguments = ["test", "--release", "--workspace", "--lib", "--locked", "--no-fail-fast"]
    return runners.cargo_tests(*context.cargo(*arguments, "--features", "arrears-models/trees", "trees"))


def outputs(context: Context) -> Outcome:
    """what the built command writes: its files, its report in a browser, the notebooks, the docs' commands"""
    browser = machine.chromium()
    axe = str(machine.axe_core())
    return runners.python_tests(
        *unittests(context, context.python, "outputs", ARREARS_CHROMIUM=browser, ARREARS_AXE=axe)
    )


def clippy(context: Context) -> Outcome:
    """lints, denied"""
    arguments = ["clippy", "--release", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]
    return runners.as_one_check(context.cargo(*arguments)[0])


def doc(context: Context) -> Outcome:
    """the API's documentation, warnings denied"""
    arguments = ["doc", "--release", "--no-deps", "--workspace", "--locked"]
    return runners.as_one_check(context.cargo(*arguments, RUSTDOCFLAGS="-D warnings")[0])


def book(context: Context) -> Outcome:
    """the guide as a book, into target/book: no warning, and every link in it leads somewhere in it"""
    built = context.root / "target" / "book"
    program = str(machine.mdbook(context.root, context.environment))
    if not runners.without_complaint(*context.run(program, "build", "docs", "--dest-dir", str(built))):
        return runners.as_one_check(1)
    return runners.python_tests(*unittests(context, Path(sys.executable), "book", ARREARS_BOOK=str(built)))


def unittests(context: Context, python: Path, group: str, **extra: str) -> tuple[int, str]:
    top = str(context.root / "tools" / "tests")
    command = [str(python), "-B", "-m", "unittest", "discover", "-v", "-s", f"{top}/{group}", "-t", top]
    return context.run(*command, **extra)


STEPS = {step.__name__: step for step in (fetch, fmt, house, build, tests, trees, outputs, clippy, doc, book)}
