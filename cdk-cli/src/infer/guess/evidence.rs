//! Evidence: what is known about the responses of a stream, besides its records.

use std::rc::Rc;

use cdk_core::http::Url;
use serde_json::Value;

use super::names::normalized;
use crate::infer::record::StructType;
use crate::infer::schema::Parameter;

/// What a guess may look at.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// The values around the records.
    pub(crate) leaves: Vec<Leaf>,
    /// Whether the response has a `Link` header with a next page, or with another one.
    pub(crate) link: Option<LinkHeader>,
    /// The query parameters of the request, or those of a document.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) record: Option<Rc<StructType>>,
    /// How many records the first page has.
    pub(crate) record_count: Option<usize>,
    /// The requests of a cassette, in their order.
    pub(crate) requests: Vec<Request>,
    /// Whether the response is one record.
    pub(crate) is_single: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LinkHeader {
    HasOther,
    HasNext,
}

/// A request of a cassette with its response.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) url: Url,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) last_record: Option<Value>,
    pub(crate) record_count: usize,
}

/// A value of a response outside the records.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) path: Vec<String>,
    pub(crate) value: LeafValue,
}

/// A value, or what a schema says about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LeafValue {
    Null,
    Bool,
    /// Without the value if it is from a schema.
    Number(Option<i64>),
    Text(Option<String>),
    Url(Option<String>),
}

impl Leaf {
    /// The place, as an attribute names it. `None` if a name has a dot, which places cannot have.
    pub(crate) fn place(&self) -> Option<String> {
        let is_plain = |name: &String| !name.is_empty() && !name.contains('.');
        self.path.iter().all(is_plain).then(|| self.shown())
    }

    pub(crate) fn shown(&self) -> String {
        self.path.join(".")
    }

    /// The last name, normalized.
    pub(crate) fn name(&self) -> String {
        normalized(self.path.last().map(String::as_str).unwrap_or_default())
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self.value, LeafValue::Number(_))
    }

    pub(crate) fn number(&self) -> Option<i64> {
        if let LeafValue::Number(number) = self.value { number } else { None }
    }
}

impl Evidence {
    /// Adds the leaves of another page. A value says more than null.
    pub(crate) fn add_leaves(&mut self, leaves: &[Leaf]) {
        for leaf in leaves {
            match self.leaves.iter_mut().find(|known| known.path == leaf.path) {
                Some(known) if known.value == LeafValue::Null => known.value = leaf.value.clone(),
                Some(_) => {}
                None => self.leaves.push(leaf.clone()),
            }
        }
    }

    /// The first leaf with one of the names, in the order of the names, that a guess accepts.
    pub(crate) fn leaf(&self, names: &[&str], accepts: impl Fn(&Leaf) -> bool) -> Option<&Leaf> {
        let of_name = |name: &&str| self.leaves.iter().find(|leaf| leaf.name() == *name && accepts(leaf));
        names.iter().find_map(of_name)
    }

    /// The leaf with one of the names that is nearest to the root, then in the order of the names.
    pub(crate) fn nearest(&self, names: &[&str], accepts: impl Fn(&Leaf) -> bool) -> Option<&Leaf> {
        let rank = |leaf: &Leaf| Some((leaf.path.len(), names.iter().position(|name| leaf.name() == *name)?));
        let found = self.leaves.iter().filter(|leaf| accepts(leaf)).filter_map(|leaf| Some((rank(leaf)?, leaf)));
        found.min_by_key(|(rank, _)| *rank).map(|(_, leaf)| leaf)
    }

    /// The first parameter with one of the names, in the order of the names.
    pub(crate) fn parameter(&self, names: &[&str]) -> Option<&Parameter> {
        names.iter().find_map(|name| self.parameters.iter().find(|parameter| normalized(&parameter.name) == *name))
    }

    /// Whether the record has the field.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.record.as_ref().is_some_and(|record| record.field(name).is_some())
    }
}
