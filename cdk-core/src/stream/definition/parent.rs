//! The options of a child stream about one of its parents.
//!
//! Not here: the builder (see `builder::parent`), reading of records and embedded children (see `read`).

use std::any::Any;

use super::template::ErasedFn;
use crate::decode::RecordsPath;
use crate::error::{Error, Result};
use crate::stream::value::FIRST_PARENT;

/// The options about a parent.
pub(crate) struct ParentWords<C> {
    pub(crate) from: Option<String>,
    pub(crate) more: Option<String>,
    /// The path of the parent record's key.
    pub(crate) key: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) batching: Option<Batching>,
    /// Whether the current parent record has a slice.
    pub(crate) only: Option<ErasedFn<C, bool>>,
    pub(crate) is_only_before_batch: bool,
    /// Whether the parent's state is kept in the child's, so that only changed records are read.
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

/// Turns records into lists of records; only the builder knows their type.
pub(crate) struct Batching {
    pub(crate) size: usize,
    /// Makes a list of one record.
    pub(crate) one: IntoList,
    /// Appends the records of one list to another.
    pub(crate) join: fn(&mut dyn Any, Box<dyn Any>) -> Result<()>,
}

/// The parts of each parent record that a child needs.
#[derive(Default)]
pub(crate) struct ForChild {
    pub(crate) embedded: Option<Embedded>,
    pub(crate) key: Option<Vec<String>>,
    /// Whether the parent is read again for each slice of another slicer.
    pub(crate) is_read_again: bool,
}

/// The place of embedded children in a parent record.
#[derive(Clone, Debug)]
pub(crate) struct Embedded {
    /// The path as written.
    pub(crate) from: String,
    /// The path of their list.
    pub(crate) way: Vec<String>,
    /// The place of the records after that path: in it, or in the values of a map.
    pub(crate) records: RecordsPath,
    /// The path of the flag whether the list continues.
    pub(crate) more: Option<Vec<String>>,
}

impl<C> ParentWords<C> {
    /// The name of the record: its root in templates, and its key in a partition.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(FIRST_PARENT)
    }

    /// The parts of each parent record that the child needs.
    ///
    /// # Errors
    /// As for [`Self::embedded`]; also if the key is not the path of one field.
    pub(crate) fn for_child(&self) -> Result<ForChild> {
        let key = self.key.as_ref().map(|key| match place("key", key)? {
            (way, records) if !records.is_map() => Ok(way),
            _ => Err(Error::system(format!(
                "parent: `key`: `{key}` must be the path of one value, not of a map's values"
            ))),
        });
        Ok(ForChild { embedded: self.embedded()?, key: key.transpose()?, is_read_again: false })
    }

    /// Whether the embedded list is complete, so that no request is sent.
    pub(crate) fn is_all_embedded(&self) -> bool {
        self.from.is_some() && self.more.is_none()
    }

    /// The place of embedded children, if any.
    ///
    /// # Errors
    /// If a path is invalid, or `more` is set without `from`.
    pub(crate) fn embedded(&self) -> Result<Option<Embedded>> {
        let Some(from) = &self.from else {
            return match &self.more {
                Some(_) => Err(Error::system("parent: `more` needs `from`, the path of the embedded list")),
                None => Ok(None),
            };
        };
        let (way, records) = place("from", from)?;
        let more = self.more.as_ref().map(|more| match place("more", more)? {
            (way, records) if !records.is_map() => Ok(way),
            _ => Err(Error::system(format!(
                "parent: `more`: `{more}` must be the path of one value, not of a map's values"
            ))),
        });
        Ok(Some(Embedded { from: from.clone(), way, records, more: more.transpose()? }))
    }
}

/// The path of `from` or `more`. The root is invalid.
fn place(word: &str, path: &str) -> Result<(Vec<String>, RecordsPath)> {
    let (way, records) =
        RecordsPath::parse(path).map_err(|why| Error::system(format!("parent: `{word}`: {why}")))?.parted();
    if records.inner().is_some() || records.is_optional() {
        let why = "`?`, and `*` before the end, are only allowed in `records`";
        return Err(Error::system(format!("parent: `{word}`: `{path}`: {why}")));
    }
    if way.is_empty() {
        return Err(Error::system(format!("parent: `{word}`: `{path}` is not a field of the parent's record")));
    }
    Ok((way, records))
}
