//! The transport: sends one request once, redirects included. With `coming` and `connection_error` the only files that name the
//! HTTP client.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, USER_AGENT};
use url::Url;

use super::connection_error::{chain, told};
use super::inflate::{Broken, inflated};
use super::redirect::redirected;
use super::room::Share;
use super::url::length_problem;
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

/// Room that a reader of the body may use behind it without moving it.
const SPARE_BYTES: usize = 128;

/// Why no response came. Never holds the URL's query or a header.
#[derive(Debug)]
pub(crate) struct TransportError {
    pub(crate) message: String,
    /// Whether the same request may fare better the next time.
    pub(crate) may_pass: bool,
    /// Whether the server is unreachable: the host is unknown, or refuses the connection.
    pub(crate) is_unreachable: bool,
}

impl TransportError {
    pub(crate) fn passing(message: impl Into<String>) -> Self {
        Self { message: message.into(), may_pass: true, is_unreachable: false }
    }

    pub(super) fn damaged(encoding: &str) -> Self {
        Self::passing(match encoding {
            "gzip" => "the body is damaged: it cannot be decompressed".to_owned(),
            other => format!("the body is damaged: it cannot be decompressed (content encoding `{other}`)"),
        })
    }

    /// Another attempt brings the same.
    pub(super) fn raw_deflate() -> Self {
        Self::lasting(
            "the body comes in content encoding `deflate` without its zlib header (raw deflate), which cannot be read; gzip was \
             asked for",
        )
    }

    pub(super) fn unknown_encoding(encoding: &str) -> Self {
        Self::lasting(format!("the body has the content encoding `{encoding}`, which the request does not accept"))
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

    /// The head of the answer, after redirects, and the URL that it came from.
    async fn answer(&self, request: &Request) -> Result<(reqwest::Response, Url), TransportError> {
        let mut request = Cow::Borrowed(request);
        let mut followed = 0;
        loop {
            if let Some(why) = length_problem(&request.url) {
                return Err(TransportError::lasting(why));
            }
            let mut headers = request.headers.clone();
            headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
            headers.entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
            headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
            let mut sending = self.client()?.request(request.method.clone(), request.url.clone()).headers(headers);
            if let Some(body) = &request.body {
                sending = sending.body(body.clone());
            }
            let answer = sending.send().await.map_err(|error| told(error, &request.url))?;
            match redirected(&request, answer.status().as_u16(), answer.headers(), followed)? {
                Some(next) => request = Cow::Owned(next),
                None => return Ok((answer, request.url.clone())),
            }
            followed += 1;
        }
    }

    async fn exchange(&self, outgoing: &Outgoing<'_>) -> Result<Response, TransportError> {
        let Outgoing { signed: request, share, coming, .. } = *outgoing;
        let (mut answer, url) = self.answer(request).await?;

        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        if let Some(coming) = coming.filter(|_| answer.status().is_success() && !matches!(status, 204 | 205)) {
            *coming.borrow_mut() = Some(Coming::new(answer, url, encoding)?);
            return Ok(Response { status, headers, body: Vec::new() });
        }
        let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let max = self.limits.max_body_bytes;
        // A true length saves copies; a lying one takes addresses, and memory only as bytes come.
        let mut body = Vec::with_capacity(announced.unwrap_or(16 << 10).min(max).min(MOST_RESERVED) + SPARE_BYTES);
        while let Some(chunk) = answer.chunk().await.map_err(|error| told(error, &url))? {
            if body.len() + chunk.len() > max {
                return Err(too_large(max));
            }
            if let Some(share) = share {
                share.grow(body.len() + chunk.len()).await;
            }
            body.extend_from_slice(&chunk);
        }
        let body = inflated(body, encoding, max).map_err(|broken| match broken {
            Broken::Damaged(encoding) => TransportError::damaged(encoding),
            Broken::RawDeflate => TransportError::raw_deflate(),
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
        // The client would send `x-api-key` and its like to another origin, and make a GET of a POST: see `redirect`.
        .redirect(reqwest::redirect::Policy::none())
}

fn too_large(max: usize) -> TransportError {
    TransportError::lasting(format!(
        "the body is larger than {} MiB: ask for smaller pages, or allow more by --max-body or CDK_MAX_BODY",
        max >> 20
    ))
}
