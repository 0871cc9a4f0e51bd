//! Record: checked bytes → RECORD line.
//!
//! In: a record's data as it leaves, and what was changed in it. Out: one line, with `meta.changes` where a value was
//! nulled or mended. Also here: the text of added fields, and the comparison that finds out whether serde means the
//! same record.
//! Default: the record's own bytes leave.
//! Not here: judging kinds (see `decode`), hooks (see `read`), who reads the line (see `writer`).

mod added;
mod line;
mod place;
mod verify;

pub(crate) use added::AddedText;
pub(crate) use line::Line;
pub(crate) use place::holds;
pub(crate) use verify::difference;
