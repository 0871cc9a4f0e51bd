//! How the groups read: one record, one page.

use std::convert::Infallible;
use std::sync::Arc;

use cdk_core::testing::scanner::{
    Mismatch, OnMismatch, PaddedBody, Page, PageError, Program, ProgramOptions, RecordsPath, Scanner,
};

use super::types::{Subject, schema_of};

/// Nothing is absorbed: what serde refuses, the scanner refuses.
pub(super) fn strict<T: Subject>() -> ProgramOptions {
    ProgramOptions { on_mismatch: OnMismatch::Fail, ..lenient::<T>() }
}

/// The defaults of a stream.
pub(super) fn lenient<T: Subject>() -> ProgramOptions {
    ProgramOptions { leaves: T::leaves(), ..ProgramOptions::default() }
}

pub(super) fn scanner<T: Subject>(options: &ProgramOptions) -> Scanner {
    Scanner::new(Arc::new(Program::compile(&schema_of::<T>(), options).unwrap()))
}

/// The record as it leaves.
pub(super) fn read(scanner: &mut Scanner, record: impl AsRef<[u8]>) -> Result<String, PageError<Infallible>> {
    let mut out = Vec::new();
    scanner.record(&PaddedBody::from(record.as_ref()), |found| {
        found.write(b"", &mut out);
        Ok(())
    })?;
    Ok(String::from_utf8(out).unwrap())
}

/// The record as it leaves, and the fields that became null.
pub(super) fn read_changes(scanner: &mut Scanner, record: &str) -> (String, Vec<String>) {
    let (mut out, mut changes) = (Vec::new(), Vec::new());
    let read = scanner.record(&PaddedBody::from(record.as_bytes()), |found| {
        found.write(b"", &mut out);
        changes.extend(found.changes().iter().map(|change| change.field.clone()));
        Ok::<_, Infallible>(())
    });
    read.unwrap();
    (String::from_utf8(out).unwrap(), changes)
}

/// What the record does not fit.
pub(super) fn mismatch(scanner: &mut Scanner, record: impl AsRef<[u8]>) -> Mismatch {
    match read(scanner, record.as_ref()) {
        Err(PageError::Mismatch(mismatch)) => *mismatch,
        other => panic!("{}: {other:?}", String::from_utf8_lossy(record.as_ref())),
    }
}

/// The scanner accepts what serde accepts, and refuses what it refuses.
pub(super) fn agree<T: Subject>(scanner: &mut Scanner, record: impl AsRef<[u8]>) {
    let record = record.as_ref();
    let serde = serde_json::from_slice::<T>(record).map(drop);
    let own = read(scanner, record);
    assert_eq!(serde.is_ok(), own.is_ok(), "{}: {serde:?}, {own:?}", String::from_utf8_lossy(record));
}

/// The records of a page as they leave, and the page.
pub(super) fn page(
    scanner: &mut Scanner,
    body: impl AsRef<[u8]>,
    path: &str,
) -> Result<(Vec<String>, Page), PageError<Infallible>> {
    let mut records = Vec::new();
    let page = scanner.page(&PaddedBody::from(body.as_ref()), &RecordsPath::parse(path).unwrap(), |found| {
        let mut out = Vec::new();
        found.write(b"", &mut out);
        records.push(String::from_utf8(out).unwrap());
        Ok(())
    })?;
    Ok((records, page))
}

/// Where the body stops being JSON, and whether it just ends there.
pub(super) fn syntax(result: Result<impl Sized, PageError<Infallible>>) -> (usize, bool) {
    match result {
        Err(PageError::Syntax { offset, truncated, .. }) => (offset, truncated),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("accepted"),
    }
}
