//! An element of XML: how it begins, and one that is held whole.

use std::borrow::Cow;

/// Where an element begins: its name and attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start<'a> {
    /// Its name, without prefix.
    pub name: &'a str,
    /// Its prefix, empty where it has none.
    pub prefix: &'a str,
    /// Line on which it begins, from 1.
    pub line: u64,
    pub(super) attributes: Vec<(&'a str, Cow<'a, str>)>,
}

impl Start<'_> {
    /// The value of an attribute, by its name with prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_ref())
    }

    /// The namespace of the element, if it is declared here.
    pub fn namespace(&self) -> Option<&str> {
        match self.prefix {
            "" => self.attribute("xmlns"),
            prefix => self.attribute(&format!("xmlns:{prefix}")),
        }
    }
}

/// An element held whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<'a> {
    /// How it begins.
    pub start: Start<'a>,
    /// The text directly in it, trimmed.
    pub text: Cow<'a, str>,
    /// The elements directly in it.
    pub children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    /// Its name, without prefix.
    pub fn name(&self) -> &'a str {
        self.start.name
    }

    /// Line on which it begins, from 1.
    pub fn line(&self) -> u64 {
        self.start.line
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.name() == name)
    }

    /// All children of a name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.children
            .iter()
            .filter(move |child| child.name() == name)
    }

    /// The first element at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Element<'a>> {
        let (name, rest) = path.split_first()?;
        if rest.is_empty() {
            return self.child(name);
        }
        self.children
            .iter()
            .filter(|child| child.name() == *name)
            .find_map(|child| child.at(rest))
    }

    /// The text at the end of a path; empty where there is no such element.
    pub fn text_at(&self, path: &[&str]) -> &str {
        self.at(path).map_or("", |element| element.text.as_ref())
    }

    /// The value of an attribute, by its name with prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.start.attribute(name)
    }
}
