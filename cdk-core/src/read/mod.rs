//! Read: the engine. Catalog × streams × slices × pages → the writer.
//!
//! `engine` opens the selected streams, `stream_reader` reads one: its definition and the config become a [`Plan`]; `slices`
//! come lazily, one for each parent record (`parents`); `embedded` reads what the parent's record holds of one; `pages` asks
//! for one page after the other (the next one while this one is scanned, where its token is known by then); `emit` turns the
//! records of a page into one batch; the writer gets it whole.
//! In: a configured catalog. Out: RECORD lines, statuses, STATEs, errors. A failing stream does not stop the others.
//! Default: streams and slices at the same time, up to four requests; a page for each is what is held, and nothing collects
//! a stream.
//! Not here: what one request goes through (see `client`), commands (see `source`).

mod advance;
mod ahead;
mod asking;
mod before;
mod body;
mod checkpoint;
mod cursor;
mod embedded;
mod emit;
mod engine;
mod failures;
mod fingerprint;
mod future;
mod given;
mod identity;
mod judge;
mod nulled;
mod page_log;
mod pages;
mod parent_records;
mod parents;
mod parsed;
mod partitions;
mod passing;
mod plan;
mod probe;
mod progress;
mod repeats;
mod report;
mod request;
mod retrying;
mod short_pages;
mod signing;
mod sink;
mod slices;
mod stream_reader;
mod streamed;
mod task;
mod trouble;
mod unreadable;
mod way;
mod windows;

pub(crate) use asking::Asking;
pub(crate) use before::Done;
pub(crate) use cursor::saved;
pub(crate) use engine::{StreamSelection, read};
pub(crate) use judge::judge_all;
pub(crate) use pages::Pages;
pub(crate) use plan::{Plan, Run};
pub(crate) use retrying::teller;
pub(crate) use signing::Signing;
pub(crate) use sink::{Batch, Sink};
pub(crate) use slices::Slices;
