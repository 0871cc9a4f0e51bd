//! Program: a record's schema, made ready for the scanner.
//!
//! In: the contract schema (schemars, draft-07, deserialise side, with `format`, `required` and `definitions` kept; for
//! a dynamic stream the given schema) and [`ProgramOptions`]. Out: a [`Program`], shared by all readers of a stream:
//! a flat list of nodes (which kinds of value a place admits) and of objects (which names, which are required, what an
//! undeclared name means). It is compiled once, at start-up.
//! Every `$ref` is expanded where it is used, so that undeclared fields are counted per place; only recursion (and a
//! type of more than 4,096 places) shares nodes.
//! Not here: what changes while reading (key prediction, counts: see `scan::shape`), and how a value is judged
//! (`scan`).

mod compile;
mod compiler;
mod leaf;
mod node;
mod options;
mod slots;
#[cfg(test)]
mod tests;
mod union;
mod words;

pub use leaf::{LeafCheck, LeafError, leaf_check};
pub use node::Program;
pub(super) use node::{
    ANY, ARRAY, AS_TEXT, BOOL, DATE, DATE_TIME, Elements, FREE, LET_NULL, MOMENT, Members, NULL, NUMBER, NodeId,
    NumberRange, OBJECT, Object, OtherNames, ProgramNode, ROOT, Role, TEXT, TIME,
};
pub use options::{OnMismatch, ProgramOptions, Undeclared};
