//! Answer: what an answer to the request for a page means for its slice.
//!
//! In: the answer, for the first attempt or a later one. Out: a response to read, the end of the slice, or its first
//! page again. The connector's rules may end a slice or reset its pagination; neither can be done once records of the
//! page were delivered.
//! Not here: which answer a response is (see `client` and `retry`), bodies that cannot be read (see `reader`).

use super::position::Position;
use super::probe::end_at_ignored_probe;
use crate::client::Answer;
use crate::error::{Error, Result};
use crate::http::Response;
use crate::protocol::Level;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};

/// How often a slice may be read from its first page on again.
const MOST_RESETS: u32 = 5;
/// Ignored answers that are logged one by one.
const MOST_LOGGED: u64 = 10;

/// What follows from an answer.
pub(crate) enum AnswerStep {
    /// The response holds a page.
    Read(Response),
    /// The slice ends here.
    End,
    /// The slice is read from its first page on.
    FirstPage,
}

/// Handles an answer; `delivered`: records of the page that an earlier attempt delivered.
///
/// # Errors
/// If the slice cannot go on after the answer.
pub(crate) fn handle_answer<C: 'static>(
    slice: &OpenSlice<C>,
    position: &mut Position,
    answer: Answer,
    delivered: u64,
) -> Result<AnswerStep> {
    match answer {
        Answer::Success(response) => Ok(AnswerStep::Read(response)),
        Answer::Ignored(_, what) if delivered > 0 => {
            let message =
                format!("the connection was lost after record {delivered}, and the retry was refused ({what})");
            Err(Error::transient(message))
        }
        Answer::Reset(what) if delivered > 0 => {
            let message = format!("the pagination cannot begin anew in the middle of a page ({what})");
            Err(Error::system(message))
        }
        Answer::Ignored(_, what) if position.is_resuming => {
            leave_saved_token(&slice.stream, position, &Error::system(what));
            Ok(AnswerStep::FirstPage)
        }
        Answer::Ignored(answer, what) => {
            if !end_at_ignored_probe(&slice.stream, position, &answer) {
                end_early(slice, position, &what);
            }
            Ok(AnswerStep::End)
        }
        Answer::Reset(what) => reset(&slice.stream, position, &what).map(|()| AnswerStep::FirstPage),
    }
}

/// The page at which an earlier run stopped cannot be read any more: the slice is read from its first one on.
pub(crate) fn leave_saved_token<C: 'static>(stream: &OpenStream<C>, position: &mut Position, error: &Error) {
    let name = stream.name();
    let message = format!(
        "stream `{name}`: the page at which the last run stopped cannot be read, so its slice is read from the first one on: \
         {error}"
    );
    stream.run.output.log(Level::Warn, &message);
    position.is_resuming = false;
    position.rewind(stream);
}

/// A rule of the connector ends the slice.
fn end_early<C: 'static>(slice: &OpenSlice<C>, position: &mut Position, what: &str) {
    let OpenSlice { stream, slice } = slice;
    let parents = stream.parents.iter().zip(&slice.parents);
    let keys = parents.map(|(parent, (_, record))| format!("parent {}{}: ", parent.name(), record.key));
    let place: String = keys.collect();
    log_ignored(stream, &format!("{place}page {}: {what}", position.number));
    position.at_end = true;
}

fn log_ignored<C: 'static>(stream: &OpenStream<C>, what: &str) {
    let (name, output, count) = (stream.name(), &stream.run.output, stream.tally.count_ignored());
    if count <= MOST_LOGGED {
        output.log(Level::Warn, &format!("stream `{name}`: ignored, and the slice ends here: {what}"));
    } else if count == MOST_LOGGED + 1 {
        output.log(Level::Warn, &format!("stream `{name}`: further ignored answers are counted only"));
    }
}

/// A rule of the connector has the slice read from its first page on.
fn reset<C: 'static>(stream: &OpenStream<C>, position: &mut Position, what: &str) -> Result<()> {
    position.resets += 1;
    if position.resets > MOST_RESETS {
        let message = format!("the pagination was reset {MOST_RESETS} times and still does not go on ({what})");
        return Err(Error::transient(message));
    }
    let message = format!("stream `{}`: reads the slice from its first page on again: {what}", stream.name());
    stream.run.output.log(Level::Warn, &message);
    position.rewind(stream);
    Ok(())
}
