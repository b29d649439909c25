"""Debian's Chromium over a report: one browser for a class of tests, a page for each look."""

from __future__ import annotations

import os
import tempfile
import unittest

from playwright.sync_api import sync_playwright

from outputs.runs import scratch

# No sandbox, since CI may be root; nothing that calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desk": 1280, "phone": 390}


class InBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        profile = tempfile.mkdtemp(prefix="profile-", dir=scratch())
        cls.browser = cls.playwright.chromium.launch_persistent_context(
            profile, executable_path=os.environ["ARREARS_CHROMIUM"], headless=True, args=FLAGS
        )
        cls.addClassCleanup(cls.browser.close)

    def opened(self, address: str, width: int = WIDTHS["desk"], scheme: str = "light"):
        """A report in a page of its own, and all that the page complained of or asked for."""
        page = self.browser.new_page()
        self.addCleanup(page.close)
        complaints, requests = [], []
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(address, wait_until="load")
        return page, complaints, requests
