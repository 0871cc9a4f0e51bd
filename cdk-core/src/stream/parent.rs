//! Parent: what a sub-stream says about its parent besides the type: records that lie in the parent's, parents without a
//! slice.
//!
//! In: `from`, `more` and `only` of [`ParentOf`]. Out: [`ParentWords`], erased and judged as far as they can be alone.
//! Default: every parent record is one slice, read by requests from its start.
//! Not here: reading what is embedded (see `read::embedded`).

use std::rc::Rc;

use super::context::Context;
use super::field::Erased;
use super::scope::Scope;
use super::stream_def::ParentOf;
use crate::decode::RecordsPath;
use crate::error::{Error, Result};

/// What is said about the parent besides its type.
pub(crate) struct ParentWords<C> {
    from: Option<String>,
    more: Option<String>,
    /// Whether the parent's record at hand has a slice.
    pub(crate) only: Option<Erased<C, bool>>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for ParentWords<C> {
    fn default() -> Self {
        Self { from: None, more: None, only: None }
    }
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

    /// Which parent records have a slice. The function sees the child's context with the candidate for `cx.parent()`; it is
    /// called once for each of them, before anything of the slice is read.
    #[must_use]
    pub fn only<R: 'static, S: 'static>(
        mut self,
        hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<bool> + 'static,
    ) -> Self {
        self.words.only = Some(Rc::new(move |scope: &Scope<'_, C>| hook(&Context::new(scope)?)));
        self
    }
}

impl<C> ParentWords<C> {
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
