//! Nodes: the program's parts.
//!
//! A [`ProgramNode`] says what one place admits; a [`Members`] what an object's names are. Both refer to others by
//! index, so recursion is a cycle of numbers and the scanner borrows nothing for long.
//! Not here: building them (see `compile`).

use super::leaf::LeafCheck;
use super::options::{OnMismatch, Undeclared};

/// Bits of [`ProgramNode::kinds`].
pub(in super::super) const NULL: u8 = 1;
pub(in super::super) const BOOL: u8 = 2;
pub(in super::super) const NUMBER: u8 = 4;
pub(in super::super) const TEXT: u8 = 8;
pub(in super::super) const ARRAY: u8 = 16;
pub(in super::super) const OBJECT: u8 = 32;
/// Besides the kinds: null is let through to serde, though the place is not nullable and absorbs nothing.
pub(in super::super) const LET_NULL: u8 = 64;
/// Besides the kinds: a value of another kind than null leaves as its JSON text ([`JsonText`](crate::JsonText)).
pub(in super::super) const AS_TEXT: u8 = 128;
/// Bits of [`ProgramNode::texts`]: a moment (`Timestamp`), and what has no time zone.
pub(in super::super) const MOMENT: u8 = 1;
pub(in super::super) const DATE_TIME: u8 = 2;
pub(in super::super) const DATE: u8 = 4;
pub(in super::super) const TIME: u8 = 8;
/// All kinds.
pub(in super::super) const ANY: u8 = 63;

/// Index of a node.
pub(in super::super) type NodeId = u32;
/// The record itself.
pub(in super::super) const ROOT: NodeId = 0;
/// Anything that every reader can read: a `Value`, and an undeclared field that is kept.
pub(in super::super) const FREE: NodeId = 1;

/// What one place in a record admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct ProgramNode {
    /// Admitted kinds. A place that admits [`NULL`] is nullable: it absorbs misfits.
    pub(in super::super) kinds: u8,
    pub(in super::super) number: NumberRange,
    /// Which dates and times its texts are: bits such as [`DATE`], or none where any text is admitted.
    pub(in super::super) texts: u8,
    /// Index into [`Program::choices`]: the only texts that are admitted.
    pub(in super::super) choices: Option<u32>,
    pub(in super::super) elements: Elements,
    pub(in super::super) object: Object,
}

impl ProgramNode {
    /// Whether its texts are dates or times without a time zone.
    #[inline(always)]
    pub(in super::super) fn is_civil(&self) -> bool {
        self.texts & (DATE_TIME | DATE | TIME) != 0
    }
}

/// Anything at all.
pub(in super::super) const FREE_NODE: ProgramNode = ProgramNode {
    kinds: ANY,
    number: NumberRange::Finite,
    texts: 0,
    choices: None,
    elements: Elements::Free,
    object: Object::Free,
};

/// Which numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum NumberRange {
    /// An integer of at most 64 bits: from `-below` to `above`.
    Integer { below: u64, above: u64 },
    /// `i128`.
    Wide,
    /// `u128`.
    UnsignedWide,
    /// An integer of any length (a schema without `format`).
    Whole,
    /// Any number that is finite as `f64`.
    Finite,
    /// Any number that is finite as `f32`.
    Single,
}

/// What an array holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Elements {
    /// Anything that is strict; nothing is undeclared inside.
    Free,
    /// This node.
    Of(NodeId),
}

/// What an object holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Object {
    /// Anything that is strict; nothing is undeclared inside.
    Free,
    /// Index into [`Program::objects`].
    Of(u32),
}

/// An object's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Members {
    pub(in super::super) fields: Vec<DeclaredField>,
    pub(in super::super) rest: OtherNames,
}

/// A declared name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct DeclaredField {
    pub(in super::super) name: String,
    pub(in super::super) node: NodeId,
    pub(in super::super) required: bool,
    pub(in super::super) role: Role,
    /// Where the value's place is noted, for captures and leaves. Top level only.
    pub(in super::super) slot: Option<u16>,
}

/// A name whose place is not noted.
pub(in super::super) fn field(name: &str, node: NodeId, required: bool, role: Role) -> DeclaredField {
    DeclaredField { name: name.to_owned(), node, required, role, slot: None }
}

/// Why the program knows a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Role {
    /// The type declares it.
    Declared,
    /// The connector fills it: cut where it is.
    Added,
    /// Undeclared: wanted by a capture only, or learned from a page.
    Undeclared,
}

/// What a name that is not declared means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum OtherNames {
    /// It is undeclared: the stream's policy decides.
    Undeclared,
    /// The type refuses it (`deny_unknown_fields`).
    Denied,
    /// It is a key of a map of these.
    Map(NodeId),
}

/// A leaf at a top-level field.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Leaf {
    /// Index of the field among the record's.
    pub(in super::super) field: u32,
    /// Where the value's place is noted; an added field has none, as it is not in the page.
    pub(in super::super) slot: Option<u16>,
    pub(in super::super) node: NodeId,
    pub(in super::super) check: LeafCheck,
}

/// A wanted value: the slot of the top-level field that holds it, and the whole way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Capture {
    pub(in super::super) slot: u16,
    pub(in super::super) path: Vec<String>,
}

/// A record's schema, made ready for the scanner. Shared by all readers of a stream.
#[derive(Debug, Clone)]
pub struct Program {
    pub(in super::super) nodes: Vec<ProgramNode>,
    pub(in super::super) objects: Vec<Members>,
    /// Sorted texts.
    pub(in super::super) choices: Vec<Vec<String>>,
    /// How many top-level fields have their place noted.
    pub(in super::super) slots: usize,
    pub(in super::super) captures: Vec<Capture>,
    pub(in super::super) leaves: Vec<Leaf>,
    /// The whole record's check, if some field needs it.
    pub(in super::super) record: Option<LeafCheck>,
    /// The connector adds fields after the scanner, so `record`cannot be checked here.
    pub(in super::super) adds: bool,
    pub(in super::super) undeclared: Undeclared,
    pub(in super::super) on_mismatch: OnMismatch,
    pub(in super::super) checked: bool,
    /// The record has no struct, but a schema that was given.
    pub(in super::super) is_dynamic: bool,
}

impl Program {
    /// Whether some text is a date or time without a time zone.
    pub fn has_civil(&self) -> bool {
        self.nodes.iter().any(ProgramNode::is_civil)
    }
}
