//! After a first sync: a stream that is read in another way once all of it was read.
//!
//! In: a function over a builder without parents and slices. Out: what `finish` makes a second definition of.
//! Default: a stream is always read in the same way.
//! Not here: which of the two a sync is (see `read`), how the states of both agree (see `state`).

use super::stream_def::StreamDef;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Another way to read the stream behind a complete first sync, for APIs that list what is there, and tell what changes in
    /// another place. `define` is given a stream of the same name, records and source, without parents, slices and the
    /// stream's own words, and says how that is asked for; both have the same [`Self::cursor_field`].
    ///
    /// The first sync is complete when all of it is read, in however many runs; a full refresh reads as the first sync does. A state that is
    /// older than the later way's [`retention`](crate::stream::Incremental::retention) leads to a first sync again.
    ///
    /// Source: the `StateDelegatingStream` of the Python CDK, whose states are understood.
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
