"""Rust text without its comments, strings and tests, so that a search finds code only.

A small lexer, not a parser: it knows line and nested block comments, plain,
byte and raw strings, and how a character literal differs from a lifetime.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

TOKEN = re.compile(
    r"""(?P<line>//[^\n]*)
      | (?P<block>/\*)
      | (?P<raw>\b(?:br|cr|r)(?P<hashes>\#*)")
      | (?P<string>\b[bc]"|")
      | (?P<char>b?'(?:\\(?:[^u]|u\{[0-9a-fA-F_]+\})[0-9a-fA-F]?|[^\\'\n])')
    """,
    re.VERBOSE,
)
TEST_ITEM = re.compile(r"#\[cfg\((?:all\()?test\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(?:mod|fn|impl|use)\b")


def is_test_file(path: Path) -> bool:
    """Files outside what is shipped: `tests/`, `examples/`, `tests.rs`, `*_tests.rs`."""
    parts = set(path.parts)
    return "tests" in parts or "examples" in parts or path.stem == "tests" or path.stem.endswith("_tests")


@functools.cache
def code_of(path: Path) -> str:
    """The code of a file, tests left out; line breaks stay, so that lines still count."""
    return without_tests(code_only(path.read_text()))


def code_only(text: str, keep_strings: bool = False) -> str:
    out, at = [], 0
    while found := TOKEN.search(text, at):
        out.append(text[at : found.start()])
        end = end_of(text, found)
        piece = text[found.start() : end]
        literal = found.lastgroup not in ("line", "block")
        out.append(piece if literal and keep_strings else blank(piece))
        at = end
    out.append(text[at:])
    return "".join(out)


def end_of(text: str, found: re.Match) -> int:
    if found["block"]:
        return end_of_block_comment(text, found.start())
    if found["raw"]:
        closing = text.find('"' + found["hashes"], found.end())
        return len(text) if closing < 0 else closing + 1 + len(found["hashes"])
    if found["string"]:
        at = found.end()
        while at < len(text) and text[at] != '"':
            at += 2 if text[at] == "\\" else 1
        return at + 1
    return found.end()


def end_of_block_comment(text: str, at: int) -> int:
    depth = 0
    while at < len(text):
        if text.startswith("/*", at):
            depth, at = depth + 1, at + 2
        elif text.startswith("*/", at):
            depth, at = depth - 1, at + 2
            if not depth:
                break
        else:
            at += 1
    return at


def blank(piece: str) -> str:
    return re.sub(r"[^\n]", " ", piece)


def without_tests(code: str, of: str | None = None) -> str:
    """Blanks every item under `#[cfg(test)]`, to its closing brace or semicolon.

    Where the items lie is read from `code`, free of comments and strings; `of` is
    the same text with them, if that is what should come back.
    """
    text, at = of or code, 0
    while found := TEST_ITEM.search(code, at):
        at = end_of_item(code, found.end())
        text = text[: found.start()] + blank(text[found.start() : at]) + text[at:]
    return text


def end_of_item(code: str, at: int) -> int:
    depth = 0
    while at < len(code):
        letter = code[at]
        if letter == ";" and not depth:
            return at + 1
        depth += (letter == "{") - (letter == "}")
        if letter == "}" and not depth:
            return at + 1
        at += 1
    return at
