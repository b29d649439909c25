"""Docs point at things that exist: relative links, their headings, and paths named in code type."""

import re
import unittest
from pathlib import Path

from house.workspace import ROOT, files, shown

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
TOP_LEVEL = ("crates/", "tools/", "docs/", "benches/", "notebooks/", "datasets/", "profiles/", "deploy/", ".ci/")
FENCE = re.compile(r"^ {0,3}```.*?^ {0,3}```[^\n]*$", re.MULTILINE | re.DOTALL)


class Docs(unittest.TestCase):
    def test_relative_links_lead_somewhere(self):
        dead, followed = [], 0
        for page in files(".md"):
            for target in LINK.findall(prose_of(page)):
                if re.match(r"[a-z]+:", target):
                    continue
                followed += 1
                path, _, heading = target.partition("#")
                there = (page.parent / path).resolve() if path else page
                if not there.exists():
                    dead.append(f"{shown(page)}: {target}")
                elif heading and heading not in headings(there):
                    dead.append(f"{shown(page)}: {target} (no such heading)")
        self.assertEqual(dead, [])
        self.assertGreater(followed, 10)

    def test_named_paths_exist(self):
        missing, named = [], 0
        for page in files(".md"):
            for words in CODE.findall(prose_of(page)):
                if words.startswith(TOP_LEVEL) and re.fullmatch(r"[\w./*-]+", words):
                    named += 1
                    found = list(ROOT.glob(words.rstrip("/"))) if "*" in words else [ROOT / words]
                    if not any(path.exists() for path in found):
                        missing.append(f"{shown(page)}: {words}")
        self.assertEqual(missing, [])
        self.assertGreater(named, 10)

    def test_the_changelog_opens_with_what_is_unreleased(self):
        sections = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
        self.assertEqual(sections[0], "Unreleased")

    def test_every_crate_has_its_paragraph_and_an_invariant(self):
        text = (ROOT / "ARCHITECTURE.md").read_text()
        for folder in sorted((ROOT / "crates").iterdir()):
            section = re.search(rf"^### `{folder.name}`$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
            self.assertIsNotNone(section, f"ARCHITECTURE.md has no section for {folder.name}")
            self.assertIn("**Invariant", section[1], folder.name)


def prose_of(page: Path) -> str:
    return FENCE.sub("", page.read_text())


def headings(page: Path) -> set[str]:
    """Anchors as GitHub makes them: lower case, spaces to hyphens, punctuation gone."""
    found = re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


if __name__ == "__main__":
    unittest.main()
