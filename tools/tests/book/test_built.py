"""The built book: every link and picture in it leads somewhere in it, and it asks nothing of the network."""

import html.parser
import os
import re
import unittest
import urllib.parse
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BOOK = Path(os.environ.get("ARREARS_BOOK") or ROOT / "target" / "book")
REMOTE = re.compile(r"(?:[a-z]+:)?//")
# Elements whose address the browser fetches by itself; an `a` waits for a click.
FETCHED = {"link", "script", "img", "iframe", "source"}


class Page(html.parser.HTMLParser):
    """The identifiers of a page, and where it leads."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.ids, self.clicked, self.fetched = path, set(), [], []
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids |= {attributes[key] for key in ("id", "name") if attributes.get(key)}
        address = attributes.get("href") or attributes.get("src")
        if address:
            (self.fetched if tag in FETCHED else self.clicked).append(address)


class Built(unittest.TestCase):
    def test_every_chapter_is_there(self):
        chapters = re.findall(r"\]\((\S+)\.md\)", (ROOT / "docs" / "SUMMARY.md").read_text())
        self.assertGreater(len(chapters), 30)
        self.assertEqual([name for name in chapters if not (BOOK / f"{name}.html").exists()], [])

    def test_every_link_leads_somewhere_in_the_book(self):
        dead, followed = [], 0
        for page in pages():
            for address in page.clicked + page.fetched:
                if REMOTE.match(address) or address.startswith(("data:", "mailto:")):
                    continue
                followed += 1
                path, _, fragment = urllib.parse.unquote(address).partition("#")
                there = (page.path.parent / path.split("?")[0]).resolve() if path else page.path
                if BOOK.resolve() not in there.parents or not there.is_file():
                    dead.append(f"{page.path.name}: {address}")
                elif fragment and there.suffix == ".html" and fragment not in by_path(there).ids:
                    dead.append(f"{page.path.name}: {address} (no such heading)")
        self.assertEqual(dead, [])
        self.assertGreater(followed, 1000)

    def test_it_asks_nothing_of_the_network(self):
        asked = [f"{page.path.name}: {address}" for page in pages() for address in page.fetched if REMOTE.match(address)]
        for style in BOOK.rglob("*.css"):
            found = re.findall(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]+)", style.read_text())
            asked += [f"{style.name}: {address}" for address in found]
        self.assertEqual(asked, [])

    def test_it_can_be_searched(self):
        index = [path for path in BOOK.glob("searchindex*.js") if "promotion" in path.read_text()]
        self.assertEqual(len(index), 1)


@cache
def pages() -> tuple[Page, ...]:
    return tuple(by_path(path.resolve()) for path in sorted(BOOK.rglob("*.html")))


@cache
def by_path(path: Path) -> Page:
    return Page(path)


if __name__ == "__main__":
    unittest.main()
