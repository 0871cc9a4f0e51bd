//! Memory: what a scan reads and writes.
//!
//! [`Memory`]lives with a stream's scanner, [`Scan`] for one record.
//! Not here: scanning (see `value`, `object`).

use super::super::program::{OnMismatch, Program};
use super::edit::Edit;
use super::fault::Fault;
use super::keys::KeyStack;
use super::noted::NotedChange;
use super::shape::{Shape, ShapeLine};

/// Room that is used again for each record, and what was learned from the records before.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Memory {
    pub(in super::super) shapes: Vec<Shape>,
    /// The names of all shapes.
    pub(in super::super) lines: Vec<ShapeLine>,
    /// Undeclared names that are remembered, over all shapes.
    pub(in super::super) learned: usize,
    /// Undeclared fields met past the caps.
    pub(in super::super) uncounted: u64,
    pub(in super::super) edits: Vec<Edit>,
    /// Places of the values in slots; an empty one is absent.
    pub(in super::super) places: Vec<(u32, u32)>,
    /// The values that leave otherwise than they came, in the order of the text.
    pub(in super::super) noted: Vec<NotedChange>,
    /// One bit per line of each open object, from its 65th on.
    pub(super) seen: Vec<u64>,
    pub(super) keys: KeyStack,
    pub(in super::super) fault: Fault,
}

impl Memory {
    /// The memory of a reader that has seen nothing.
    pub(in super::super) fn new(program: &Program) -> Self {
        let mut lines = Vec::new();
        let shapes = program.objects.iter().map(|members| Shape::new(program, members, &mut lines)).collect();
        Self { shapes, lines, places: vec![(0, 0); program.slots], ..Self::default() }
    }

    /// Forgets the last record, not what was learned.
    pub(super) fn reset(&mut self) {
        self.edits.clear();
        self.places.fill((0, 0));
        self.noted.clear();
        self.seen.clear();
        self.keys.close(0);
    }
}

/// One record's scan.
pub(in super::super) struct Scan<'a> {
    pub(in super::super) text: &'a [u8],
    pub(in super::super) program: &'a Program,
    pub(in super::super) memory: &'a mut Memory,
    pub(in super::super) on_mismatch: OnMismatch,
    /// Whether what no reader could decode is mended instead of refused.
    pub(in super::super) mends: bool,
}
