//! Line: one attribute of a stream, with the reason for it.

/// A line of `#[stream(…)]`, or only a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Such as `records = "data"`.
    pub(crate) attribute: Option<String>,
    /// One or more sentences.
    pub(crate) reason: Option<String>,
}

impl Line {
    /// A guess.
    pub(crate) fn guess(attribute: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { attribute: Some(attribute.into()), reason: Some(reason.into()) }
    }

    /// An attribute that is known.
    pub(crate) fn fact(attribute: impl Into<String>) -> Self {
        Self { attribute: Some(attribute.into()), reason: None }
    }

    pub(crate) fn comment(reason: impl Into<String>) -> Self {
        Self { attribute: None, reason: Some(reason.into()) }
    }
}

/// A text as a Rust literal.
pub(crate) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// The name of a parameter as a key of `params(…)` or `size(…)`.
pub(crate) fn parameter_key(name: &str) -> String {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if is_plain && starts_well { name.to_owned() } else { quoted(name) }
}
