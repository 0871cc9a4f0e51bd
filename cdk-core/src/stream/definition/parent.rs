//! What a sub-stream says about one of its parents besides its type.
//!
//! Not here: the builder (see `builder::parent`), reading records and what they embed (see `read`).

use std::any::Any;

use super::template::ErasedFn;
use crate::decode::RecordsPath;
use crate::error::{Error, Result};
use crate::stream::value::FIRST_PARENT;

/// What is said about the parent besides its type.
pub(crate) struct ParentWords<C> {
    pub(crate) from: Option<String>,
    pub(crate) more: Option<String>,
    /// Where its record says what tells it apart.
    pub(crate) key: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) batching: Option<Batching>,
    /// Whether the parent's record at hand has a slice.
    pub(crate) only: Option<ErasedFn<C, bool>>,
    pub(crate) is_only_before_batch: bool,
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

pub(crate) type IntoList = fn(Box<dyn Any>) -> Result<Box<dyn Any>>;

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
