"""What a person sees of the report: no text cut off or over another, all in the page's language, and whole on paper."""

import re
import unittest
import zlib

from outputs.browser import WIDTHS, InBrowser
from outputs.runs import demo_report

LANGUAGES = ("en", "nl", "fr")
# Pages of customers other than the first are hidden.
OPEN = """() => {
  for (const person of document.querySelectorAll(".person:not(#customer-1)")) person.remove();
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""
# A text's box is as high as its line: where letters meet, boxes share more than a few pixels of height.
LABELS = """() => {
  const wrong = [];
  for (const chart of document.querySelectorAll("svg.chart")) {
    if (!chart.checkVisibility()) continue;
    const { width, height } = chart.viewBox.baseVal;
    const texts = [...chart.querySelectorAll("text")].map(t => [t.textContent.trim(), t.getBBox()]);
    texts.forEach(([text, box], i) => {
      if (!text) return;
      const inside = box.x > -1 && box.y > -1 && box.x + box.width < width + 1 && box.y + box.height < height + 1;
      if (!inside) wrong.push(["beyond the chart", text]);
      for (const [other, under] of texts.slice(i + 1)) {
        const across = Math.min(box.x + box.width, under.x + under.width) - Math.max(box.x, under.x);
        const down = Math.min(box.y + box.height, under.y + under.height) - Math.max(box.y, under.y);
        if (other && across > 2 && down > 8) wrong.push(["over each other", text, other]);
      }
    });
  }
  return wrong;
}"""
TEXTS = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement;
    if (around.closest("script, style") || !around.checkVisibility()) continue;
    const numeric = around.closest("td.num") !== null;
    texts.push([walk.currentNode.textContent, numeric]);
  }
  return texts;
}"""
SIDEWAYS = """() => [...document.querySelectorAll(".scroll")]
  .filter(s => s.checkVisibility() && s.scrollWidth > s.clientWidth + 1)
  .map(s => [s.querySelector("caption").textContent, s.scrollWidth, s.clientWidth])"""
ENGLISH = """() => [...document.querySelectorAll("main :is(td, th)[lang=en]")]
  .map(cell => cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent)"""


class Readable(InBrowser):
    def test_no_text_of_a_chart_is_cut_off_or_over_another(self):
        for language in LANGUAGES:
            for place in ("", "#customer-1"):
                with self.subTest(language=language, place=place):
                    page = self.look(language, place)
                    self.assertEqual(page.evaluate(LABELS), [])

    def test_names_of_features_stand_in_full(self):
        for language in LANGUAGES:
            with self.subTest(language=language):
                texts = self.look(language).locator("svg[aria-labelledby^=coefficients] text").all_text_contents()
                self.assertEqual([text for text in texts if "…" in text], [])

    def test_a_minus_is_no_hyphen(self):
        for language in LANGUAGES:
            with self.subTest(language=language):
                texts = self.look(language).evaluate(TEXTS)
                hyphens = [t for t, numeric in texts if re.search(r"(?:^|\s|\()-\d" if numeric else r"[\s(]-\d", t)]
                self.assertEqual(hyphens, [])

    def test_no_table_scrolls_sideways_on_a_desk(self):
        for language in LANGUAGES:
            for place in ("", "#customer-1"):
                with self.subTest(language=language, place=place):
                    self.assertEqual(self.look(language, place).evaluate(SIDEWAYS), [])

    def test_sentences_stand_below_each_other_on_a_phone(self):
        for language in LANGUAGES:
            with self.subTest(language=language):
                page = self.look(language, width=WIDTHS["phone"])
                told = page.evaluate(
                    "() => [...document.querySelectorAll('table.told')].filter(t => t.checkVisibility())"
                    ".map(t => [t.caption.textContent, t.scrollWidth <= t.parentElement.clientWidth + 1])"
                )
                self.assertGreaterEqual(len(told), 2)
                self.assertEqual([caption for caption, fits in told if not fits], [])

    def test_only_formulas_and_examples_are_in_english(self):
        for language, known in (("nl", "(in het Engels)"), ("fr", "(en anglais)")):
            with self.subTest(language=language):
                heads = self.look(language).evaluate(ENGLISH)
                self.assertEqual({head for head in heads if known not in head}, set())
                self.assertLessEqual(len({head for head in heads}), 2)

    def test_the_print_has_every_section(self):
        for language in LANGUAGES:
            with self.subTest(language=language):
                page, _, _ = self.opened(demo_report(language).as_uri())
                titles = page.locator("main > section:not(#pages) > h2:not(.quiet)").all_text_contents()
                self.assertGreaterEqual(len(titles), 15)
                printed = bookmarks(page.pdf(format="A4", prefer_css_page_size=True, outline=True, tagged=True))
                missing = [title for title in titles if plain(title) not in printed]
                self.assertEqual(missing, [], printed)

    def look(self, language: str, place: str = "", width: int = WIDTHS["desk"]):
        page, _, _ = self.opened(demo_report(language).as_uri() + place, width)
        page.evaluate(OPEN)
        return page


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def bookmarks(pdf: bytes) -> set[str]:
    """The titles of a PDF's outline: strings of Latin letters, or of UTF-16 in hexadecimal or escaped."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    text = pdf + b"".join(inflated(stream) for stream in streams)
    found = set()
    for hexadecimal, literal in re.findall(rb"/Title\s*(?:<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\)])*)\))", text, re.DOTALL):
        raw = bytes.fromhex(hexadecimal.decode()) if hexadecimal else unescaped(literal)
        found.add(plain(raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1")))
    return found


def inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def unescaped(literal: bytes) -> bytes:
    octal = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8) & 255]), literal)
    return re.sub(rb"\\(.)", rb"\1", octal, flags=re.DOTALL)


if __name__ == "__main__":
    unittest.main()
