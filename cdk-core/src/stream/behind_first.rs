//! Behind a first sync: a stream that is read in another way once all of it was read.
//!
//! In: a function over a builder without parents and slices. Out: a second definition of the same records.
//! Default: a stream is always read in the same way.
//! Not here: which of the two a sync is (see `read::way`), how the states of both agree (see `state::first`).

use super::defaults::Defaults;
use super::definition::Definition;
use super::{HasSchema, Readable, StreamDef, Writable};
use crate::error::Error;

type Define<R, C> = fn(StreamDef<R, C>) -> StreamDef<R, C>;
/// A source's defaults and the origins that it declares.
type SourceWords<C> = fn() -> (Defaults<C>, Vec<String>);

/// What a stream says of its later syncs.
pub(super) struct Behind<R, C> {
    define: Option<Define<R, C>>,
    /// The source's words, once more.
    pub(super) source: Option<SourceWords<C>>,
    /// Whether this is the definition for later syncs.
    pub(super) is_later: bool,
}

// Not derived: a derive would demand `R: Default`.
impl<R, C> Default for Behind<R, C> {
    fn default() -> Self {
        Self { define: None, source: None, is_later: false }
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Another way to read the stream behind a complete first sync, for APIs that list what is there, and tell what changes in
    /// another place. `define` is given a stream of the same name, records and source, without parents, slices and the
    /// stream's own words, and says how that is asked for; both have the same [`Self::cursor_field`].
    ///
    /// The first sync is complete when all of it is read, in however many runs; a full refresh reads as the first sync does. A state that is
    /// older than the later way's [`retention`](super::Incremental::retention) leads to a first sync again.
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
    pub fn behind_first_sync(mut self, define: fn(StreamDef<R, C>) -> StreamDef<R, C>) -> Self {
        self.behind.define = Some(define);
        self
    }
}

impl<R, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S>
where
    R: Writable + Readable + HasSchema + 'static,
{
    pub(super) fn take_later(&mut self) -> Option<Box<Definition<C>>> {
        let define = self.behind.define.take()?;
        let mut later: StreamDef<R, C> = StreamDef::new(&self.name);
        if let Some(source) = self.behind.source {
            (later.inherited, later.origins) = source();
        }
        later.own.primary_key = self.own.primary_key.clone();
        (later.leaves, later.aliases) = (self.leaves.clone(), self.aliases.clone());
        (later.schema, later.typed_because) = (self.schema.clone(), self.typed_because.clone());
        (later.emit, later.behind.is_later) = (self.emit, true);
        Some(Box::new(define(later).into_definition()))
    }
}

impl<C> Definition<C> {
    /// What is wrong with the way behind a first sync.
    pub(super) fn later_problem(&mut self) -> Option<Error> {
        let field = |definition: &Self| definition.cursor.as_ref().map(|cursor| cursor.field.join("."));
        let first = field(self);
        let later = self.later.as_mut()?;
        let why = match first {
            Some(first) if field(later).as_ref() == Some(&first) => return later.take_problem(),
            Some(first) => format!("the stream's `cursor_field` is `{first}`, and must be the same there"),
            None => "needs a `cursor_field`, by which a later sync is told what is new".to_owned(),
        };
        Some(Error::system(format!("behind_first_sync: {why}")))
    }
}
