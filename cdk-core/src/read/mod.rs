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

pub(crate) use base::once::OncePerRun as Done;
pub(crate) use base::request_observer::request_observer as teller;
pub(crate) use base::shared_signers::SharedSigners as Signing;
pub(crate) use engine::{StreamSelection, read};
pub(crate) use plan::cursor_rules::saved;
pub(crate) use plan::judge::judge_all;
pub(crate) use plan::run_context::RunContext as Run;
pub(crate) use stream::first_page::read_first_page;
pub(crate) use stream::source_function::source_function_api;
