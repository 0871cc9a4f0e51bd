//! Transport: sends one request once, and follows its redirects.
//!
//! With `body_stream` and `connection_error` one of the only files that use the HTTP client library.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::OnceLock;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, USER_AGENT};
use url::Url;

use super::body_stream::BodyStream;
use super::connection_error::{described, innermost};
use super::inflate::{inflated, too_large};
use super::limits::Limits;
use super::outgoing::{Outgoing, Transport, TransportFuture};
use super::redirect::redirected;
use super::request::Request;
use super::response::Response;
use super::transport_error::{TransportError, TransportErrorKind};
use super::url::length_problem;

/// Spare capacity after the body, so that its reader can append bytes without moving it.
const SPARE_BYTES: usize = 128;

/// The transport that uses the network.
pub(crate) struct HttpTransport {
    /// Created by the first request, because loading the machine's certificates takes longer than a whole `discover`.
    client: OnceCell<reqwest::Client>,
    limits: Limits,
    user_agent: HeaderValue,
}

impl HttpTransport {
    /// `user_agent` is sent if a stream does not set one.
    pub(crate) fn new(user_agent: &str, limits: Limits) -> Self {
        let user_agent = HeaderValue::from_str(user_agent).unwrap_or(HeaderValue::from_static("rust-cdk"));
        Self { client: OnceCell::new(), limits, user_agent }
    }

    fn client(&self) -> Result<&reqwest::Client, TransportError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        static PROVIDER: OnceLock<()> = OnceLock::new();
        // `build()` panics without a provider; another library of the process may have installed one before.
        PROVIDER.get_or_init(|| drop(rustls::crypto::ring::default_provider().install_default()));

        let client = builder(self.limits).build().or_else(|error| {
            // A machine without any certificate authority can still use plain HTTP (a test, a side-car).
            builder(self.limits).tls_certs_only([]).build().map_err(|_| error)
        });
        let client = client.map_err(|error| {
            TransportError::lasting(format!("the HTTP client cannot be created: {}", innermost(&error.without_url())))
        })?;
        Ok(self.client.get_or_init(|| client))
    }

    /// The response after redirects, before its body is read, and its URL.
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
            let answer = sending.send().await.map_err(|error| described(error, &request.url))?;
            match redirected(&request, answer.status().as_u16(), answer.headers(), followed)? {
                Some(next) => request = Cow::Owned(next),
                None => return Ok((answer, request.url.clone())),
            }
            followed += 1;
        }
    }

    async fn exchange(&self, outgoing: &Outgoing<'_>) -> Result<Response, TransportError> {
        let Outgoing { signed: request, reservation, body_stream, .. } = *outgoing;
        let (mut answer, url) = self.answer(request).await?;

        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        if let Some(body_stream) = body_stream.filter(|_| answer.status().is_success() && !matches!(status, 204 | 205))
        {
            *body_stream.borrow_mut() = Some(BodyStream::new(answer, url, encoding)?);
            return Ok(Response { status, headers, body: Vec::new() });
        }
        let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let max = self.limits.max_body_bytes();
        // A correct length saves copies. A wrong length only reserves address space: memory is used as bytes arrive.
        let mut body = Vec::with_capacity(announced.unwrap_or(16 << 10).min(max).min(MOST_RESERVED) + SPARE_BYTES);
        while let Some(chunk) = answer.chunk().await.map_err(|error| described(error, &url))? {
            if body.len() + chunk.len() > max {
                return Err(too_large(max));
            }
            if let Some(reservation) = reservation {
                reservation.grow(body.len() + chunk.len()).await;
            }
            body.extend_from_slice(&chunk);
        }
        let body = without_mark(inflated(body, encoding, max)?);
        Ok(Response { status, headers, body })
    }
}

/// Maximum capacity in bytes that is reserved for an announced length.
const MOST_RESERVED: usize = 16 << 20;

/// Removes a byte order mark: it has no meaning in UTF-8 and is invalid in JSON (RFC 8259 §8.1).
fn without_mark(mut body: Vec<u8>) -> Vec<u8> {
    if body.starts_with(b"\xef\xbb\xbf") {
        body.drain(..3);
    }
    body
}

impl Transport for HttpTransport {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            let timeout = self.limits.attempt_timeout();
            match tokio::time::timeout(timeout, self.exchange(outgoing)).await {
                Ok(outcome) => outcome,
                Err(_) => {
                    let seconds = timeout.as_secs();
                    let error = TransportError::passing(format!(
                        "attempt timeout: the response was not complete after {seconds} s"
                    ));
                    Err(error.of_kind(TransportErrorKind::Timeout))
                }
            }
        })
    }
}

fn builder(limits: Limits) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(limits.connect_timeout())
        .read_timeout(limits.read_timeout())
        .tcp_nodelay(true)
        .referer(false)
        // The client library would send headers such as `x-api-key` to another origin and turn a POST into a GET: see
        // `redirect`.
        .redirect(reqwest::redirect::Policy::none())
}
