//! Errors in the options about a stream's parents, of each parent and between them.

use crate::error::Error;
use crate::stream::definition::ParentWords;
use crate::stream::value::is_name;
use crate::template::is_reserved;

/// The error in the options of one parent.
fn problem<C>(words: &ParentWords<C>) -> Option<Error> {
    let error = |why: String| Some(Error::system(format!("parent: {why}")));
    if let Some(name) = &words.name {
        if !is_name(name) || name == "_" {
            return error(format!("invalid name `{name}`; use letters, digits and `_`"));
        }
        if is_reserved(name) {
            return error(format!("the name `{name}` is reserved for templates or the state; choose another one"));
        }
    }
    if let Some(batching) = &words.batching {
        if batching.size == 0 {
            return error("`batch` must be at least 1: the number of parent records in one slice".to_owned());
        }
        if words.from.is_some() || words.more.is_some() {
            return error("`from` and `batch` cannot be combined: the embedded children are in one record".to_owned());
        }
        if words.is_only_before_batch {
            return error("`only` is set before `batch` and would not get a list; set `batch` first".to_owned());
        }
    }
    words.for_child().err()
}

/// The first error in the options of a stream's parents, of each one and between them.
pub(crate) fn parents_problem<'a, C: 'a>(parents: impl Iterator<Item = &'a ParentWords<C>>) -> Option<Error> {
    let mut names: Vec<&str> = Vec::new();
    for (at, words) in parents.enumerate() {
        if let Some(problem) = problem(words) {
            return Some(problem);
        }
        if at > 0 && words.name.is_none() {
            return Some(Error::system("parent: a further parent needs a name for templates and the state"));
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
