//! Why a request got no answer, in words: which server, through which proxy, and what to do.
//!
//! In: the HTTP client's error, and the URL. Out: a `TransportError`. The client's own text holds the whole URL, secrets
//! included, so that is taken off first; the host and the proxy are named instead.
//! Not here: what an answer says (see `retry::failure`).

use std::error::Error as StdError;
use std::io::ErrorKind;

use rustls::CertificateError;
use url::Url;

use super::certificates;
use super::proxy::proxy_for;
use super::transport_error::{TransportError, TransportErrorKind};

/// A failure in words.
pub(super) fn described(error: reqwest::Error, url: &Url) -> TransportError {
    let error = error.without_url();
    let (place, cause) = (place(url), innermost(&error));
    match tls_error(&error) {
        Some(rustls::Error::InvalidCertificate(refused)) => return untrusted(&place, refused),
        Some(rustls::Error::InvalidMessage(_)) => {
            let message =
                format!("the server does not speak TLS: {place} ({cause}); use http://, or the port for https://");
            return TransportError::lasting(message).of_kind(TransportErrorKind::Connection);
        }
        _ => {}
    }
    // A stall inside the body says both "timeout" and "decode": the time-out is the cause.
    let (kind, what) = if error.is_connect() && error.is_timeout() {
        (TransportErrorKind::Timeout, "connect timeout")
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, "read timeout")
    } else if error.is_connect() {
        let kind =
            if is_unreachable(&error) { TransportErrorKind::Unreachable } else { TransportErrorKind::Connection };
        (kind, "no connection")
    } else if error.is_body() || error.is_decode() {
        (TransportErrorKind::Connection, "the response ended too early")
    } else if error.is_builder() {
        return TransportError::lasting(format!("the request cannot be sent: {place}: {cause}"));
    } else {
        (TransportErrorKind::Connection, "the connection was lost")
    };
    let hint = if error.is_connect() { hint_for_connection(&error, url) } else { hint_for_response(&cause, url) };
    TransportError::passing(format!("{what}: {place}: {cause}{hint}")).of_kind(kind)
}

/// Whether the server is unreachable: the connection is refused, there is no route to the host, or its name is unknown.
fn is_unreachable(error: &reqwest::Error) -> bool {
    use ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    causes(error).any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        matches!(io, Some(ConnectionRefused | HostUnreachable | NetworkUnreachable)) || is_dns(cause)
    })
}

/// By its text, since the client has no type for a failed name lookup.
fn is_dns(cause: &(dyn StdError + 'static)) -> bool {
    cause.to_string().starts_with("dns error")
}

/// `api.example.com:8443 through the proxy proxy.local:3128`
fn place(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let server = format!("{}{port}", url.host_str().unwrap_or_default());
    match proxy_for(url) {
        Some(proxy) => format!("{server} through the proxy {proxy}"),
        None => server,
    }
}

/// The server's certificate is refused, which does not pass without a change.
fn untrusted(place: &str, refused: &CertificateError) -> TransportError {
    let said = refused.to_string();
    let why = match refused {
        CertificateError::UnknownIssuer => "its issuer is unknown".to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => format!("it has expired ({said})"),
        // By its text, since the verifier's own error type is private to rustls.
        _ if format!("{refused:?}").contains("CaUsedAsEndEntity") => {
            "it is a CA certificate, which a server must not use as its \
            own; give the server a certificate with `CA:FALSE` that this CA signed"
                .to_owned()
        }
        _ => said,
    };
    let files = certificates::described().unwrap_or_else(|| {
        "if your own certificate authority signed it, set SSL_CERT_FILE to the file with the CA certificate".to_owned()
    });
    TransportError::lasting(format!("the server's certificate is not trusted: {place}: {why}; {files}"))
        .of_kind(TransportErrorKind::Connection)
}

fn hint_for_connection(error: &reqwest::Error, url: &Url) -> &'static str {
    if causes(error).any(is_dns) {
        return "; the host name is unknown: check its spelling";
    }
    let is_closed = |kind| matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset);
    let mut kinds = causes(error).filter_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    match url.scheme() == "https" && kinds.any(is_closed) {
        true => "; perhaps the server does not speak TLS",
        false => "",
    }
}

fn hint_for_response(cause: &str, url: &Url) -> &'static str {
    match url.scheme() == "http" && cause.starts_with("invalid HTTP version") {
        true => "; if the server speaks TLS, use https://",
        false => "",
    }
}

/// What TLS says, if it is the cause.
fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// The error and all its causes.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error: &'a (dyn StdError + 'static) = *error;
        // An I/O error names the source of what it wraps as its own, and so hides what it wraps.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
        wrapped.map(|wrapped| wrapped as &(dyn StdError + 'static)).or_else(|| error.source())
    })
}

/// The innermost cause, which is the one that says something.
pub(super) fn innermost(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
