//! The minus before a number as it is printed, over a whole page.
//!
//! Figures of this crate have it from [`Format`](crate::format::Format). Sentences of a run, such as reasons and warnings, come
//! with the hyphen that they have in files, where programs read it; and a line may break after a hyphen.

/// The page with a minus for every hyphen before a digit that begins a number: after a space or a parenthesis, or at the
/// start of a cell of numbers. The hyphen within a date, a telephone number or an identifier stays, and so do tags and scripts.
pub(super) fn printed_minus(page: &str) -> String {
    let mut printed = String::with_capacity(page.len() + 256);
    let mut rest = page;
    let mut is_number = false;
    while let Some(at) = rest.find('<') {
        push_text(&mut printed, &rest[..at], is_number);
        let tag = &rest[at..];
        let end = end_of(tag);
        printed.push_str(&tag[..end]);
        is_number = tag[..end].contains("class=\"num");
        rest = &tag[end..];
    }
    push_text(&mut printed, rest, false);
    printed
}

/// Where a tag ends; a script or a style with all that is in it.
fn end_of(tag: &str) -> usize {
    let raw = [("<script", "</script>"), ("<style", "</style>")];
    let end = match raw.iter().find(|(start, _)| tag.starts_with(start)) {
        Some((_, end)) => *end,
        None => ">",
    };
    tag.find(end).map_or(tag.len(), |at| at + end.len())
}

fn push_text(printed: &mut String, text: &str, is_number: bool) {
    let mut from = 0;
    for (at, _) in text.match_indices('-') {
        let begins = match text[..at].chars().next_back() {
            Some(before) => before.is_whitespace() || before == '(',
            None => is_number,
        };
        if begins && text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) {
            printed.push_str(&text[from..at]);
            printed.push('\u{2212}');
            from = at + 1;
        }
    }
    printed.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::printed_minus;

    #[test]
    fn a_hyphen_before_a_number_is_a_minus_and_no_other_is() {
        let page = "<p>now -8,06 (-3%), €\u{a0}-5; A-12, 2025-12-31, 020-1234, INV -x</p>";
        let printed = "<p>now −8,06 (−3%), €\u{a0}−5; A-12, 2025-12-31, 020-1234, INV -x</p>";
        assert_eq!(printed_minus(page), printed);
    }

    #[test]
    fn a_number_at_the_start_is_one_in_a_cell_of_numbers_only() {
        let page =
            "<th>-7</th><td class=\"num\">-7 ET</td><td class=\"num strong\" data-v=\"-7\">-7</td>";
        let printed =
            "<th>-7</th><td class=\"num\">−7 ET</td><td class=\"num strong\" data-v=\"-7\">−7</td>";
        assert_eq!(printed_minus(page), printed);
    }

    #[test]
    fn tags_styles_and_scripts_stay_as_they_are() {
        let page = "<style>a { margin: -2px }</style><path d=\"M 1 -2\"/><script>if (a > -1) b(\" -2\")</script> -3";
        assert_eq!(printed_minus(page), page.replace(" -3", " −3"));
    }
}
