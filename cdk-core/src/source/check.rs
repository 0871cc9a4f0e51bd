//! `check`: whether one page of the check stream can be read.

use std::time::{Duration, Instant};

use super::Session;
use crate::error::{Error, Result};
use crate::protocol::Level;
use crate::read::{FirstPage, judge_all, read_first_page};
use crate::stream::Definition;
use crate::writer::{RunOutput, group_digits};

/// Which streams a check reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckDepth {
    CheckStream,
    /// Every stream; the result is logged for each. Only the check stream decides the outcome of the check.
    EveryStream,
}

/// Checks all stream definitions without a request, then reads one page of the check stream. The page shows whether
/// authentication, URL and record schema are right. Connection failures are retried for one second at most (three
/// attempts).
pub(crate) async fn check<C: 'static>(mut session: Session<C>, depth: CheckDepth) -> Result<()> {
    judge_all(&session.definitions, &session.run)?;
    session.run.client.be_brief();
    if depth == CheckDepth::CheckStream {
        let Some(definition) = check_stream(&mut session).await? else { return Ok(()) };
        return read_first_page(definition, &session.run).await.map(drop);
    }
    check_every_stream(session).await
}

/// Reads the first page of every stream and logs the result.
async fn check_every_stream<C: 'static>(mut session: Session<C>) -> Result<()> {
    let output = session.run.output.clone();
    let is_listed = position(session.check.as_deref(), &session.definitions).is_some();
    let found = match session.found().await? {
        Ok(found) => found,
        // As without `--verbose`, the function does not matter if the check stream is listed.
        Err(error) if is_listed => {
            output.log(Level::Warn, &error.to_string());
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    let check_stream = position(session.check.as_deref(), &session.definitions);
    let mut definitions = std::mem::take(&mut session.definitions);
    for stream in found {
        match stream.definition {
            Ok(definition) => definitions.push(definition),
            Err(error) => output.log(Level::Warn, &error.to_string()),
        }
    }
    if definitions.is_empty() && session.streams_fn.is_none() {
        return Err(Error::system("check: the source has no streams"));
    }
    let check_stream = check_stream.or_else(|| position(session.check.as_deref(), &definitions));
    let mut outcome = match &session.check {
        Some(name) if check_stream.is_none() => Err(Error::system(format!("check: the source has no stream `{name}`"))),
        _ => Ok(()),
    };
    for (at, definition) in definitions.into_iter().enumerate() {
        let (name, started) = (definition.name.clone(), Instant::now());
        let read = read_first_page(definition, &session.run).await;
        log_first_page(&name, &read, started.elapsed(), &session.run.output);
        if check_stream == Some(at) {
            outcome = outcome.and(read.map(drop));
        }
    }
    outcome
}

/// ``stream `users`: HTTP 200, 50 records on the first page, 0.3 s``
fn log_first_page(name: &str, read: &Result<FirstPage>, time: Duration, output: &RunOutput) {
    let seconds = time.as_secs_f64();
    match read {
        Ok(FirstPage::Read { status, records }) => {
            let status = status.map(|status| format!("HTTP {}, ", status.as_u16())).unwrap_or_default();
            let records = group_digits(*records);
            let message = format!("stream `{name}`: {status}{records} records on the first page, {seconds:.1} s");
            output.log(Level::Info, &message);
        }
        Ok(FirstPage::NoSlice) => {
            output.log(Level::Info, &format!("stream `{name}`: no slice to read now, {seconds:.1} s"));
        }
        Err(error) => {
            let status = error.status().map(|status| format!("HTTP {}, ", status.as_u16())).unwrap_or_default();
            output.log(Level::Warn, &format!("{error} ({status}{seconds:.1} s)"));
        }
    }
}

/// The check stream: the declared one, else the first without a parent, else the first. Runs the function of `streams =
/// f` only if no listed stream qualifies. `None`: the function returned no streams, which is a successful check.
async fn check_stream<C: 'static>(session: &mut Session<C>) -> Result<Option<Definition<C>>> {
    if let Some(position) = position(session.check.as_deref(), &session.definitions) {
        return Ok(Some(session.definitions.swap_remove(position)));
    }
    let mut found = Vec::new();
    for stream in session.found().await?? {
        found.push(stream.definition?);
    }
    judge_all(&found, &session.run)?;
    match (position(session.check.as_deref(), &found), &session.check) {
        (Some(position), _) => Ok(Some(found.swap_remove(position))),
        (None, Some(name)) => Err(Error::system(format!("check: the source has no stream `{name}`"))),
        (None, None) if session.streams_fn.is_some() => Ok(None),
        (None, None) => Err(Error::system("check: the source has no streams")),
    }
}

fn position<C>(name: Option<&str>, definitions: &[Definition<C>]) -> Option<usize> {
    match name {
        Some(name) => definitions.iter().position(|definition| definition.name == name),
        None => {
            let without_parent = definitions.iter().position(|definition| definition.parents().next().is_none());
            without_parent.or((!definitions.is_empty()).then_some(0))
        }
    }
}
