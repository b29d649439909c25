"""Every dependency's licence is one that deny.toml allows."""

import re
import tomllib
import unittest
import zlib
from pathlib import Path

from house.workspace import ROOT, members, packages


class Licences(unittest.TestCase):
    def test_every_dependency_may_be_shipped(self):
        rules = tomllib.loads((ROOT / "deny.toml").read_text())["licenses"]
        refused = [
            f"{package['name']} {package['version']}: {package['license']}"
            for package in packages().values()
            if package["name"] not in members() and not permitted(licence(package, rules), set(rules["allow"]))
        ]
        self.assertEqual(refused, [])

    def test_our_own_licences_lie_beside_the_manifest(self):
        for name in ("LICENSE-MIT", "LICENSE-APACHE"):
            self.assertGreater((ROOT / name).stat().st_size, 1000)

    def test_an_expression_is_read_as_written(self):
        allowed = {"MIT", "ISC", "Apache-2.0 WITH LLVM-exception"}
        for expression in (
            "MIT",
            "GPL-3.0 OR MIT",
            "GPL-3.0/MIT",
            "MIT AND ISC",
            "(MIT OR GPL-3.0) AND ISC",
            "Apache-2.0 WITH LLVM-exception",
        ):
            self.assertTrue(permitted(expression, allowed), expression)
        for expression in ("", "GPL-3.0", "MIT AND GPL-3.0", "(MIT AND GPL-3.0) OR GPL-2.0", "Apache-2.0"):
            self.assertFalse(permitted(expression, allowed), expression)


def licence(package: dict, rules: dict) -> str:
    """What the manifest says; where it only names a file, what deny.toml read in that file, if it is still the same."""
    if package["license"]:
        return package["license"]
    for clarified in rules.get("clarify", []):
        if clarified["crate"] != package["name"]:
            continue
        folder = Path(package["manifest_path"]).parent
        files = clarified["license-files"]
        same = all(zlib.crc32((folder / file["path"]).read_bytes()) == file["hash"] for file in files)
        if same:
            return clarified["expression"]
    return ""


def permitted(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression can be met; the old `A/B` means `A OR B`."""
    words = re.findall(r"[()]|[^\s()/]+|/", expression)
    return bool(words) and either(words, allowed) and not words


def either(words: list[str], allowed: set[str]) -> bool:
    met = both(words, allowed)
    while words and words[0] in ("OR", "/"):
        words.pop(0)
        met |= both(words, allowed)
    return met


def both(words: list[str], allowed: set[str]) -> bool:
    met = one(words, allowed)
    while words and words[0] == "AND":
        words.pop(0)
        met &= one(words, allowed)
    return met


def one(words: list[str], allowed: set[str]) -> bool:
    word = words.pop(0)
    if word == "(":
        met = either(words, allowed)
        words.pop(0)
        return met
    if words[:1] == ["WITH"]:
        words.pop(0)
        return f"{word} WITH {words.pop(0)}" in allowed
    return word in allowed


if __name__ == "__main__":
    unittest.main()
