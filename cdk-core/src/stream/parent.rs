//! Parent: what a sub-stream says about its parents besides their type.
//!
//! In: the words of [`ParentOf`]. Out: [`ParentWords`], erased and judged as far as they can be alone.
//! Default: every parent record is one slice, read by requests from its start, and named by its primary key.
//! Not here: reading records and what they embed (see `read::parents` and `read::embedded`).

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use super::context::Context;
use super::definition::{Build, ParentSlicer, Slicer};
use super::field::Erased;
use super::scope::Scope;
use super::{HasSchema, HttpStream, Readable, StreamDef, Writable};
use crate::decode::RecordsPath;
use crate::error::{Error, Result};
use crate::template::is_reserved;

/// The root of the first parent, whatever its `as`.
pub(crate) const FIRST_PARENT: &str = "parent";

/// The parent of a stream with config `C`, whose records are `P`. Made by [`parent_of`] or [`parent_def`].
pub struct ParentOf<P, C> {
    definition: Build<C>,
    words: ParentWords<C>,
    parent: PhantomData<P>,
}

/// The parent of a stream, by its type.
pub fn parent_of<P: HttpStream>() -> ParentOf<P, P::Config> {
    parent_def(P::definition)
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
    ParentOf {
        definition: Rc::new(move || build().into_definition()),
        words: ParentWords::default(),
        parent: PhantomData,
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// One slice for each record of the parent stream, read lazily; [`ParentOf`] says more about it.
    #[must_use]
    pub fn parent(mut self, parent: ParentOf<P, C>) -> Self {
        if self.slicers.iter().any(|slicer| matches!(slicer, Slicer::Parent(_))) {
            self.own.problems.push(Error::system(
                "a stream's `parent` comes first and once; any other is a `further_parent` behind it, with a name",
            ));
        }
        self.push_parent(parent);
        self
    }

    /// One more parent: the stream has a slice for each pair of their records. What is said first is outermost; this one is
    /// read again for each slice of what stands before it. It needs [`ParentOf::named`], by which templates and hooks see its
    /// record (`cx.parent_as::<Team>("team")`).
    #[must_use]
    pub fn further_parent<Q>(mut self, parent: ParentOf<Q, C>) -> Self {
        if !self.slicers.iter().any(|slicer| matches!(slicer, Slicer::Parent(_))) {
            self.own.problems.push(Error::system("a `further_parent` stands behind the stream's `parent`"));
        }
        self.push_parent(parent);
        self
    }

    fn push_parent<Q>(&mut self, parent: ParentOf<Q, C>) {
        self.slicers.push(Slicer::Parent(ParentSlicer { build: parent.definition, words: parent.words }));
    }
}

/// What is said about the parent besides its type.
pub(crate) struct ParentWords<C> {
    from: Option<String>,
    more: Option<String>,
    /// Where its record says what tells it apart.
    pub(crate) key: Option<String>,
    name: Option<String>,
    pub(crate) batching: Option<Batching>,
    /// Whether the parent's record at hand has a slice.
    pub(crate) only: Option<Erased<C, bool>>,
    is_only_before_batch: bool,
    /// Whether its state is kept in the child's, so that only what changed since is read.
    pub(crate) is_incremental: bool,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for ParentWords<C> {
    fn default() -> Self {
        let (from, more, key, name) = (None, None, None, None);
        Self { from, more, key, name, batching: None, only: None, is_only_before_batch: false, is_incremental: false }
    }
}

type IntoList = fn(Box<dyn Any>) -> Result<Box<dyn Any>>;

/// How records become lists of records, of one type that only the builder knows.
pub(crate) struct Batching {
    pub(crate) size: usize,
    /// A list of that record.
    pub(crate) one: IntoList,
    /// Puts the records of a list behind those of another.
    pub(crate) join: fn(&mut dyn Any, Box<dyn Any>) -> Result<()>,
}

/// What a child wants of each record of its parent.
#[derive(Default)]
pub(crate) struct ForChild {
    pub(crate) embedded: Option<Embedded>,
    pub(crate) key: Option<Vec<String>>,
    /// Whether the parent is read once for each part of another slicer.
    pub(crate) is_read_again: bool,
}

/// Where in a parent's record the children lie.
#[derive(Clone, Debug)]
pub(crate) struct Embedded {
    /// As it was written.
    pub(crate) from: String,
    /// The way to their list.
    pub(crate) way: Vec<String>,
    /// Where the records lie from there on: in it, or in the values of a map.
    pub(crate) records: RecordsPath,
    /// Where the record says whether the list goes on.
    pub(crate) more: Option<Vec<String>>,
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

impl<C> ParentWords<C> {
    /// The root by which templates see the record, and its name in a partition.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(FIRST_PARENT)
    }

    /// What the child wants of each record.
    ///
    /// # Errors
    /// As for [`Self::embedded`]; a key that names no field.
    pub(crate) fn for_child(&self) -> Result<ForChild> {
        let key = self.key.as_ref().map(|key| match place("key", key)? {
            (way, records) if !records.is_map() => Ok(way),
            _ => Err(Error::system(format!("parent: `key`: `{key}`: one value tells a record apart, not a map's"))),
        });
        Ok(ForChild { embedded: self.embedded()?, key: key.transpose()?, is_read_again: false })
    }

    /// What is wrong with the words of one parent.
    fn problem(&self) -> Option<Error> {
        let error = |why: String| Some(Error::system(format!("parent: {why}")));
        if let Some(name) = &self.name {
            let is_name = |name: &str| {
                let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
                starts && name != "_" && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
            };
            if !is_name(name) {
                return error(format!("`{name}` cannot be a root of templates; a name is letters, digits and `_`"));
            }
            if is_reserved(name) {
                return error(format!(
                    "the name `{name}` is taken: it means something else in templates or in the state"
                ));
            }
        }
        if let Some(batching) = &self.batching {
            if batching.size == 0 {
                return error("a batch of 0 records is no slice; say how many parent records one slice has".to_owned());
            }
            if self.from.is_some() || self.more.is_some() {
                return error(
                    "the children that `from` names lie in one record; `batch` cannot stand beside it".to_owned(),
                );
            }
            if self.is_only_before_batch {
                return error("`only` was said before `batch` and would see no list; say `batch` first".to_owned());
            }
        }
        self.for_child().err()
    }

    /// Whether the parent's record holds all that there is, so that nothing is asked for.
    pub(crate) fn is_all_embedded(&self) -> bool {
        self.from.is_some() && self.more.is_none()
    }

    /// Where the children lie in the parent's record, if they do.
    ///
    /// # Errors
    /// A path that cannot be walked; `more` alone.
    pub(crate) fn embedded(&self) -> Result<Option<Embedded>> {
        let Some(from) = &self.from else {
            return match &self.more {
                Some(_) => {
                    Err(Error::system("parent: `more` says that an embedded list goes on; name the list with `from`"))
                }
                None => Ok(None),
            };
        };
        let (way, records) = place("from", from)?;
        let more = self.more.as_ref().map(|more| match place("more", more)? {
            (way, records) if !records.is_map() => Ok(way),
            _ => Err(Error::system(format!(
                "parent: `more`: `{more}`: one value says whether there is more, not a map's"
            ))),
        });
        Ok(Some(Embedded { from: from.clone(), way, records, more: more.transpose()? }))
    }
}

/// A path of `from` or `more`: never the whole record.
fn place(word: &str, path: &str) -> Result<(Vec<String>, RecordsPath)> {
    let (way, records) =
        RecordsPath::parse(path).map_err(|why| Error::system(format!("parent: `{word}`: {why}")))?.parted();
    if way.is_empty() {
        return Err(Error::system(format!("parent: `{word}`: `{path}` names no field of the parent's record")));
    }
    Ok((way, records))
}

/// What is wrong with the words of a stream's parents, alone and together.
pub(crate) fn parents_problem<'a, C: 'a>(parents: impl Iterator<Item = &'a ParentWords<C>>) -> Option<Error> {
    let mut names: Vec<&str> = Vec::new();
    for (at, words) in parents.enumerate() {
        if let Some(problem) = words.problem() {
            return Some(problem);
        }
        if at > 0 && words.name.is_none() {
            return Some(Error::system(
                "parent: a further parent needs a name, by which templates and the state tell it apart",
            ));
        }
        if names.contains(&words.name()) {
            let name = words.name();
            return Some(Error::system(format!(
                "parent: two parents are named `{name}`; give one of them another name"
            )));
        }
        names.push(words.name());
    }
    None
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
