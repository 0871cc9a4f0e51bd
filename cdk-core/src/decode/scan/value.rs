//! Value: one value against its node.
//!
//! In: the place of a value and the node that is to hold it. Out: where it ends. A value that does not fit is absorbed
//! here if its node admits null: it is skipped, what was noted inside it is forgotten, and it becomes `null`.
//! Not here: an object's members (`object`), values without a node (`free`).

use super::super::program::{
    ARRAY, AS_TEXT, BOOL, Elements, LET_NULL, NULL, NUMBER, NodeId, OBJECT, Object, OnMismatch, ProgramNode, ROOT, TEXT,
};
use super::block::{byte, space_end};
use super::edit::{Edit, EditKind, note_spaces};
use super::fault::{MismatchKind, ScanStop};
use super::memory::Scan;
use super::noted::Became;
use super::number::{NumberFault, number};
use super::skip::{SyntaxFault, literal, skip};
use super::text::{TextFault, decoded, text_end};

/// Containers that may be open at a time; serde_json refuses the 128th.
pub(in super::super) const MOST_DEPTH: u32 = 127;

impl Scan<'_> {
    /// Scans the record at `at`; gives where it ends.
    pub(in super::super) fn record(&mut self, at: usize) -> Result<usize, ScanStop> {
        self.memory.reset();
        self.value(ROOT, at, 0)
    }

    /// The end of the value at `at`.
    #[inline(never)]
    pub(in super::super) fn value(&mut self, id: NodeId, at: usize, depth: u32) -> Result<usize, ScanStop> {
        let program = self.program;
        let Some(node) = program.nodes.get(id as usize) else { return self.syntax((at, "no such node")) };
        match self.judge(node, id, at, depth) {
            Err(ScanStop::Misfit) => self.absorb(node.kinds, at),
            judged => judged,
        }
    }

    #[inline(always)]
    fn judge(&mut self, node: &ProgramNode, id: NodeId, at: usize, depth: u32) -> Result<usize, ScanStop> {
        match byte(self.text, at) {
            b'"' if node.kinds & TEXT != 0 => {
                let end = self.text_end(at, id)?;
                if node.choices.is_some() {
                    self.choice(node, id, at, end)
                } else if node.is_civil() && self.says_more(node.texts, at, end) {
                    self.misfit(MismatchKind::Excess, at, id)
                } else {
                    Ok(end)
                }
            }
            b'-' | b'0'..=b'9' if node.kinds & NUMBER != 0 => match number(self.text, at, &node.number) {
                Ok(end) => Ok(end),
                Err(NumberFault::Syntax(fault)) => self.syntax(fault),
                Err(NumberFault::Misfit(kind)) => self.misfit(kind, at, id),
            },
            b'n' if node.kinds & (NULL | LET_NULL) != 0 => self.word(at, b"null"),
            b't' if node.kinds & BOOL != 0 => self.word(at, b"true"),
            b'f' if node.kinds & BOOL != 0 => self.word(at, b"false"),
            b'{' if node.kinds & OBJECT != 0 => match node.object {
                Object::Of(object) => self.object(object, id, at, depth),
                Object::Free => self.free(at, depth, id, MOST_DEPTH),
            },
            b'[' if node.kinds & ARRAY != 0 => match node.elements {
                Elements::Of(element) => self.array(element, id, at, depth),
                Elements::Free => self.free(at, depth, id, MOST_DEPTH),
            },
            b'-' | b'0'..=b'9' | b't' | b'f' | b'{' | b'[' if node.kinds & AS_TEXT != 0 => self.as_text(at),
            b'"' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f' | b'{' | b'[' => self.misfit(MismatchKind::Kind, at, id),
            _ => self.syntax((at, "expected a value")),
        }
    }

    /// Takes any value as its JSON text.
    #[cold]
    fn as_text(&mut self, at: usize) -> Result<usize, ScanStop> {
        let end = self.skip(at)?;
        self.memory.edits.push(Edit { start: at as u32, end: end as u32, becomes: EditKind::Text });
        Ok(end)
    }

    #[inline(always)]
    pub(super) fn word(&mut self, at: usize, word: &'static [u8]) -> Result<usize, ScanStop> {
        match literal(self.text, at, word) {
            Ok(end) => Ok(end),
            Err(fault) => self.syntax(fault),
        }
    }

    #[inline(never)]
    pub(super) fn text_end(&mut self, at: usize, id: NodeId) -> Result<usize, ScanStop> {
        match text_end(self.text, at + 1) {
            Ok(end) => Ok(end),
            Err(TextFault::Syntax(fault)) => self.syntax(fault),
            Err(TextFault::Surrogate) => self.half_a_pair(at, id),
        }
    }

    fn choice(&mut self, node: &ProgramNode, id: NodeId, at: usize, end: usize) -> Result<usize, ScanStop> {
        let choices = node.choices.and_then(|choices| self.program.choices.get(choices as usize));
        let said = self.text.get(at + 1..end.saturating_sub(1)).and_then(decoded);
        let is_listed =
            |said: &[u8]| choices.is_some_and(|list| list.binary_search_by(|one| one.as_bytes().cmp(said)).is_ok());
        if said.is_some_and(|said| is_listed(&said)) { Ok(end) } else { self.misfit(MismatchKind::Choice, at, id) }
    }

    #[inline(never)]
    fn array(&mut self, element: NodeId, id: NodeId, at: usize, depth: u32) -> Result<usize, ScanStop> {
        if depth >= MOST_DEPTH {
            return self.misfit(MismatchKind::Depth, at, id);
        }
        let mut at = self.gap(at + 1);
        if byte(self.text, at) == b']' {
            return Ok(at + 1);
        }
        loop {
            at = self.value(element, at, depth + 1)?;
            at = self.gap(at);
            match byte(self.text, at) {
                b',' => at = self.gap(at + 1),
                b']' => return Ok(at + 1),
                _ => return self.syntax((at, "expected `,` or `]`")),
            }
        }
    }

    /// The next token, noting the whitespace before it.
    #[inline(always)]
    pub(super) fn gap(&mut self, at: usize) -> usize {
        if byte(self.text, at) > b' ' { at } else { self.space(at) }
    }

    #[inline(never)]
    pub(super) fn space(&mut self, at: usize) -> usize {
        let end = space_end(self.text, at);
        if end > at {
            self.memory.edits.push(Edit { start: at as u32, end: end as u32, becomes: EditKind::Nothing });
        }
        end
    }

    /// Takes a misfit at a value that admits null.
    #[cold]
    #[inline(never)]
    pub(super) fn absorb(&mut self, kinds: u8, at: usize) -> Result<usize, ScanStop> {
        let kind = self.memory.fault.kind;
        // serde would drop a part of the first without a word, and refuses the second.
        let tolerant = !self.program.checked && !matches!(kind, MismatchKind::Excess | MismatchKind::Infinite);
        let is_mended = self.mends && kind == MismatchKind::Infinite;
        let nullable = kinds & NULL != 0 && (self.on_mismatch == OnMismatch::Null || is_mended);
        if self.memory.fault.fatal || !(tolerant || nullable) {
            return Err(ScanStop::Misfit);
        }
        let end = self.skip(at)?;
        self.forget(at);
        if tolerant {
            note_spaces(self.text, at, end, &mut self.memory.edits);
        } else {
            self.edit(at, end, EditKind::Null);
            self.note_change(at, Became::Null);
        }
        Ok(end)
    }

    /// Drops the edits from `at` on, and what was noted there.
    pub(super) fn forget(&mut self, at: usize) {
        while self.memory.noted.last().is_some_and(|noted| noted.start as usize >= at) {
            self.memory.noted.pop();
        }
        while self.memory.edits.last().is_some_and(|edit| edit.start as usize >= at) {
            self.memory.edits.pop();
        }
    }

    /// The end of a value of which only the syntax counts.
    pub(super) fn skip(&mut self, at: usize) -> Result<usize, ScanStop> {
        match skip(self.text, at) {
            Ok(end) => Ok(end),
            Err(fault) => self.syntax(fault),
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn syntax<T>(&mut self, (offset, message): SyntaxFault) -> Result<T, ScanStop> {
        let fault = &mut self.memory.fault;
        (fault.offset, fault.message) = (offset, message);
        Err(ScanStop::Syntax)
    }

    #[cold]
    #[inline(never)]
    pub(in super::super) fn misfit<T>(
        &mut self,
        kind: MismatchKind,
        offset: usize,
        node: NodeId,
    ) -> Result<T, ScanStop> {
        let fault = &mut self.memory.fault;
        (fault.kind, fault.offset, fault.node, fault.fatal, fault.detail) = (kind, offset, node, false, None);
        Err(ScanStop::Misfit)
    }
}
