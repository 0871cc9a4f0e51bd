//! Compiler: what is known while a schema is compiled.
//!
//! In: the root of the schema. Out: nodes and objects, as they are found; at the end the links are resolved.
//! Not here: what a schema says (`compile`, `union`, `words`).

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::node::{FREE_NODE, Members, NULL, NodeId, OtherNames, ProgramNode, ROOT};

/// Above this many places, a type that is used again is shared instead of expanded (and its undeclared fields counted
/// together): a few nested types can otherwise unfold to millions of places.
pub(super) const MOST_NODES: usize = 4096;
/// Deeper nesting of schemas (not of values) is refused; it only arises by mistake.
pub(super) const MOST_DEPTH: usize = 256;

/// A place inside a union.
pub(super) struct UnionPlace<'a> {
    pub(super) schemas: Vec<&'a Value>,
    pub(super) node: NodeId,
    /// It is being compiled; a place of the same schemas inside it is the same (recursion).
    pub(super) is_open: bool,
}

/// The parts of a program that is being compiled.
pub(super) struct Compiler<'a> {
    pub(super) root: &'a Value,
    pub(super) is_dynamic: bool,
    pub(super) no_words: &'a Map<String, Value>,
    pub(super) nodes: Vec<ProgramNode>,
    pub(super) objects: Vec<Members>,
    pub(super) choices: Vec<Vec<String>>,
    /// Nodes that are to become nullable copies of others.
    pub(super) links: Vec<(NodeId, NodeId)>,
    /// References that are being compiled.
    pub(super) open: Vec<(String, NodeId)>,
    /// References that are compiled, for sharing beyond [`MOST_NODES`].
    pub(super) done: HashMap<String, NodeId>,
    /// Places inside unions, by the schemas that describe them.
    pub(super) unions: Vec<UnionPlace<'a>>,
    /// Something since the last reset says less than serde.
    pub(super) says_less: bool,
    pub(super) depth: usize,
}

impl<'a> Compiler<'a> {
    /// A compiler that has read nothing; `no_words` is an empty object.
    pub(super) fn new(root: &'a Value, no_words: &'a Map<String, Value>, is_dynamic: bool) -> Self {
        Self {
            root,
            is_dynamic,
            no_words,
            nodes: vec![FREE_NODE, FREE_NODE],
            objects: vec![Members { fields: Vec::new(), rest: OtherNames::Undeclared }],
            choices: Vec::new(),
            links: Vec::new(),
            open: Vec::new(),
            done: HashMap::new(),
            unions: Vec::new(),
            says_less: false,
            depth: 0,
        }
    }

    /// A node that is filled later.
    pub(super) fn reserve(&mut self) -> Result<NodeId, String> {
        let id = NodeId::try_from(self.nodes.len()).map_err(|_| "the schema is too large")?;
        self.nodes.push(FREE_NODE);
        Ok(id)
    }

    /// The schema that a `$ref` names.
    pub(super) fn target(&self, name: &str) -> Result<&'a Value, String> {
        let pointer = name.strip_prefix('#').ok_or_else(|| format!("`$ref` {name} leads out of the schema"))?;
        self.root.pointer(pointer).ok_or_else(|| format!("`$ref` {name} leads nowhere"))
    }

    /// Makes each linked node a copy of its target, plus what it admits itself.
    pub(super) fn resolve_links(&mut self) {
        let targets: HashMap<NodeId, NodeId> = self.links.iter().copied().collect();
        for (id, target) in &self.links {
            let (mut end, mut kinds) = (*target, 0);
            // A chain has at most the length of the list; a longer chain is a type that only refers to itself.
            for _ in 0..=self.links.len() {
                let Some(next) = targets.get(&end) else { break };
                kinds |= self.nodes.get(end as usize).map_or(0, |node| node.kinds & NULL);
                end = *next;
            }
            let Some(mut node) = self.nodes.get(end as usize).copied() else { continue };
            let Some(own) = self.nodes.get_mut(*id as usize) else { continue };
            node.kinds |= (own.kinds & NULL) | kinds;
            *own = node;
        }
        debug_assert!(self.nodes.len() > ROOT as usize);
    }
}
