//! The local server to which the provider redirects the user's browser (RFC 8252 §7.3).
//!
//! In: the redirect URL registered with the provider, or a port. Out: the authorization code.
//! Default: a free port of 127.0.0.1. Any other request gets a 404.
//! Not here: the exchange of the code (see `flow`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::error::{Error, Result};

/// Maximum size of a request's head.
const MAX_REQUEST_BYTES: u64 = 16 << 10;

/// Timeout for a connection to send its request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// A server that waits for the user's browser.
pub(super) struct Loopback {
    /// One listener, or two for `localhost`: an IPv4 and an IPv6 address.
    listeners: Vec<TcpListener>,
    /// The URL exactly as registered with the provider.
    redirect_url: String,
    url: Url,
}

impl Loopback {
    /// Listens at `redirect`, the registered URL. Default: 127.0.0.1 with a free port, or with `port`.
    ///
    /// # Errors
    /// A system error if the URL is not on this machine; a config error if its port is in use.
    pub(super) async fn open(redirect: Option<&str>, port: Option<u16>) -> Result<Self> {
        let declared = redirect.unwrap_or("http://127.0.0.1/callback");
        let mut url =
            Url::parse(declared).map_err(|error| Error::system(format!("login: invalid `redirect_url`: {error}")))?;
        let hosts = match (url.scheme(), url.host_str()) {
            ("http", Some("127.0.0.1")) => vec![IpAddr::from(Ipv4Addr::LOCALHOST)],
            ("http", Some("[::1]")) => vec![Ipv6Addr::LOCALHOST.into()],
            ("http", Some("localhost")) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            _ => {
                return Err(Error::system(
                    "login: `redirect_url` must be on this machine: use http://localhost:PORT/…",
                ));
            }
        };
        let requested_port = port.or(url.port()).unwrap_or(0);
        let (mut listeners, mut bound) = (Vec::new(), requested_port);
        for host in hosts {
            match TcpListener::bind((host, bound)).await {
                Ok(listener) => {
                    bound = listener.local_addr()?.port();
                    listeners.push(listener);
                }
                // Some machines have only one of the addresses; the browser finds it.
                Err(_) if !listeners.is_empty() => {}
                Err(error) => {
                    return Err(Error::config(format!(
                        "login: port {requested_port} of this machine cannot be used: {error}; choose another one with --port"
                    )));
                }
            }
        }
        if url.port() == Some(bound) {
            return Ok(Self { listeners, redirect_url: declared.to_owned(), url });
        }
        // It cannot fail: the URL has a host.
        let _ = url.set_port(Some(bound));
        Ok(Self { listeners, redirect_url: url.to_string(), url })
    }

    /// The redirect URL.
    pub(super) fn redirect_url(&self) -> &str {
        &self.redirect_url
    }

    async fn accept(&self) -> std::io::Result<TcpStream> {
        let accepted = match self.listeners.as_slice() {
            [one, other] => tokio::select! {
                accepted = one.accept() => accepted,
                accepted = other.accept() => accepted,
            },
            [one, ..] => one.accept().await,
            [] => std::future::pending().await,
        };
        accepted.map(|(stream, _)| stream)
    }

    /// Waits for the request with this `state`, and returns its code. Any other request gets a 404.
    ///
    /// # Errors
    /// A config error if the provider sends no code, for example if the user denied access.
    pub(super) async fn receive_code(&self, state: &str) -> Result<String> {
        loop {
            let stream = self.accept().await?;
            let Some((stream, url)) = self.read_request(stream).await else { continue };
            let find = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
            if url.path() != self.url.path() || find("state").as_deref() != Some(state) {
                respond(stream, "404 Not Found", "This request is not the expected sign-in redirect.").await;
                continue;
            }
            if let Some(code) = find("code").filter(|code| !code.is_empty()) {
                respond(stream, "200 OK", "Signed in. You can close this window.").await;
                return Ok(code);
            }
            respond(stream, "200 OK", "Not signed in. You can close this window.").await;
            let what = find("error").unwrap_or_else(|| "the provider returned no code".to_owned());
            let description = find("error_description").map(|text| format!(": {text}")).unwrap_or_default();
            return Err(Error::config(format!("login: the provider refused the sign-in ({what}{description})")));
        }
    }

    /// Reads the URL of a request; `None` if the connection sends no request.
    async fn read_request(&self, stream: TcpStream) -> Option<(TcpStream, Url)> {
        let mut reader = BufReader::new(tokio::io::AsyncReadExt::take(stream, MAX_REQUEST_BYTES));
        let mut line = String::new();
        let read = async {
            reader.read_line(&mut line).await.ok()?;
            // Also read the rest of the head: closing a connection with unread data would reset it.
            let mut rest = String::new();
            while reader.read_line(&mut rest).await.ok()? > 2 {
                rest.clear();
            }
            Some(())
        };
        // Browsers open connections that they do not use.
        tokio::time::timeout(REQUEST_TIMEOUT, read).await.ok()??;
        let target = line.strip_prefix("GET ")?.split(' ').next()?;
        Some((reader.into_inner().into_inner(), self.url.join(target).ok()?))
    }
}

async fn respond(mut stream: TcpStream, status: &str, text: &str) {
    let body = format!("<!doctype html><meta charset=utf-8><title>Sign-in</title><p>{text}</p>\n");
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\r\n"
    );
    // If the browser has closed the connection, the response is not needed.
    let _ = stream.write_all((head + &body).as_bytes()).await;
    let _ = stream.shutdown().await;
}
