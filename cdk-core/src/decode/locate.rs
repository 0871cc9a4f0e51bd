//! Locate: places in a record, found by walking it again.
//!
//! The scan notes byte offsets only; this turns an offset into the way to it (for messages and `meta.changes`) and a
//! way into a place (for captures inside a field, and for what serde says about a leaf).
//! In: text whose syntax has been checked up to the places asked for. Out: [`Step`]s, a span, or a [`Lead`].
//! Slow and simple: only failures, changes and nested captures come here, once a record.
//! Not here: nodes (see `settle`).

use super::scan::block::{byte, space_end};
use super::scan::skip::{skip, skip_text};
use super::scan::text::decoded_lossy;
use super::way::Step;

/// What a way into a record as it came leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead<'a> {
    /// Nothing is there, or null before the way's end.
    Absent,
    /// The value's JSON text.
    Value(&'a [u8]),
    /// Limit of names in a path; a longer path ends early, with this text.
    Stopped(usize, &'a [u8]),
    /// The name after this many others occurs twice in its object.
    Twice(usize),
}

/// A member or element: its step and where its value starts.
pub(super) struct Child {
    pub(super) step: Step,
    pub(super) value: usize,
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
        let comma = space_end(text, skip(text, value).ok()?);
        next = (byte(text, comma) == b',').then(|| space_end(text, comma + 1));
        Some(Child { step, value })
    })
}

/// A key's inside as text, with U+FFFD for what cannot be decoded.
pub(super) fn name_of(inside: &[u8]) -> String {
    String::from_utf8_lossy(&decoded_lossy(inside)).into_owned()
}

/// The ways to several places, which must be in order, and starts of values or keys: one pass for all of them, which
/// ends at the last.
pub(super) fn ways(text: &[u8], start: usize, places: &[usize]) -> Vec<Vec<Step>> {
    let mut walk = Walk { text, levels: Vec::new(), places, found: Vec::with_capacity(places.len()) };
    // A text that is not JSON ends the walk: nothing was noted there.
    let _ = walk.values(start);
    walk.found
}

/// An open container, and the child that the walk is in: a key's inside, or an index.
enum OpenContainer {
    Object(usize, usize),
    Array(usize),
}

struct Walk<'a> {
    text: &'a [u8],
    levels: Vec<OpenContainer>,
    places: &'a [usize],
    found: Vec<Vec<Step>>,
}

impl Walk<'_> {
    /// Notes the way if `at` is a wanted place; whether any are left.
    fn visit(&mut self, at: usize) -> Option<()> {
        while let [place, rest @ ..] = self.places {
            if *place > at {
                return Some(());
            }
            self.places = rest;
            let step = |level: &OpenContainer| match level {
                OpenContainer::Object(start, end) => {
                    Step::Name(name_of(self.text.get(*start..*end).unwrap_or_default()))
                }
                OpenContainer::Array(index) => Step::Index(*index),
            };
            self.found.push(self.levels.iter().map(step).collect());
        }
        None
    }

    /// Over the value at `at`, token by token; `None` ends the walk.
    fn values(&mut self, mut at: usize) -> Option<()> {
        loop {
            self.visit(at)?;
            let first = byte(self.text, at);
            let closing = if first == b'{' { b'}' } else { b']' };
            if matches!(first, b'{' | b'[') && byte(self.text, space_end(self.text, at + 1)) != closing {
                at = space_end(self.text, at + 1);
                self.levels.push(if first == b'{' { OpenContainer::Object(at, at) } else { OpenContainer::Array(0) });
                at = self.child(at)?;
                continue;
            }
            at = skip(self.text, at).ok()?;
            loop {
                at = space_end(self.text, at);
                match byte(self.text, at) {
                    b',' => {
                        if let OpenContainer::Array(index) = self.levels.last_mut()? {
                            *index += 1;
                        }
                        at = self.child(space_end(self.text, at + 1))?;
                        break;
                    }
                    b'}' | b']' => {
                        self.levels.pop()?;
                        at += 1;
                    }
                    _ => return None,
                }
            }
        }
    }

    /// From where a child starts to where its value does.
    fn child(&mut self, at: usize) -> Option<usize> {
        let end = match self.levels.last_mut()? {
            OpenContainer::Array(_) => return Some(at),
            OpenContainer::Object(start, last) => {
                let end = skip_text(self.text, at + 1).ok()?;
                (*start, *last) = (at + 1, end - 1);
                end
            }
        };
        self.visit(at)?;
        Some(space_end(self.text, space_end(self.text, end) + 1))
    }
}

/// The way to one offset.
pub(super) fn way(text: &[u8], start: usize, offset: usize) -> Vec<Step> {
    ways(text, start, &[offset]).pop().unwrap_or_default()
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

/// What names lead to in the JSON text of one value.
pub fn lead_in<'a>(text: &'a [u8], names: &[String]) -> Lead<'a> {
    lead(text, space_end(text, 0), names, 0)
}

/// What names lead to from the value at `at`, `gone` names into the way, with the reason if that is not a value.
pub(super) fn lead<'a>(text: &'a [u8], mut at: usize, names: &[String], mut gone: usize) -> Lead<'a> {
    let value = |at: usize| text.get(at..skip(text, at).unwrap_or(at)).unwrap_or_default();
    for name in names {
        match byte(text, at) {
            b'{' => {}
            b'n' => return Lead::Absent,
            _ => return Lead::Stopped(gone, value(at)),
        }
        let mut same = children(text, at).filter(|child| matches!(&child.step, Step::Name(own) if own == name));
        let Some(child) = same.next() else { return Lead::Absent };
        if same.next().is_some() {
            return Lead::Twice(gone);
        }
        at = child.value;
        gone += 1;
    }
    Lead::Value(value(at))
}
