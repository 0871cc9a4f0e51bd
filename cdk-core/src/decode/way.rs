//! Way: the steps to a value, and how they are spelled.
//!
//! In: names of members and numbers of elements. Out: a JSON pointer, or names with dots between.
//! Not here: finding the way to an offset, or the value at a way (see `locate`).

/// One level of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Index(usize),
}

/// A way as a JSON pointer.
pub(super) fn pointer(way: &[Step]) -> String {
    let mut pointer = String::new();
    for step in way {
        match step {
            Step::Name(name) => push_segment(&mut pointer, name),
            Step::Index(index) => push_segment(&mut pointer, &index.to_string()),
        }
    }
    pointer
}

/// A way as `record.meta.changes` spells it: names and numbers with dots between.
pub(super) fn dotted(way: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Name(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    };
    way.iter().map(step).collect::<Vec<_>>().join(".")
}

/// Appends `/name` to a JSON pointer. Source of the escapes: RFC 6901 §3.
pub(super) fn push_segment(pointer: &mut String, name: &str) {
    pointer.push('/');
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}
