"""What a crate does not do, looked for in its code: read, write, print, exit, mix matrices."""

import re
import unittest
from functools import cache
from pathlib import Path

from house.rust_source import code_of, code_only, is_test_file, without_tests
from house.workspace import CRATES, ROOT, files, shown

# Who opens files for reading, and who changes what lies on disk. Of rustix, ending a process touches no file.
READERS = {"arrears-formats", "arrears-ledger", "arrears-store"}
COMMITTERS = {"arrears-store"}

OPENS = re.compile(r"\bFile\s*::|\bfs\s*::|\bOpenOptions\b|\bread_to_string\s*\(|\bread_dir\b|\bmemmap|\bglob\s*::")
COMMITS = re.compile(
    r"\bfs\s*::\s*(write|rename|remove\w*|copy|create_dir\w*|hard_link|set_permissions)\b"
    r"|\bFile\s*::\s*(create\w*|options)\b|\bOpenOptions\b|\bNamedTempFile\b|\btempdir\w*\b|\btempfile\s*::|\brustix\s*::(?!\s*process\b)"
)
PRINTS = re.compile(
    r"\be?print(ln)?!|\bdbg!|\bprocess\s*::\s*(exit|abort)\b|\b(stdout|stderr)\s*\(\)|\bstd\s*::\s*io\s*::\s*(stdout|stderr)\b"
)
GUESSES = re.compile(r"\bwith_ignore_errors\b|\bwith_truncate_ragged_lines\b|\bwith_try_parse_dates\b|\bLossyUtf8\b")

# Receivables' words; `arrears_learn` speaks of rows, columns and groups.
DOMAIN = re.compile(
    r"invoice|customer|debtor|creditor|payment|receivable|ledger|dunning|overdue|due_date|reminder|late_\w|_late\b|euro?\b",
    re.IGNORECASE,
)
LONGEST = 500


class Files(unittest.TestCase):
    def test_only_these_crates_open_files(self):
        self.assertEqual(found_outside(OPENS, READERS), [])

    def test_only_the_store_commits_files(self):
        self.assertEqual(found_outside(COMMITS, COMMITTERS), [])

    def test_the_search_sees_what_the_store_does(self):
        """The two tests above would pass on an empty workspace, too."""
        hits = [hit for path in sources("arrears-store") for hit in hits_in(path, COMMITS)]
        self.assertNotEqual(hits, [])


class Prints(unittest.TestCase):
    def test_only_the_command_line_prints_or_exits(self):
        self.assertEqual(found_outside(PRINTS, {"arrears-cli"}), [])
        self.assertNotEqual([hit for path in sources("arrears-cli") for hit in hits_in(path, PRINTS)], [])


class Matrices(unittest.TestCase):
    def test_one_module_knows_both_frames_and_matrices(self):
        both = [
            shown(path)
            for path in sources()
            if re.search(r"\bpolars\b", code_of(path)) and re.search(r"\bndarray\b", code_of(path))
        ]
        self.assertEqual(both, ["crates/arrears-features/src/bridge.rs"])


class Words(unittest.TestCase):
    def test_the_estimators_know_no_receivables(self):
        # Comments may say what an estimator does to a ledger; code may not.
        hits = []
        for path in sources("arrears-learn"):
            code = code_only(path.read_text(), keep_strings=True)
            hits += hits_in(path, DOMAIN, code)
        self.assertEqual(hits, [])

    def test_nothing_asks_polars_to_guess(self):
        self.assertEqual(found_outside(GUESSES, set()), [])

    def test_no_folder_of_a_clone_is_compiled_in(self):
        """Builds share a target folder: cargo calls a binary fresh whose clone has gone."""
        hits = []
        for path in files(".rs"):
            hits += hits_in(path, re.compile(r"\benv!\(\s*\"CARGO_MANIFEST_DIR"), path.read_text())
        self.assertEqual(hits, [])

    def test_unsafe_code_is_nowhere(self):
        self.assertEqual(found_outside(re.compile(r"\bunsafe\b"), set()), [])

    def test_no_wording_that_judges_people(self):
        # Put together here, so that this file does not find itself.
        words = [" ".join(pair) for pair in (("bad", "payer"), ("creditworthiness", "judgement"))]
        pattern = re.compile("|".join(words), re.IGNORECASE)
        hits = []
        for path in files(".rs", ".py", ".md", ".html", ".toml", ".ipynb", ".txt"):
            text = path.read_text()
            if path.suffix == ".rs":
                # A test may list the words it refuses.
                text = without_tests(code_only(text), of=text)
            hits += hits_in(path, pattern, text)
        self.assertEqual(hits, [])


class Shape(unittest.TestCase):
    def test_no_file_is_too_long_for_one_subject(self):
        long = {}
        for path in [*files(".rs", ".py"), *(ROOT / "tools" / name for name in ("check", "pictures"))]:
            lines = len(path.read_text().splitlines())
            if lines > LONGEST:
                long[shown(path)] = lines
        self.assertEqual(long, {})

    def test_every_source_file_says_what_it_is_for(self):
        silent = [shown(path) for path in files(".rs") if not path.read_text().lstrip().startswith(("//!", "/*!"))]
        silent += [shown(path) for path in files(".py") if not path.read_text().lstrip().startswith('"""')]
        self.assertEqual(silent, [])


@cache
def sources(crate: str | None = None) -> tuple[Path, ...]:
    """A crate's own code (or every crate's), test files left out."""
    return tuple(
        path
        for folder in sorted(CRATES.iterdir())
        if crate in (None, folder.name)
        for path in files(".rs", under=folder)
        if not is_test_file(path.relative_to(folder))
    )


def found_outside(pattern: re.Pattern, crates: set[str]) -> list[str]:
    return [
        hit
        for path in sources()
        if path.relative_to(CRATES).parts[0] not in crates
        for hit in hits_in(path, pattern)
    ]


def hits_in(path: Path, pattern: re.Pattern, code: str | None = None) -> list[str]:
    lines = (code if code is not None else code_of(path)).splitlines()
    return [f"{shown(path)}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]


if __name__ == "__main__":
    unittest.main()
