//! Replies of the scripted API: responses, and faults of networks and servers.
//!
//! In: a [`Reply`], built by chained calls. Out: its bytes on a connection, and whether the connection stays open.
//! Default: status 200, a correct `Content-Length`, keep-alive. A fault closes the connection afterwards.
//! Not here: the choice of the reply (see `route`).

use std::io::{Result, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::stop::StopSignal;

/// A reply of the scripted API: a response or a fault.
///
/// ```
/// use cdk_core::testing::Reply;
/// use serde_json::json;
///
/// let page = Reply::json(json!({ "data": [] })).header("X-Next", "2").gzip();
/// let busy = Reply::status(429).header("Retry-After", "1");
/// let torn = Reply::json(json!({ "data": [1, 2, 3] })).cut_after(5);
/// # let _ = (page, busy, torn);
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    chunked: bool,
    length: Option<usize>,
    delay: Option<Duration>,
    fault: Option<ReplyFault>,
}

#[derive(Clone, Debug)]
enum ReplyFault {
    Cut(usize),
    Stall(Duration),
    Reset,
    Raw,
}

impl Reply {
    /// A JSON response, with its content type.
    pub fn json(body: impl Into<Value>) -> Self {
        Self::bytes(body.into().to_string()).header("Content-Type", "application/json")
    }

    /// A plain text response, with its content type.
    pub fn text(body: impl Into<String>) -> Self {
        Self::bytes(body.into()).header("Content-Type", "text/plain; charset=utf-8")
    }

    /// A response with these bytes, without a content type.
    pub fn bytes(body: impl Into<Vec<u8>>) -> Self {
        let (headers, body) = (Vec::new(), body.into());
        Self { status: 200, headers, body, chunked: false, length: None, delay: None, fault: None }
    }

    /// An empty response with this status.
    pub fn status(status: u16) -> Self {
        Self::bytes(Vec::new()).with_status(status)
    }

    /// Exactly these bytes, including the head, then the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { fault: Some(ReplyFault::Raw), ..Self::bytes(bytes) }
    }

    /// A connection reset (RST) instead of a response.
    pub fn reset() -> Self {
        Self { fault: Some(ReplyFault::Reset), ..Self::status(200) }
    }

    /// Sets the status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds a header; headers of the same name are kept.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Compresses the body and sets `Content-Encoding: gzip`.
    #[must_use]
    pub fn gzip(mut self) -> Self {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        if encoder.write_all(&self.body).is_ok()
            && let Ok(compressed) = encoder.finish()
        {
            self.body = compressed;
        }
        self.header("Content-Encoding", "gzip")
    }

    /// Sends the body in chunks, without `Content-Length`.
    #[must_use]
    pub fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    /// Sends this `Content-Length`, in bytes, whatever the length of the body.
    #[must_use]
    pub fn length(mut self, bytes: usize) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Waits before the response.
    #[must_use]
    pub fn delay(mut self, time: Duration) -> Self {
        self.delay = Some(time);
        self
    }

    /// Closes the connection after this number of body bytes.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.fault = Some(ReplyFault::Cut(bytes));
        self
    }

    /// Sends the head and half of the body, waits, and sends the rest.
    #[must_use]
    pub fn stall(mut self, time: Duration) -> Self {
        self.fault = Some(ReplyFault::Stall(time));
        self
    }

    /// Writes the reply to a request of `method`. Returns whether the connection stays open.
    pub(super) fn write(&self, mut connection: &TcpStream, method: &str, stop: &StopSignal) -> Result<bool> {
        if let Some(time) = self.delay {
            stop.wait(time);
        }
        if let Some(ReplyFault::Reset) = self.fault {
            socket2::SockRef::from(connection).set_linger(Some(Duration::ZERO))?;
            return Ok(false);
        }
        if let Some(ReplyFault::Raw) = self.fault {
            connection.write_all(&self.body)?;
            return Ok(false);
        }
        let body = if method == "HEAD" || matches!(self.status, 204 | 304) { &[] } else { self.body.as_slice() };
        connection.write_all(self.head(body.len()).as_bytes())?;
        match self.fault {
            Some(ReplyFault::Cut(bytes)) => self.write_part(connection, &body[..bytes.min(body.len())])?,
            Some(ReplyFault::Stall(time)) => {
                let (first, rest) = body.split_at(body.len() / 2);
                self.write_part(connection, first)?;
                stop.wait(time);
                self.write_last_part(connection, rest)?;
            }
            _ => self.write_last_part(connection, body)?,
        }
        connection.flush()?;
        Ok(self.stays_open())
    }

    fn stays_open(&self) -> bool {
        self.fault.is_none() && self.length.is_none()
    }

    fn head(&self, length: usize) -> String {
        let reason = http::StatusCode::from_u16(self.status).ok().and_then(|status| status.canonical_reason());
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason.unwrap_or("Unknown"));
        let mut say = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
        for (name, value) in &self.headers {
            say(name, value);
        }
        if self.chunked {
            say("Transfer-Encoding", "chunked");
        } else if !matches!(self.status, 204 | 304) {
            say("Content-Length", &self.length.unwrap_or(length).to_string());
        }
        if !self.stays_open() {
            say("Connection", "close");
        }
        head.push_str("\r\n");
        head
    }

    /// Writes the last part of the body.
    fn write_last_part(&self, mut connection: &TcpStream, body: &[u8]) -> Result<()> {
        self.write_part(connection, body)?;
        if self.chunked { connection.write_all(b"0\r\n\r\n") } else { Ok(()) }
    }

    fn write_part(&self, mut connection: &TcpStream, body: &[u8]) -> Result<()> {
        if !self.chunked {
            return connection.write_all(body);
        }
        for chunk in body.chunks(body.len().div_ceil(3).max(1)) {
            connection.write_all(format!("{:x}\r\n", chunk.len()).as_bytes())?;
            connection.write_all(chunk)?;
            connection.write_all(b"\r\n")?;
        }
        Ok(())
    }
}
