//! Streams, one file per group.
//!
//! A record struct declares the top-level fields that Airbyte announces, with their types. Nested values have types if
//! Slack documents them (see `types`), else they are kept unchanged. Only keys are required.
//! `limit = 999` is the maximum of Slack's API. It is a `param` and not a `size`, since a full page without a cursor is
//! the last one.
//! Not here: the options of all streams, such as pagination and errors (see the source in `lib.rs`).

mod channels;
mod messages;
mod users;

pub(crate) use channels::{ChannelMembers, Channels};
pub(crate) use messages::{ChannelMessages, Threads};
pub(crate) use users::Users;
