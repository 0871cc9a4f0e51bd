//! Cassette: records the exchanges of a run in a file, and replays the run from this file without a network.
//!
//! In: what the transport sends and receives. Out: `DIR/exchanges.jsonl` with one JSON object per line: a head
//! (connector, clock), each exchange in the order of its response (failures too), each page with its number of records,
//! each STATE, and an end line. For a replay: the recorded responses.
//! [`Recorder`] wraps the real transport, [`Player`] replaces it. A request is recorded without credentials, everything
//! is masked, and the account is a number. A replay finds an exchange by method, URL (parameters in any order), headers
//! and body. Both sides are masked, so another token works as well.
//! Default: no cassette. The longest line is the most that is in memory; a replay also needs 50 bytes per exchange.
//! Not here: the options for the directory, and the log lines (see `entrypoint`). Records stay as the API sent them.

mod asked;
mod format;
mod key;
mod line;
mod mask;
mod plain;
mod player;
mod recorder;

pub(crate) use player::Player;
pub(crate) use recorder::{PageRead, RecordedRun, Recorder};

#[cfg(test)]
mod tests;
