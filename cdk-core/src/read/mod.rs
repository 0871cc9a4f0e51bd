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

mod base;
mod engine;
mod page;
mod plan;
mod record;
mod request;
mod slice;
mod stream;

pub(crate) use engine::{StreamSelection, read};
pub(crate) use page::reader::Pages;
pub(crate) use plan::cursor::saved;
pub(crate) use plan::judge::judge_all;
pub(crate) use plan::signing::Signing;
pub(crate) use plan::stream_plan::{Plan, Run};
pub(crate) use record::sink::{Batch, Sink};
pub(crate) use request::function_api::Asking;
pub(crate) use request::prepare::Done;
pub(crate) use request::retry_hooks::teller;
pub(crate) use slice::slices::Slices;
