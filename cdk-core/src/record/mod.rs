//! Record: checked bytes → RECORD line.
//!
//! In: a record as the scanner found it, the fields that the connector adds, `filter` and `map`. Out: one line, with
//! `meta.changes` where a value was nulled.
//! Default: the record's own bytes leave; serde decodes and writes only where a hook or `emit = "typed"` asks for it.
//! Not here: judging kinds (see `decode`), who reads the line (see `writer`).

mod emit;
mod line;
mod verify;

pub(crate) use emit::{Emission, Emitter};
pub(crate) use line::Line;
