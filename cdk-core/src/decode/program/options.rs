//! Options: what a stream wants of its program besides the schema.
//!
//! In: the stream's definition. Out: plain values that [`Program::compile`](super::Program::compile) reads once.
//! Defaults (DESIGN 2.7): undeclared fields are cut, a misfit in a nullable value becomes null, everything is checked.
//! Not here: where the records lie (that belongs to the request, see `RecordsPath`).

use super::leaf::LeafCheck;

/// What becomes of a field that the record's type does not declare. Counted and reported in each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Undeclared {
    /// It is cut.
    #[default]
    Drop,
    /// It is passed on, if every JSON reader can read it (else it becomes null).
    Keep,
    /// It is an error.
    Fail,
}

/// What becomes of a value that does not fit, inside a nullable one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OnMismatch {
    /// The nearest enclosing nullable value becomes null.
    #[default]
    Null,
    /// It is an error.
    Fail,
}

/// How a schema is to be compiled.
#[derive(Debug, Clone)]
pub struct ProgramOptions {
    /// What becomes of undeclared fields.
    pub undeclared: Undeclared,
    /// What becomes of misfits inside nullable values.
    pub on_mismatch: OnMismatch,
    /// Top-level names that the connector fills itself: not expected in a page; cut, uncounted, where they are.
    pub added: Vec<String>,
    /// Top-level names with another name under which serde reads them too: declared, and either of the two is enough.
    pub aliases: Vec<(String, String)>,
    /// Per top-level name its type's serde check, run only where the field's schema says less than serde.
    pub leaves: Vec<(String, LeafCheck)>,
    /// The whole record's serde check, run only where some field's schema says less than serde and `leaves`does not
    /// have it.
    ///
    /// With `added` fields the scanner cannot run it (they are not there yet): see
    /// [`Program::check_record`](super::Program::check_record).
    pub record: Option<LeafCheck>,
    /// JSON paths inside a record whose value's text is wanted.
    pub captures: Vec<Vec<String>>,
    /// `false` for `emit = "typed"`: records are found and undeclared fields counted, nothing is judged, nothing but
    /// `added` is cut.
    pub checked: bool,
    /// The record has no struct: its schema was given, so no type of Rust says more than the schema.
    pub is_dynamic: bool,
}

impl Default for ProgramOptions {
    fn default() -> Self {
        Self {
            undeclared: Undeclared::default(),
            on_mismatch: OnMismatch::default(),
            added: Vec::new(),
            aliases: Vec::new(),
            leaves: Vec::new(),
            record: None,
            captures: Vec::new(),
            checked: true,
            is_dynamic: false,
        }
    }
}
