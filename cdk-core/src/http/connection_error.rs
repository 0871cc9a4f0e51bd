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
use super::transport::TransportError;

/// A failure in words.
pub(super) fn told(error: reqwest::Error, url: &Url) -> TransportError {
    let error = error.without_url();
    let (place, cause) = (place(url), chain(&error));
    match tls_error(&error) {
        Some(rustls::Error::InvalidCertificate(refused)) => return untrusted(&place, refused),
        Some(rustls::Error::InvalidMessage(_)) => {
            return TransportError::lasting(format!(
                "the server does not speak TLS: {place} ({cause}); use http://, or the port for https://"
            ));
        }
        _ => {}
    }
    // A stall inside the body says both "timeout" and "decode": the time-out is the cause.
    let what = if error.is_connect() && error.is_timeout() {
        "connect timeout"
    } else if error.is_timeout() {
        "read timeout"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_body() || error.is_decode() {
        "the response ended too early"
    } else if error.is_builder() {
        return TransportError::lasting(format!("the request cannot be sent: {place}: {cause}"));
    } else {
        "the connection was lost"
    };
    let hint = if error.is_connect() { hint_for_connection(&error, url) } else { hint_for_answer(&cause, url) };
    let is_unreachable = error.is_connect() && !error.is_timeout() && is_unreachable(&error);
    TransportError { is_unreachable, ..TransportError::passing(format!("{what}: {place}: {cause}{hint}")) }
}

/// Whether the server is unreachable: the connection is refused, there is no route to the host, or its name is unknown.
fn is_unreachable(error: &reqwest::Error) -> bool {
    use ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    // The client gives a failed name look-up no type of its own.
    causes(error).any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        matches!(io, Some(ConnectionRefused | HostUnreachable | NetworkUnreachable)) || is_dns(cause)
    })
}

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

fn hint_for_answer(cause: &str, url: &Url) -> &'static str {
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
pub(super) fn chain(error: &dyn StdError) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
