//! After a first sync: a stream that is read in another way once a first sync is complete.
//!
//! In: a function over a builder without parents and slices. Out: the second builder, from which `finish` makes a
//! definition. Default: a stream is always read in the same way.
//! Not here: which of the two a sync is (see `read`), how the states of both agree (see `state`).

use super::stream_def::StreamDef;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Another way to read the stream after a complete first sync, for APIs that list all records at one place and
    /// changes at another. `define` gets a stream of the same name, records and source, without parents, slices and the
    /// stream's own options. It sets how the changes are requested. Both ways have the same [`Self::cursor_field`].
    ///
    /// The first sync is complete when all of it is read, in any number of runs. A full refresh reads as the first sync
    /// does. A state that is older than the [`retention`](crate::stream::Incremental::retention) of the later way leads
    /// to a first sync again.
    ///
    /// Source: the `StateDelegatingStream` of the Python CDK. Its states are accepted.
    ///
    /// ```
    /// use cdk_core::stream::{Incremental, StreamDef};
    /// # use serde::{Serialize, Deserialize};
    /// # #[derive(Serialize, Deserialize, schemars::JsonSchema)] struct Member { id: u64, changed: u64 }
    /// # struct Config {}
    /// let members: StreamDef<Member, Config> = StreamDef::new("members").path("members").cursor_field("changed").behind_first_sync(|changes| {
    ///     changes.path("audit/members").cursor_field("changed").incremental(Incremental::new().format("%s").param_start("since"))
    /// });
    /// ```
    #[must_use]
    pub fn behind_first_sync(mut self, define: impl FnOnce(StreamDef<R, C>) -> StreamDef<R, C> + 'static) -> Self {
        self.later.define = Some(Box::new(define));
        self
    }
}
