"""The list of all customers and their pages: searched, opened by keyboard, printed alone, and no heavier with 20,000."""

import json
import os
import re
import unittest

from outputs.browser import FLAGS, WIDTHS, InBrowser
from outputs.runs import demo_run, scratch

DATA = re.compile(r'(<script type="application/json" id="all-customers">)(.*?)(</script>)', re.DOTALL)
ROWS = "#all tbody tr"


def report() -> str:
    return (demo_run() / "report.html").read_text(encoding="utf-8")


def listed(html: str) -> list:
    return json.loads(DATA.search(html)[2])["rows"]


class Customers(InBrowser):
    def setUp(self):
        self.address = (demo_run() / "report.html").as_uri()

    def test_a_customer_is_found_by_number_and_by_part_of_its_name(self):
        page, _, _ = self.opened(self.address)
        name, number = listed(report())[-1][:2]
        for words in (number, name.upper()[:-1] or number):
            page.locator("#customers input[type=search]").last.fill(words)
            self.assertIn(number, page.locator(ROWS).first.inner_text())

    def test_filters_leave_what_they_say(self):
        page, _, _ = self.opened(self.address)
        rows = listed(report())
        page.locator("#customers select").select_option("C")
        page.locator("#customers input[type=checkbox]").first.check()
        expected = sum(row[2] == "C" and row[8] % 2 == 1 for row in rows)
        shown = page.locator("#customers .tools output").last.inner_text()
        self.assertTrue(shown.startswith(f"{expected} of {len(rows)} "), shown)

    def test_sorting_takes_all_customers(self):
        page, _, _ = self.opened(self.address)
        head = page.locator("#all thead th").nth(3)
        head.locator("button").press("Enter")
        self.assertEqual(head.get_attribute("aria-sort"), "descending")
        most = max(row[6] for row in listed(report()))
        self.assertEqual(page.locator(f"{ROWS} >> nth=0").locator("td").nth(2).inner_text(), f"{most:,}")

    def test_the_first_rows_are_there_without_a_script(self):
        rows = DATA.sub("", report())
        self.assertIn('id="all"', rows)
        self.assertGreater(rows.split('id="all"')[1].split("</table>")[0].count("<tr"), 20)

    def test_a_page_opens_by_keyboard_and_leads_back(self):
        for name, width in WIDTHS.items():
            with self.subTest(screen=name):
                page, complaints, _ = self.opened(self.address, width)
                link = page.locator('#all a[href="#customer-1"]')
                link.focus()
                page.keyboard.press("Enter")
                person = page.locator("#customer-1")
                self.assertTrue(person.is_visible())
                self.assertFalse(page.locator("#customers").is_visible())
                self.assertFalse(page.locator("#customer-2").is_visible())
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                person.get_by_role("link").first.click()
                self.assertTrue(page.locator("#customers").is_visible())
                self.assertEqual(complaints, [])

    def test_a_page_adds_up(self):
        data = json.loads((demo_run() / "report.json").read_text(encoding="utf-8"))
        self.assertGreater(len(data["pages"]), 50)
        for page in data["pages"]:
            last = page["months"][-1]
            customer = page["customer"]
            with self.subTest(customer=customer["customer_id"]):
                self.assertEqual(last["day"], data["run"]["as_of"])
                self.assertEqual(last["open_minor"], customer["open_minor"])
                self.assertEqual(last["overdue_minor"], customer["overdue_minor"])
                self.assertEqual(sum(i["open_minor"] for i in page["open"]), customer["open_minor"])
                days = [event["day"] for invoice in page["timeline"] for event in invoice["events"]]
                self.assertLessEqual(max(days, default=""), data["run"]["as_of"])

    def test_an_opened_page_is_printed_alone(self):
        page, _, _ = self.opened(self.address + "#customer-1")
        page.emulate_media(media="print")
        self.assertTrue(page.locator("#customer-1").is_visible())
        self.assertFalse(page.locator("#overview").is_visible())
        page, _, _ = self.opened(self.address)
        page.emulate_media(media="print")
        self.assertTrue(page.locator("#overview").is_visible())
        self.assertFalse(page.locator("#customer-1").is_visible())

    def test_a_page_opens_by_its_address_and_by_the_way_back(self):
        page, complaints, _ = self.opened(self.address + "#customer-2")
        self.assertTrue(page.locator("#customer-2").is_visible())
        page.evaluate("location.hash = 'customer-3'")
        page.locator("#customer-3").wait_for(state="visible")
        page.go_back()
        page.locator("#customer-2").wait_for(state="visible")
        self.assertFalse(page.locator("#customer-3").is_visible())
        self.assertEqual(complaints, [])

    def test_a_page_is_there_without_a_script(self):
        browser = self.playwright.chromium.launch(
            executable_path=os.environ["ARREARS_CHROMIUM"], headless=True, args=FLAGS
        )
        self.addCleanup(browser.close)
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(self.address + "#customer-2")
        self.assertTrue(page.locator("#customer-2").is_visible())
        self.assertFalse(page.locator("#customer-3").is_visible())

    def test_twenty_thousand_customers_are_few_elements(self):
        """What a browser has to lay out does not grow with the customers, nor with their pages (benches/months.py times it)."""
        found = DATA.search(report())
        data = json.loads(found[2])
        rows = data["rows"]
        data["rows"] = [[f"{rows[i % len(rows)][0]} {i}", f"{i:06}", *rows[i % len(rows)][2:]] for i in range(20_000)]
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
        large = scratch() / "large.html"
        large.write_text(DATA.sub(lambda part: part[1] + text + part[3], report()), encoding="utf-8")
        self.assertLess(large.stat().st_size, 15_000_000)
        page, complaints, _ = self.opened(large.as_uri())
        self.assertLess(page.evaluate("document.querySelectorAll('*').length"), 25_000)
        self.assertEqual(page.locator("article.person").count(), 0)
        page.locator("#customers input[type=search]").last.fill("019999")
        self.assertEqual(page.locator(ROWS).count(), 1)
        self.assertEqual(complaints, [])


if __name__ == "__main__":
    unittest.main()
