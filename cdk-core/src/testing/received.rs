//! Received request: read from a connection of the scripted API.
//!
//! In: a connection. Out: a [`Received`] with its decoded body, or `None` if the client has closed the connection.
//! A head over [`MAX_HEAD_BYTES`] or a body over [`MAX_BODY_BYTES`] closes the connection.
//! Not here: replies (see `reply`).

use std::fmt;
use std::io::{BufRead, Error, ErrorKind, Read, Result};

use serde_json::Value;

use crate::http::url::names_credential;

const MAX_HEAD_BYTES: u64 = 256 * 1024;
const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;

/// A request as it arrived.
///
/// `Debug` masks headers and parameters that carry credentials, and shows only the size of the body.
#[derive(Clone)]
pub struct Received {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    captures: Vec<(String, String)>,
}

impl Received {
    /// The method, in capitals.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path as it was sent, still percent-encoded, without the query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query's names and values, decoded, in order; a name may come several times.
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// Names (in lower case) and values of the headers, in order.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The body; empty if there was none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The decoded path segment of the capture `{name}` in the route; empty if the route does not have it.
    pub fn capture(&self, name: &str) -> &str {
        first(&self.captures, name).unwrap_or_default()
    }

    /// The first value of a query parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The first value of a header; upper and lower case are equal.
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, &name.to_ascii_lowercase())
    }

    /// The body as JSON; null if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The fields of a form body (`application/x-www-form-urlencoded`), decoded.
    pub fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// The same request with the captures of its route.
    pub(super) fn with_captures(self, captures: Vec<(String, String)>) -> Self {
        Self { captures, ..self }
    }

    /// Reads the next request; `None` if the connection ends before it.
    pub(super) fn read(connection: &mut impl BufRead) -> Result<Option<Self>> {
        let mut head = connection.by_ref().take(MAX_HEAD_BYTES);
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace();
        let (Some(method), Some(target)) = (words.next(), words.next()) else { return Err(broken("request line")) };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            head.read_line(&mut line)?;
            match line.trim_end_matches(['\r', '\n']).split_once(':') {
                Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
                None if line.trim().is_empty() && line.ends_with('\n') => break,
                None => return Err(broken("header")),
            }
        }
        let mut received = Self {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers,
            body: Vec::new(),
            captures: Vec::new(),
        };
        received.body = received.read_body(connection)?;
        Ok(Some(received))
    }

    fn read_body(&self, connection: &mut impl BufRead) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        if self.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            while read_chunk(connection, &mut body)? {}
        } else if let Some(length) = self.header("content-length") {
            let length: u64 = length.parse().map_err(|_| broken("content-length"))?;
            read_exactly(connection, length, &mut body)?;
        }
        Ok(body)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): &(String, String)| {
            let is_secret = names_credential(name);
            (name.clone(), if is_secret { "****".to_owned() } else { value.clone() })
        };
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query.iter().map(shown).collect::<Vec<_>>())
            .field("headers", &self.headers.iter().map(shown).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Appends one chunk to `body` and skips its trailers; `false` at the last chunk.
fn read_chunk(connection: &mut impl BufRead, body: &mut Vec<u8>) -> Result<bool> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    let length = u64::from_str_radix(digits, 16).map_err(|_| broken("chunk size"))?;
    if length > 0 {
        read_exactly(connection, length, body)?;
    }
    loop {
        let mut line = String::new();
        if connection.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(length > 0);
        }
    }
}

fn read_exactly(connection: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> Result<()> {
    if body.len() as u64 + length > MAX_BODY_BYTES {
        return Err(broken("body: it is too long"));
    }
    match connection.take(length).read_to_end(body)? as u64 {
        read if read == length => Ok(()),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("not HTTP: {what}"))
}
