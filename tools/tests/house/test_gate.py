"""The gate itself: it counts every runner rightly, and passes nothing by mistake."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

from house.workspace import ROOT

sys.path.insert(0, str(ROOT / "tools"))

from gate import machine, runners  # noqa: E402


class Counts(unittest.TestCase):
    def check(self, outcome: runners.Outcome, passed: int, failed: int):
        self.assertEqual((outcome.passed, outcome.failed), (passed, failed))

    def test_cargo_tests_are_summed_over_all_binaries(self):
        tally = "test result: ok. 3 passed; 0 failed; 0 ignored\nx\ntest result: FAILED. 2 passed; 1 failed; 0 ignored"
        self.check(runners.cargo_tests(101, tally), 5, 1)

    def test_a_build_that_fails_is_a_failure(self):
        self.check(runners.cargo_tests(101, "error: could not compile"), 0, 1)
        self.check(runners.cargo_tests(101, "test result: ok. 3 passed; 0 failed;"), 3, 1)

    def test_python_tests_count_failures_errors_and_skips_against_us(self):
        self.check(runners.python_tests(0, "\nRan 4 tests in 0.1s\n\nOK\n"), 4, 0)
        self.check(runners.python_tests(1, "\nRan 9 tests in 1s\n\nFAILED (failures=1, errors=2, skipped=1)\n"), 5, 4)
        self.check(runners.python_tests(0, "\nRan 3 tests in 0.1s\n\nOK (skipped=1)\n"), 2, 1)

    def test_running_nothing_is_a_failure(self):
        self.check(runners.python_tests(0, "\nRan 0 tests in 0.0s\n\nOK\n"), 0, 1)
        self.check(runners.cargo_tests(0, ""), 0, 1)

    def test_a_book_with_a_warning_is_not_built(self):
        self.assertTrue(runners.without_complaint(0, " INFO Book building has started"))
        self.assertFalse(runners.without_complaint(0, " WARN unclosed HTML tag `<b>`"))
        self.assertFalse(runners.without_complaint(101, ""))


class Toolchain(unittest.TestCase):
    def test_a_stable_of_the_pinned_release_stands_in(self):
        self.assertEqual(self.chosen(installed="stable-x86_64", stable="rustc 1.95.2 (abc)"), "stable")

    def test_the_pinned_release_itself_needs_no_stand_in(self):
        self.assertIsNone(self.chosen(installed="1.95.0-x86_64", stable="rustc 1.95.2 (abc)"))

    def test_another_release_does_not_stand_in(self):
        self.assertIsNone(self.chosen(installed="stable-x86_64", stable="rustc 1.96.0 (abc)"))

    def chosen(self, installed: str, stable: str) -> str | None:
        """What is chosen where rustup says so."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "rust-toolchain.toml").write_text('[toolchain]\nchannel = "1.95.0"\n')
            rustup = folder / "rustup"
            rustup.write_text(f'#!/bin/sh\n[ "$1" = toolchain ] && echo "{installed}" || echo "{stable}"\n')
            rustup.chmod(0o755)
            environment = {key: value for key, value in os.environ.items() if key != "RUSTUP_TOOLCHAIN"}
            environment["PATH"] = f"{folder}:{environment['PATH']}"
            return machine.fallback_toolchain(folder, environment)


class Requirements(unittest.TestCase):
    def test_every_python_package_is_pinned_exactly(self):
        lines = (ROOT / "tools" / "requirements.txt").read_text().splitlines()
        pins = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
        self.assertGreater(len(pins), 10)
        for pin in pins:
            self.assertRegex(pin, r"^[a-z0-9_.-]+==[0-9][0-9a-z.]*$")


if __name__ == "__main__":
    unittest.main()
