//! A text file or a sheet as it is seen: decoded, split, and how it is written in words.

use std::path::Path;

use arrears_formats::{
    Cp850Doubt, Decoded, Dialect, FormatError, Layout, Marked, SHEET_DIALECT, TextTable, decode,
    is_workbook, is_xml, read_sheet, root_element,
};

use super::bytes::read_bytes;
use super::source::TextOptions;
use crate::LedgerError;

/// A text or a sheet, and how it is written.
pub(crate) struct Seen {
    /// Encoding, or the sheet.
    pub written: String,
    /// How cells are told apart; of no meaning for a sheet.
    pub dialect: Dialect,
    /// Where the table stands.
    pub layout: Layout,
    /// The table.
    pub table: TextTable,
    /// What a person should know: further sheets.
    pub remark: Option<String>,
    /// Why its encoding is in doubt, if it is.
    pub doubt: Option<String>,
    /// Whether it is a sheet.
    pub is_sheet: bool,
    /// The sheets of its workbook that have something in them.
    pub sheets: Vec<String>,
}

/// Decodes and splits a file, text or workbook.
pub(crate) fn see(
    path: &Path,
    name: &str,
    options: &TextOptions,
    keep: impl Fn(&str) -> bool,
) -> Result<Seen, LedgerError> {
    let in_format = |source| LedgerError::Format {
        file: name.to_owned(),
        source,
    };
    let bytes = read_bytes(path).map_err(|source| LedgerError::Io {
        path: path.to_path_buf(),
        source,
    })?;
    if is_xml(&bytes) {
        let root = root_element(&bytes).unwrap_or_default();
        return Err(in_format(FormatError::UnknownXml { root }));
    }
    if is_workbook(&bytes) {
        return see_sheet(&bytes, options, keep).map_err(in_format);
    }
    let separator = options
        .separator
        .map(ascii_separator)
        .transpose()
        .map_err(in_format)?;
    let Decoded {
        text,
        encoding,
        had_end_mark,
        perhaps_cp850,
    } = decode(&bytes, options.encoding.as_deref()).map_err(in_format)?;
    let dialect = Dialect::detect(&text, separator);
    let layout = Layout::detect(&text, dialect);
    let table = TextTable::split(&text, dialect, &layout, keep).map_err(in_format)?;
    Ok(Seen {
        written: match had_end_mark {
            true => format!("{encoding} with an end-of-file mark (Ctrl-Z), left out"),
            false => encoding.to_owned(),
        },
        dialect,
        layout,
        table,
        remark: None,
        doubt: perhaps_cp850.map(|doubt| cp850_in_words(doubt, encoding)),
        is_sheet: false,
        sheets: Vec::new(),
    })
}

/// Why a text may be in code page 850. Where others of its letters are none there, that would spoil them: it is told, and
/// not advised.
fn cp850_in_words(doubt: Cp850Doubt, encoding: &str) -> String {
    let line = doubt.first_for.line;
    let Some(against) = doubt.first_against else {
        return format!(
            "the letter beyond ASCII on line {line} is one of DOS code page 850 rather than of {encoding}, but too few \
             are to be sure: where names look wrong, set `encoding = \"cp850\"`"
        );
    };
    let sign = |sign: char| arrears_formats::shown(&sign.to_string());
    let letters = match doubt.n_for {
        1 => "1 letter is of".to_owned(),
        n => format!("{n} letters are of"),
    };
    let mut words = format!(
        "{letters} DOS code page 850 rather than of {encoding} (`{}` on line {line} would be `{}`), but {} the other \
         way round: `encoding = \"cp850\"` would make `{}` of `{}` on line {}",
        sign(doubt.first_for.in_other),
        doubt.first_for.in_cp850,
        doubt.n_against,
        sign(against.in_cp850),
        against.in_other,
        against.line
    );
    if doubt.n_against >= doubt.n_for {
        words.push_str("; rather mend the former in the file");
    }
    words
}

fn see_sheet(
    bytes: &[u8],
    options: &TextOptions,
    keep: impl Fn(&str) -> bool,
) -> Result<Seen, FormatError> {
    let sheet = read_sheet(bytes, options.sheet.as_deref())?;
    let layout = Layout::detect(&sheet.text, SHEET_DIALECT);
    let table = TextTable::split(&sheet.text, SHEET_DIALECT, &layout, keep)?;
    let others: Vec<&str> = sheet
        .filled
        .iter()
        .filter(|name| **name != sheet.name)
        .map(String::as_str)
        .collect();
    let remark = (!others.is_empty())
        .then(|| format!("the workbook has other sheets: `{}`", others.join("`, `")));
    Ok(Seen {
        written: format!("sheet `{}`", sheet.name),
        dialect: SHEET_DIALECT,
        layout,
        table: table.renumbered(|line| sheet.row_of(line)),
        remark,
        doubt: None,
        is_sheet: true,
        sheets: sheet.filled.clone(),
    })
}

impl Seen {
    /// A file with nothing in it.
    pub fn nothing() -> Seen {
        Seen {
            written: "UTF-8".to_owned(),
            dialect: Dialect::detect("", None),
            layout: Layout::default(),
            table: TextTable::default(),
            remark: None,
            doubt: None,
            is_sheet: false,
            sheets: Vec::new(),
        }
    }

    /// How it was read: `UTF-8, cells separated by semicolon, 2 lines above the table`.
    pub fn in_words(&self) -> String {
        let (layout, table) = (&self.layout, &self.table);
        let mut words = self.written.clone();
        if !self.is_sheet {
            words.push_str(&format!(
                ", cells separated by {}",
                self.dialect.separator.name()
            ));
        }
        let mut add = |n: usize, one: &str, many: &str| match n {
            0 => {}
            1 => words.push_str(&format!(", {one}")),
            n => words.push_str(&format!(", {n} {many}")),
        };
        add(
            layout.n_above,
            "1 line above the table",
            "lines above the table",
        );
        add(
            layout.n_header.saturating_sub(1),
            "a header of two lines",
            "further lines of header",
        );
        add(
            table.n_repeated,
            "the header once more",
            "times the header again",
        );
        add(
            table.n_mended,
            "1 row written otherwise",
            "rows written otherwise",
        );
        add(
            table.below.len(),
            "1 line below the table",
            "lines below the table",
        );
        for marked in marked_in_words(table, self.is_sheet) {
            words.push_str(&format!(", {marked}"));
        }
        words
    }
}

/// Drawn lines and subtotals, which are no rows, in words.
pub(crate) fn marked_in_words(table: &TextTable, is_sheet: bool) -> Vec<String> {
    let place = if is_sheet { "row" } else { "line" };
    let in_words = |marked: Marked, one: &str, many: &str| {
        let first = marked.first_line;
        match marked.n {
            0 => None,
            1 => Some(format!("1 {one} on {place} {first} that is no row")),
            n => Some(format!(
                "{n} {many} that are no rows, the first on {place} {first}"
            )),
        }
    };
    let rules = in_words(table.rules, "drawn line (`---`)", "drawn lines (`---`)");
    let subtotals = in_words(table.subtotals, "subtotal", "subtotals");
    rules.into_iter().chain(subtotals).collect()
}

fn ascii_separator(separator: char) -> Result<u8, FormatError> {
    u8::try_from(separator)
        .ok()
        .filter(|byte| {
            byte.is_ascii()
                && !byte.is_ascii_alphanumeric()
                && !matches!(byte, b'"' | b'\n' | b'\r')
        })
        .ok_or(FormatError::BadSeparator { separator })
}
