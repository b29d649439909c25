//! XML from strangers, read in one pass and within bounds.
//!
//! On top of `quick-xml`: no document type (and so no entities but the five predefined ones, nothing expanded and nothing
//! fetched), bounds on depth, attributes and the length of a value, and the line of every element. A large file is walked
//! with [`XmlReader::next_child`]; a record of it is held whole as an [`Element`]. Names are local: prefixes differ
//! between programs that mean the same.

mod decode;
mod element;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use memchr::memchr_iter;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::{FormatError, shown};
pub use decode::decode_xml;
pub use element::{Element, Start};

/// Elements within elements. Invoices in an envelope have 15 or so.
const MOST_DEPTH: usize = 64;
/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 64;
/// Bytes of a value that is kept.
const MOST_VALUE: usize = 1 << 20;
/// Elements of one record that is held whole.
const MOST_ELEMENTS: usize = 100_000;

/// Walks an XML text, element by element.
pub struct XmlReader<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// The elements we are in, each with its name and line.
    open: Vec<(&'a str, u64)>,
    had_root: bool,
    /// Whether a document type is passed over, as only a look at the root element does.
    passes_doctype: bool,
    /// How far lines were counted, and how many.
    counted: usize,
    line: u64,
}

impl<'a> XmlReader<'a> {
    /// A reader that stands before the root element.
    pub fn new(text: &'a str) -> XmlReader<'a> {
        // A second byte order mark would be passed over unseen, and shift every place.
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        XmlReader {
            text,
            reader,
            open: Vec::new(),
            had_root: false,
            passes_doctype: false,
            counted: 0,
            line: 1,
        }
    }

    /// How the root element begins, to tell what a text is. One with a document type is told too, and refused later.
    pub(crate) fn root(text: &'a str) -> Option<Start<'a>> {
        let mut reader = XmlReader::new(text);
        reader.passes_doctype = true;
        reader.next_child().ok().flatten()
    }

    /// The next element within the one that began last, which becomes the one that began last; `None` at its end.
    ///
    /// Text between elements is passed over: a record with text of its own is read by [`XmlReader::element`].
    pub fn next_child(&mut self) -> Result<Option<Start<'a>>, FormatError> {
        loop {
            match self.next()? {
                Token::Start(start) => return Ok(Some(start)),
                Token::End => return Ok(None),
                Token::Text(_) | Token::Other => {}
            }
        }
    }

    /// The rest of the element that began last, held whole.
    pub fn element(&mut self, start: Start<'a>) -> Result<Element<'a>, FormatError> {
        let mut n_elements = 0;
        self.held(start, &mut n_elements)
    }

    /// Passes over the rest of the element that began last.
    pub fn skip(&mut self) -> Result<(), FormatError> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// Reads to the end of the text, which must hold nothing more.
    pub fn finish(&mut self) -> Result<(), FormatError> {
        match self.next_child()? {
            None => Ok(()),
            Some(start) => Err(fault(
                start.line,
                format!("a second root element `{}`", shown(start.name)),
            )),
        }
    }

    fn held(
        &mut self,
        start: Start<'a>,
        n_elements: &mut usize,
    ) -> Result<Element<'a>, FormatError> {
        *n_elements += 1;
        if *n_elements > MOST_ELEMENTS {
            return Err(fault(
                start.line,
                format!("a record of more than {MOST_ELEMENTS} elements"),
            ));
        }
        let mut element = Element {
            start,
            text: Cow::Borrowed(""),
            children: Vec::new(),
        };
        loop {
            match self.next()? {
                Token::Start(start) => element.children.push(self.held(start, n_elements)?),
                Token::Text(text) => self.append(&mut element, text)?,
                Token::End => break,
                Token::Other => {}
            }
        }
        element.text = trimmed(element.text);
        Ok(element)
    }

    fn append(&self, element: &mut Element<'a>, text: Cow<'a, str>) -> Result<(), FormatError> {
        if element.text.len() + text.len() > MOST_VALUE {
            return Err(fault(
                element.line(),
                format!(
                    "the value of `{}` is longer than {MOST_VALUE} bytes",
                    shown(element.name())
                ),
            ));
        }
        if element.text.is_empty() {
            element.text = text;
        } else {
            element.text.to_mut().push_str(&text);
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Token<'a>, FormatError> {
        let begin = self.position();
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(begin);
                let line = self.line_at(at.max(self.counted));
                return Err(fault(line, error.to_string()));
            }
        };
        match event {
            Event::Start(start) => self.begin(begin, &start).map(Token::Start),
            Event::Empty(_) => Ok(Token::Other),
            Event::End(_) => {
                self.open.pop();
                Ok(Token::End)
            }
            Event::Text(text) => self.within(begin, text.xml10_content()),
            Event::CData(text) => self.within(begin, text.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = self.resolved(begin, &reference)?;
                self.within(begin, text)
            }
            Event::DocType(_) if self.passes_doctype => Ok(Token::Other),
            Event::DocType(_) => {
                let line = self.line_at(begin);
                Err(fault(
                    line,
                    "a document type (DOCTYPE), which is refused: it can make a file expand without end or fetch others"
                        .to_owned(),
                ))
            }
            Event::Eof => self.at_end(),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Token::Other),
        }
    }

    fn begin(&mut self, begin: usize, tag: &BytesStart<'_>) -> Result<Start<'a>, FormatError> {
        let line = self.line_at(begin);
        if self.open.len() == MOST_DEPTH {
            return Err(fault(line, format!("elements more than {MOST_DEPTH} deep")));
        }
        if self.open.is_empty() && self.had_root {
            let name = shown(tag.name().into_inner());
            return Err(fault(line, format!("a second root element `{name}`")));
        }
        // The tag as it stands in our text, so that names need no copies.
        let tag_text = self.text.get(begin + 1..begin + 1 + tag.len());
        let n_name = tag.name().into_inner().len();
        let Some((tag_text, whole)) = tag_text.and_then(|tag| Some((tag, tag.get(..n_name)?)))
        else {
            return Err(fault(line, "a tag that cannot be read".to_owned()));
        };
        let (prefix, name) = whole.split_once(':').unwrap_or(("", whole));
        let attributes = attributes(line, tag_text, n_name)?;
        self.had_root = true;
        self.open.push((name, line));
        Ok(Start {
            name,
            prefix,
            line,
            attributes,
        })
    }

    /// Text, which stands in the root element or is blank.
    fn within(&mut self, begin: usize, text: Cow<'a, str>) -> Result<Token<'a>, FormatError> {
        if self.open.is_empty() && !text.trim().is_empty() {
            let blank = text.len() - text.trim_start().len();
            let line = self.line_at(begin) + n_lines(&text[..blank]);
            return Err(fault(
                line,
                format!("text outside the root element: `{}`", shown(text.trim())),
            ));
        }
        Ok(Token::Text(text))
    }

    fn resolved(
        &mut self,
        begin: usize,
        reference: &BytesRef<'a>,
    ) -> Result<Cow<'a, str>, FormatError> {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return Ok(Cow::Owned(character.to_string()));
        }
        if let Some(text) = resolve_predefined_entity(reference) {
            return Ok(Cow::Borrowed(text));
        }
        let line = self.line_at(begin);
        Err(fault(
            line,
            format!(
                "the entity `&{};`, which is none of `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;` and no character",
                shown(reference)
            ),
        ))
    }

    fn at_end(&mut self) -> Result<Token<'a>, FormatError> {
        let line = self.line_at(self.text.len());
        match self.open.last() {
            Some((name, begun)) => Err(fault(
                line,
                format!(
                    "it ends inside the element `{}` that begins on line {begun}: the file is not whole",
                    shown(name)
                ),
            )),
            None if !self.had_root => Err(fault(line, "there is no element in it".to_owned())),
            None => Ok(Token::End),
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position())
            .map_or(self.text.len(), |at| at.min(self.text.len()))
    }

    /// The line of a place, from 1; places are asked for in order.
    fn line_at(&mut self, place: usize) -> u64 {
        if place > self.counted {
            let between = &self.text.as_bytes()[self.counted..place];
            self.line += memchr_iter(b'\n', between).count() as u64;
            self.counted = place;
        }
        self.line
    }
}

/// What the next piece of the text is.
enum Token<'a> {
    Start(Start<'a>),
    Text(Cow<'a, str>),
    End,
    /// A comment, the declaration, an instruction.
    Other,
}

fn attributes<'a>(
    line: u64,
    tag: &'a str,
    name_length: usize,
) -> Result<Vec<(&'a str, Cow<'a, str>)>, FormatError> {
    let mut attributes = Vec::new();
    for attribute in Attributes::new(tag, name_length) {
        let attribute = attribute.map_err(|error| fault(line, error.to_string()))?;
        if attributes.len() == MOST_ATTRIBUTES {
            let reason = format!("an element with more than {MOST_ATTRIBUTES} attributes");
            return Err(fault(line, reason));
        }
        if attribute.value.len() > MOST_VALUE {
            let reason = format!("the value of an attribute is longer than {MOST_VALUE} bytes");
            return Err(fault(line, reason));
        }
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| fault(line, error.to_string()))?;
        attributes.push((attribute.key.into_inner(), value));
    }
    Ok(attributes)
}

fn fault(line: u64, reason: String) -> FormatError {
    FormatError::Xml { line, reason }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn n_lines(text: &str) -> u64 {
    memchr_iter(b'\n', text.as_bytes()).count() as u64
}
