//! `cdk mock`: a cassette → an API on this machine that answers as the recorded one did.
//!
//! In: [`MockArguments`]. Out: a server, until the process is stopped; a 404 names a request that was not recorded.
//! Steps: `recorded` (the exchanges by their requests) → `answer` (a request → a recorded response).
//! Default: recorded hosts in bodies and headers are replaced by the mock, so that links lead back to it. Credentials
//! are not compared: a cassette does not have them.
//! Not here: the mock of a connector's definition, which needs no recording (`cargo run -- mock` in a crate of `new`).

mod answer;
mod arguments;
mod command;
mod recorded;

pub(crate) use arguments::MockArguments;
pub(crate) use command::run;
