//! Why no response came.

/// Why no response came. Never holds the URL's query or a header.
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
    /// The server did not answer in time.
    Timeout,
    /// The server is unreachable: the host is unknown, or refuses the connection.
    Unreachable,
    /// The connection failed or was lost.
    Connection,
    /// A response came that cannot be used.
    Response,
}

impl TransportError {
    /// Another attempt may succeed. The kind is [`TransportErrorKind::Connection`] until [`Self::of_kind`] names another one.
    pub(crate) fn passing(message: impl Into<String>) -> Self {
        Self { kind: TransportErrorKind::Connection, message: message.into(), may_pass: true }
    }

    /// Another attempt brings the same. The kind is [`TransportErrorKind::Response`] until [`Self::of_kind`] names another
    /// one.
    pub(crate) fn lasting(message: impl Into<String>) -> Self {
        Self { kind: TransportErrorKind::Response, message: message.into(), may_pass: false }
    }

    pub(crate) fn of_kind(mut self, kind: TransportErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The kind of failure in words, for counting: the message up to its first colon, as in `read timeout: api.test`.
    pub(crate) fn reason(&self) -> &str {
        self.message.split(':').next().unwrap_or_default()
    }
}
