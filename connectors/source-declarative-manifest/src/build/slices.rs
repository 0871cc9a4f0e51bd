//! Slices: partition routers, and what they add to a request.

use cdk_core::{Error, Result};
use serde_json::{Map, Value};

use super::request::{Injection, RequestOption};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text, Variables};

/// One list of slices by values.
pub(super) struct ListPlan {
    pub(super) field: String,
    values: Vec<Text>,
    /// The values are one text with a list.
    is_text: bool,
    pub(super) option: Option<RequestOption>,
}

impl ListPlan {
    pub(super) fn read(jinja: &Jinja, router: &Component<'_>) -> Outcome<Self> {
        let field = router.fixed_text(jinja, "cursor_field")?;
        let field = field.ok_or_else(|| router.error("`cursor_field` is missing"))?;
        named(router, &field)?;
        let (values, is_text) = match router.get("values") {
            Some(Value::Array(values)) => {
                (values.iter().map(|value| router.compiled(jinja, value)).collect::<Result<_, _>>()?, false)
            }
            Some(text) => (vec![router.compiled(jinja, text)?], true),
            None => return Err(router.error("`values` is missing")),
        };
        let option = router.child("request_option")?.map(|option| RequestOption::read(jinja, &option)).transpose()?;
        router.finish()?;
        Ok(Self { field, values, is_text, option })
    }

    /// The values of the slices.
    pub(super) fn values(&self, config: &Value, now: jiff::Timestamp) -> Result<Vec<Value>> {
        let variables = Variables::new(now).with("config", config);
        if self.is_text {
            let value = self.values.first().map(|text| text.value(&variables, Kinds::Any)).transpose()?;
            return match value {
                Some(Value::Array(values)) => Ok(values),
                _ => Err(Error::config(format!("the values of the slices `{}` are not a list", self.field))),
            };
        }
        self.values.iter().map(|value| value.value(&variables, Kinds::Any)).collect()
    }
}

/// Names that templates of the engine use for something else.
const RESERVED: [&str; 13] = [
    "config",
    "parent",
    "grandparent",
    "slice",
    "token",
    "last",
    "response",
    "header",
    "state",
    "window",
    "record",
    "now",
    "item",
];

/// Checks the name of a slice's value: the engine knows it by this name.
pub(super) fn named(component: &Component<'_>, field: &str) -> Outcome<()> {
    let is_start = |sign: char| sign.is_alphabetic() || sign == '_';
    let is_name = field.starts_with(is_start) && field.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    match is_name && !RESERVED.contains(&field) {
        true => Ok(()),
        false => Err(component.error(format!("`{field}` as the name of a slice's value is not supported"))),
    }
}

/// What a slice adds to a request: its value, unless Python's `if value` would be false.
pub(super) fn injection(
    option: Option<&RequestOption>,
    slice: &Map<String, Value>,
    field: &str,
    variables: &Variables,
) -> Result<Option<Injection>> {
    let value = slice.get(field).filter(|value| !value.is_null());
    match (option, value) {
        (Some(option), Some(value)) => option.inject(variables, value.clone()).map(Some),
        _ => Ok(None),
    }
}
