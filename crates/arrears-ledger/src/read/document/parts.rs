//! The documents in the files of a table: a file is one, an archive may hold many.

use std::fs::File;
use std::io::Read as _;

use arrears_formats::{
    Archive, DocumentKind, FormatError, document_kind, is_archive, is_workbook, read_document,
};
use rayon::prelude::*;

use super::super::files::FileRef;
use super::{Drawn, Read};
use crate::LedgerError;

/// Bytes of a file that tell what it is.
const HEAD: u64 = 64 << 10;

/// What kind of document each file is; `None` for one that is none.
pub(crate) fn kinds_of(files: &[FileRef]) -> Result<Vec<Option<DocumentKind>>, LedgerError> {
    files.iter().map(kind_of_file).collect()
}

/// Whether there is a document among files.
pub(crate) fn holds_documents(files: &[FileRef]) -> Result<bool, LedgerError> {
    for file in files {
        if kind_of_file(file)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Parts the files that are read as documents of a kind from those that are passed over, each told by its name. A
/// statement is read beside every other statement; what looks like a document but is none is read, and so refused.
pub(super) fn apart(
    files: &[FileRef],
    kind: DocumentKind,
) -> Result<(Vec<FileRef>, Vec<Drawn>), LedgerError> {
    let (mut read, mut passed) = (Vec::new(), Vec::new());
    for file in files {
        let found = kind_of_file(file)?;
        let what = match found {
            Some(found) if found == kind || found.is_statement() && kind.is_statement() => None,
            Some(found) => Some(found.name()),
            None if ends_like_document(&file.name) => None,
            None => Some("no document"),
        };
        match what {
            None => read.push(file.clone()),
            Some(what) => passed.push(Drawn {
                doubts: found.and_then(unused_payments).into_iter().collect(),
                ..Drawn::passed_over(&file.name, what, kind)
            }),
        }
    }
    Ok((read, passed))
}

/// What is lost where statements are not read for the payments.
pub(crate) fn unused_payments(kind: DocumentKind) -> Option<String> {
    kind.is_statement().then(|| {
        "a bank statement: what it says is paid is not used unless `path` under `[ledger.payments]` names it, beside the \
         invoices that it pays"
            .to_owned()
    })
}

fn kind_of_file(file: &FileRef) -> Result<Option<DocumentKind>, LedgerError> {
    let mut head = Vec::new();
    let opened = File::open(&file.path).map_err(|source| io(file, source))?;
    opened
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(|source| io(file, source))?;
    if !is_archive(&head) {
        return Ok(document_kind(&head));
    }
    let bytes = whole(file)?;
    if is_workbook(&bytes) {
        return Ok(None);
    }
    let mut archive = Archive::open(&bytes).map_err(|source| format(&file.name, source))?;
    for position in documents_in(&archive) {
        if let Some(kind) = archive
            .read(position)
            .ok()
            .and_then(|bytes| document_kind(&bytes))
        {
            return Ok(Some(kind));
        }
    }
    Ok(None)
}

/// Positions of the files in an archive that may be documents; what a system adds of its own is none.
fn documents_in(archive: &Archive<'_>) -> Vec<usize> {
    let may_be = |name: &str| {
        let name = name.to_ascii_lowercase();
        (ends_like_document(&name) || name.ends_with(".txt")) && !name.starts_with("__macosx/")
    };
    let names = archive.names().enumerate();
    names
        .filter(|(_, name)| may_be(name))
        .map(|(at, _)| at)
        .collect()
}

/// Whether a file is named like a document. What ends in `.txt` may be one or anything else.
fn ends_like_document(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xml", ".xaf", ".sta", ".940", ".mt940", ".swi", ".zip"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// What stands in a file: itself, or the documents of an archive, each with its name. A member that cannot be unpacked
/// has its fault.
pub(super) struct Part {
    /// `file.xml`, or `archive.zip/file.xml`.
    pub name: String,
    /// Its bytes.
    pub bytes: Result<Vec<u8>, FormatError>,
}

/// The parts of a file, and how many members of an archive are no XML.
pub(super) fn parts(file: &FileRef) -> Result<(Vec<Part>, usize), LedgerError> {
    let bytes = whole(file)?;
    if !is_archive(&bytes) {
        let name = file.name.clone();
        let part = Part {
            name,
            bytes: Ok(bytes),
        };
        return Ok((vec![part], 0));
    }
    let mut archive = Archive::open(&bytes).map_err(|source| format(&file.name, source))?;
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    let positions = documents_in(&archive);
    let n_others = names.len() - positions.len();
    let members = positions.into_iter().map(|position| Part {
        name: format!("{}/{}", file.name, names[position]),
        bytes: archive.read(position),
    });
    Ok((members.collect(), n_others))
}

/// Reads every document of the files; one that is faulty or of another kind stops it.
pub(super) fn read_all(files: &[FileRef], kind: DocumentKind) -> Result<Vec<Read>, LedgerError> {
    let read = files.par_iter().map(|file| {
        let (parts, _) = parts(file)?;
        let documents = parts.into_iter().map(|part| {
            let read = part.bytes.and_then(|bytes| {
                let own = document_kind(&bytes).filter(|own| own.is_statement());
                // Statements of several formats are read beside one another.
                let kind = own.filter(|_| kind.is_statement()).unwrap_or(kind);
                read_document(&bytes, kind)
            });
            Ok(Read {
                document: read.map_err(|source| format(&part.name, source))?,
                name: part.name,
            })
        });
        documents.collect::<Result<Vec<_>, LedgerError>>()
    });
    let read = read.collect::<Result<Vec<_>, LedgerError>>()?;
    Ok(read.into_iter().flatten().collect())
}

fn whole(file: &FileRef) -> Result<Vec<u8>, LedgerError> {
    std::fs::read(&file.path).map_err(|source| io(file, source))
}

fn io(file: &FileRef, source: std::io::Error) -> LedgerError {
    LedgerError::Io {
        path: file.path.clone(),
        source,
    }
}

fn format(name: &str, source: FormatError) -> LedgerError {
    LedgerError::Format {
        file: name.to_owned(),
        source,
    }
}
