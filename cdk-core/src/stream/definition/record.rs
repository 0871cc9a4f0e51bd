//! What is done with records of one type.

use std::any::Any;
use std::rc::Rc;

use serde_json::Value;

use super::scope::Scope;
use crate::decode::LeafCheck;
use crate::error::Result;
use crate::stream::value::{Emit, HasSchema, Readable, Writable};

/// What is done with records of one type.
pub(crate) struct RecordOps<C> {
    pub(crate) announced: Rc<dyn Fn() -> Value>,
    /// Whether the announced schema was given, so that it may be wrong.
    pub(crate) is_announced_given: bool,
    pub(crate) contract: Rc<dyn Fn() -> Value>,
    /// The type's own serde checks, by the field's JSON name.
    pub(crate) leaves: Vec<(String, LeafCheck)>,
    /// Whether all of them are written under that name, as far as the derive sees.
    pub(crate) writes_leaves: bool,
    /// Fields with another name under which serde reads them too.
    pub(crate) aliases: Vec<(String, String)>,
    /// The whole record's serde check; a dynamic record has none.
    pub(crate) whole: Option<LeafCheck>,
    /// Decodes and writes again.
    pub(crate) rewrite: fn(&[u8]) -> Result<Vec<u8>>,
    /// Decodes a record that is a parent.
    pub(crate) decode: fn(&[u8]) -> Result<Box<dyn Any>>,
    /// `filter` and `map`, where there is one.
    pub(crate) process: Option<Process<C>>,
    pub(crate) has_map: bool,
    pub(crate) emit: Emit,
    /// Why serde would write something else than it read.
    pub(crate) rewritten: Rc<dyn Fn() -> Option<String>>,
}

/// Decides over a record by `filter` and `map`.
pub(crate) type Process<C> = Rc<dyn Fn(&Scope<'_, C>, &[u8]) -> Result<ProcessOutcome>>;

/// What `filter` and `map` made of a record.
pub(crate) enum ProcessOutcome {
    Keep,
    Skip,
    Replace(Vec<u8>),
}

impl<C> RecordOps<C> {
    /// The record is a struct: its schemas and its serde decide.
    pub(crate) fn of<R: Writable + Readable + HasSchema + 'static>() -> Self {
        Self {
            announced: Rc::new(R::announced_schema),
            is_announced_given: false,
            contract: Rc::new(R::contract_schema),
            leaves: Vec::new(),
            writes_leaves: true,
            aliases: Vec::new(),
            whole: Some(R::check_json),
            rewrite: |json| {
                let (record, beyond) = R::from_json(json)?;
                Ok(beyond.restored(record.to_json(json.len())?))
            },
            decode: |json| Ok(Box::new(R::from_json(json)?.0)),
            process: None,
            has_map: false,
            emit: Emit::Raw,
            rewritten: Rc::new(R::rewritten_by_serde),
        }
    }

    /// The same record, without its functions.
    pub(crate) fn again(&self) -> Self {
        Self {
            announced: self.announced.clone(),
            is_announced_given: self.is_announced_given,
            contract: self.contract.clone(),
            leaves: self.leaves.clone(),
            aliases: self.aliases.clone(),
            rewritten: self.rewritten.clone(),
            process: None,
            has_map: false,
            ..*self
        }
    }

    /// Whether a record has that field at its top level. The schema is looked at if the derive did not list the field: for
    /// fields of a flattened struct, and for streams that are built by hand.
    pub(crate) fn declares(&self, field: &str) -> bool {
        let is_listed = self.whole.is_some() && self.leaves.iter().any(|(name, _)| name == field);
        is_listed || (self.contract)()["properties"].get(field).is_some()
    }
}
