//! Parent: what a sub-stream says about its parents besides their type.
//!
//! In: the options of [`ParentOf`]. Out: what it contains, the parent's `ParentWords`.
//! Default: every parent record is one slice, read by requests from its start, and named by its primary key.
//! Not here: reading records and what they embed (see `read`).

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use super::finish::built;
use super::stream_def::StreamDef;
use crate::error::{Error, Result};
use crate::stream::context::Context;
use crate::stream::definition::scope::Scope;
use crate::stream::definition::{Batching, Build, ParentWords};
use crate::stream::value::{HasSchema, Readable, Writable};

/// The parent of a stream with config `C`, whose records are `P`. Made by [`parent_of`](crate::stream::parent_of) or [`parent_def`].
pub struct ParentOf<P, C> {
    pub(super) definition: Build<C>,
    pub(super) words: ParentWords<C>,
    parent: PhantomData<P>,
}

/// The parent of a stream, by a function that builds it: for a parent whose words are found at run time, which the function
/// captures. It need not be listed. Called several times in a command, so it only describes.
pub fn parent_def<P, C, PP, PS>(build: impl Fn() -> StreamDef<P, C, PP, PS> + 'static) -> ParentOf<P, C>
where
    P: Writable + Readable + HasSchema + 'static,
    C: 'static,
    PP: 'static,
    PS: 'static,
{
    ParentOf { definition: Rc::new(built(build)), words: ParentWords::default(), parent: PhantomData }
}

impl<P: 'static, C: 'static> ParentOf<P, C> {
    /// Where in the parent's record, as the API sent it, the child's first records lie: `"lines.data"`, `"items.*"` for the
    /// values of a map. The parent's struct need not declare the place.
    ///
    /// They are read like the records of a page: checked, added to, filtered, written with the bytes that they came with. An
    /// array there holds records, an object is one. What else is there is an error. Without [`Self::more`] they are all that
    /// there is: the stream never sends a request of its own, and a parent's record that has nothing (or null) there has no
    /// children.
    #[must_use]
    pub fn from(mut self, path: &str) -> Self {
        self.words.from = Some(path.to_owned());
        self
    }

    /// Where in the parent's record stands whether the list of [`Self::from`] goes on: `"lines.has_more"`.
    ///
    /// Where `true` stands there, the rest is asked for at the child's path: a `cursor` with `token = last("…")` goes on behind
    /// the last embedded record, `offset` at their number; no other pagination can, and is an error before any command. Where
    /// `false`, null or nothing stands there, no request is sent; anything else is an error. A parent's record without the
    /// list, or with an empty one that goes on, is read by requests from its start.
    #[must_use]
    pub fn more(mut self, path: &str) -> Self {
        self.words.more = Some(path.to_owned());
        self
    }

    /// Where the parent's record says what tells it apart: the path of a field by its names in the record, such as `"id"` or
    /// `"team.id"`. The value names the slice in the child's state, and must be there in each record; 0, `false` and `""` are
    /// values.
    ///
    /// Default: the primary key, an object of its fields where it has several; without one a fingerprint of the whole record,
    /// which is another as soon as the record changes.
    #[must_use]
    pub fn key(mut self, path: &str) -> Self {
        self.words.key = Some(path.to_owned());
        self
    }

    /// The parent's name: in the child's state that of the key's value, in templates (`{team.id}`) and in
    /// `cx.parent_as::<Team>("team")` that of its record. Default for the first parent: `parent`; any further one needs a
    /// name. The attribute's word is `as`.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.words.name = Some(name.to_owned());
        self
    }

    /// Slices of up to so many records, for APIs that take lists: in order, over page borders, of one slice of the parent; the
    /// last one is smaller. `cx.parent()` is a `Vec` of records then. Say it before [`Self::only`], which is asked for each
    /// record, in a list of its own.
    #[must_use]
    pub fn batch(self, size: usize) -> ParentOf<Vec<P>, C> {
        let is_only_before_batch = self.words.only.is_some();
        let batching = Batching { size, one: one::<P>, join: join::<P> };
        let words = ParentWords { batching: Some(batching), is_only_before_batch, ..self.words };
        ParentOf { definition: self.definition, words, parent: PhantomData }
    }

    /// Reads only the parent records that changed since the last sync: the parent's state is kept in the child's, under
    /// `parent_state`. Both streams need a `cursor_field`. Default: all of the parent's records are read each time.
    #[must_use]
    pub fn incremental(mut self) -> Self {
        self.words.is_incremental = true;
        self
    }

    /// Which parent records have a slice. The function sees the child's context with the candidate for `cx.parent()` (a
    /// further parent's for `cx.parent_as(…)`); it is called once for each of them, before anything of the slice is read.
    /// Parents that are said behind this one have no record yet.
    #[must_use]
    pub fn only<R: 'static, X: 'static, S: 'static>(
        mut self,
        hook: impl Fn(&Context<'_, R, C, X, S>) -> Result<bool> + 'static,
    ) -> Self {
        self.words.only = Some(Rc::new(move |scope: &Scope<'_, C>| hook(&Context::new(scope)?)));
        self
    }
}

fn one<P: 'static>(record: Box<dyn Any>) -> Result<Box<dyn Any>> {
    let record = record.downcast::<P>().map_err(|_| odd_batch())?;
    Ok(Box::new(vec![*record]))
}

fn join<P: 'static>(records: &mut dyn Any, more: Box<dyn Any>) -> Result<()> {
    let records = records.downcast_mut::<Vec<P>>().ok_or_else(odd_batch)?;
    records.append(&mut *more.downcast::<Vec<P>>().map_err(|_| odd_batch())?);
    Ok(())
}

fn odd_batch() -> Error {
    Error::system("a batch of parent records is of another type than they are")
}
