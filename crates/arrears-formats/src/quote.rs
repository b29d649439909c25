//! Where a cell that begins with a quote ends.
//!
//! The closing quote is the first one that is not escaped and stands before a separator or the end of the line. Programs
//! that escape nothing write quotes within quoted texts, and people type stray ones; so a quote elsewhere is text, within
//! bounds that keep one stray quote from swallowing other cells or rows: a cell has either line ends in it or such
//! quotes, not both, and a quote right after a separator opens a cell of its own. By these bounds no search passes the
//! next cell that opens with a quote, so that splitting stays linear whatever the text.

use std::ops::Range;

use memchr::memchr2;

use crate::Dialect;

/// How far a quoted cell may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Over line ends, to the end of the text.
    Text,
    /// To the end of its line: a quote without its counterpart there is text.
    Line,
    /// Over a few lines, quotes of whatever kind within.
    Lenient,
}

/// Bytes that a cell read leniently may have.
const LENIENT: usize = 1024;

/// How a cell that begins with a quote ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Close {
    /// With this quote.
    At {
        /// The closing quote.
        quote: usize,
        /// Byte after the cell: a separator, a line end, or the end of the text.
        end: usize,
    },
    /// Later than this quote, after more text: `"a, b"c`.
    Early {
        /// The quote that closes the part with a separator in it.
        quote: usize,
    },
    /// Its quote is text: it has no counterpart.
    Text,
    /// With no quote of its line, and no other may be its counterpart.
    Open,
}

/// Finds the end of the cell that begins with the quote at `from`, before `limit`: the end of the line where the bound is
/// the line.
pub(crate) fn close(
    bytes: &[u8],
    dialect: Dialect,
    bound: Bound,
    from: usize,
    limit: usize,
) -> Close {
    let is_lenient = bound == Bound::Lenient;
    let limit = if is_lenient {
        limit.min(from + LENIENT)
    } else {
        limit
    };
    let escape = dialect.escape.byte();
    let (mut at, mut stray, mut doubled) = (from + 1, None, None);
    let mut lines = Lines::default();
    // Where the quotes begin that stand next to each other.
    let mut run = from..from + 1;
    while let Some(found) = memchr2(
        dialect.quote,
        escape.unwrap_or(dialect.quote),
        &bytes[at..limit],
    ) {
        at += found;
        let next = bytes.get(at + 1).copied().filter(|_| at + 1 < limit);
        if escape == Some(bytes[at]) {
            // Before anything but a quote or itself it is a character of its own.
            let escapes = next.is_some_and(|next| next == dialect.quote || next == bytes[at]);
            at += if escapes { 2 } else { 1 };
            continue;
        }
        run = if at == run.end {
            run.start..at + 1
        } else {
            at..at + 1
        };
        let opens = run.start > from && begins_cell(dialect, bytes, run.start);
        if is_lenient && opens && lines.end_in(bytes, from, at) {
            return Close::Open;
        }
        if stray.is_some() && !is_lenient && bound == Bound::Text && lines.end_in(bytes, from, at) {
            return Close::Open;
        }
        if escape.is_none() && next == Some(dialect.quote) {
            if opens && stray.is_some() && !is_lenient {
                return unclosed(bytes, dialect, from, stray, doubled);
            }
            doubled = doubled
                .or_else(|| ends_cell(dialect, bytes, at + 2, limit).map(|end| (at + 1, end)));
            at += 2;
            run.end = at;
            continue;
        }
        let end = ends_cell(dialect, bytes, at + 1, limit);
        if end.is_none() && bound == Bound::Text && lines.end_in(bytes, from, at) {
            return Close::Open;
        }
        if let Some(end) = end {
            return Close::At { quote: at, end };
        }
        if opens && !is_lenient {
            return unclosed(bytes, dialect, from, stray, doubled);
        }
        stray = stray.or(Some(at));
        at += 1;
    }
    match bound {
        Bound::Line => unclosed(bytes, dialect, from, stray, doubled),
        Bound::Text | Bound::Lenient => Close::Open,
    }
}

/// Whether a line ends between two bytes, each byte looked at once.
#[derive(Default)]
struct Lines {
    seen: usize,
    found: bool,
}

impl Lines {
    fn end_in(&mut self, bytes: &[u8], from: usize, to: usize) -> bool {
        let seen = self.seen.max(from);
        self.found = self.found || memchr2(b'\n', b'\r', &bytes[seen..to]).is_some();
        self.seen = to;
        self.found
    }
}

/// Of a cell without a closing quote: a doubled quote at the end of a cell is one of its text and the closing one, and
/// quotes around a separator or around doubled quotes are meant.
fn unclosed(
    bytes: &[u8],
    dialect: Dialect,
    from: usize,
    stray: Option<usize>,
    doubled: Option<(usize, usize)>,
) -> Close {
    if let Some((quote, end)) = doubled {
        return Close::At { quote, end };
    }
    let needs_quotes = |to: usize| {
        let is_quote = |at: usize| bytes[at] == dialect.quote;
        (from + 1..to).any(|at| is_quote(at) || dialect.separator_at(bytes, at).is_some())
    };
    match stray {
        Some(quote) if needs_quotes(quote) => Close::Early { quote },
        _ => Close::Text,
    }
}

/// Whether a cell seems to begin at a byte: after a separator or a line end.
fn begins_cell(dialect: Dialect, bytes: &[u8], at: usize) -> bool {
    bytes[..at].ends_with(dialect.separator.as_bytes()) || matches!(bytes[at - 1], b'\n' | b'\r')
}

/// Whether a quoted cell has anything to take out.
pub(crate) fn needs_unescaping(inner: &[u8], dialect: Dialect) -> bool {
    memchr::memchr(dialect.escape.byte().unwrap_or(dialect.quote), inner).is_some()
}

/// The stretches of a quoted cell that are its text: all but the escapes.
pub(crate) fn unescaped(
    bytes: &[u8],
    dialect: Dialect,
    inner: Range<usize>,
    mut stretch: impl FnMut(usize, usize),
) {
    let escape = dialect.escape.byte().unwrap_or(dialect.quote);
    let (mut at, mut copied) = (inner.start, inner.start);
    while let Some(found) = memchr::memchr(escape, &bytes[at..inner.end]) {
        at += found;
        let next = (at + 1 < inner.end).then(|| bytes[at + 1]);
        if next == Some(dialect.quote) || next == Some(escape) {
            stretch(copied, at);
            copied = at + 1;
            at += 1;
        }
        at += 1;
    }
    stretch(copied, inner.end);
}

/// The end of the cell, where after `at` only blanks stand before a separator or the end of the line.
fn ends_cell(dialect: Dialect, bytes: &[u8], at: usize, limit: usize) -> Option<usize> {
    let mut end = at;
    while end < limit && bytes[end] == b' ' && dialect.separator_at(bytes, end).is_none() {
        end += 1;
    }
    let ends = end >= bytes.len()
        || matches!(bytes[end], b'\n' | b'\r')
        || dialect.separator_at(bytes, end).is_some();
    ends.then_some(end)
}

/// The end of the line on which a byte stands.
pub(crate) fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr2(b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |found| from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(text: &str, bound: Bound) -> usize {
        match bound {
            Bound::Line => line_end(text.as_bytes(), 0),
            _ => text.len(),
        }
    }

    fn check(text: &str, bound: Bound, expected: Close) {
        assert_eq!(
            close(
                text.as_bytes(),
                Dialect::PLAIN,
                bound,
                0,
                limit(text, bound)
            ),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_cell_closes_before_a_separator_or_a_line_end() {
        check("\"a, b\",c", Bound::Text, Close::At { quote: 5, end: 6 });
        check("\"a\nb\" ,c", Bound::Text, Close::At { quote: 4, end: 6 });
        check("\"a\"\"b\"", Bound::Text, Close::At { quote: 5, end: 6 });
        check("\"a\"b\",c", Bound::Text, Close::At { quote: 4, end: 5 });
    }

    #[test]
    fn a_stray_quote_swallows_no_other_cell_or_row() {
        check("\"a,b,\"c, d\",e\n", Bound::Text, Close::Text);
        check(
            "\"a\"\",b,\"c, d\"\n",
            Bound::Text,
            Close::At { quote: 3, end: 4 },
        );
        check(
            "\"a, b\"c,\"d, e\"\n",
            Bound::Text,
            Close::Early { quote: 5 },
        );
        check(
            "\"a \"\"b\"\" c\"d,e\n",
            Bound::Line,
            Close::Early { quote: 10 },
        );
        check("\"a,b\nc,\"d, e\"\n", Bound::Text, Close::Open);
        check("\"a\"b\nc,\"d, e\"\n", Bound::Lenient, Close::Open);
        check("\"a\"b\nc,\"\"\"d\"\", e\"\n", Bound::Lenient, Close::Open);
        check("\"a\"b\n\"d, e\"\n", Bound::Lenient, Close::Open);
        check("\"a,\"\"\"b\"\", c\"\n", Bound::Text, Close::Text);
        check("\"a,b\nc,\"d, e\"\n", Bound::Line, Close::Text);
        check("\"a \"b\nc\",d\n", Bound::Text, Close::Open);
        check(
            "\"a \"b\nc\",d\n",
            Bound::Lenient,
            Close::At { quote: 7, end: 8 },
        );
        check("\"a", Bound::Text, Close::Open);
    }

    #[test]
    fn escapes_go_and_nothing_else() {
        let text = |inner: &str, escape: crate::Escape| {
            let mut out = Vec::new();
            let dialect = Dialect {
                escape,
                ..Dialect::PLAIN
            };
            unescaped(inner.as_bytes(), dialect, 0..inner.len(), |from, to| {
                out.extend_from_slice(&inner.as_bytes()[from..to]);
            });
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            text("a\"\"b\"\"\"\"c\"d", crate::Escape::Doubled),
            "a\"b\"\"c\"d"
        );
        assert_eq!(
            text("a\\\"b\\\\c\\d\\", crate::Escape::Backslash),
            "a\"b\\c\\d\\"
        );
    }
}
