//! Cassette: a run's exchanges in a file, and a run from that file without a network.
//!
//! In: what goes through the transport. Out: `DIR/exchanges.jsonl`, one JSON object a line: a head (connector, clock), each
//! exchange in the order in which its answer came, failures too, and an end; or, from such a file, the answers.
//! [`Recorder`] wraps the real transport, [`Player`] takes its place. A request is written before credentials are added,
//! everything is masked, and the account it is for is a number. It is found again by method, URL (parameters in any
//! order), headers and body, masked on both sides, so another token does as well.
//! Default: no cassette. One line is the largest thing held; of a file that is replayed, 50 bytes an exchange beside it.
//! Not here: where the directory comes from and what is told of it (see `entrypoint`); records stay as the API sent them.

mod asked;
mod format;
mod key;
mod line;
mod mask;
mod plain;
mod player;
mod recorder;

pub(crate) use player::Player;
pub(crate) use recorder::{RecordedRun, Recorder};

#[cfg(test)]
mod tests;
