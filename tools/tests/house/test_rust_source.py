"""The lexer the source tests stand on: a blind one would find nothing wrong anywhere."""

import unittest

from house.rust_source import code_only, without_tests


class CodeOnly(unittest.TestCase):
    def test_comments_and_strings_are_blanked_and_lines_kept(self):
        text = 'a(); // println!\n/* x /* fs */ y */ b("fs::write \\" c"); r#"exit("1")"#; d()'
        code = code_only(text)
        self.assertEqual(code.count("\n"), text.count("\n"))
        self.assertEqual(len(code), len(text))
        for word in ("println", "fs", "exit", "x", "y"):
            self.assertNotIn(word, code)
        for word in ("a()", "b(", "d()"):
            self.assertIn(word, code)

    def test_a_lifetime_opens_no_literal(self):
        code = code_only("fn f<'a>(x: &'a str) -> char { '\"' } fn g() { fs::write() } let c = '\\'';")
        self.assertIn("fs::write", code)
        self.assertNotIn('"', code)

    def test_strings_can_be_kept(self):
        self.assertIn("polars", code_only('x("polars") // no', keep_strings=True))

    def test_test_items_are_left_out(self):
        code = without_tests("fn a() {}\n#[cfg(test)]\nmod tests { fn t() { { fs::write() } } }\nfn b() { rename() }")
        self.assertNotIn("fs::write", code)
        self.assertIn("rename", code)

    def test_a_test_module_in_a_file_of_its_own_ends_at_its_semicolon(self):
        code = without_tests("#[cfg(test)]\nmod tests;\nfn b() { rename() }")
        self.assertIn("rename", code)


if __name__ == "__main__":
    unittest.main()
