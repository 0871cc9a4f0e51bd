//! The transport: sends one request once. The only file that names the HTTP client.

use std::cell::{OnceCell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, USER_AGENT};

use super::inflate::{Broken, inflated};
use super::room::Share;
use super::url::same_origin;
use super::{Coming, Identity, Request, Response};

/// Time-outs and caps of one attempt.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the connection stands, name look-up and TLS included: 30 s.
    pub connect: Duration,
    /// Longest silence while the answer comes, 60 s: until its head is there, the connection included, and between any two
    /// pieces of its body. `--read-timeout` replaces it.
    pub read: Duration,
    /// The whole attempt: 10 min.
    pub attempt: Duration,
    /// Largest body, inflated: 128 MiB; `--max-body` replaces it.
    pub max_body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            read: Duration::from_secs(60),
            attempt: Duration::from_secs(600),
            max_body_bytes: 128 << 20,
        }
    }
}

/// Redirects followed within one origin.
const MAX_REDIRECTS: usize = 10;
/// Room that a reader of the body may use behind it without moving it.
const SPARE_BYTES: usize = 128;

/// Why no response came. Never holds the URL's query or a header.
#[derive(Debug)]
pub(crate) struct TransportError {
    pub(crate) message: String,
    /// Whether the same request may fare better the next time.
    pub(crate) may_pass: bool,
    /// Whether there was nobody to send the request to: the host is unknown, or refuses the connection.
    pub(crate) is_unreachable: bool,
}

impl TransportError {
    pub(crate) fn passing(message: impl Into<String>) -> Self {
        Self { message: message.into(), may_pass: true, is_unreachable: false }
    }

    pub(super) fn damaged() -> Self {
        Self::passing("the body is damaged: it does not inflate")
    }

    pub(super) fn unknown_encoding(encoding: &str) -> Self {
        Self::lasting(format!("the body comes in content encoding `{encoding}`, which was not asked for"))
    }

    pub(crate) fn lasting(message: impl Into<String>) -> Self {
        Self { message: message.into(), may_pass: false, is_unreachable: false }
    }
}

pub(crate) type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + 'a>>;

/// On whose behalf a request is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Asker {
    /// `auth`: what it is told is credentials. Whoever does not say is taken for it, since of this the least is written.
    #[default]
    Auth,
    /// A stream, or the hook that finds streams: what it is told is records.
    Stream,
}

/// One attempt of a request, with what the one who sends it may want to know.
pub(crate) struct Outgoing<'a> {
    /// As it was made, without credentials.
    pub(crate) request: &'a Request,
    /// As it leaves.
    pub(crate) signed: &'a Request,
    /// Whose credentials were added; `None` for none.
    pub(crate) identity: Option<Identity>,
    /// Who asks: the stream's name, or what stands in for one. A stream may have any name, `auth` too.
    pub(crate) who: &'a str,
    pub(crate) asker: Asker,
    /// Whether a success is kept for those who ask the same later.
    pub(crate) is_kept: bool,
    /// What the answer may hold of the run's memory.
    pub(crate) share: Option<&'a Share>,
    /// Where the body of a success may be put that is read as it comes; the response has none then.
    pub(crate) coming: Option<&'a RefCell<Option<Coming>>>,
}

/// Sends a request once. The tests of `client` script one of their own.
pub(crate) trait Transport {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a>;

    /// Whether there is a server that another attempt must give time to.
    fn waits(&self) -> bool {
        true
    }
}

/// The real one.
pub(crate) struct HttpTransport {
    /// Made by the first request: reading the machine's certificates takes longer than a whole `discover`.
    client: OnceCell<reqwest::Client>,
    limits: Limits,
    user_agent: HeaderValue,
}

impl HttpTransport {
    /// `user_agent` is sent where a stream sets none.
    pub(crate) fn new(user_agent: &str, limits: Limits) -> Self {
        let user_agent = HeaderValue::from_str(user_agent).unwrap_or(HeaderValue::from_static("rust-cdk"));
        Self { client: OnceCell::new(), limits, user_agent }
    }

    fn client(&self) -> Result<&reqwest::Client, TransportError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        static PROVIDER: OnceLock<()> = OnceLock::new();
        // `build()` panics without a provider; another library of the process may have installed one before us.
        PROVIDER.get_or_init(|| drop(rustls::crypto::ring::default_provider().install_default()));

        let client = builder(self.limits).build().or_else(|error| {
            // A machine without any certificate authority can still talk plain HTTP (a test, a side-car).
            builder(self.limits).tls_certs_only([]).build().map_err(|_| error)
        });
        let client = client.map_err(|error| {
            TransportError::lasting(format!("the HTTP client cannot start: {}", chain(&error.without_url())))
        })?;
        Ok(self.client.get_or_init(|| client))
    }

    async fn exchange(&self, outgoing: &Outgoing<'_>) -> Result<Response, TransportError> {
        let Outgoing { signed: request, share, coming, .. } = *outgoing;
        let mut headers = request.headers.clone();
        headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        let mut sending = self.client()?.request(request.method.clone(), request.url.clone()).headers(headers);
        if let Some(body) = &request.body {
            sending = sending.body(body.clone());
        }
        let mut answer = sending.send().await.map_err(told)?;

        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        if (300..400).contains(&status) && status != 304 {
            return Err(TransportError::lasting(refused_redirect(request, &headers)));
        }
        let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        if let Some(coming) = coming.filter(|_| answer.status().is_success() && !matches!(status, 204 | 205)) {
            *coming.borrow_mut() = Some(Coming::new(answer, encoding)?);
            return Ok(Response { status, headers, body: Vec::new() });
        }
        let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let max = self.limits.max_body_bytes;
        // A true length saves copies; a lying one takes addresses, and memory only as bytes come.
        let mut body = Vec::with_capacity(announced.unwrap_or(16 << 10).min(max).min(MOST_RESERVED) + SPARE_BYTES);
        while let Some(chunk) = answer.chunk().await.map_err(told)? {
            if body.len() + chunk.len() > max {
                return Err(too_large(max));
            }
            if let Some(share) = share {
                share.grow(body.len() + chunk.len()).await;
            }
            body.extend_from_slice(&chunk);
        }
        let body = inflated(body, encoding, max).map_err(|broken| match broken {
            Broken::Damaged => TransportError::damaged(),
            Broken::TooLarge => too_large(max),
            Broken::Unknown(other) => TransportError::unknown_encoding(&other),
        })?;
        let body = without_mark(body);
        Ok(Response { status, headers, body })
    }
}

/// What a length that is announced may reserve.
const MOST_RESERVED: usize = 16 << 20;

/// A mark of the byte order says nothing in UTF-8, and is no JSON (RFC 8259 §8.1).
fn without_mark(mut body: Vec<u8>) -> Vec<u8> {
    if body.starts_with(b"\xef\xbb\xbf") {
        body.drain(..3);
    }
    body
}

impl Transport for HttpTransport {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            match tokio::time::timeout(self.limits.attempt, self.exchange(outgoing)).await {
                Ok(outcome) => outcome,
                Err(_) => {
                    let seconds = self.limits.attempt.as_secs();
                    Err(TransportError::passing(format!("the answer was not complete after {seconds} s")))
                }
            }
        })
    }
}

fn builder(limits: Limits) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(limits.connect)
        .read_timeout(limits.read)
        .tcp_nodelay(true)
        .referer(false)
        // `x-api-key` and its like are not stripped by the client when the origin changes: stay within it.
        .redirect(reqwest::redirect::Policy::custom(|attempt| {
            let within = attempt.previous().first().is_some_and(|first| same_origin(first, attempt.url()));
            if within && attempt.previous().len() <= MAX_REDIRECTS { attempt.follow() } else { attempt.stop() }
        }))
}

fn refused_redirect(request: &Request, headers: &http::HeaderMap) -> String {
    let target =
        headers.get(http::header::LOCATION).and_then(|location| request.url.join(location.to_str().ok()?).ok());
    match target {
        Some(target) if same_origin(&target, &request.url) => {
            format!("more than {MAX_REDIRECTS} redirects")
        }
        Some(target) => format!(
            "the server redirects to another origin, {}, which is not followed with credentials; if that is the API's \
             right address, use it as url_base",
            target.origin().ascii_serialization()
        ),
        None => "the server redirects without saying where".to_owned(),
    }
}

fn too_large(max: usize) -> TransportError {
    TransportError::lasting(format!(
        "the body is larger than {} MiB: ask for smaller pages, or allow more by --max-body or CDK_MAX_BODY",
        max >> 20
    ))
}

/// A failure in words. The client's own text holds the whole URL, secrets included, so that is taken off first.
pub(super) fn told(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if is_certificate(&error) {
        return TransportError::lasting(format!(
            "the server's certificate is not trusted: {}; if it is signed by an authority of your own, name that in \
             SSL_CERT_FILE",
            chain(&error)
        ));
    }
    // A stall inside the body says both "timeout" and "decode": the time-out is the cause.
    let what = if error.is_connect() && error.is_timeout() {
        "no connection in time"
    } else if error.is_timeout() {
        "the server fell silent"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_body() || error.is_decode() {
        "the answer was cut short"
    } else if error.is_builder() {
        return TransportError::lasting(format!("the request cannot be sent: {}", chain(&error)));
    } else {
        "the connection broke"
    };
    let is_unreachable = error.is_connect() && !error.is_timeout() && is_unreachable(&error);
    TransportError { is_unreachable, ..TransportError::passing(format!("{what}: {}", chain(&error))) }
}

/// Whether no connection came about because there is nobody to connect to: the connection is refused, there is no way to the
/// host, or its name is unknown.
fn is_unreachable(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    // The client gives a failed name look-up no type of its own.
    if error.to_string().starts_with("dns error") {
        return true;
    }
    let io = error.downcast_ref::<std::io::Error>();
    if io.is_some_and(|error| matches!(error.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable)) {
        return true;
    }
    let wrapped = io.and_then(|error| error.get_ref());
    wrapped.is_some_and(|wrapped| is_unreachable(wrapped)) || error.source().is_some_and(is_unreachable)
}

/// Whether the certificate was refused: that does not pass by itself.
fn is_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return matches!(error, rustls::Error::InvalidCertificate(_));
    }
    // An I/O error names the source of what it wraps as its own, and so hides what it wraps.
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
    wrapped.is_some_and(|wrapped| is_certificate(wrapped)) || error.source().is_some_and(is_certificate)
}

/// The innermost cause, which is the one that says something.
fn chain(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
