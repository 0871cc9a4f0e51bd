//! Shape: an object's names as the scanner sees them, with what it learned.
//!
//! The whole speed of the scanner lies here: after a key, the key that followed it last time is *predicted*, and one
//! masked compare of 16 bytes replaces the search for the closing quote and the look-up. A wrong guess costs a look-up
//! in a small hash table and corrects the prediction.
//! Undeclared names are learned like declared ones, so that they are predicted and counted too; their number and length
//! are capped, and what is past the caps is counted in one sum. Keys of a map are never learned.
//! Prediction must never decide a verdict: it only finds the same line sooner.
//! Not here: what to do with a member (see `object`).

use super::super::program::{Field, Members, Rest, Role};
use super::block::{BLOCK, word};

/// Undeclared names that a stream reader remembers, over all objects.
pub(in super::super) const MOST_LEARNED: usize = 500;
/// Longer undeclared names are counted without being remembered.
pub(in super::super) const MOST_NAME_BYTES: usize = 128;

/// A name, ready to be compared with the text.
#[derive(Debug, Clone)]
pub(in super::super) struct Line {
    /// The first 16 bytes of `"name":`, zeros behind.
    key: u128,
    mask: u128,
    /// Length of `"name":`.
    len: u32,
    step: Step,
    /// How often an undeclared name was met.
    pub(in super::super) count: u64,
    /// The last 16 bytes of `"name":`, for names longer than a block.
    tail: u128,
    /// `"name":`, for names longer than two blocks.
    spelled: Box<[u8]>,
    pub(in super::super) name: Box<str>,
}

/// What the scanner does with a member, copied out of its line.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Step {
    /// The line's index; `START` for a key that is not remembered.
    pub(in super::super) line: u16,
    pub(in super::super) node: u32,
    /// The line that followed this one last time.
    pub(in super::super) next: u16,
    /// Where the value's place is noted, `NO_SLOT` if nowhere.
    pub(in super::super) slot: u16,
    pub(in super::super) role: Role,
}

/// See [`Step::slot`].
pub(in super::super) const NO_SLOT: u16 = u16::MAX;

impl Line {
    fn new(name: &str, step: Step) -> Self {
        let mut spelled = serde_json::Value::from(name).to_string().into_bytes();
        spelled.push(b':');
        let known = spelled.len().min(BLOCK);
        let mask = if known == BLOCK { u128::MAX } else { (1 << (8 * known)) - 1 };
        let key = word(&spelled, 0) & mask;
        let len = u32::try_from(spelled.len()).unwrap_or(u32::MAX);
        let tail = word(&spelled, spelled.len().saturating_sub(BLOCK));
        Self { key, mask, len, tail, step, count: 0, spelled: spelled.into(), name: name.into() }
    }

    /// Whether a name longer than two blocks is another one between them.
    #[inline(always)]
    fn differs_between(&self, text: &[u8], at: usize) -> bool {
        let len = self.len as usize;
        len > 2 * BLOCK && text.get(at..at + len) != Some(&*self.spelled)
    }

    /// What its name means.
    pub(in super::super) fn role(&self) -> Role {
        self.step.role
    }

    /// What its value is held to.
    pub(in super::super) fn node(&self) -> u32 {
        self.step.node
    }

    /// Where its value's place is noted.
    pub(in super::super) fn slot(&self) -> u16 {
        self.step.slot
    }

    /// The length of `"name":` if the text at `at` starts with it.
    #[inline(always)]
    fn matches(&self, text: &[u8], at: usize) -> Option<usize> {
        if word(text, at) & self.mask != self.key {
            return None;
        }
        let len = self.len as usize;
        if len > BLOCK && (word(text, at + len - BLOCK) != self.tail || self.differs_between(text, at)) {
            return None;
        }
        Some(len)
    }
}

/// An object's names, with what was learned.
#[derive(Debug, Clone)]
pub(in super::super) struct Shape {
    /// The program's fields in its order, then what was learned.
    pub(in super::super) lines: Vec<Line>,
    pub(in super::super) rest: Rest,
    /// The line that an object started with last time.
    first: u16,
    /// One bit per declared line.
    pub(in super::super) required: Box<[u64]>,
    /// Open addressing over `lines`, a power of two, `EMPTY` where none.
    table: Vec<u16>,
}

const EMPTY: u16 = u16::MAX;
/// "No key yet", as the line before the first.
pub(in super::super) const START: u16 = u16::MAX;

impl Shape {
    /// The shape of an object that the program knows.
    pub(in super::super) fn new(members: &Members) -> Self {
        let line = |(i, field): (u16, &Field)| {
            let slot = field.slot.unwrap_or(NO_SLOT);
            let step = Step { line: i, node: field.node, next: i + 1, slot, role: field.role };
            Line::new(&field.name, step)
        };
        let lines: Vec<Line> = (0u16..u16::MAX).zip(&members.fields).map(line).collect();
        let mut required = vec![0u64; lines.len().div_ceil(64)];
        for (i, field) in members.fields.iter().enumerate() {
            if let (true, Some(bits)) = (field.required, required.get_mut(i / 64)) {
                *bits |= 1 << (i % 64);
            }
        }
        let mut shape = Self { lines, rest: members.rest, first: 0, required: required.into(), table: Vec::new() };
        shape.rehash();
        shape
    }

    /// The line that an object is expected to start with.
    pub(in super::super) fn first(&self) -> u16 {
        self.first
    }

    /// The line `guess` and the length of `"name":`, if that is what the text at `at` starts with.
    #[inline(always)]
    pub(in super::super) fn at(&self, guess: u16, text: &[u8], at: usize) -> Option<(Step, usize)> {
        let line = self.lines.get(usize::from(guess))?;
        let len = line.matches(text, at)?;
        Some((line.step, len))
    }

    /// A line by its index.
    pub(in super::super) fn step(&self, line: u16) -> Option<Step> {
        self.lines.get(usize::from(line)).map(|line| line.step)
    }

    /// Notes that `line` followed `previous`.
    pub(in super::super) fn follow(&mut self, previous: u16, line: u16) {
        match self.lines.get_mut(usize::from(previous)) {
            Some(before) => before.step.next = line,
            None => self.first = line,
        }
    }

    /// The line of a name.
    pub(in super::super) fn find(&self, name: &[u8]) -> Option<u16> {
        if self.lines.is_empty() {
            return None;
        }
        let mask = self.table.len().checked_sub(1)?;
        let mut at = hash(name) as usize & mask;
        loop {
            let line = *self.table.get(at)?;
            if self.lines.get(usize::from(line))?.name.as_bytes() == name {
                return Some(line);
            }
            at = (at + 1) & mask;
        }
    }

    /// Remembers an undeclared name, unless a cap says no.
    pub(in super::super) fn learn(&mut self, name: &[u8], node: u32, learned: &mut usize) -> Option<u16> {
        let full =
            *learned >= MOST_LEARNED || name.len() > MOST_NAME_BYTES || self.lines.len() >= usize::from(EMPTY) - 1;
        if full || matches!(self.rest, Rest::Map(_)) {
            return None;
        }
        let name = std::str::from_utf8(name).ok()?;
        *learned += 1;
        let line = u16::try_from(self.lines.len()).ok()?;
        self.lines.push(Line::new(name, Step { line, node, next: 0, slot: NO_SLOT, role: Role::Undeclared }));
        self.rehash();
        Some(line)
    }

    /// Builds the table anew, at most half full: a miss ends at an empty place.
    fn rehash(&mut self) {
        let size = (self.lines.len() * 2 + 2).next_power_of_two();
        self.table.clear();
        self.table.resize(size, EMPTY);
        for (i, line) in (0u16..).zip(&self.lines) {
            let mut at = hash(line.name.as_bytes()) as usize & (size - 1);
            while self.table.get(at).is_some_and(|taken| *taken != EMPTY) {
                at = (at + 1) & (size - 1);
            }
            if let Some(place) = self.table.get_mut(at) {
                *place = i;
            }
        }
    }
}

/// Unseeded: the caps bound what crafted names can cost.
pub(in super::super) fn hash(name: &[u8]) -> u32 {
    // The multiplier of Fowler, Noll and Vo's 64-bit hash, over words.
    let mix = |sum: u64, word: u64| {
        let sum = (sum ^ word).wrapping_mul(0x100_0000_01b3);
        sum ^ (sum >> 29)
    };
    let (words, rest) = name.as_chunks::<8>();
    let sum = words.iter().fold(name.len() as u64, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    let sum = mix(sum, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    (sum ^ (sum >> 32)) as u32
}
