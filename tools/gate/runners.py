"""Runs one command or step, counts its tests, and sums them all up."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gate.machine import NotReady

CARGO_TALLY = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed;", re.MULTILINE)
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in", re.MULTILINE)
UNITTEST_BAD = re.compile(r"(failures|errors|skipped|expected failures|unexpected successes)=(\d+)")
MDBOOK_COMPLAINT = re.compile(r"\b(WARN|ERROR)\b")


@dataclass
class Outcome:
    """What a step came to: at least one check, passed or failed."""

    step: str
    passed: int
    failed: int
    seconds: float = 0.0


def timed(step: Callable, context) -> Outcome:
    name = step.__name__
    say(f"{name}: {step.__doc__.splitlines()[0]}")
    started = time.monotonic()
    try:
        outcome = step(context)
    except NotReady as reason:
        print(f"error: {reason}", flush=True)
        outcome = Outcome(name, 0, 1)
    outcome.step, outcome.seconds = name, time.monotonic() - started
    say(f"{name}: {outcome.passed} passed, {outcome.failed} failed in {outcome.seconds:.0f} s")
    return outcome


def sum_up(outcomes: list[Outcome], seconds: float) -> int:
    """Prints the table and the closing line; returns the exit code."""
    say(f"all steps in {seconds:.0f} s")
    for outcome in outcomes:
        print(f"  {outcome.step:<12} {outcome.passed:>6} passed {outcome.failed:>4} failed {outcome.seconds:>7.0f} s")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if passed and not failed else 1


def as_one_check(code: int) -> Outcome:
    """A command that is right or wrong as a whole, such as the formatter."""
    return Outcome("", int(code == 0), int(code != 0))


def cargo_tests(code: int, output: str) -> Outcome:
    tallies = [(int(passed), int(failed)) for passed, failed in CARGO_TALLY.findall(output)]
    passed, failed = (sum(column) for column in zip(*tallies)) if tallies else (0, 0)
    return no_silent_success(code, passed, failed)


def python_tests(code: int, output: str) -> Outcome:
    """unittest's tally; a skipped test is a failed one, since we skip nothing."""
    ran = sum(int(number) for number in UNITTEST_RAN.findall(output))
    closing = output[output.rfind("\nRan ") :] if ran else ""
    failed = sum(int(number) for _, number in UNITTEST_BAD.findall(closing))
    return no_silent_success(code, max(ran - failed, 0), failed)


def without_complaint(code: int, output: str) -> bool:
    """Whether mdBook built the book and warned of nothing; it ends well where it only warns."""
    return code == 0 and not MDBOOK_COMPLAINT.search(output)


def no_silent_success(code: int, passed: int, failed: int) -> Outcome:
    """Ending badly, or running nothing, is a failure even if none was counted."""
    if not failed and (code != 0 or not passed):
        failed = 1
    return Outcome("", passed, failed)


def run(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Runs a command, showing its output as it comes and keeping it to count."""
    print(f"$ {' '.join(command)}", flush=True)
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines = []
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        lines.append(line)
    return process.wait(), "".join(lines)


def say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)
