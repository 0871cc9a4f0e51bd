//! Source function: the requests of a function that belongs to the source and not to a stream, such as that of `streams
//! = f`.

use std::rc::Rc;

use super::record_source::open_records;
use crate::client::{Sending, Stats};
use crate::error::Result;
use crate::http::Requester;
use crate::read::base::request_observer::request_observer;
use crate::read::plan::open_stream::OpenStream;
use crate::read::plan::run_context::RunContext;
use crate::read::request::function_api::FunctionApi;
use crate::stream::Definition;

/// What a function of the source calls, and the counts of its requests. `definition`: the source as a stream without
/// records, whose defaults make the requests; `who` begins what is logged about them.
///
/// # Errors
/// If the source's defaults cannot make a request.
pub(crate) fn source_function_api<C: 'static>(
    definition: Definition<C>,
    who: &str,
    run: &Rc<RunContext<C>>,
) -> Result<(FunctionApi<C>, Rc<Stats>)> {
    let stream = OpenStream::open(definition, run, open_records)?;
    let (own, stats) = (&stream.sending, Rc::new(Stats::default()));
    let sending = Sending {
        who: who.to_owned(),
        label: who.to_owned(),
        requester: Requester::Stream,
        signer: own.signer.clone(),
        retry: own.retry.clone(),
        pass: own.pass.clone(),
        circuit: own.circuit,
        observer: Some(request_observer(who.to_owned(), run.output.clone(), who.to_owned())),
        stats: stats.clone(),
        ..Sending::default()
    };
    Ok((FunctionApi::with_sending(&stream, sending), stats))
}
