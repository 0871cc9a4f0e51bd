//! Locate: places in a record, found by walking it again.
//!
//! The scan notes byte offsets only; this turns an offset into the way to it (for messages and `meta.changes`) and a way
//! into a place (for captures inside a field, and for what serde says about a leaf).
//! In: text whose syntax has been checked up to the places asked for. Out: [`Step`]s, or a span.
//! Slow and simple: only failures, changes and nested captures come here, once a record.
//! Not here: nodes (see `settle`).

use super::program::leaf::push_segment;
use super::scan::block::{byte, space_end};
use super::scan::skip::{skip, skip_text};
use super::scan::text::decoded;

/// One level of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Index(usize),
}

/// A member or element: its step and its value's span.
pub(super) struct Child {
    pub(super) step: Step,
    pub(super) value: usize,
    pub(super) end: usize,
}

/// The children of the container at `at`, as far as the text is valid; of anything else, none.
pub(super) fn children(text: &[u8], at: usize) -> impl Iterator<Item = Child> {
    let object = byte(text, at) == b'{';
    let mut next = (object || byte(text, at) == b'[').then(|| space_end(text, at + 1));
    let mut index = 0;
    std::iter::from_fn(move || {
        let start = next.take()?;
        let (step, value) = if object {
            if byte(text, start) != b'"' {
                return None;
            }
            let end = skip_text(text, start + 1).ok()?;
            let colon = space_end(text, end);
            let name = text.get(start + 1..end - 1).map(name_of)?;
            (Step::Name(name), space_end(text, colon + 1))
        } else {
            (Step::Index(index), start)
        };
        index += 1;
        // A value that does not end (the text breaks off in it) is still a child: the fault may lie inside.
        let end = skip(text, value);
        if let Ok(end) = end {
            let comma = space_end(text, end);
            next = (byte(text, comma) == b',').then(|| space_end(text, comma + 1));
        } else if matches!(byte(text, value), 0 | b']' | b'}') {
            return None;
        }
        Some(Child { step, value, end: end.unwrap_or(usize::MAX) })
    })
}

/// A key's inside as text, with U+FFFD for what cannot be decoded.
pub(super) fn name_of(inside: &[u8]) -> String {
    String::from_utf8_lossy(&decoded(inside).unwrap_or(inside.into())).into_owned()
}

/// The ways to several offsets, which must be in order: one walk for all of them.
pub(super) fn ways(text: &[u8], start: usize, offsets: &[usize]) -> Vec<Vec<Step>> {
    let mut found = Vec::with_capacity(offsets.len());
    let mut way = Vec::new();
    walk(text, start, offsets, &mut way, &mut found);
    found
}

fn walk(text: &[u8], at: usize, offsets: &[usize], way: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    let mut left = offsets;
    while left.first().is_some_and(|offset| *offset <= at) {
        found.push(way.clone());
        left = left.get(1..).unwrap_or_default();
    }
    for child in children(text, at) {
        if left.is_empty() {
            return;
        }
        let inside = left.partition_point(|offset| *offset < child.end);
        let (mine, rest) = left.split_at(inside);
        if !mine.is_empty() {
            way.push(child.step);
            let own = mine.partition_point(|offset| *offset <= child.value);
            found.extend(std::iter::repeat_n(way.clone(), own));
            walk(text, child.value, mine.get(own..).unwrap_or_default(), way, found);
            way.pop();
        }
        left = rest;
    }
    // Offsets that lie in no child (a missing comma and the like) belong to the container.
    found.extend(std::iter::repeat_n(way.clone(), left.len()));
}

/// The way to one offset.
pub(super) fn way(text: &[u8], start: usize, offset: usize) -> Vec<Step> {
    ways(text, start, &[offset]).pop().unwrap_or_default()
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

/// The span of the value that names lead to from the value at `at`. A way through an array leads nowhere.
pub(super) fn find(text: &[u8], at: usize, names: &[String]) -> Option<(usize, usize)> {
    let Some((name, rest)) = names.split_first() else { return Some((at, skip(text, at).ok()?)) };
    if byte(text, at) != b'{' {
        return None;
    }
    let child = children(text, at).find(|child| matches!(&child.step, Step::Name(own) if own == name))?;
    find(text, child.value, rest)
}
