//! A strict reader of our own pages: tags, attributes and text, nothing lenient.
//!
//! It panics on what a browser would forgive: a stray quote, an unclosed
//! element, an unknown entity. So a text that escaped its place is found.

use std::collections::BTreeSet;

/// An element as it was opened.
#[derive(Clone, Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Names of the elements around it, outermost first.
    pub inside: Vec<String>,
    /// Its own text, without that of elements in it.
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn is_in(&self, name: &str) -> bool {
        self.inside.iter().any(|n| n == name)
    }
}

const VOID: [&str; 2] = ["meta", "br"];

/// Reads a page into its elements, in the order they open.
pub fn read(page: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = page.strip_prefix("<!doctype html>").expect("a doctype");
    while let Some(at) = rest.find('<') {
        add_text(&mut elements, &open, &rest[..at]);
        rest = &rest[at + 1..];
        if let Some(tail) = rest.strip_prefix('/') {
            let (name, after) = tail.split_once('>').expect("an end of the end tag");
            let last = open.pop().expect("an element to close");
            assert_eq!(elements[last].name, name, "closed out of order");
            rest = after;
            continue;
        }
        let (mut element, closed, after) = tag(rest);
        element.inside = open.iter().map(|i| elements[*i].name.clone()).collect();
        rest = after;
        let raw = matches!(element.name.as_str(), "style" | "script");
        let void = closed || VOID.contains(&element.name.as_str());
        elements.push(element);
        if raw {
            let end = format!("</{}>", elements[elements.len() - 1].name);
            let at = rest.find(&end).expect("an end of raw text");
            elements.last_mut().expect("it was pushed").text = rest[..at].to_owned();
            rest = &rest[at + end.len()..];
        } else if !void {
            open.push(elements.len() - 1);
        }
    }
    assert!(
        open.is_empty(),
        "left open: {:?}",
        open.iter().map(|i| &elements[*i].name).collect::<Vec<_>>()
    );
    elements
}

/// A start tag after its `<`: the element, whether it closes itself, the rest.
fn tag(text: &str) -> (Element, bool, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric())
        .expect("an end of the name");
    assert!(
        end > 0,
        "a stray `<` before {:?}",
        &text[..text.len().min(60)]
    );
    let mut element = Element {
        name: text[..end].into(),
        attributes: vec![],
        inside: vec![],
        text: String::new(),
    };
    let mut rest = &text[end..];
    loop {
        let trimmed = rest.trim_start();
        if let Some(after) = trimmed.strip_prefix('>') {
            return (element, false, after);
        }
        if let Some(after) = trimmed.strip_prefix("/>") {
            return (element, true, after);
        }
        assert!(
            trimmed.len() < rest.len(),
            "no space before an attribute of {element:?}"
        );
        let (key, tail) = trimmed
            .split_once("=\"")
            .expect("an attribute with a value");
        assert!(
            key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "attribute {key:?}"
        );
        let (value, after) = tail.split_once('"').expect("an end of the value");
        assert!(!value.contains('<'), "markup in an attribute: {value:?}");
        element.attributes.push((key.to_owned(), unescaped(value)));
        rest = after;
    }
}

fn add_text(elements: &mut [Element], open: &[usize], text: &str) {
    assert!(!text.contains('>'), "a stray `>` in {text:?}");
    if let Some(last) = open.last() {
        elements[*last].text.push_str(&unescaped(text));
    }
}

/// Text with its entities resolved; an unknown one is an error.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (entity, after) = rest[at + 1..]
            .split_once(';')
            .expect("an end of the entity");
        out.push(match entity {
            "amp" | "#38" => '&',
            "lt" | "#60" => '<',
            "gt" | "#62" => '>',
            "quot" | "#34" => '"',
            "apos" | "#39" => '\'',
            other => panic!("entity {other:?}"),
        });
        rest = after;
    }
    out + rest
}

/// Every `id`, each once.
pub fn ids(elements: &[Element]) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|e| e.get("id")) {
        assert!(ids.insert(id), "the id `{id}` stands twice");
    }
    ids
}
