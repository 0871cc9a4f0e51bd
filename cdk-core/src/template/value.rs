//! Rust values → values of placeholders.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// The values of a template's typed placeholders, in their order in the text; `None` is absent.
pub type Args = Vec<Option<Value>>;

/// A value that a template can hold: texts, numbers, booleans, dates, [`Secret`]s, and `Option`s and lists of them.
///
/// Implement it for your own type to use it in a template: return its JSON value, or `None` where it is absent.
///
/// ```
/// use cdk_core::TemplateValue;
/// use serde_json::Value;
///
/// enum Region { Eu, Us }
/// impl TemplateValue for Region {
///     fn template_value(&self) -> Option<Value> {
///         Some(Value::from(match self { Region::Eu => "eu", Region::Us => "us" }))
///     }
/// }
/// assert_eq!(Region::Eu.template_value(), Some(Value::from("eu")));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used in a template",
    label = "this type cannot be written as a string",
    note = "strings, numbers, bools, dates, `Secret` and `Option`s of them can be used; implement `cdk_core::TemplateValue` for \
            `{Self}`, name a field inside it, or use a hook function"
)]
pub trait TemplateValue {
    /// The value, or `None` where there is none. Called for every request that the template is part of; for `auth` once
    /// a stream, for `add` once a record.
    fn template_value(&self) -> Option<Value>;
}

/// The value of one typed placeholder.
pub fn arg<T: TemplateValue + ?Sized>(value: &T) -> Option<Value> {
    value.template_value()
}

/// The values of one placeholder over all records of a batch of parents (`parent(P, batch = 100)`): a list. `name` is
/// what the placeholder says, such as `parent.id`.
///
/// # Errors
/// Where a record has no value there: the request would be sent without it.
pub fn each<T>(records: &[T], name: &str, value: impl Fn(&T) -> Option<Value>) -> Result<Option<Value>> {
    let one = |(at, record): (usize, &T)| {
        value(record).filter(|value| !value.is_null()).ok_or_else(|| {
            let (number, all) = (at + 1, records.len());
            Error::system(format!("`{{{name}}}` has no value in parent record {number} of the batch's {all}"))
        })
    };
    records.iter().enumerate().map(one).collect::<Result<_>>().map(Some)
}

macro_rules! by_conversion {
    ($($type:ty),*) => {$(
        impl TemplateValue for $type {
            fn template_value(&self) -> Option<Value> {
                Some(Value::from(self.to_owned()))
            }
        }
    )*};
}
by_conversion!(bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64, str, String);

macro_rules! by_text {
    ($($type:ty),*) => {$(
        impl TemplateValue for $type {
            fn template_value(&self) -> Option<Value> {
                Some(Value::from(self.to_string()))
            }
        }
    )*};
}
by_text!(char, u128, i128, jiff::Timestamp, jiff::civil::Date, jiff::civil::DateTime, std::borrow::Cow<'_, str>);

impl TemplateValue for Secret {
    fn template_value(&self) -> Option<Value> {
        Some(Value::from(self.expose()))
    }
}

impl TemplateValue for Value {
    fn template_value(&self) -> Option<Value> {
        (!self.is_null()).then(|| self.clone())
    }
}

impl TemplateValue for () {
    fn template_value(&self) -> Option<Value> {
        None
    }
}

impl<T: TemplateValue> TemplateValue for Option<T> {
    fn template_value(&self) -> Option<Value> {
        self.as_ref().and_then(T::template_value)
    }
}

impl<T: TemplateValue> TemplateValue for Vec<T> {
    fn template_value(&self) -> Option<Value> {
        Some(self.iter().filter_map(T::template_value).collect())
    }
}

impl<T: TemplateValue + ?Sized> TemplateValue for &T {
    fn template_value(&self) -> Option<Value> {
        T::template_value(self)
    }
}

impl<T: TemplateValue + ?Sized> TemplateValue for Box<T> {
    fn template_value(&self) -> Option<Value> {
        T::template_value(self)
    }
}
