//! The error type of the framework and of connectors.

use std::fmt;

use http::StatusCode;

use super::context::ErrorContext;
use super::failure_type::FailureType;
use super::kind::ErrorKind;

/// Result of everything that can fail in a connector.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error: a sentence with an [`ErrorKind`], a [`FailureType`], its places and its cause.
///
/// It does not implement [`std::error::Error`], so that `?` converts every other error into it.
///
/// ```
/// use cdk_core::{Error, ErrorContext, ErrorKind, FailureType};
///
/// fn account(text: &str) -> cdk_core::Result<u64> {
///     Ok(text.parse::<u64>()?) // any foreign error: a system error
/// }
/// let error = account("x").unwrap_err().with_context(ErrorContext::Stream("charges".to_owned()));
/// assert_eq!((error.kind(), error.failure_type()), (ErrorKind::Internal, FailureType::SystemError));
/// assert_eq!(error.to_string(), "stream `charges`: invalid digit found in string");
/// ```
pub struct Error(Box<ErrorParts>);

struct ErrorParts {
    failure_type: FailureType,
    kind: ErrorKind,
    message: String,
    /// Innermost first.
    context: Vec<ErrorContext>,
    details: Vec<String>,
    is_refused: bool,
    is_of_request: bool,
    status: Option<StatusCode>,
    /// The API's own error code.
    code: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Creates an error that the user must fix: config, credentials or permissions.
    pub fn config(message: impl Into<String>) -> Self {
        Self::new(FailureType::ConfigError, message)
    }

    /// Creates an error that a later retry may resolve.
    pub fn transient(message: impl Into<String>) -> Self {
        Self::new(FailureType::TransientError, message)
    }

    /// Creates an error that is a problem of the connector or of the API.
    pub fn system(message: impl Into<String>) -> Self {
        Self::new(FailureType::SystemError, message)
    }

    /// An error of the given type. `message` is lower case, without a full stop, and says what would be right.
    pub fn new(failure_type: FailureType, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorParts {
            failure_type,
            kind: failure_type.into(),
            message: message.into(),
            context: Vec::new(),
            details: Vec::new(),
            is_refused: false,
            is_of_request: false,
            status: None,
            code: None,
            source: None,
        }))
    }

    /// Sets the kind. Default: [`ErrorKind::Config`], [`ErrorKind::Transient`] or [`ErrorKind::Internal`], by its
    /// [`FailureType`].
    #[must_use]
    pub fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Adds a place. The outermost place is added last and comes first in the message. A place that is known already
    /// keeps its first value, except for parents, which may have parents again.
    #[must_use]
    pub fn with_context(mut self, context: ErrorContext) -> Self {
        if !self.0.context.iter().any(|known| context.is_same_kind(known)) {
            self.0.context.push(context);
        }
        self
    }

    #[must_use]
    pub(crate) fn in_stream(self, name: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Stream(name.to_string()))
    }

    /// `key` is the parent record, as in ` (id = 7)`, or empty.
    #[must_use]
    pub(crate) fn in_parent(self, stream: impl fmt::Display, key: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Parent { stream: stream.to_string(), key: key.to_string() })
    }

    #[must_use]
    pub(crate) fn in_records_of(self, stream: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::RecordsOf(stream.to_string()))
    }

    #[must_use]
    pub(crate) fn in_slice(self, partition: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Slice(partition.to_string()))
    }

    #[must_use]
    pub(crate) fn in_slice_number(self, number: usize) -> Self {
        self.with_context(ErrorContext::SliceNumber(number as u64))
    }

    #[must_use]
    pub(crate) fn on_page(self, number: u64) -> Self {
        self.with_context(ErrorContext::Page(number))
    }

    #[must_use]
    pub(crate) fn on_line(self, number: u64) -> Self {
        self.with_context(ErrorContext::Line(number))
    }

    /// `key` is as in ` (id = 7)`, or empty.
    #[must_use]
    pub(crate) fn in_record(self, number: Option<u64>, key: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Record { number, key: key.to_string() })
    }

    #[must_use]
    pub(crate) fn in_embedded_list(self, path: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::EmbeddedList(path.to_string()))
    }

    #[must_use]
    pub(crate) fn in_hook(self, name: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Hook(name.to_string()))
    }

    #[must_use]
    pub(crate) fn in_attribute(self, name: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Attribute(name.to_string()))
    }

    #[must_use]
    pub(crate) fn in_auth(self, kind: impl fmt::Display) -> Self {
        self.with_context(ErrorContext::Auth(kind.to_string()))
    }

    /// Adds a sentence about the error as a whole, before its places.
    #[must_use]
    pub(crate) fn with_note(self, note: String) -> Self {
        self.with_context(ErrorContext::Note(note))
    }

    /// The API rejects the credentials, which other requests would also send.
    #[must_use]
    pub(crate) fn refused(mut self) -> Self {
        self.0.is_refused = true;
        self
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.0.is_refused
    }

    /// The request was not sent because the circuit breaker is open, which is logged once.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.0.kind == ErrorKind::CircuitOpen
    }

    /// The API rejects the request itself, for every account: for example because of an expired page token.
    #[must_use]
    pub(crate) fn of_request(mut self) -> Self {
        self.0.is_of_request = true;
        self
    }

    pub(crate) fn is_of_request(&self) -> bool {
        self.0.is_of_request
    }

    /// Sets the HTTP status of the response.
    #[must_use]
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the API's own error code.
    #[must_use]
    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    /// Appends a possible reason to the message.
    #[must_use]
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.0.message = format!("{}; {hint}", self.0.message);
        self
    }

    /// Adds a line for the developer (method, URL without secrets, request ID …), for the TRACE's internal message.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.details.push(detail.into());
        self
    }

    /// Sets the cause of this error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error for another stream that it fails. Its cause becomes a detail.
    pub(crate) fn again(&self) -> Self {
        let mut copy = Self::new(self.failure_type(), self.message());
        copy.0.kind = self.kind();
        copy.0.context.clone_from(&self.0.context);
        copy.0.is_refused = self.is_refused();
        copy.0.is_of_request = self.is_of_request();
        copy.0.status = self.status();
        copy.0.code.clone_from(&self.0.code);
        copy.0.details.clone_from(&self.0.details);
        copy.0.details.extend(self.0.source.iter().map(|source| format!("caused by: {source}")));
        copy
    }

    /// Who can fix it.
    pub fn failure_type(&self) -> FailureType {
        self.0.failure_type
    }

    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status of the response; `None` without a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The API's own error code, such as OAuth's `invalid_grant`; `None` without one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The places, outermost first.
    pub fn context(&self) -> impl Iterator<Item = &ErrorContext> {
        self.0.context.iter().rev()
    }

    /// The message without its places.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Everything for the developer: the sentence with its places, the details, and the chain of causes.
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
        for context in self.context() {
            write!(f, "{context}: ")?;
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
        let error = Error::config("no `id`").on_page(3).in_stream("users");

        assert_eq!(error.to_string(), "stream `users`: page 3: no `id`");
    }

    #[test]
    fn a_place_that_is_known_keeps_its_first_value() {
        let error = Error::system("x").in_stream("inner").in_stream("outer");

        assert_eq!(error.to_string(), "stream `inner`: x");
    }

    #[test]
    fn details_and_causes_are_for_the_developer_only() {
        let cause = std::io::Error::other("broken pipe");
        let error = Error::transient("the server went away").with_detail("GET https://api.test/x").with_source(cause);

        assert_eq!(error.to_string(), "the server went away");
        assert_eq!(error.internal_message(), "the server went away; GET https://api.test/x; caused by: broken pipe");
    }

    #[test]
    fn a_name_of_digits_is_a_name() {
        assert_eq!(Error::system("x").in_stream("007").to_string(), "stream `007`: x");
    }

    #[test]
    fn records_and_parents_are_named_with_their_keys() {
        let error = Error::system("x").in_record(Some(2), " (id = 7)").in_parent("users", " (id = 1)");

        assert_eq!(
            error.in_parent("teams", "").to_string(),
            "parent `teams`: parent users (id = 1): record 2 (id = 7): x"
        );
    }

    #[test]
    fn an_error_says_what_kind_it_is() {
        assert_eq!(Error::config("x").kind(), ErrorKind::Config);
        assert_eq!(Error::transient("x").kind(), ErrorKind::Transient);
        assert_eq!(Error::system("x").with_kind(ErrorKind::NotFound).again().kind(), ErrorKind::NotFound);
    }
}
