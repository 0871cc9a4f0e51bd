//! `check`: whether one page of the check stream can be read.

use super::Session;
use crate::error::{Error, Result};
use crate::read::{judge_all, read_first_page};
use crate::stream::Definition;

/// Checks all stream definitions without a request, then reads one page of the check stream. The page shows whether
/// authentication, URL and record schema are right. Connection failures are retried for one second at most (three
/// attempts).
pub(crate) async fn check<C: 'static>(mut session: Session<C>) -> Result<()> {
    judge_all(&session.definitions, &session.run)?;
    session.run.client.be_brief();
    let Some(definition) = check_stream(&mut session).await? else { return Ok(()) };
    read_first_page(definition, &session.run).await
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
