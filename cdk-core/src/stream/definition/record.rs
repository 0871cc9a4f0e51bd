//! Operations on records of one type.

use std::any::Any;
use std::rc::Rc;

use serde_json::Value;

use super::scope::Scope;
use crate::decode::LeafCheck;
use crate::error::Result;
use crate::stream::value::{Emit, HasSchema, Readable, Writable};

/// Operations on records of one type.
pub(crate) struct RecordOps<C> {
    pub(crate) announced: Rc<dyn Fn() -> Value>,
    /// Whether the announced schema is explicit, so that it must be checked.
    pub(crate) is_announced_given: bool,
    pub(crate) contract: Rc<dyn Fn() -> Value>,
    /// The serde checks of single fields, by JSON name.
    pub(crate) leaves: Vec<(String, LeafCheck)>,
    /// Whether all these fields are written under the same name, as far as the derive sees.
    pub(crate) writes_leaves: bool,
    /// Additional names under which serde reads fields.
    pub(crate) aliases: Vec<(String, String)>,
    /// The serde check of the whole record; `None` for a dynamic record.
    pub(crate) whole: Option<LeafCheck>,
    /// Decodes a record and writes it again.
    pub(crate) rewrite: fn(&[u8]) -> Result<Vec<u8>>,
    /// Decodes the record of a parent.
    pub(crate) decode: fn(&[u8]) -> Result<Box<dyn Any>>,
    /// `filter` and `map`, if any.
    pub(crate) process: Option<Process<C>>,
    pub(crate) has_map: bool,
    pub(crate) emit: Emit,
    /// Why serde would write something else than it read, if so.
    pub(crate) rewritten: Rc<dyn Fn() -> Option<String>>,
}

/// Applies `filter` and `map` to a record.
pub(crate) type Process<C> = Rc<dyn Fn(&Scope<'_, C>, &[u8]) -> Result<ProcessOutcome>>;

/// The result of `filter` and `map`.
pub(crate) enum ProcessOutcome {
    Keep,
    Skip,
    Replace(Vec<u8>),
}

impl<C> RecordOps<C> {
    /// The operations of a struct: by its schemas and its serde code.
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

    /// A copy without `filter` and `map`.
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

    /// Whether a record has this top-level field. If the derive did not list the field, the schema decides: for fields
    /// of a flattened struct, and for streams that are built by hand.
    pub(crate) fn declares(&self, field: &str) -> bool {
        let is_listed = self.whole.is_some() && self.leaves.iter().any(|(name, _)| name == field);
        is_listed || (self.contract)()["properties"].get(field).is_some()
    }
}
