//! XML Auditfile Financieel (XAF), the Dutch audit file: versions 3.0 to 3.2 whole, and of 4.0 what it still has.
//!
//! A book year of one company: its customers and suppliers, its accounts, what was open when the year began, and every
//! line of every booking. Versions before 4.0 may also have subledgers, which say per line which invoice it is about and
//! when that is due. The file says how many lines it has and what they add up to; where that is not so, it is told.

mod totals;

use super::build::{Field, TableBuilder, cell};
use super::{Document, DocumentKind};
use crate::{Element, FormatError, Start, XmlReader};
use totals::Totals;

/// Reads a whole audit file.
pub(super) fn read(text: &str) -> Result<Document, FormatError> {
    let mut reader = XmlReader::new(text);
    let mut file = Auditfile::new();
    if let Some(root) = reader.next_child()? {
        file.version = version(&root);
        file.root_line = root.line;
    }
    while let Some(part) = reader.next_child()? {
        match part.name {
            "header" => file.header = Some(reader.element(part)?),
            "company" => file.company(&mut reader)?,
            _ => reader.skip()?,
        }
    }
    reader.finish()?;
    file.document()
}

/// The version, by the namespace: `3.2` of `http://www.auditfiles.nl/XAF/3.2`, `4.0` of `...XmlauditfileXAF_4.0`.
fn version(root: &Start<'_>) -> String {
    let namespace = root.namespace().unwrap_or_default();
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    let begin = namespace.trim_end_matches(is_figure).len();
    namespace[begin..].trim_start_matches('.').to_owned()
}

const HEADER: &[&str] = &[
    "version",
    "fiscalYear",
    "startDate",
    "endDate",
    "curCode",
    "softwareDesc",
    "softwareVersion",
    "companyIdent",
    "companyName",
    "opBalDate",
];

const RELATIONS: &[Field] = &[
    ("custSupID", &["custSupID"]),
    ("custSupName", &["custSupName"]),
    ("custSupTp", &["custSupTp"]),
    ("contact", &["contact"]),
    ("telephone", &["telephone"]),
    ("eMail", &["eMail"]),
    ("commerceNr", &["commerceNr"]),
    ("taxRegistrationCountry", &["taxRegistrationCountry"]),
    ("taxRegIdent", &["taxRegIdent"]),
    ("custSupGrpID", &["custSupGrpID"]),
    ("custCreditLimit", &["custCreditLimit"]),
    ("city", &["streetAddress", "city"]),
    ("postalCode", &["streetAddress", "postalCode"]),
    ("country", &["streetAddress", "country"]),
    ("bankAccNr", &["bankAccount", "bankAccNr"]),
];

const ACCOUNTS: &[Field] = &[
    ("accID", &["accID"]),
    ("accDesc", &["accDesc"]),
    ("accTp", &["accTp"]),
    ("leadCode", &["leadCode"]),
    ("leadReference", &["leadReference"]),
    ("RGScode", &["RGScode"]),
];

const OPENING: &[Field] = &[
    ("nr", &["nr"]),
    ("accID", &["accID"]),
    ("amnt", &["amnt"]),
    ("amntTp", &["amntTp"]),
];

const LINES: &[Field] = &[
    ("nr", &["nr"]),
    ("accID", &["accID"]),
    ("docRef", &["docRef"]),
    ("effDate", &["effDate"]),
    ("desc", &["desc"]),
    ("amnt", &["amnt"]),
    ("amntTp", &["amntTp"]),
    ("matchKeyID", &["matchKeyID"]),
    ("custSupID", &["custSupID"]),
    ("invRef", &["invRef"]),
    ("orderRef", &["orderRef"]),
];

/// What each line is given of its journal and transaction.
const LINE_CONTEXT: &[&str] = &["jrnID", "jrnTp", "trNr", "trDt"];

const SUBLEDGER: &[Field] = &[
    ("nr", &["nr"]),
    ("jrnID", &["jrnID"]),
    ("trNr", &["trNr"]),
    ("trLineNr", &["trLineNr"]),
    ("obLineNr", &["obLineNr"]),
    ("desc", &["desc"]),
    ("amnt", &["amnt"]),
    ("amntTp", &["amntTp"]),
    ("docRef", &["docRef"]),
    ("matchKeyID", &["matchKeyID"]),
    ("custSupID", &["custSupID"]),
    ("invRef", &["invRef"]),
    ("invPurSalTp", &["invPurSalTp"]),
    ("invTp", &["invTp"]),
    ("invDt", &["invDt"]),
    ("invDueDt", &["invDueDt"]),
    ("mutTp", &["mutTp"]),
];

/// What each line is given of its subledger.
const SUBLEDGER_CONTEXT: &[&str] = &["sbType", "sbDesc"];

/// An audit file on its way to tables.
struct Auditfile<'a> {
    version: String,
    root_line: u64,
    header: Option<Element<'a>>,
    company: [String; 2],
    opening_date: String,
    relations: TableBuilder,
    accounts: TableBuilder,
    opening: TableBuilder,
    opening_subledgers: TableBuilder,
    lines: TableBuilder,
    subledgers: TableBuilder,
    notes: Vec<String>,
}

fn names(context: &[&'static str], fields: &[Field]) -> Vec<&'static str> {
    let own = fields.iter().map(|(name, _)| *name);
    context.iter().copied().chain(own).collect()
}

impl<'a> Auditfile<'a> {
    fn new() -> Auditfile<'a> {
        let of = |name, context, fields| TableBuilder::new(name, &names(context, fields));
        Auditfile {
            version: String::new(),
            root_line: 1,
            header: None,
            company: [String::new(), String::new()],
            opening_date: String::new(),
            relations: of("customerSupplier", &[], RELATIONS),
            accounts: of("ledgerAccount", &[], ACCOUNTS),
            opening: of("obLine", &[], OPENING),
            opening_subledgers: of("obSbLine", SUBLEDGER_CONTEXT, SUBLEDGER),
            lines: of("trLine", LINE_CONTEXT, LINES),
            subledgers: of("sbLine", SUBLEDGER_CONTEXT, SUBLEDGER),
            notes: Vec::new(),
        }
    }

    fn company(&mut self, reader: &mut XmlReader<'a>) -> Result<(), FormatError> {
        while let Some(part) = reader.next_child()? {
            match part.name {
                "companyIdent" | "Commercenr" => {
                    self.company[0] = reader.element(part)?.text.into_owned();
                }
                "companyName" => self.company[1] = reader.element(part)?.text.into_owned(),
                "customersSuppliers" => {
                    records(reader, "customerSupplier", RELATIONS, &mut self.relations)?;
                }
                "generalLedger" => {
                    records(reader, "ledgerAccount", ACCOUNTS, &mut self.accounts)?;
                }
                "openingBalance" => self.opening_balance(reader)?,
                "transactions" => self.transactions(reader)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn opening_balance(&mut self, reader: &mut XmlReader<'a>) -> Result<(), FormatError> {
        let mut totals = Totals::new("openingBalance");
        while let Some(part) = reader.next_child()? {
            match part.name {
                "opBalDate" => self.opening_date = reader.element(part)?.text.into_owned(),
                "obLine" => {
                    let line = reader.element(part)?;
                    totals.add(&line);
                    push(&mut self.opening, &[], &line, OPENING)?;
                }
                "obSubledgers" => {
                    subledgers(
                        reader,
                        "obSbLine",
                        &mut self.opening_subledgers,
                        &mut self.notes,
                    )?;
                }
                name if Totals::NAMES.contains(&name) => totals.state(&reader.element(part)?),
                _ => reader.skip()?,
            }
        }
        self.notes.extend(totals.differences());
        Ok(())
    }

    fn transactions(&mut self, reader: &mut XmlReader<'a>) -> Result<(), FormatError> {
        let mut totals = Totals::new("transactions");
        while let Some(part) = reader.next_child()? {
            match part.name {
                "journal" => self.journal(reader, &mut totals)?,
                "subledgers" => {
                    subledgers(reader, "sbLine", &mut self.subledgers, &mut self.notes)?;
                }
                name if Totals::NAMES.contains(&name) => totals.state(&reader.element(part)?),
                _ => reader.skip()?,
            }
        }
        self.notes.extend(totals.differences());
        Ok(())
    }

    fn journal(
        &mut self,
        reader: &mut XmlReader<'a>,
        totals: &mut Totals,
    ) -> Result<(), FormatError> {
        let (mut id, mut kind) = (String::new(), String::new());
        while let Some(part) = reader.next_child()? {
            match part.name {
                "jrnID" => id = reader.element(part)?.text.into_owned(),
                "jrnTp" => kind = reader.element(part)?.text.into_owned(),
                "transaction" => self.transaction(reader, [&id, &kind], totals)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn transaction(
        &mut self,
        reader: &mut XmlReader<'a>,
        journal: [&str; 2],
        totals: &mut Totals,
    ) -> Result<(), FormatError> {
        let (mut number, mut date, mut had_line) = (String::new(), String::new(), false);
        while let Some(part) = reader.next_child()? {
            let line = part.line;
            match part.name {
                "nr" | "trDt" if had_line => {
                    return Err(FormatError::Xml {
                        line,
                        reason: format!(
                            "`{}` of a transaction stands after its lines, of which it tells",
                            part.name
                        ),
                    });
                }
                "nr" => number = reader.element(part)?.text.into_owned(),
                "trDt" => date = reader.element(part)?.text.into_owned(),
                "trLine" => {
                    had_line = true;
                    let record = reader.element(part)?;
                    totals.add(&record);
                    let context = [journal[0], journal[1], &number, &date];
                    push(&mut self.lines, &context, &record, LINES)?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn document(self) -> Result<Document, FormatError> {
        let mut header = TableBuilder::new("header", HEADER);
        let stated = |name: &str| {
            let found = self.header.as_ref().map(|header| header.text_at(&[name]));
            found.unwrap_or_default()
        };
        let line = self.header.as_ref().map_or(self.root_line, Element::line);
        let cells = HEADER.iter().map(|name| match *name {
            // Older versions say it in the header as well; the namespace is what a reader goes by.
            "version" if self.version.is_empty() => stated("auditfileVersion"),
            "version" => &self.version,
            "companyIdent" => &self.company[0],
            "companyName" => &self.company[1],
            "opBalDate" => &self.opening_date,
            name => stated(name),
        });
        header.push(line, cells)?;
        Ok(Document {
            kind: DocumentKind::Auditfile,
            tables: vec![
                header.finish(),
                self.relations.finish(),
                self.accounts.finish(),
                self.opening.finish(),
                self.opening_subledgers.finish(),
                self.lines.finish(),
                self.subledgers.finish(),
            ],
            notes: self.notes,
        })
    }
}

fn push(
    table: &mut TableBuilder,
    context: &[&str],
    record: &Element<'_>,
    fields: &[Field],
) -> Result<(), FormatError> {
    let own = fields.iter().map(|(_, path)| cell(record, path));
    table.push(record.line(), context.iter().copied().chain(own))
}

/// The records of one name directly in the element that began last.
fn records(
    reader: &mut XmlReader<'_>,
    name: &str,
    fields: &[Field],
    table: &mut TableBuilder,
) -> Result<(), FormatError> {
    while let Some(part) = reader.next_child()? {
        if part.name == name {
            push(table, &[], &reader.element(part)?, fields)?;
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}

/// Subledgers with their lines of one name; `sbType` and `sbDesc` stand before the lines.
fn subledgers(
    reader: &mut XmlReader<'_>,
    name: &str,
    table: &mut TableBuilder,
    notes: &mut Vec<String>,
) -> Result<(), FormatError> {
    while reader.next_child()?.is_some() {
        let (mut kind, mut title) = (String::new(), String::new());
        let mut totals = Totals::new("subledger");
        while let Some(part) = reader.next_child()? {
            match part.name {
                "sbType" => kind = reader.element(part)?.text.into_owned(),
                "sbDesc" => title = reader.element(part)?.text.into_owned(),
                found if found == name => {
                    let line = reader.element(part)?;
                    totals.add(&line);
                    push(table, &[&kind, &title], &line, SUBLEDGER)?;
                }
                stated if Totals::NAMES.contains(&stated) => totals.state(&reader.element(part)?),
                _ => reader.skip()?,
            }
        }
        notes.extend(totals.differences());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../../../arrears-ledger/tests/documents/auditfile-3.2.xaf");

    fn column(document: &Document, table: &str, name: &str) -> Vec<String> {
        let table = document.table(table).expect("the table");
        let column = &table.columns[table.position(name).expect("the column")];
        column.iter().map(str::to_owned).collect()
    }

    #[test]
    fn every_part_is_a_table_with_the_lines_of_its_records() {
        let document = read(FILE).unwrap();
        assert_eq!(document.notes, [] as [String; 0]);
        assert_eq!(column(&document, "header", "version"), ["3.2"]);
        assert_eq!(column(&document, "header", "curCode"), ["EUR"]);
        assert_eq!(
            column(&document, "customerSupplier", "custSupTp"),
            ["C", "C", "S"]
        );
        assert_eq!(
            column(&document, "customerSupplier", "country"),
            ["NL", "BE", ""]
        );
        assert_eq!(column(&document, "obSbLine", "invRef"), ["2024-0098"]);
        let lines = document.table("trLine").unwrap();
        assert_eq!(column(&document, "trLine", "jrnTp")[0], "S");
        let line = FILE
            .lines()
            .position(|line| line.contains("<trLine>"))
            .unwrap();
        assert_eq!(lines.line(0), line as u64 + 1);
    }

    #[test]
    fn figures_that_the_lines_do_not_make_are_told() {
        let broken = FILE.replacen("<totalDebit>", "<totalDebit>9", 1).replacen(
            "<linesCount>",
            "<linesCount>1",
            1,
        );
        let notes = read(&broken).unwrap().notes;
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].ends_with("the file may not be whole"), "{notes:?}");
    }

    #[test]
    fn versions_are_told_by_the_namespace() {
        for (namespace, wanted) in [
            ("http://www.auditfiles.nl/XAF/3.1", "3.1"),
            (
                "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0",
                "4.0",
            ),
            (
                "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.0/structures/XmlAuditfileFinancieel3.2.1",
                "3.2.1",
            ),
        ] {
            let text = format!("<auditfile xmlns=\"{namespace}\"/>");
            let document = read(&text).unwrap();
            assert_eq!(column(&document, "header", "version"), [wanted]);
        }
    }

    #[test]
    fn a_transaction_that_tells_of_itself_too_late_is_refused() {
        let text = "<auditfile><company><transactions><journal><transaction><trLine/>\n<trDt>2025-01-01</trDt></transaction></journal></transactions></company></auditfile>";
        let error = read(text).unwrap_err().to_string();
        assert!(
            error.contains("on line 2: `trDt` of a transaction stands after its lines"),
            "{error}"
        );
    }
}
