//! Scanner: the scanner of records, for the tests and benchmarks of this workspace. Not a part of the API.

pub use crate::decode::{
    Became, Beyond, Change, Checked, Form, FoundRecord, Lead, LeafCheck, LeafError, Lone, Mismatch, MismatchKind,
    OnMismatch, PAD, PaddedBody, Page, PageError, Program, ProgramOptions, RecordsPath, Scanner, SplitError, Splitter,
    Undeclared, Why, lead_in, leaf_check, peek,
};
