//! Parent: the options of a substream about its parents.
//!
//! In: the options of [`ParentOf`]. Out: the parent's `ParentWords`.
//! Default: every parent record is one slice, read by requests from its start, and named by its primary key.
//! Not here: reading records and the children that they embed (see `read`).

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

/// The parent of a stream with config `C`, whose records are `P`. Made by [`parent_of`](crate::stream::parent_of) or
/// [`parent_def`].
pub struct ParentOf<P, C> {
    pub(super) definition: Build<C>,
    pub(super) words: ParentWords<C>,
    parent: PhantomData<P>,
}

/// The parent of a stream, by a function that builds it: for a parent whose options are found at run time and captured
/// by the function. The parent need not be listed. The function is called several times in a command, so it must not
/// have side effects.
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
    /// The path of the child's first records in the parent's record, as the API sent it: `"lines.data"`, or `"items.*"`
    /// for the values of a map. The parent's struct need not declare the path.
    ///
    /// They are read like the records of a page: checked, added to, filtered, and written with their original bytes. An
    /// array holds records, an object is one record, and any other value is an error. Without [`Self::more`] the list
    /// is complete: the stream never sends a request, and a parent's record with nothing (or null) at the path has no
    /// children.
    #[must_use]
    pub fn from(mut self, path: &str) -> Self {
        self.words.from = Some(path.to_owned());
        self
    }

    /// The path in the parent's record of the flag whether the list of [`Self::from`] goes on: `"lines.has_more"`.
    ///
    /// If the value is `true`, the rest is requested at the child's path. A `cursor` with `token = last("…")` continues
    /// after the last embedded record, `offset` at their number. No other pagination can, so it is an error before any
    /// command. If the value is `false`, null or absent, no request is sent. Any other value is an error. If a parent's
    /// record does not have the list, or has an empty one that continues, its children are read by requests from the
    /// first page.
    #[must_use]
    pub fn more(mut self, path: &str) -> Self {
        self.words.more = Some(path.to_owned());
        self
    }

    /// The path of the field that identifies the parent's record, by its names in the record, such as `"id"` or
    /// `"team.id"`. The value names the slice in the child's state, and every record must have it; 0, `false` and `""`
    /// are values.
    ///
    /// Default: the primary key, as an object if it has several fields. Without a primary key, a fingerprint of the
    /// whole record, which is different as soon as the record changes.
    #[must_use]
    pub fn key(mut self, path: &str) -> Self {
        self.words.key = Some(path.to_owned());
        self
    }

    /// The parent's name. In the child's state it names the key's value; in templates (`{team.id}`) and in
    /// `cx.parent_as::<Team>("team")` it names the record. Default for the first parent: `parent`; any further one
    /// needs a name. As an attribute: `as`.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.words.name = Some(name.to_owned());
        self
    }

    /// Slices of up to `size` records, for APIs that take lists. A batch holds records of one slice of the parent, in
    /// order, over page borders; the last batch may be smaller. `cx.parent()` is then a `Vec` of records. Call it
    /// before [`Self::only`], whose function is called for each record, in a list with this record alone.
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

    /// Which parent records have a slice. The function sees the child's context with the candidate as `cx.parent()` (a
    /// further parent's as `cx.parent_as(…)`). It is called once for each candidate, before anything of the slice is
    /// read. Parents that are declared after this one do not have a record yet.
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
    Error::system("the batch and its parent records have different types")
}
