"""The same inputs give the same bytes, at any number of threads."""

import hashlib
import os
import unittest
from pathlib import Path

from outputs.runs import demo_run


class SameBytes(unittest.TestCase):
    def test_one_thread_and_all_threads_write_the_same_files(self):
        one, many = hashes(demo_run(threads=1)), hashes(demo_run(threads=max(os.cpu_count() or 2, 2)))
        self.assertGreater(len(one), 8)
        self.assertEqual(one, many)


def hashes(run: Path) -> dict[str, str]:
    """SHA-256 of every file but the manifest, which alone holds times."""
    return {
        str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


if __name__ == "__main__":
    unittest.main()
