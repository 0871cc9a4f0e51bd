//! Read: the engine. It reads all streams, slices and pages of a catalog and passes them to the writer.
//!
//! In: a configured catalog. Out: RECORD lines, statuses, STATEs, errors. A failing stream does not stop the others.
//!
//! The folders, each of which imports only from those before it:
//! - `base`: running totals, tasks.
//! - `plan`: a definition and the config, as data.
//! - `request`, `record`.
//! - `page`: the pages of a slice.
//! - `slice`: the slices of a stream.
//! - `stream`: one stream.
//! - `engine`: all streams.
//!
//! Substreams and functions read a stream through `base::record_source::RecordSource`.
//! Default: streams and slices are read at the same time, with up to four requests. One page is held for each, and a
//! stream is never collected.
//! Not here: the attempts of one request (see `client`), commands (see `source`).

mod base;
mod engine;
mod page;
mod plan;
mod record;
mod request;
mod slice;
mod stream;

pub(crate) use base::once::OncePerRun;
pub(crate) use base::request_observer::request_observer;
pub(crate) use base::shared_signers::SharedSigners;
pub(crate) use engine::{StreamSelection, read};
pub(crate) use plan::columns::{Columns, fields_for_children, selected_fields};
pub(crate) use plan::cursor_rules::parse_saved_state;
pub(crate) use plan::judge::judge_all;
pub(crate) use plan::purpose::ReadPurpose;
pub(crate) use plan::run_context::RunContext;
pub(crate) use stream::first_page::{FirstPage, read_first_page};
pub(crate) use stream::source_function::source_function_api;
