"""axe-core over the report in three languages, light and dark, on a desk and a phone: nothing serious, nothing critical."""

import os
import unittest
from pathlib import Path

from outputs.browser import WIDTHS, InBrowser
from outputs.runs import demo_report

GRAVE = ("serious", "critical")
# Pages that are not open are hidden, which axe knows too, but only after a walk through each of hundreds.
RUN = """async () => {
  for (const closed of document.querySelectorAll(".person:not(:target)")) closed.remove();
  for (const details of document.querySelectorAll("details")) details.open = true;
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map(v => [v.impact, v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]);
}"""


class Accessible(InBrowser):
    def test_axe_finds_nothing_grave(self):
        axe = Path(os.environ["ARREARS_AXE"]).read_text(encoding="utf-8")
        for language in ("en", "nl", "fr"):
            address = demo_report(language).as_uri()
            for scheme in ("light", "dark"):
                for name, width in WIDTHS.items():
                    for place in ("", "#customer-1"):
                        with self.subTest(language=language, scheme=scheme, screen=name, place=place):
                            self.look(address + place, width, scheme, axe)

    def look(self, address: str, width: int, scheme: str, axe: str):
        page, complaints, _ = self.opened(address, width, scheme)
        page.evaluate(axe)
        found = page.evaluate(RUN)
        self.assertEqual([violation for violation in found if violation[0] in GRAVE], [])
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
        self.assertEqual(complaints, [])
        page.close()


if __name__ == "__main__":
    unittest.main()
