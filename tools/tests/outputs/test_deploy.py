"""The monthly script does what it says, on two months of a small ledger."""

import os
import shutil
import subprocess
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
        self.assertEqual((again.returncode, again.stderr), (0, "runs/2025-12 is there already\n"))
        self.assertEqual((home / "runs" / "2025-12" / "manifest.json").read_bytes(), before)

    def test_a_failure_is_the_scripts_own(self):
        home = scratch() / "monthly-broken"
        home.mkdir()
        done = month(home, "2025-11-30")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("arrears.toml", done.stderr)
        self.assertEqual(list(home.iterdir()), [])


def month(home: Path, as_of: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sh", str(ROOT / "deploy" / "monthly.sh"), as_of],
        env={**os.environ, "ARREARS_HOME": str(home), "ARREARS": str(BINARY)},
        capture_output=True,
        text=True,
    )


if __name__ == "__main__":
    unittest.main()
