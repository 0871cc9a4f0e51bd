//! Refusal: why serde does not take a text, and where. The place is noted on the way up, so that only a failure pays
//! for it.

use std::fmt::{self, Display};

use serde::de::{Expected, Unexpected};

/// What serde said to a text.
#[derive(Debug)]
pub(crate) struct Refusal(Box<RefusalParts>);

#[derive(Debug)]
struct RefusalParts {
    message: String,
    /// Names and numbers of the way to the value, innermost first.
    way: Vec<String>,
}

impl Refusal {
    /// The same one level further out: inside the member or element of that name.
    #[cold]
    pub(super) fn within(mut self, name: impl Display) -> Self {
        self.0.way.push(name.to_string());
        self
    }

    /// The names and numbers on the way to the refused value, outermost first.
    pub(super) fn way(&self) -> impl Iterator<Item = &String> {
        self.0.way.iter().rev()
    }

    /// The names and numbers on the way to the refused value, outermost first, and serde's message.
    pub(crate) fn into_parts(self) -> (impl Iterator<Item = String>, String) {
        (self.0.way.into_iter().rev(), self.0.message)
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Refusal {}

impl serde::de::Error for Refusal {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Self(Box::new(RefusalParts { message: message.to_string(), way: Vec::new() }))
    }

    #[cold]
    #[inline(never)]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid type: {}, expected {expected}", InJson(found)))
    }

    #[cold]
    #[inline(never)]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {}, expected {expected}", InJson(found)))
    }

    // The defaults, but not written out again in each struct.
    #[cold]
    #[inline(never)]
    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("missing field `{field}`"))
    }

    #[cold]
    #[inline(never)]
    fn duplicate_field(field: &'static str) -> Self {
        Self::custom(format_args!("duplicate field `{field}`"))
    }
}

/// serde's words, in which JSON has no unit.
struct InJson<'a>(Unexpected<'a>);

impl Display for InJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => f.write_str("null"),
            other => other.fmt(f),
        }
    }
}
