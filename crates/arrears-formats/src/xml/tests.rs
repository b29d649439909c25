//! XML of strangers: what is read, and what is refused.

use super::decode::decode_xml;
use super::*;

/// The whole text as one element.
fn whole(text: &str) -> Result<Element<'_>, String> {
    let read = || {
        let mut reader = XmlReader::new(text);
        let Some(root) = reader.next_child()? else {
            return Err(fault(0, "nothing".to_owned()));
        };
        let element = reader.element(root)?;
        reader.finish()?;
        Ok(element)
    };
    read().map_err(|error: FormatError| error.to_string())
}

fn refused(text: &str) -> String {
    whole(text).expect_err("is refused")
}

#[test]
fn elements_know_their_line_text_attributes_and_namespace() {
    let text = "<?xml version=\"1.0\"?>\n<!-- a list -->\n<x:list xmlns:x=\"urn:lists\">\n  <x:item n=\"1\">\n a &amp; b&#233; <![CDATA[<c>]]>\n</x:item>\n<x:none/></x:list>\n";
    let list = whole(text).unwrap();
    assert_eq!((list.name(), list.line()), ("list", 3));
    assert_eq!(list.start.namespace(), Some("urn:lists"));
    let item = list.child("item").unwrap();
    assert_eq!((item.line(), item.text.as_ref()), (4, "a & bé <c>"));
    assert_eq!(item.attribute("n"), Some("1"));
    assert_eq!(list.children[1].line(), 7);
    assert_eq!(
        (list.text_at(&["none"]), list.text_at(&["no", "such"])),
        ("", "")
    );
}

#[test]
fn a_walk_enters_and_passes_over() {
    let text = "<a><b><c/>text<c>1</c></b><d><e><f/></e></d><b/></a>";
    let mut reader = XmlReader::new(text);
    assert_eq!(reader.next_child().unwrap().unwrap().name, "a");
    assert_eq!(reader.next_child().unwrap().unwrap().name, "b");
    assert_eq!(reader.next_child().unwrap().unwrap().name, "c");
    reader.skip().unwrap();
    assert_eq!(reader.next_child().unwrap().unwrap().name, "c");
    reader.skip().unwrap();
    assert_eq!(reader.next_child().unwrap(), None, "the end of b");
    assert_eq!(reader.next_child().unwrap().unwrap().name, "d");
    reader.skip().unwrap();
    assert_eq!(reader.next_child().unwrap().unwrap().name, "b");
    assert_eq!(reader.next_child().unwrap(), None);
    assert_eq!(reader.next_child().unwrap(), None, "the end of a");
    reader.finish().unwrap();
}

#[test]
fn no_entity_expands_and_none_is_fetched() {
    let laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n<!ENTITY b \"ha\">\n<!ENTITY c \"&b;&b;&b;\">\n]>\n<a>&c;</a>";
    let outside = "<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"file:///etc/passwd\">\n<a/>";
    for text in [laughs, outside] {
        assert_eq!(
            refused(text),
            "not sound XML on line 2: a document type (DOCTYPE), which is refused: it can make a file expand without end or fetch others"
        );
    }
    assert_eq!(
        refused("<a>\n&lol;</a>"),
        "not sound XML on line 2: the entity `&lol;`, which is none of `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;` and no character"
    );
    for text in [
        "<a b=\"&lol;\"/>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>& b</a>",
    ] {
        refused(text);
    }
}

#[test]
fn depth_attributes_values_and_records_are_bounded() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(refused(&deep).ends_with("elements more than 64 deep"));
    let many: String = (0..100).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(refused(&format!("<a{many}/>")).ends_with("more than 64 attributes"));
    let long = "x".repeat(MOST_VALUE + 1);
    assert!(refused(&format!("<a b=\"{long}\"/>")).contains("longer than 1048576 bytes"));
    assert!(refused(&format!("<a>{long}</a>")).contains("longer than 1048576 bytes"));
    let wide = format!("<a>{}</a>", "<b/>".repeat(MOST_ELEMENTS));
    assert!(refused(&wide).contains("more than 100000 elements"));
    // What is passed over may be long: an invoice may have its picture with it.
    let picture = format!("<a><b>{long}</b></a>");
    let mut reader = XmlReader::new(&picture);
    for name in ["a", "b"] {
        assert_eq!(reader.next_child().unwrap().unwrap().name, name);
    }
    reader.skip().unwrap();
    assert_eq!(reader.next_child().unwrap(), None);
}

#[test]
fn what_is_not_well_formed_is_told_with_its_line() {
    assert_eq!(
        refused("<a>\n<b>\n1"),
        "not sound XML on line 3: it ends inside the element `b` that begins on line 2: the file is not whole"
    );
    for (text, line) in [
        ("<a>\n<b></c></a>", 2),
        ("<a>\n\n<b", 3),
        ("<a>\n<b x=\"1\" x=\"2\"/></a>", 2),
        ("<a>\n<b x=1/></a>", 2),
        ("<a/>\n<b/>", 2),
        ("<a/>\ntext", 2),
        ("\ntext", 2),
        ("</a>", 1),
        ("", 1),
        ("<a/><![CDATA[x]]>", 1),
        ("<a/>&amp;", 1),
    ] {
        let message = refused(text);
        let told = format!("not sound XML on line {line}: ");
        assert!(message.starts_with(&told), "{text:?}: {message}");
    }
}

#[test]
fn encodings_are_those_of_the_mark_or_the_declaration() {
    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode_xml(bytes).expect("decodes");
        assert!(decoded.text.ends_with(text), "{}", decoded.text);
        assert_eq!(decoded.encoding, encoding);
    }
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    check("<a>é</a>".as_bytes(), "<a>é</a>", "UTF-8");
    check("\u{feff}<a>é</a>".as_bytes(), "<a>é</a>", "UTF-8");
    check(
        b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>",
        "<a>é</a>",
        "windows-1252",
    );
    check(
        b"<?xml version=\"1.0\" encoding = \"iso-8859-15\"?><a>\xA4</a>",
        "<a>€</a>",
        "ISO-8859-15",
    );
    check(
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>é</a>".as_bytes(),
        "<a>é</a>",
        "UTF-8",
    );
    check(
        &wide("\u{feff}<?xml version=\"1.0\"?><a>é</a>"),
        "<a>é</a>",
        "UTF-16LE",
    );
    check(
        &wide("<?xml version=\"1.0\"?><a>é</a>"),
        "<a>é</a>",
        "UTF-16LE",
    );
}

#[test]
fn bytes_that_are_not_the_encoding_are_told() {
    fn refused(bytes: &[u8]) -> String {
        decode_xml(bytes).expect_err("is refused").to_string()
    }
    assert_eq!(
        refused(b"<a>\n\xE9</a>"),
        "the bytes on line 2 are not UTF-8"
    );
    assert_eq!(
        refused(b"<?xml version='1.0' encoding='UTF-8'?>\n<a>\xE9</a>"),
        "the bytes on line 2 are not UTF-8"
    );
    assert_eq!(
        refused(b"<?xml version='1.0' encoding='klingon'?><a/>"),
        "`klingon` is not the name of a text encoding"
    );
    assert_eq!(
        refused(b"<a>\n\0</a>"),
        "not sound XML on line 2: a byte of zero, which XML does not allow"
    );
}
