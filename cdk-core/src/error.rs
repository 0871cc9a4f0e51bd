//! Error: the one error of the framework and of connectors.
//!
//! In: a sentence for the one who must act, made by [`Error::config`], [`Error::transient`] or [`Error::system`], or any
//! foreign error through `?` (a system error then). Out: what a TRACE ERROR and a CONNECTION_STATUS say.
//! Default: `system_error`, since a failure that nobody classified is a defect of the connector, not of the user's config.
//! Not here: masking secrets (see `secret`, applied where messages are written), deciding about retries (see `retry`).

use std::fmt;

/// The result of everything that can fail in a connector.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Who can mend a failure. The platform decides by it whether to try again and whom to tell.
///
/// Source: `AirbyteErrorTraceMessage.failure_type` of the Airbyte protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureType {
    /// The user's configuration, credentials or permissions must change.
    ConfigError,
    /// It may pass by itself: the network, a rate limit, a server in trouble.
    TransientError,
    /// A defect of the connector or an API that broke its word.
    SystemError,
}

/// What went wrong, for whom, and where: a sentence, a [`FailureType`], context pairs and the error behind it.
///
/// It deliberately does not implement [`std::error::Error`], so that `?` turns every foreign error into it.
///
/// ```
/// use cdk_core::{Error, FailureType};
///
/// fn account(text: &str) -> cdk_core::Result<u64> {
///     Ok(text.parse::<u64>()?) // any foreign error: a system error
/// }
/// let error = account("x").unwrap_err().with_context("stream", "charges");
/// assert_eq!(error.failure_type(), FailureType::SystemError);
/// assert_eq!(error.to_string(), "stream `charges`: invalid digit found in string");
/// ```
pub struct Error(Box<Inner>);

/// The name of a context that is a sentence by itself.
const NOTE: &str = "";

struct Inner {
    failure_type: FailureType,
    message: String,
    context: Vec<(&'static str, String)>,
    details: Vec<String>,
    is_refused: bool,
    is_cut_off: bool,
    is_of_request: bool,
    status: Option<u16>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// The user must change something: config, credentials, permissions.
    pub fn config(message: impl Into<String>) -> Self {
        Self::new(FailureType::ConfigError, message)
    }

    /// Trying again later may help.
    pub fn transient(message: impl Into<String>) -> Self {
        Self::new(FailureType::TransientError, message)
    }

    /// The connector or the API is at fault.
    pub fn system(message: impl Into<String>) -> Self {
        Self::new(FailureType::SystemError, message)
    }

    /// An error of the given type; `message` is lower case, without a full stop, and says what would be right.
    pub fn new(failure_type: FailureType, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            failure_type,
            message: message.into(),
            context: Vec::new(),
            details: Vec::new(),
            is_refused: false,
            is_cut_off: false,
            is_of_request: false,
            status: None,
            source: None,
        }))
    }

    /// Says where it happened, for instance `("stream", "charges")`. The outermost place is added last and told first;
    /// a place that is known already keeps its first value, but for parents, which may have parents again.
    #[must_use]
    pub fn with_context(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        if name == "parent" || !self.0.context.iter().any(|(known, _)| *known == name) {
            self.0.context.push((name, value.to_string()));
        }
        self
    }

    /// Says something about it as a whole, in front of its places.
    #[must_use]
    pub(crate) fn with_note(mut self, note: String) -> Self {
        self.0.context.push((NOTE, note));
        self
    }

    /// The API does not accept the credentials, which other requests would send too.
    #[must_use]
    pub(crate) fn refused(mut self) -> Self {
        self.0.is_refused = true;
        self
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.0.is_refused
    }

    /// The request was not sent, since its host only fails: that is told once, and not of each request.
    #[must_use]
    pub(crate) fn cut_off(mut self) -> Self {
        self.0.is_cut_off = true;
        self
    }

    pub(crate) fn is_cut_off(&self) -> bool {
        self.0.is_cut_off
    }

    /// The API does not take the request as it is, whoever sends it: a page's token that it does not know any more, say.
    #[must_use]
    pub(crate) fn of_request(mut self) -> Self {
        self.0.is_of_request = true;
        self
    }

    pub(crate) fn is_of_request(&self) -> bool {
        self.0.is_of_request
    }

    /// The API answered with this HTTP status.
    #[must_use]
    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Appends a possible reason to the message.
    #[must_use]
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.0.message = format!("{}; {hint}", self.0.message);
        self
    }

    /// Adds a line for the developer (method, URL without secrets, request id …): told in the TRACE's internal message.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.details.push(detail.into());
        self
    }

    /// Keeps the error behind this one.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error once more, for another stream that fails by it; the error behind it becomes a detail.
    pub(crate) fn again(&self) -> Self {
        let mut copy = Self::new(self.failure_type(), self.message());
        copy.0.context.clone_from(&self.0.context);
        copy.0.is_refused = self.is_refused();
        copy.0.is_cut_off = self.is_cut_off();
        copy.0.is_of_request = self.is_of_request();
        copy.0.status = self.status();
        copy.0.details.clone_from(&self.0.details);
        copy.0.details.extend(self.0.source.iter().map(|source| format!("caused by: {source}")));
        copy
    }

    /// Who can mend it.
    pub fn failure_type(&self) -> FailureType {
        self.0.failure_type
    }

    /// The sentence alone, without its places.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Everything for the developer: the sentence with its places, the details, and the chain of errors behind it.
    pub fn internal_message(&self) -> String {
        let mut text = self.to_string();
        for detail in &self.0.details {
            text.push_str("; ");
            text.push_str(detail);
        }
        let mut source = self.0.source.as_deref().map(|source| source as &dyn std::error::Error);
        while let Some(error) = source {
            let cause = error.to_string();
            if !text.contains(&cause) {
                text.push_str("; caused by: ");
                text.push_str(&cause);
            }
            source = error.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.0.context.iter().rev() {
            // A number reads as `page 3`, a name as "stream `charges`".
            match value.parse::<u64>() {
                _ if *name == NOTE => write!(f, "{value}: ")?,
                Ok(number) => write!(f, "{name} {number}: ")?,
                // A number or a name with its key: `record 2 (id = 7)`.
                Err(_) if *name == "record" || value.ends_with(')') => write!(f, "{name} {value}: ")?,
                Err(_) => write!(f, "{name} `{value}`: ")?,
            }
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.0.failure_type, self.internal_message())
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::system(error.to_string()).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_the_outside_in() {
        let error = Error::config("no `id`").with_context("page", 3).with_context("stream", "users");

        assert_eq!(error.to_string(), "stream `users`: page 3: no `id`");
    }

    #[test]
    fn a_place_that_is_known_keeps_its_first_value() {
        let error = Error::system("x").with_context("stream", "inner").with_context("stream", "outer");

        assert_eq!(error.to_string(), "stream `inner`: x");
    }

    #[test]
    fn details_and_causes_are_for_the_developer_only() {
        let cause = std::io::Error::other("broken pipe");
        let error = Error::transient("the server went away").with_detail("GET https://api.test/x").with_source(cause);

        assert_eq!(error.to_string(), "the server went away");
        assert_eq!(error.internal_message(), "the server went away; GET https://api.test/x; caused by: broken pipe");
    }
}
