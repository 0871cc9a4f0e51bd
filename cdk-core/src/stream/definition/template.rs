//! Templates and values, with the types of their contexts erased.
//!
//! In: a scope. Out: a text, a JSON value, or the entries of a level as texts.
//! Not here: the builders (see `builder`), the grammar (see `template`).

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::scope::Scope;
use crate::error::{Error, Result};
use crate::stream::value::{Params, opaque_debug, plain};
use crate::template::{Args, Parsed, Piece, Placeholder, exact};

/// A closure of the erased scope.
pub(crate) type ErasedFn<C, T> = Rc<dyn Fn(&Scope<'_, C>) -> Result<T>>;

/// A template with the types of slice and parent erased.
pub struct ErasedTemplate<C> {
    pub(crate) parsed: Parsed,
    pub(crate) args: ErasedFn<C, Args>,
}

opaque_debug! {
    [C] ErasedTemplate<C>, "Template";
}

impl<C> Clone for ErasedTemplate<C> {
    fn clone(&self) -> Self {
        Self { parsed: self.parsed.clone(), args: self.args.clone() }
    }
}

impl<C> ErasedTemplate<C> {
    pub(crate) fn new(text: Cow<'static, str>, args: ErasedFn<C, Args>) -> Result<Self> {
        Ok(Self { parsed: Parsed::new(text)?, args })
    }

    pub(crate) fn path(&self, scope: &Scope<'_, C>) -> Result<String> {
        self.parsed.path(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    pub(crate) fn base(&self, scope: &Scope<'_, C>) -> Result<String> {
        self.parsed.base(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    pub(crate) fn text(&self, scope: &Scope<'_, C>) -> Result<Option<String>> {
        self.parsed.text(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    /// The text; `None` if the config does not have all values of it.
    pub(crate) fn text_if_said(&self, scope: &Scope<'_, C>) -> Result<Option<String>> {
        let is_said = (self.args)(scope)?.iter().all(|value| value.as_ref().is_some_and(|value| !value.is_null()));
        if is_said { self.text(scope) } else { Ok(None) }
    }

    pub(crate) fn json(&self, scope: &Scope<'_, C>) -> Result<Option<Value>> {
        self.parsed.json(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    /// Whether the template depends only on the config.
    pub(crate) fn is_of_config_alone(&self) -> bool {
        self.parsed.places().all(|place| place.root == "config")
    }

    /// A message for the user: an absent value is `?`. Without a slice, so is every typed value that depends on one.
    pub(crate) fn sentence(&self, scope: &Scope<'_, C>, has_slice: bool) -> Result<String> {
        let is_known = has_slice || self.parsed.places().all(|place| !place.is_typed() || place.root == "config");
        let args = if is_known { (self.args)(scope)? } else { Args::default() };
        Ok(self.parsed.sentence(&args, &|place| scope.lookup(place)))
    }

    /// Its placeholders.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Placeholder> {
        self.parsed.places()
    }

    /// The text as written.
    pub(crate) fn text_of(&self) -> &str {
        &self.parsed.text
    }

    /// Whether the host of a URL base depends on something other than the config.
    pub(crate) fn host_is_data(&self) -> bool {
        let mut before = String::new();
        for piece in &self.parsed.pieces {
            if before.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#'])) {
                return false;
            }
            match piece {
                Piece::Literal(literal) => before.push_str(literal),
                Piece::Place(place) if place.root != "config" => return true,
                // A whole URL may come from the config: the rest is after the host.
                Piece::Place(_) if before.is_empty() => return false,
                Piece::Place(_) => {}
            }
        }
        false
    }

    /// Whether the template uses the previous response.
    pub(crate) fn names_page_before(&self) -> bool {
        self.parsed.places().any(|place| matches!(place.root.as_str(), "response" | "header"))
    }

    /// The fields of the last record that it uses.
    pub(crate) fn last_fields(&self) -> impl Iterator<Item = &[String]> {
        self.parsed.places().filter(|place| place.root == "last").map(|place| place.path.as_slice())
    }
}

/// The value of a parameter, header or body field, without its view.
pub(crate) enum FieldNode<C> {
    Literal(Value),
    Template(ErasedTemplate<C>),
    List(Vec<FieldNode<C>>),
    Object(Vec<(String, FieldNode<C>)>),
    Unset,
}

impl<C> FieldNode<C> {
    /// The value; `None` if it is left out.
    pub(crate) fn value(&self, scope: &Scope<'_, C>) -> Result<Option<Value>> {
        Ok(match self {
            Self::Literal(value) => Some(value.clone()),
            Self::Template(template) => template.json(scope)?,
            Self::List(nodes) => {
                let values = nodes.iter().map(|node| node.value(scope)).collect::<Result<Vec<_>>>()?;
                Some(values.into_iter().flatten().collect())
            }
            Self::Object(entries) => Some(Value::Object(object_value(entries, scope)?)),
            Self::Unset => None,
        })
    }

    /// The text of a literal without placeholders.
    pub(crate) fn plain_text(&self) -> Option<String> {
        match self {
            Self::Literal(value) => Some(plain(value)),
            Self::Template(template) if template.places().next().is_none() => Some(template.text_of().to_owned()),
            _ => None,
        }
    }

    /// Whether the value depends only on the config.
    pub(crate) fn is_of_config_alone(&self) -> bool {
        let mut templates = Vec::new();
        self.templates(&mut templates);
        templates.into_iter().all(ErasedTemplate::is_of_config_alone)
    }

    pub(crate) fn templates<'a>(&'a self, out: &mut Vec<&'a ErasedTemplate<C>>) {
        match self {
            Self::Template(template) => out.push(template),
            Self::List(nodes) => nodes.iter().for_each(|node| node.templates(out)),
            Self::Object(entries) => entries.iter().for_each(|(_, node)| node.templates(out)),
            Self::Literal(_) | Self::Unset => {}
        }
    }
}

/// The entries that have a value.
pub(crate) fn object_value<C>(entries: &[(String, FieldNode<C>)], scope: &Scope<'_, C>) -> Result<Map<String, Value>> {
    let mut object = Map::new();
    for (name, node) in entries {
        if let Some(value) = node.value(scope)? {
            object.insert(name.clone(), value);
        }
    }
    Ok(object)
}

/// The entries of one level as texts, for parameters, headers and forms. An entry without a value removes an inherited
/// one.
pub(crate) fn texts<C>(what: &str, entries: &[(String, FieldNode<C>)], scope: &Scope<'_, C>) -> Result<Params> {
    let mut params = Params::new();
    for (name, node) in entries {
        let values = match node.value(scope)? {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        };
        if values.iter().any(|value| value.is_object() && exact::digits(value).is_none()) {
            return Err(Error::system(format!("{what} `{name}`: an object cannot be written as text")));
        }
        params.set(name.clone(), values.iter().map(plain).collect());
    }
    Ok(params)
}
