//! Lines: a batch of output lines → messages.
//!
//! In: whole lines, as the engine writes them. Out: the data of each record as its own bytes, and every other message.
//! Not here: what becomes of a message (see `format`, `out`).

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::protocol::AirbyteMessage;

/// The start of a RECORD line, as `record::line` writes it.
const RECORD: &[u8] = br#"{"type":"RECORD""#;

/// One line.
pub(super) enum OutputLine<'a> {
    Record(Record<'a>),
    Message(Box<AirbyteMessage>),
}

/// The record of a RECORD line.
#[derive(Deserialize)]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    pub(super) stream: Cow<'a, str>,
    /// The record's own bytes.
    #[serde(borrow)]
    pub(super) data: &'a RawValue,
}

#[derive(Deserialize)]
struct RecordLine<'a> {
    #[serde(borrow)]
    record: Record<'a>,
}

/// Whether the line is a RECORD.
pub(super) fn is_record(line: &[u8]) -> bool {
    line.starts_with(RECORD)
}

/// The lines of a batch, without their line breaks.
pub(super) fn split(batch: &[u8]) -> impl Iterator<Item = &[u8]> {
    batch.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}

/// Parses a line. `None` if it is not a message: the engine writes no such line.
pub(super) fn parse(line: &[u8]) -> Option<OutputLine<'_>> {
    if is_record(line) {
        return serde_json::from_slice::<RecordLine<'_>>(line).ok().map(|line| OutputLine::Record(line.record));
    }
    serde_json::from_slice(line).ok().map(|message| OutputLine::Message(Box::new(message)))
}
