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
            return error(format!("`{name}` cannot be a root of templates; a name is letters, digits and `_`"));
        }
        if is_reserved(name) {
            return error(format!("the name `{name}` is taken: it means something else in templates or in the state"));
        }
    }
    if let Some(batching) = &words.batching {
        if batching.size == 0 {
            return error("a batch of 0 records is no slice; say how many parent records one slice has".to_owned());
        }
        if words.from.is_some() || words.more.is_some() {
            return error(
                "the children that `from` names lie in one record; `batch` cannot stand beside it".to_owned(),
            );
        }
        if words.is_only_before_batch {
            return error("`only` was said before `batch` and would see no list; say `batch` first".to_owned());
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
