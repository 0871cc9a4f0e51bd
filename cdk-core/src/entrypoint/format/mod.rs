//! Format: how the output of a `read` looks: the protocol, text for people, or plain records.
//!
//! In: lines of the protocol, and the totals of the streams. Out: the lines as they are, tables, or JSON Lines on
//! standard output; progress, warnings and errors on standard error.
//! Default: text for people if standard output is a terminal, otherwise the protocol. Progress and summary on standard
//! error appear only if that is a terminal.
//! Not here: files (see `out`).

mod choice;
mod human;
mod jsonl;
mod notices;
mod progress;
mod screen;
mod summary;
mod table;
mod text;

pub(super) use choice::{Format, Terminals, wrap};
pub(super) use progress::show_progress;
pub(super) use screen::Screen;
pub(super) use summary::summary;
