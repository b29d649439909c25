"""The guide is one book: contents, index and pages agree, no link leaves it, every picture has its place."""

import re
import tomllib
import unittest

from house.test_docs import LINK, prose_of
from house.workspace import ROOT, files, shown

DOCS = ROOT / "docs"
IMAGES = DOCS / "images"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+\.(?:png|svg))\)")
ENTRY = re.compile(r"^- \[([^\]]+)\]\(([^)]+)\)", re.MULTILINE)
KINDS = ["Tutorial", "How to", "Concepts", "Reference"]


class Contents(unittest.TestCase):
    def test_every_page_is_a_chapter_once(self):
        chapters = ["index.md", *(page for part in parts("SUMMARY.md", "#").values() for _, page in part)]
        self.assertEqual(sorted(chapters), sorted(page.name for page in pages()))

    def test_the_index_has_the_parts_of_the_contents(self):
        contents = parts("SUMMARY.md", "#")
        self.assertEqual(list(contents), KINDS)
        self.assertEqual(parts("index.md", "##"), contents)

    def test_every_page_says_what_it_is_for(self):
        """After the heading comes a sentence: no table, list, block or second heading."""
        silent = []
        for page in pages():
            text = re.sub(r"<!--.*?-->", "", page.read_text(), flags=re.DOTALL)
            opening = [line for line in text.splitlines() if line.strip()][:2]
            if not opening[0].startswith("# ") or not re.match(r"[A-Z`\[*]", opening[1]):
                silent.append(shown(page))
        self.assertEqual(silent, [])

    def test_no_link_leaves_the_book(self):
        """It would be dead where the book is read alone; a file of the repository is named in code type."""
        leaving = [
            f"{shown(page)}: {target}"
            for page in pages()
            for target in LINK.findall(prose_of(page))
            if not re.match(r"[a-z]+:", target) and DOCS not in (DOCS / target).resolve().parents and target[0] != "#"
        ]
        self.assertEqual(leaving, [])

    def test_the_book_is_built_outside_the_sources(self):
        book = tomllib.loads((DOCS / "book.toml").read_text())
        built = (DOCS / book["build"]["build-dir"]).resolve()
        self.assertEqual(built, ROOT / "target" / "book")
        self.assertIn("target/", (ROOT / ".gitignore").read_text().split())
        self.assertFalse(book["build"]["create-missing"], "a page that is missing is a fault, not a wish")


class Pictures(unittest.TestCase):
    def test_every_picture_is_shown_and_said_in_words(self):
        used, wordless = set(), []
        for page in files(".md"):
            for words, target in PICTURE.findall(prose_of(page)):
                used.add((page.parent / target).resolve())
                if len(words) < 20:
                    wordless.append(f"{shown(page)}: {target}")
        self.assertEqual(wordless, [])
        self.assertEqual(used, set(IMAGES.iterdir()))

    def test_every_picture_is_made_by_the_script(self):
        script = (ROOT / "tools" / "pictures").read_text()
        made = set(re.findall(r'^    Picture\(\s*"([\w-]+)"', script, re.MULTILINE))
        self.assertEqual({path.name for path in IMAGES.iterdir()}, {f"{name}.png" for name in made})

    def test_no_picture_is_heavy(self):
        heavy = {path.name: path.stat().st_size for path in IMAGES.iterdir() if path.stat().st_size > 150_000}
        self.assertEqual(heavy, {})


def pages():
    return [page for page in files(".md", under=DOCS) if page.name != "SUMMARY.md"]


def parts(page: str, level: str) -> dict[str, list[tuple[str, str]]]:
    """By heading of this level, the titles and pages listed below it."""
    text = (DOCS / page).read_text()
    sections = re.split(rf"^{level} (.+)$", text, flags=re.MULTILINE)[1:]
    listed = {title: ENTRY.findall(body) for title, body in zip(sections[::2], sections[1::2])}
    return {title: entries for title, entries in listed.items() if entries}


if __name__ == "__main__":
    unittest.main()
