//! Transport error: why a request got no response.

/// Why a request got no response. Never contains the URL's query or a header.
#[derive(Debug)]
pub(crate) struct TransportError {
    pub(crate) kind: TransportErrorKind,
    pub(crate) message: String,
    /// Whether the same request may succeed the next time.
    pub(crate) may_pass: bool,
}

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportErrorKind {
    /// The server did not respond in time.
    Timeout,
    /// The server is unreachable: unknown host name, no route, or connection refused.
    Unreachable,
    /// The connection failed or was lost.
    Connection,
    /// The response cannot be used.
    Response,
}

impl TransportError {
    /// An error that a retry may resolve. The kind is [`TransportErrorKind::Connection`] unless [`Self::of_kind`]
    /// changes it.
    pub(crate) fn passing(message: impl Into<String>) -> Self {
        Self { kind: TransportErrorKind::Connection, message: message.into(), may_pass: true }
    }

    /// An error that a retry does not resolve. The kind is [`TransportErrorKind::Response`] unless [`Self::of_kind`]
    /// changes it.
    pub(crate) fn lasting(message: impl Into<String>) -> Self {
        Self { kind: TransportErrorKind::Response, message: message.into(), may_pass: false }
    }

    pub(crate) fn of_kind(mut self, kind: TransportErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The reason for counting: the message up to its first colon, as in `read timeout: api.test`.
    pub(crate) fn reason(&self) -> &str {
        self.message.split(':').next().unwrap_or_default()
    }
}
