"""The report as a browser shows it: no error, nothing asked of the network, something to see."""

import re
import unittest
from pathlib import Path

import numpy as np
from matplotlib import image

from outputs.browser import WIDTHS, InBrowser
from outputs.runs import demo_run, scratch


class Report(InBrowser):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.address = (demo_run() / "report.html").as_uri()

    def opened(self, width: int):
        opened = super().opened(self.address, width)
        opened[0].wait_for_timeout(300)
        return opened

    def test_it_loads_without_complaint_or_request(self):
        page, complaints, requests = self.opened(WIDTHS["desk"])
        self.assertEqual(complaints, [])
        remote = [url for url in requests if url != self.address and not url.startswith("data:")]
        self.assertEqual(remote, [])
        self.assertTrue(page.title().strip())

    def test_it_has_headings_charts_and_tables(self):
        page, _, _ = self.opened(WIDTHS["desk"])
        self.assertEqual(page.locator("h1").count(), 1)
        self.assertGreaterEqual(page.locator("h2").count(), 5)
        self.assertGreaterEqual(page.locator("svg").count(), 5)
        self.assertGreaterEqual(page.locator("table").count(), 2)
        unlabelled = page.evaluate(
            "() => [...document.querySelectorAll('svg')].filter("
            "s => !s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby') && !s.querySelector('title')"
            " && s.getAttribute('aria-hidden') !== 'true' && !s.closest('figure')).length"
        )
        self.assertEqual(unlabelled, 0, "charts without a name")

    def test_every_chart_has_an_area(self):
        page, _, _ = self.opened(WIDTHS["desk"])
        boxes = page.evaluate(
            "() => [...document.querySelectorAll('svg:not([aria-hidden=true])')].filter(s => s.checkVisibility())"
            ".map(s => s.getBoundingClientRect()).map(b => [b.width, b.height])"
        )
        self.assertGreaterEqual(len(boxes), 5)
        self.assertEqual([box for box in boxes if min(box) < 40], [])

    def test_the_page_does_not_scroll_sideways(self):
        for name, width in WIDTHS.items():
            with self.subTest(screen=name):
                page, _, _ = self.opened(width)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                self.assertLessEqual(wide, width)

    def test_the_picture_is_not_empty(self):
        page, _, _ = self.opened(WIDTHS["desk"])
        picture = scratch() / "report.png"
        page.screenshot(path=str(picture), full_page=True)
        pixels = image.imread(picture)[..., :3]
        self.assertGreater(pixels.shape[0], 1500)
        sample = (pixels[::4, ::4] * 31).astype(np.uint8).reshape(-1, 3)
        colours = np.unique(sample, axis=0)
        self.assertGreater(len(colours), 50)

    def test_the_file_names_no_remote_asset(self):
        text = Path(demo_run() / "report.html").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//[^"'\s)>]+""", text), [])


if __name__ == "__main__":
    unittest.main()
