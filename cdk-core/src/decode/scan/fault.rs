//! Fault: what the scanner found wrong, and where.
//!
//! The scanner returns one of two small words ([`ScanStop`]) and notes the rest here, so that the happy path carries
//! nothing. Only the byte offset is noted: the path to it is found by walking the record again (see `locate`), which
//! only an error pays for.
//! Not here: the sentences (see `report`).

/// Why a scan stopped. As wide as an offset, so that `Result<usize, Stop>` is returned in two registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(in super::super) enum ScanStop {
    /// The text is not JSON; nothing after it can be trusted.
    Syntax,
    /// A value is not what the program says; the text goes on after it.
    Misfit,
}

/// What is wrong with a value that is valid JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MismatchKind {
    /// Another kind of value.
    #[default]
    Kind,
    /// An integer that the type cannot hold.
    Range,
    /// A fraction or exponent (or `-0`) where an integer is needed.
    Fraction,
    /// A number that no double can hold.
    Infinite,
    /// A text that is not one of the listed ones.
    Choice,
    /// Half a surrogate pair: no reader can decode the text.
    Surrogate,
    /// A required field is not there.
    Missing,
    /// A key stands twice in one object.
    Duplicate,
    /// A field that the type does not declare, where that is an error.
    Undeclared,
    /// Nested deeper than JSON readers follow.
    Depth,
    /// A date or time that says more than its type can hold: an offset from UTC, or a time of day.
    Excess,
    /// serde refuses the value.
    Leaf,
}

/// The last fault.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Fault {
    pub(in super::super) offset: usize,
    /// Of a syntax fault.
    pub(in super::super) message: &'static str,
    /// Of a misfit.
    pub(in super::super) kind: MismatchKind,
    /// The node that was to hold the value.
    pub(in super::super) node: u32,
    /// The name of a missing field, or serde's message.
    pub(in super::super) detail: Option<String>,
    /// No nullable value absorbs it.
    pub(in super::super) fatal: bool,
}
