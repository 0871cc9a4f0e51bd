//! Connection errors: why a request got no response, with the server, the proxy and what to do.
//!
//! In: the HTTP client's error, and the URL. Out: a `TransportError`. The client's own text contains the whole URL with
//! its secrets. This module removes the URL and names the host and the proxy.
//! Not here: error responses (see `retry::failure`).

use std::error::Error as StdError;
use std::io::ErrorKind;

use rustls::CertificateError;
use url::Url;

use super::certificates;
use super::proxy::proxy_for;
use super::transport_error::{TransportError, TransportErrorKind};

/// The transport error for an error of the HTTP client.
pub(super) fn described(error: reqwest::Error, url: &Url) -> TransportError {
    let error = error.without_url();
    let (place, cause) = (place(url), innermost(&error));
    match tls_error(&error) {
        Some(rustls::Error::InvalidCertificate(refused)) => return untrusted(&place, refused),
        Some(rustls::Error::InvalidMessage(_)) => {
            let message = format!(
                "TLS handshake failed: {place}: not a TLS server ({cause}); use http://, or the port for https://"
            );
            return TransportError::lasting(message).of_kind(TransportErrorKind::Connection);
        }
        _ => {}
    }
    // A read timeout inside the body is both "timeout" and "decode": the timeout is the cause.
    let (kind, what) = if error.is_connect() && error.is_timeout() {
        (TransportErrorKind::Timeout, "connect timeout")
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, "read timeout")
    } else if error.is_connect() {
        let kind =
            if is_unreachable(&error) { TransportErrorKind::Unreachable } else { TransportErrorKind::Connection };
        (kind, "connection failed")
    } else if error.is_body() || error.is_decode() {
        (TransportErrorKind::Connection, "incomplete response")
    } else if error.is_builder() {
        return TransportError::lasting(format!("invalid request: {place}: {cause}"));
    } else {
        (TransportErrorKind::Connection, "connection lost")
    };
    let hint = if error.is_connect() { hint_for_connection(&error, url) } else { hint_for_response(&cause, url) };
    TransportError::passing(format!("{what}: {place}: {cause}{hint}")).of_kind(kind)
}

/// Whether the server is unreachable: connection refused, no route to the host, or unknown host name.
fn is_unreachable(error: &reqwest::Error) -> bool {
    use ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    causes(error).any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        matches!(io, Some(ConnectionRefused | HostUnreachable | NetworkUnreachable)) || is_dns(cause)
    })
}

/// By its text, because the client does not have a type for a failed name lookup.
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

/// The error for a rejected server certificate. A retry does not help.
fn untrusted(place: &str, refused: &CertificateError) -> TransportError {
    let said = refused.to_string();
    let why = match refused {
        CertificateError::UnknownIssuer => "its issuer is unknown".to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => format!("it has expired ({said})"),
        // By its text, because the error type of the verifier is private to rustls.
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
        return "; unknown host name: check its spelling";
    }
    let is_closed = |kind| matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset);
    let mut kinds = causes(error).filter_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    match url.scheme() == "https" && kinds.any(is_closed) {
        true => "; the server may not support TLS on this port",
        false => "",
    }
}

fn hint_for_response(cause: &str, url: &Url) -> &'static str {
    match url.scheme() == "http" && cause.starts_with("invalid HTTP version") {
        true => "; if the server uses TLS, use https://",
        false => "",
    }
}

/// The TLS error, if one is the cause.
fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// The error and all its causes.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error: &'a (dyn StdError + 'static) = *error;
        // `source()` of an I/O error skips the wrapped error, so the wrapped error is looked up first.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
        wrapped.map(|wrapped| wrapped as &(dyn StdError + 'static)).or_else(|| error.source())
    })
}

/// The innermost cause, which is the specific one.
pub(super) fn innermost(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
