//! Streams, one file a family.
//!
//! A record struct declares the fields that Airbyte announces, at the top level with its types; what lies deeper is typed
//! where Slack documents it (see `types`), and passes as it came where it does not. Only keys are required.
//! `limit = 999` is the most that Slack allows; a `param` and no `size`, since behind a full page the cursor may be absent,
//! and that is an end.
//! Not here: what all streams share, such as pages and errors (see the source in `lib.rs`).

mod channels;
mod messages;
mod users;

pub(crate) use channels::{ChannelMembers, Channels};
pub(crate) use messages::{ChannelMessages, Threads};
pub(crate) use users::Users;
