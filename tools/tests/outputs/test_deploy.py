"""The monthly script does what it says: on two months of a small ledger, and with a command that ends as it is told."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from outputs.runs import BINARY, ROOT, generated, scratch


class Monthly(unittest.TestCase):
    def test_two_months_are_made_compared_and_left_alone(self):
        home = scratch() / "monthly"
        shutil.copytree(generated(2_000, 80, 5), home)
        first = month(home, "2025-11-30")
        self.assertEqual(first.returncode, 0, first.stderr)
        second = month(home, "2025-12-31")
        # Whether the new model may take over is the ledger's to say; the report is made either way.
        self.assertIn(second.returncode, (0, 3), second.stderr)
        for run in ("2025-11", "2025-12"):
            self.assertTrue((home / "runs" / run / "report.html").exists(), run)
        self.assertTrue((home / "runs" / "2025-12-compared.html").exists())
        self.assertFalse((home / "runs" / "2025-11-monitored").exists())
        self.assertTrue((home / "runs" / "2025-12-monitored" / "monitor.json").exists())
        before = (home / "runs" / "2025-12" / "manifest.json").read_bytes()
        again = month(home, "2025-12-31")
        self.assertEqual(again.returncode, second.returncode, again.stderr)
        self.assertIn("runs/2025-12 is there already\n", again.stderr)
        self.assertEqual((home / "runs" / "2025-12" / "manifest.json").read_bytes(), before)

    def test_a_failure_is_the_scripts_own(self):
        home = scratch() / "monthly-broken"
        home.mkdir()
        done = month(home, "2025-11-30")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("arrears.toml", done.stderr)
        self.assertEqual(list(home.iterdir()), [])


# Writes down what it was asked, writes what it was to write, and ends as the file named after its command says.
COMMAND = """#!/bin/sh
set -eu
last=
echo "$1" >>calls
code=$(cat "ends/$1" 2>/dev/null || echo 0)
[ "$code" = 0 ] || [ "$code" = 3 ] || exit "$code"
command=$1
for word; do
    case $last in --as-of) day=$word ;; --out) out=$word ;; esac
    last=$word
done
case $command in
monitor | report) mkdir -p "$out"; echo "$day" >"$out/$([ "$command" = report ] && echo manifest || echo monitor).json" ;;
retrain) mkdir -p models; [ "$code" = 3 ] || printf '{"champion": "%s-new"}' "$day" >models/champion.json ;;
compare) echo page >"$out" ;;
esac
exit "$code"
"""
ALL = ["monitor", "retrain", "report", "compare"]


class Ended(unittest.TestCase):
    """What the script makes of how each command ends, and what a second start makes of it."""

    def setUp(self):
        self.home = Path(tempfile.mkdtemp(dir=scratch()))
        self.command = self.home / "arrears"
        self.command.write_text(COMMAND)
        self.command.chmod(0o755)
        for folder in ("ends", "models", "runs/2025-11"):
            (self.home / folder).mkdir(parents=True)
        (self.home / "models/champion.json").write_text('{"champion": "2025-11-30-old"}')
        (self.home / "runs/2025-11/manifest.json").write_text("2025-11-30")

    def month(self, as_of: str = "2025-12-31", **ends: int) -> tuple[int, list[str], str]:
        """The exit code, the commands that were given, and what was said."""
        for command in ALL:
            (self.home / "ends" / command).write_text(str(ends.get(command, 0)))
        calls = self.home / "calls"
        calls.write_text("")
        done = month(self.home, as_of, self.command)
        return done.returncode, [line.split()[0] for line in calls.read_text().splitlines()], done.stderr

    def test_a_second_start_of_what_is_done_does_nothing(self):
        self.assertEqual(self.month()[:2], (0, ALL))
        self.assertEqual(self.month(), (0, [], "runs/2025-12 is there already\n"))

    def test_each_step_that_failed_is_done_by_the_next_start_and_none_twice(self):
        for code in (1, 4):
            for place, failing in enumerate(ALL[1:], 1):
                with self.subTest(failing, code=code):
                    self.setUp()
                    self.assertEqual(self.month(**{failing: code})[:2], (code, ALL[: place + 1]))
                    self.assertEqual(self.month(**{failing: code})[:2], (code, [failing]))
                    self.assertEqual(self.month()[:2], (0, ALL[place:]))
                    self.assertEqual(self.month()[:2], (0, []))

    def test_a_refusal_and_an_alert_are_the_end_of_every_start_and_the_report_is_made(self):
        for command, told in (("monitor", "see runs/2025-12-monitored/monitor.json\n"), ("retrain", "`arrears models log --registry models`\n")):
            with self.subTest(command):
                self.setUp()
                code, calls, said = self.month(**{command: 3})
                self.assertEqual((code, calls), (3, ALL))
                self.assertTrue(said.endswith(told) and said.count("\n") == 1, said)
                code, calls, said = self.month()
                self.assertEqual((code, calls), (3, []))
                self.assertTrue(said.endswith(told), said)

    def test_another_day_makes_the_month_anew(self):
        self.assertEqual(self.month("2025-12-10", retrain=3)[:2], (3, ALL))
        self.assertEqual(self.month("2025-12-31")[:2], (0, ALL))
        for made in ("2025-12/manifest.json", "2025-12-monitored/monitor.json"):
            self.assertEqual((self.home / "runs" / made).read_text(), "2025-12-31\n")
        self.assertEqual(self.month("2025-12-31")[:2], (0, []))

    def test_the_look_is_of_the_champion_before_and_a_failed_one_stops_nothing(self):
        self.assertEqual(self.month(report=4)[:2], (4, ALL[:3]))
        self.assertEqual(self.month()[:2], (0, ["report", "compare"]))
        self.setUp()
        code, calls, said = self.month(monitor=1)
        self.assertEqual((code, calls), (1, ALL))
        self.assertIn("could not be looked at", said)
        # The champion is of this day now, and has nothing to be judged by.
        self.assertEqual(self.month()[:2], (1, []))
        self.setUp()
        self.assertEqual(self.month(monitor=4)[:2], (4, ["monitor"]))
        self.assertEqual(self.month()[:2], (0, ALL))

    def test_a_status_that_cannot_be_written_is_the_machines_refusal(self):
        (self.home / "runs/2025-12.status.new").mkdir()
        self.assertEqual(self.month()[:2], (4, ["monitor"]))


def month(home: Path, as_of: str, command: Path = BINARY) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sh", str(ROOT / "deploy" / "monthly.sh"), as_of],
        env={**os.environ, "ARREARS_HOME": str(home), "ARREARS": str(command)},
        capture_output=True,
        text=True,
    )


if __name__ == "__main__":
    unittest.main()
