//! Shape: an object's names as the scanner sees them, with what it learned.
//!
//! The whole speed of the scanner lies here: after a key, the key that followed it last time is *predicted*, and one
//! masked compare of 16 bytes replaces the search for the closing quote and the look-up. A wrong guess costs a look-up
//! in a small hash table and corrects the prediction.
//! Undeclared names are learned like declared ones, so that they are predicted and counted too; their number and length
//! are capped, and what is past the caps is counted in one sum. Keys of a map are never learned.
//! Prediction must never decide a verdict: it only finds the same line sooner.
//! Not here: what to do with a member (see `object`).

use super::super::program::{
    BOOL, FREE, LET_NULL, Members, NULL, NUMBER, NumberRange, OtherNames, Program, ProgramNode, Role, TEXT,
};
use super::block::{BLOCK, word};

/// Undeclared names that a stream reader remembers, over all objects.
pub(in super::super) const MOST_LEARNED: usize = 500;
/// Longer undeclared names are counted without being remembered.
pub(in super::super) const MOST_NAME_BYTES: usize = 128;

/// A name, ready to be compared with the text.
#[derive(Debug, Clone)]
// The lines of all shapes lie in one row; so a place in it is a shift and no multiplication.
#[repr(align(128))]
pub(in super::super) struct ShapeLine {
    /// The first 16 bytes of `"name":`, zeros after.
    key: u128,
    mask: u128,
    /// The last 16 bytes of `"name":`, for names longer than a block.
    tail: u128,
    /// Length of `"name":`.
    len: u32,
    step: KeyStep,
    /// Its number in its object.
    pub(in super::super) number: u16,
    /// Where the value's place is noted, `NO_SLOT` if nowhere.
    slot: u16,
    pub(in super::super) role: Role,
    /// How often an undeclared name was met.
    pub(in super::super) count: u64,
    /// `"name":`, for names longer than two blocks.
    spelled: Box<[u8]>,
    pub(in super::super) name: Box<str>,
}

/// What the scanner does with a member, copied out of its line.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct KeyStep {
    /// The line's index among all; `START` for a key that is not remembered.
    pub(in super::super) line: u32,
    /// The line that followed this one last time.
    pub(in super::super) next: u32,
    pub(in super::super) node: u32,
    /// Bits that say what there is to do, and what its node admits without a second look: see [`bits`].
    pub(in super::super) bits: u8,
}

/// Bits of a [`KeyStep`].
pub(in super::super) mod bits {
    /// The type declares it.
    pub(in super::super::super) const DECLARED: u8 = 1;
    /// The value's place is noted.
    pub(in super::super::super) const NOTED: u8 = 2;
    /// Any text.
    pub(in super::super::super) const TEXT: u8 = 4;
    /// Both booleans.
    pub(in super::super::super) const BOOL: u8 = 8;
    /// Null.
    pub(in super::super::super) const NULL: u8 = 16;
    /// Any whole number that has no sign and at most [`WHOLE_DIGITS`] digits.
    pub(in super::super::super) const WHOLE: u8 = 32;
    /// See [`WHOLE`].
    pub(in super::super::super) const WHOLE_DIGITS: usize = 18;
}

impl KeyStep {
    /// Of a name that is not declared.
    pub(in super::super) fn undeclared(line: u32) -> Self {
        Self { line, next: line, node: FREE, bits: 0 }
    }
}

/// What a node admits without a second look.
fn plain(node: &ProgramNode) -> u8 {
    let most = 10u64.pow(bits::WHOLE_DIGITS as u32) - 1;
    let is_whole = match node.number {
        NumberRange::Integer { above, .. } => above >= most,
        NumberRange::Wide
        | NumberRange::UnsignedWide
        | NumberRange::Whole
        | NumberRange::Finite
        | NumberRange::Single => true,
    };
    let admits = |kinds: u8, bit: u8| if node.kinds & kinds == 0 { 0 } else { bit };
    let text = if node.choices.is_none() && !node.is_civil() { admits(TEXT, bits::TEXT) } else { 0 };
    let whole = if is_whole { admits(NUMBER, bits::WHOLE) } else { 0 };
    text | whole | admits(BOOL, bits::BOOL) | admits(NULL | LET_NULL, bits::NULL)
}

/// "Its place is not noted."
const NO_SLOT: u16 = u16::MAX;

impl ShapeLine {
    fn new(name: &str, step: KeyStep, number: u16, slot: Option<u16>, role: Role) -> Self {
        let mut spelled = serde_json::Value::from(name).to_string().into_bytes();
        spelled.push(b':');
        let known = spelled.len().min(BLOCK);
        let mask = if known == BLOCK { u128::MAX } else { (1 << (8 * known)) - 1 };
        let key = word(&spelled, 0) & mask;
        let len = u32::try_from(spelled.len()).unwrap_or(u32::MAX);
        let tail = word(&spelled, spelled.len().saturating_sub(BLOCK));
        let slot = slot.unwrap_or(NO_SLOT);
        Self { key, mask, tail, len, step, number, slot, role, count: 0, spelled: spelled.into(), name: name.into() }
    }

    /// Whether a name longer than two blocks is another one between them.
    #[inline(always)]
    fn differs_between(&self, text: &[u8], at: usize) -> bool {
        let len = self.len as usize;
        len > 2 * BLOCK && text.get(at..at + len) != Some(&*self.spelled)
    }

    /// Where the value's place is noted.
    pub(in super::super) fn slot(&self) -> Option<u16> {
        (self.slot != NO_SLOT).then_some(self.slot)
    }

    /// What the scanner does with the member.
    pub(in super::super) fn step(&self) -> KeyStep {
        self.step
    }

    /// Its step and the length of `"name":`, if that is what the text at `at` starts with.
    #[inline(always)]
    pub(in super::super) fn at(&self, text: &[u8], at: usize) -> Option<(KeyStep, usize)> {
        if word(text, at) & self.mask != self.key {
            return None;
        }
        let len = self.len as usize;
        if len > BLOCK && (word(text, at + len - BLOCK) != self.tail || self.differs_between(text, at)) {
            return None;
        }
        Some((self.step, len))
    }
}

/// An object's names, with what was learned. Their lines lie in one row for all shapes, which the methods are given.
#[derive(Debug, Clone)]
pub(in super::super) struct Shape {
    /// The lines of the program's fields in its order, then of what was learned.
    pub(in super::super) lines: Vec<u32>,
    pub(in super::super) rest: OtherNames,
    /// The line that an object started with last time.
    pub(in super::super) first: u32,
    /// One bit per declared line.
    pub(in super::super) required: Box<[u64]>,
    /// Open addressing over the lines, a power of two, `START` where none.
    table: Vec<u32>,
}

/// "No key yet", as the line before the first; no line at all.
pub(in super::super) const START: u32 = u32::MAX;

impl Shape {
    /// The shape of an object that the program knows.
    pub(in super::super) fn new(program: &Program, members: &Members, all: &mut Vec<ShapeLine>) -> Self {
        let first = all.len() as u32;
        for (number, field) in (0u16..u16::MAX).zip(&members.fields) {
            let line = first + u32::from(number);
            let mut bits = program.nodes.get(field.node as usize).map_or(0, plain);
            if field.role == Role::Declared {
                bits |= bits::DECLARED;
            }
            if field.slot.is_some() {
                bits |= bits::NOTED;
            }
            // After the last one lies another shape's line.
            let next = if usize::from(number) + 1 < members.fields.len() { line + 1 } else { START };
            let step = KeyStep { line, next, node: field.node, bits };
            all.push(ShapeLine::new(&field.name, step, number, field.slot, field.role));
        }
        let lines: Vec<u32> = (first..all.len() as u32).collect();
        let mut required = vec![0u64; lines.len().div_ceil(64)];
        for (i, field) in members.fields.iter().enumerate() {
            if let (true, Some(bits)) = (field.required, required.get_mut(i / 64)) {
                *bits |= 1 << (i % 64);
            }
        }
        let first = lines.first().copied().unwrap_or(START);
        let mut shape = Self { lines, rest: members.rest, first, required: required.into(), table: Vec::new() };
        shape.rehash(all);
        shape
    }

    /// Notes that `line` followed `previous`.
    pub(in super::super) fn follow(&mut self, previous: u32, line: u32, all: &mut [ShapeLine]) {
        match all.get_mut(previous as usize) {
            Some(before) => before.step.next = line,
            None => self.first = line,
        }
    }

    /// What is done with a name.
    pub(in super::super) fn find(&self, name: &[u8], all: &[ShapeLine]) -> Option<KeyStep> {
        if self.lines.is_empty() {
            return None;
        }
        let mask = self.table.len().checked_sub(1)?;
        let mut at = hash(name) as usize & mask;
        loop {
            let line = all.get(*self.table.get(at)? as usize)?;
            if line.name.as_bytes() == name {
                return Some(line.step);
            }
            at = (at + 1) & mask;
        }
    }

    /// Remembers an undeclared name, unless a cap says no.
    pub(in super::super) fn learn(
        &mut self,
        name: &[u8],
        learned: &mut usize,
        all: &mut Vec<ShapeLine>,
    ) -> Option<KeyStep> {
        let full =
            *learned >= MOST_LEARNED || name.len() > MOST_NAME_BYTES || self.lines.len() >= usize::from(u16::MAX) - 1;
        if full || matches!(self.rest, OtherNames::Map(_)) {
            return None;
        }
        let name = std::str::from_utf8(name).ok()?;
        *learned += 1;
        let step = KeyStep::undeclared(u32::try_from(all.len()).ok()?);
        let number = u16::try_from(self.lines.len()).ok()?;
        all.push(ShapeLine::new(name, step, number, None, Role::Undeclared));
        self.lines.push(step.line);
        self.rehash(all);
        Some(step)
    }

    /// Builds the table anew, at most half full: a miss ends at an empty place.
    fn rehash(&mut self, all: &[ShapeLine]) {
        let size = (self.lines.len() * 2 + 2).next_power_of_two();
        self.table.clear();
        self.table.resize(size, START);
        for id in &self.lines {
            let name = all.get(*id as usize).map_or(&[][..], |line| line.name.as_bytes());
            let mut at = hash(name) as usize & (size - 1);
            while self.table.get(at).is_some_and(|taken| *taken != START) {
                at = (at + 1) & (size - 1);
            }
            if let Some(place) = self.table.get_mut(at) {
                *place = *id;
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
