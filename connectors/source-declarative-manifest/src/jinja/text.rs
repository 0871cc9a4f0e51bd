//! One text of the manifest: a constant, or a template with its variables.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use cdk_core::{Error, Result};
use jiff::Timestamp;
use minijinja::value::Value as Dynamic;
use serde_json::Value;

use super::environment::Jinja;
use super::literal::literal_eval;
use super::values::{NOW, lazy};

/// The variables of a text, by name.
#[derive(Clone)]
pub struct Variables(BTreeMap<&'static str, Dynamic>);

impl Variables {
    /// No variables but the clock.
    pub fn new(now: Timestamp) -> Self {
        Self(BTreeMap::from([(NOW, Dynamic::from(now.as_microsecond()))]))
    }

    /// Sets a variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &Value) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &'static str, value: &Value) {
        self.0.insert(name, lazy(value));
    }
}

/// Which values a text may become. Others stay texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Any value.
    Any,
    /// Texts.
    Text,
    /// Texts and lists, as in query parameters.
    TextOrList,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Number,
    /// `True` and `False`.
    Boolean,
}

impl Kinds {
    fn allows(self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Text => value.is_string(),
            Self::TextOrList => value.is_string() || value.is_array(),
            // In Python, a bool is an integer.
            Self::Integer => value.is_i64() || value.is_u64() || value.is_boolean(),
            Self::Number => value.is_f64(),
            Self::Boolean => value.is_boolean(),
        }
    }
}

/// A value of the manifest that may contain an expression.
#[derive(Clone)]
pub struct Text(Rc<Form>);

enum Form {
    /// A value that is not a text, or a text without an expression.
    Constant(Value),
    Template {
        jinja: Jinja,
        source: String,
        unknown: HashSet<String>,
        parameters: Value,
    },
}

impl Text {
    /// Compiles a value of the manifest. `parameters` are those of its component.
    ///
    /// # Errors
    /// If the text is not Jinja.
    pub fn new(jinja: &Jinja, value: &Value, parameters: &Value) -> std::result::Result<Self, String> {
        let Some(source) = value.as_str().filter(|text| text.contains("{{") || text.contains("{%")) else {
            return Ok(Self(Rc::new(Form::Constant(value.clone()))));
        };
        let unknown = jinja.compile(source)?;
        let (jinja, source, parameters) = (jinja.clone(), source.to_owned(), parameters.clone());
        Ok(Self(Rc::new(Form::Template { jinja, source, unknown, parameters })))
    }

    /// The constant, if this is one.
    pub fn constant(&self) -> Option<&Value> {
        match &*self.0 {
            Form::Constant(value) => Some(value),
            Form::Template { .. } => None,
        }
    }

    /// Whether the text reads a variable with this name.
    pub fn reads(&self, name: &str) -> bool {
        matches!(&*self.0, Form::Template { unknown, .. } if unknown.contains(name))
    }

    /// The value, as the Python CDK evaluates it: null without a result.
    ///
    /// # Errors
    /// If a variable is not available here, or the expression fails.
    pub fn value(&self, variables: &Variables, kinds: Kinds) -> Result<Value> {
        let rendered = match &*self.0 {
            Form::Constant(Value::String(text)) => text.clone(),
            Form::Constant(value) => return Ok(value.clone()),
            Form::Template { .. } => match self.render(variables)? {
                Some(text) => text,
                None => return Ok(Value::Null),
            },
        };
        if rendered.is_empty() {
            return Ok(Value::Null);
        }
        Ok(literal_eval(&rendered).filter(|value| kinds.allows(value)).unwrap_or(Value::String(rendered)))
    }

    /// The value as Python's `str` writes it. No result is an empty text.
    ///
    /// # Errors
    /// As for [`Self::value`].
    pub fn text(&self, variables: &Variables) -> Result<String> {
        Ok(match self.value(variables, Kinds::Text)? {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => written(&other),
        })
    }

    /// Whether a condition holds. No result is false.
    ///
    /// # Errors
    /// As for [`Self::value`].
    pub fn holds(&self, variables: &Variables) -> Result<bool> {
        Ok(match self.value(variables, Kinds::Any)? {
            Value::Null => false,
            Value::Bool(holds) => holds,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !matches!(text.as_str(), "" | "False" | "false" | "{}" | "[]" | "()" | "0" | "0.0"),
            Value::Array(values) => !values.is_empty(),
            Value::Object(entries) => !entries.is_empty(),
        })
    }

    /// The rendered text; `None` if it has an undefined value in a place where Python raises `UndefinedError`.
    fn render(&self, variables: &Variables) -> Result<Option<String>> {
        let Form::Template { jinja, source, unknown, parameters } = &*self.0 else { return Ok(None) };
        let is_known = |name: &String| name == "parameters" || variables.0.contains_key(name.as_str());
        if let Some(name) = unknown.iter().find(|name| !is_known(name)) {
            return Err(Error::system(format!("`{source}`: the variable `{name}` is not available here")));
        }
        let mut variables = variables.clone();
        if unknown.contains("parameters") {
            variables.set("parameters", parameters);
        }
        jinja.render(source, Dynamic::from(variables.0))
    }
}

/// A value as Python's `str` writes it.
pub(crate) fn written(value: &Value) -> String {
    super::python::text(&lazy(value))
}
