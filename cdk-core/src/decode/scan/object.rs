//! Object: an object whose names the program knows.
//!
//! In: the `{` of an object and its shape. Out: where it ends. For each member: predict its key or look it up, see that
//! it is new, judge its value, note its place if somebody wants it; at the end, see that nothing required is missing.
//! Members that are not declared leave the happy path at once (see `undeclared`).
//! Not here: prediction itself (`shape`), cutting (`undeclared`).

use super::super::program::{NodeId, OtherNames};
use super::block::{byte, text_stop};
use super::fault::{MismatchKind, ScanStop};
use super::memory::Scan;
use super::shape::{KeyStep, START, bits};
use super::value::MOST_DEPTH;

/// The end of the value at `at`, which starts with `first`, where its node admits it without a second look.
#[inline(always)]
fn plain(admitted: u8, text: &[u8], at: usize, first: u8) -> Option<usize> {
    match first {
        b'"' if admitted & bits::TEXT != 0 => {
            let stop = text_stop(text, at + 1);
            (byte(text, stop) == b'"').then_some(stop + 1)
        }
        b'0'..=b'9' if admitted & bits::WHOLE != 0 => {
            let digits = text.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let goes_on = matches!(byte(text, at + digits), b'.' | b'e' | b'E');
            let leads_with_zero = first == b'0' && digits > 1;
            (digits <= bits::WHOLE_DIGITS && !goes_on && !leads_with_zero).then_some(at + digits)
        }
        b'n' if admitted & bits::NULL != 0 => word_end(text, at, b"null"),
        b't' if admitted & bits::BOOL != 0 => word_end(text, at, b"true"),
        b'f' if admitted & bits::BOOL != 0 => word_end(text, at, b"false"),
        _ => None,
    }
}

/// The end of that word, if it is there; more letters after it are the next token's fault.
#[inline(always)]
fn word_end<const N: usize>(text: &[u8], at: usize, word: &[u8; N]) -> Option<usize> {
    (text.get(at..)?.first_chunk()? == word).then_some(at + N)
}

/// Where a scan is in an object.
pub(super) struct ObjectPosition {
    /// Index of the object's shape.
    pub(super) object: usize,
    /// The object's node, for a fault.
    pub(super) node: NodeId,
    /// Depth of the object's members.
    pub(super) depth: u32,
    /// The line of its first declared name; the others follow.
    first_line: u32,
    /// The names that it had, by their numbers: the first 64.
    seen: u64,
    /// Where the bits of its other names start in `Memory::seen`.
    base: usize,
    /// Where the object's keys start in `Memory::keys`.
    pub(super) keys: usize,
    /// The last comma.
    pub(super) comma: usize,
    /// The first key had white space before it, so white space is searched before the others.
    is_spaced: bool,
    /// A member before this one is emitted, so a cut takes the comma before it; else the one after it.
    pub(super) kept: bool,
    /// A cut took the comma after it along: the next token is a key.
    pub(super) past_comma: bool,
}

impl Scan<'_> {
    /// The end of the object at `at`.
    #[inline(never)]
    pub(in super::super) fn object(
        &mut self,
        object: u32,
        node: NodeId,
        at: usize,
        depth: u32,
    ) -> Result<usize, ScanStop> {
        if depth >= MOST_DEPTH {
            return self.misfit(MismatchKind::Depth, at, node);
        }
        let object = object as usize;
        let base = self.memory.seen.len();
        let keys = self.memory.keys.open();
        let first_line = self.memory.shapes.get(object).and_then(|shape| shape.lines.first().copied()).unwrap_or(START);
        let mut here = ObjectPosition {
            object,
            node,
            depth: depth + 1,
            first_line,
            seen: 0,
            base,
            keys,
            comma: at,
            is_spaced: false,
            kept: false,
            past_comma: false,
        };
        let end = self.members(&mut here, at);
        self.memory.keys.close(keys);
        self.memory.seen.truncate(base);
        end
    }

    #[inline(always)]
    fn members(&mut self, here: &mut ObjectPosition, start: usize) -> Result<usize, ScanStop> {
        let text = self.text;
        let mut at = self.gap(start + 1);
        if byte(text, at) == b'}' {
            return self.nothing_missing(here, start, at + 1);
        }
        here.is_spaced = at > start + 1;
        let mut previous = START;
        let mut guess = self.memory.shapes.get(here.object).map_or(START, |shape| shape.first);
        loop {
            let predicted = self.memory.lines.get(guess as usize).and_then(|line| line.at(text, at));
            let (step, mut value) = match predicted {
                Some((step, len)) => (step, at + len),
                None => {
                    at = self.gap(at);
                    self.look_up(here, previous, at)?
                }
            };
            let key = at;
            let mut first = byte(text, value);
            if first <= b' ' {
                value = self.space(value);
                first = byte(text, value);
            }
            if step.bits & bits::DECLARED != 0 {
                at = self.declared(here, step, key, value, first)?;
                (previous, guess) = (step.line, step.next);
            } else {
                at = self.undeclared(here, step, key, value)?;
                // A key that is not remembered (a map's) leaves the prediction alone.
                if step.line != START {
                    (previous, guess) = (step.line, step.next);
                }
                if std::mem::take(&mut here.past_comma) {
                    at = self.gap(at);
                    continue;
                }
            }
            let mut next = byte(text, at);
            if next != b',' && next <= b' ' {
                at = self.space(at);
                next = byte(text, at);
            }
            match next {
                b',' => {
                    here.comma = at;
                    at += 1;
                    if here.is_spaced {
                        at = self.gap(at);
                    }
                }
                b'}' => return self.nothing_missing(here, start, at + 1),
                _ => return self.syntax((at, "expected `,` or `}`")),
            }
        }
    }

    /// The end of the value of a declared name; `first` is the value's first byte.
    #[inline(always)]
    fn declared(
        &mut self,
        here: &mut ObjectPosition,
        step: KeyStep,
        key: usize,
        value: usize,
        first: u8,
    ) -> Result<usize, ScanStop> {
        if self.seen(here, step.line - here.first_line) && self.program.checked {
            return self.misfit(MismatchKind::Duplicate, key, here.node);
        }
        let end = match plain(step.bits, self.text, value, first) {
            Some(end) => end,
            None => self.value(step.node, value, here.depth)?,
        };
        if step.bits & bits::NOTED != 0 {
            self.note(step.line, value, end);
        }
        here.kept = true;
        Ok(end)
    }

    /// Sets the bit of a name by its number; whether it was set before.
    #[inline(always)]
    pub(super) fn seen(&mut self, here: &mut ObjectPosition, number: u32) -> bool {
        if number >= 64 {
            return self.seen_of_many(here, number);
        }
        let bit = 1u64 << number;
        let before = here.seen & bit != 0;
        here.seen |= bit;
        before
    }

    #[inline(never)]
    fn seen_of_many(&mut self, here: &ObjectPosition, number: u32) -> bool {
        let (word, bit) = (here.base + number as usize / 64 - 1, 1u64 << (number % 64));
        if self.memory.seen.len() <= word {
            self.memory.seen.resize(word + 1, 0);
        }
        let Some(bits) = self.memory.seen.get_mut(word) else { return false };
        let before = *bits & bit != 0;
        *bits |= bit;
        before
    }

    /// The place where the value of that line is noted, if somebody wants it.
    fn noted(&mut self, line: u32) -> Option<&mut (u32, u32)> {
        let slot = self.memory.lines.get(line as usize)?.slot()?;
        self.memory.places.get_mut(usize::from(slot))
    }

    /// Notes the place of a wanted value.
    pub(super) fn note(&mut self, line: u32, start: usize, end: usize) {
        if let Some(place) = self.noted(line) {
            *place = (start as u32, end as u32);
        }
    }

    /// Whether the record has had that wanted value already.
    pub(super) fn is_noted(&mut self, line: u32) -> bool {
        self.noted(line).is_some_and(|(_, end)| *end != 0)
    }

    /// What is done with the key at `at`, which the shape has or learns, and where the value starts.
    #[inline(never)]
    fn look_up(&mut self, here: &mut ObjectPosition, previous: u32, at: usize) -> Result<(KeyStep, usize), ScanStop> {
        let (name, end) = self.key(at, here.node)?;
        let value = self.colon(end)?;
        let memory = &mut *self.memory;
        let Some(shape) = memory.shapes.get_mut(here.object) else { return Ok((KeyStep::undeclared(START), value)) };
        let step = match shape.find(&name, &memory.lines) {
            Some(step) => Some(step),
            None => shape.learn(&name, &mut memory.learned, &mut memory.lines),
        };
        if let Some(step) = step {
            shape.follow(previous, step.line, &mut memory.lines);
            return Ok((step, value));
        }
        if matches!(shape.rest, OtherNames::Map(_))
            && self.program.checked
            && !self.memory.keys.add(here.keys, self.text, (at + 1, end - 1), &name)
        {
            return self.misfit(MismatchKind::Duplicate, at, here.node);
        }
        Ok((KeyStep::undeclared(START), value))
    }

    #[inline(always)]
    fn nothing_missing(&mut self, here: &ObjectPosition, start: usize, end: usize) -> Result<usize, ScanStop> {
        let Some(shape) = self.memory.shapes.get(here.object) else { return Ok(end) };
        let missing = shape.required.iter().enumerate().find_map(|(i, required)| {
            let seen = match i.checked_sub(1) {
                None => here.seen,
                Some(i) => self.memory.seen.get(here.base + i).copied().unwrap_or(0),
            };
            let absent = required & !seen;
            (absent != 0).then(|| 64 * i + absent.trailing_zeros() as usize)
        });
        match missing {
            Some(number) if self.program.checked => self.missing(here, number, start),
            _ => Ok(end),
        }
    }

    #[cold]
    #[inline(never)]
    fn missing(&mut self, here: &ObjectPosition, number: usize, start: usize) -> Result<usize, ScanStop> {
        let line = self.memory.shapes.get(here.object).and_then(|shape| shape.lines.get(number));
        let line = line.and_then(|line| self.memory.lines.get(*line as usize));
        let (name, node) = line.map_or((String::new(), 0), |line| (line.name.to_string(), line.step().node));
        let stop = self.misfit(MismatchKind::Missing, start, node);
        self.memory.fault.detail = Some(name);
        stop
    }
}
