//! Run context: what all streams of a run share, and the scope that functions and templates see.

use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use crate::auth::ConfigUpdates;
use crate::cassette::Recorder;
use crate::client::Client;
use crate::read::base::once::OncePerRun;
use crate::read::base::shared_signers::SharedSigners;
use crate::read::plan::purpose::ReadPurpose;
use crate::stream::scope::{PageScope, Scope, Slice};
use crate::writer::RunOutput;

/// What all streams of a run share.
pub(crate) struct RunContext<C> {
    pub(crate) config: Rc<C>,
    pub(crate) client: Rc<Client>,
    pub(crate) output: Rc<RunOutput>,
    /// The server that replaces every declared origin (`--url-base`).
    pub(crate) stand_in: Option<Url>,
    /// The work of `before_slice` that is done once a run.
    pub(crate) once_per_run: OncePerRun,
    /// When the run began: where windows end, so that equal requests of several streams are equal to the letter.
    pub(crate) began: Timestamp,
    /// What the records are for.
    pub(crate) purpose: ReadPurpose,
    pub(crate) signers: SharedSigners,
    /// The config as it came, and as it is returned if tokens change.
    pub(crate) config_updates: Rc<dyn ConfigUpdates>,
    /// The recording of the run, if any.
    pub(crate) recorder: Option<Rc<Recorder>>,
}

/// What is known when a request is made, or when its page is at hand.
pub(crate) fn scope<'a, C>(
    run: &'a RunContext<C>,
    stream: &'a str,
    slice: &'a Slice,
    next_page_token: Option<&'a Value>,
    page: Option<&'a PageScope>,
) -> Scope<'a, C> {
    let (config, now, log) = (&*run.config, run.output.now(), &*run.output);
    let (state, raw_record, record, attempt) = (slice.state.as_deref(), None, None, None);
    Scope { config, stream, slice, state, next_page_token, page, raw_record, record, attempt, now, log }
}
