//! Scan: one pass over a record.
//!
//! In: the padded body, the place where a record starts, the program and what the reader has learned. Out: where the
//! record ends, and beside it the edits, the places of wanted fields and the undeclared counts; or a `Fault`.
//! Every value is judged where it stands, against its node; a misfit climbs up the call stack to the nearest nullable
//! value, which skips itself and becomes `null`. Nothing is written and nothing is allocated on the way.
//! Recursion follows the value and ends at 127 levels, serde's own limit.
//! Not here: where the records are (`page`, `envelope`), what serde is asked (`settle`), sentences (`report`).

pub(super) mod block;
mod civil;
pub(super) mod edit;
pub(super) mod fault;
mod free;
mod keys;
pub(super) mod mend;
mod number;
mod object;
pub(super) mod shape;
pub(super) mod skip;
pub(super) mod text;
mod undeclared;
pub(super) mod value;

use super::program::{OnMismatch, Program};
use edit::Edit;
use fault::Fault;
use mend::Noted;
use shape::{Line, Shape};

/// Room that is used again for each record, and what was learned from the records before.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    pub(super) shapes: Vec<Shape>,
    /// The names of all shapes.
    pub(super) lines: Vec<Line>,
    /// Undeclared names that are remembered, over all shapes.
    pub(super) learned: usize,
    /// Undeclared fields met past the caps.
    pub(super) uncounted: u64,
    pub(super) edits: Vec<Edit>,
    /// Places of the values in slots; an empty one is absent.
    pub(super) places: Vec<(u32, u32)>,
    /// The values that leave otherwise than they came, in the order of the text.
    pub(super) noted: Vec<Noted>,
    /// One bit per line of each open object, from its 65th on.
    seen: Vec<u64>,
    keys: keys::KeyStack,
    pub(super) fault: Fault,
}

impl Memory {
    /// The memory of a reader that has seen nothing.
    pub(super) fn new(program: &Program) -> Self {
        let mut lines = Vec::new();
        let shapes = program.objects.iter().map(|members| Shape::new(program, members, &mut lines)).collect();
        Self { shapes, lines, places: vec![(0, 0); program.slots], ..Self::default() }
    }

    /// Forgets the last record, not what was learned.
    fn reset(&mut self) {
        self.edits.clear();
        self.places.fill((0, 0));
        self.noted.clear();
        self.seen.clear();
        self.keys.close(0);
    }
}

/// One record's scan.
pub(super) struct Scan<'a> {
    pub(super) text: &'a [u8],
    pub(super) program: &'a Program,
    pub(super) memory: &'a mut Memory,
    pub(super) on_mismatch: OnMismatch,
    /// Whether what no reader could decode is mended instead of refused.
    pub(super) mends: bool,
}
