//! Drift: which undeclared fields were met, and how often.
//!
//! In: the counts that the shapes hold. Out: a list of JSON pointers, for the one warning of a stream.
//! An object's place is named once: elements of an array and values of a map are `*`. Where several places share a node
//! (recursion, or a schema too large to unfold) their counts are one, under the first of the places.
//! Not here: the warning.

use std::collections::VecDeque;

use super::page::Scanner;
use super::program::{Elements, Object, OtherNames, ROOT, Role};
use super::way::push_segment;

impl Scanner {
    /// The undeclared fields met so far, as JSON pointers, with how often each was.
    pub fn undeclared(&self) -> Vec<(String, u64)> {
        let mut counts = Vec::new();
        let mut met = vec![false; self.program.nodes.len()];
        let mut told = vec![false; self.program.objects.len()];
        let mut queue = VecDeque::from([(ROOT, String::new())]);
        while let Some((id, pointer)) = queue.pop_front() {
            let id = id as usize;
            match met.get_mut(id) {
                Some(met) if !*met => *met = true,
                _ => continue,
            }
            let Some(node) = self.program.nodes.get(id) else { continue };
            if let Elements::Of(element) = node.elements {
                queue.push_back((element, format!("{pointer}/*")));
            }
            let Object::Of(object) = node.object else { continue };
            let object = object as usize;
            let (Some(members), Some(told)) = (self.program.objects.get(object), told.get_mut(object)) else {
                continue;
            };
            if std::mem::replace(told, true) {
                continue;
            }
            let under = |name: &str| {
                let mut under = pointer.clone();
                push_segment(&mut under, name);
                under
            };
            let lines = self.memory.shapes.get(object).map_or(&[][..], |shape| &shape.lines);
            let lines = lines.iter().filter_map(|line| self.memory.lines.get(*line as usize));
            let met = lines.filter(|line| line.role == Role::Undeclared && line.count > 0);
            counts.extend(met.map(|line| (under(&line.name), line.count)));
            queue.extend(members.fields.iter().map(|field| (field.node, under(&field.name))));
            if let OtherNames::Map(node) = members.rest {
                queue.push_back((node, format!("{pointer}/*")));
            }
        }
        counts
    }

    /// Undeclared fields met whose names were too many or too long to be remembered.
    pub fn undeclared_beyond(&self) -> u64 {
        self.memory.uncounted
    }
}
