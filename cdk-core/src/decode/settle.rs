//! Settle: what serde says about leaves, after the scan.
//!
//! In: a record that the scan accepted. Out: the same, with more nulls where serde refused something inside a nullable
//! value; or a misfit, where nothing nullable is around it. The leaf checks the text as it is emitted, so values that
//! the scan has cut or nulled are not refused again. serde stops at the first refusal, so the check runs again after
//! each repair, within [`REREAD_BYTES`].
//! Not here: which fields have leaves (`program::compile`).

use super::locate::children;
use super::program::{Elements, LeafCheck, NULL, NodeId, Object, OnMismatch, OtherNames, ROOT};
use super::scan::Scan;
use super::scan::block::byte;
use super::scan::edit::{Edit, EditKind, write_edited};
use super::scan::fault::{MismatchKind, ScanStop};
use super::scan::noted::{Became, NotedChange};
use super::scan::skip::skip;
use super::way::Step;

/// How much text repairs may read again in one value; what is then still refused is a misfit of the value. Bounds the
/// work on a crafted list in which every element is refused.
const REREAD_BYTES: usize = 32 << 20;

/// A value on the way to what serde refused.
struct Stage {
    node: Option<NodeId>,
    start: usize,
    end: usize,
}

impl Scan<'_> {
    /// Asks serde about the fields whose schema says less than serde.
    pub(super) fn settle(&mut self, start: usize, end: usize) -> Result<(), ScanStop> {
        if !self.program.checked {
            return Ok(());
        }
        let program = self.program;
        for leaf in &program.leaves {
            let place = leaf.slot.and_then(|slot| self.memory.places.get(usize::from(slot)).copied());
            if let Some((start, end @ 1..)) = place {
                self.settle_value(leaf.check, leaf.node, start as usize, end as usize)?;
            }
        }
        match program.record {
            Some(check) if !program.adds => self.settle_value(check, ROOT, start, end),
            _ => Ok(()),
        }
    }

    fn settle_value(&mut self, check: LeafCheck, node: NodeId, start: usize, end: usize) -> Result<(), ScanStop> {
        let mut reread = 0;
        loop {
            let refused = match self.leaving(start, end) {
                None => check(self.text.get(start..end).unwrap_or_default()),
                Some(text) if text == b"null" && self.nullable(Some(node)) => return Ok(()),
                Some(text) => check(&text),
            };
            let Err(refused) = refused else { return Ok(()) };

            let stages = self.stages(&refused.pointer, node, start, end);
            reread += end - start;
            let repair = stages.iter().rev().find(|stage| self.nullable(stage.node) && !self.is_null(stage.start));
            let last = stages.last();
            let at = last.map_or(start, |stage| stage.start);
            let stop = self.misfit(MismatchKind::Leaf, at, last.and_then(|stage| stage.node).unwrap_or(node));
            self.memory.fault.detail = Some(refused.message);
            match repair {
                Some(stage) if reread < REREAD_BYTES && self.on_mismatch == OnMismatch::Null => {
                    self.make_null(stage.start, stage.end);
                }
                _ => return stop,
            }
        }
    }

    /// The value as it leaves, if the scan cut something in it or made it null.
    fn leaving(&self, start: usize, end: usize) -> Option<Vec<u8>> {
        let edits = &self.memory.edits;
        let first = edits.partition_point(|edit| (edit.start as usize) < start);
        let last = edits.partition_point(|edit| (edit.start as usize) < end);
        let inside = edits.get(first..last)?;
        // White space that is left out changes nothing.
        if !inside.iter().any(|edit| edit.is_null() || byte(self.text, edit.start as usize) > b' ') {
            return None;
        }
        let mut text = Vec::new();
        write_edited(self.text, start, end, inside, &mut text);
        Some(text)
    }

    fn nullable(&self, node: Option<NodeId>) -> bool {
        node.and_then(|node| self.program.nodes.get(node as usize)).is_some_and(|node| node.kinds & NULL != 0)
    }

    fn is_null(&self, start: usize) -> bool {
        let at = self.memory.edits.partition_point(|edit| (edit.start as usize) < start);
        self.memory.edits.get(at).is_some_and(|edit| edit.is_null() && edit.start as usize == start)
            || self.text.get(start..start + 4) == Some(b"null")
    }

    fn make_null(&mut self, start: usize, end: usize) {
        let edits = &mut self.memory.edits;
        let first = edits.partition_point(|edit| (edit.start as usize) < start);
        let last = edits.partition_point(|edit| (edit.start as usize) < end);
        let null = Edit { start: start as u32, end: end as u32, becomes: EditKind::Null };
        edits.splice(first..last, std::iter::once(null));
        let noted = &mut self.memory.noted;
        let first = noted.partition_point(|noted| (noted.start as usize) < start);
        let last = noted.partition_point(|noted| (noted.start as usize) < end);
        let fault = self.memory.fault.clone();
        noted.splice(first..last, std::iter::once(NotedChange { start: start as u32, became: Became::Null, fault }));
    }

    /// The values from the leaf to what the pointer names, as far as both the text and the program know the way.
    fn stages(&self, pointer: &str, node: NodeId, start: usize, end: usize) -> Vec<Stage> {
        let mut stages = vec![Stage { node: Some(node), start, end }];
        let mut at = start;
        let mut node = Some(node);
        for segment in pointer.split('/').skip(1) {
            let name = segment.replace("~1", "/").replace("~0", "~");
            let child = children(self.text, at).find(|child| match &child.step {
                Step::Name(own) => *own == name,
                Step::Index(index) => index.to_string() == name,
            });
            let Some(child) = child else { break };
            node = node.and_then(|node| self.child_node(node, &child.step));
            at = child.value;
            let Ok(end) = skip(self.text, at) else { break };
            stages.push(Stage { node, start: at, end });
        }
        stages
    }

    fn child_node(&self, node: NodeId, step: &Step) -> Option<NodeId> {
        let node = self.program.nodes.get(node as usize)?;
        let child = match (step, node.elements, node.object) {
            (Step::Index(_), Elements::Of(element), _) => element,
            (Step::Name(name), _, Object::Of(object)) => {
                let members = self.program.objects.get(object as usize)?;
                match (members.fields.iter().find(|field| field.name == *name), members.rest) {
                    (Some(field), _) => field.node,
                    (None, OtherNames::Map(node)) => node,
                    (None, _) => return None,
                }
            }
            _ => return None,
        };
        Some(child)
    }
}
