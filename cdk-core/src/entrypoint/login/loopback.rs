//! The port of this machine to which the provider sends the user's browser (RFC 8252 §7.3).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::error::{Error, Result};

/// The longest line of a request that is read.
const MOST_BYTES: u64 = 16 << 10;

pub(super) struct Loopback {
    /// One, or two where a name stands for two addresses.
    listeners: Vec<TcpListener>,
    /// The address as the provider knows it, to the letter.
    redirect: String,
    url: Url,
}

impl Loopback {
    /// `redirect`: the address that the provider knows; by default a free port of 127.0.0.1, or `port`.
    ///
    /// # Errors
    /// A config error where the address is none of this machine, or taken.
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
        let wanted = port.or(url.port()).unwrap_or(0);
        let (mut listeners, mut bound) = (Vec::new(), wanted);
        for host in hosts {
            match TcpListener::bind((host, bound)).await {
                Ok(listener) => {
                    bound = listener.local_addr()?.port();
                    listeners.push(listener);
                }
                // Not every machine has both; the browser finds the one that there is.
                Err(_) if !listeners.is_empty() => {}
                Err(error) => {
                    return Err(Error::config(format!(
                        "login: port {wanted} of this machine cannot be used: {error}; choose another one with --port"
                    )));
                }
            }
        }
        if url.port() == Some(bound) {
            return Ok(Self { listeners, redirect: declared.to_owned(), url });
        }
        // A URL of this machine has a port.
        let _ = url.set_port(Some(bound));
        Ok(Self { listeners, redirect: url.to_string(), url })
    }

    /// The address for the provider.
    pub(super) fn redirect(&self) -> &str {
        &self.redirect
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

    /// The code that comes with `state`. Whatever else comes is answered and forgotten.
    ///
    /// # Errors
    /// A config error where the user did not allow it.
    pub(super) async fn code(&self, state: &str) -> Result<String> {
        loop {
            let stream = self.accept().await?;
            let Some((stream, url)) = self.asked(stream).await else { continue };
            let find = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
            if url.path() != self.url.path() || find("state").as_deref() != Some(state) {
                answer(stream, "404 Not Found", "This is not the sign-in that the connector waits for.").await;
                continue;
            }
            if let Some(code) = find("code").filter(|code| !code.is_empty()) {
                answer(stream, "200 OK", "Signed in. You can close this window.").await;
                return Ok(code);
            }
            answer(stream, "200 OK", "Not signed in. You can close this window.").await;
            let what = find("error").unwrap_or_else(|| "the provider returned no code".to_owned());
            let said = find("error_description").map(|said| format!(": {said}")).unwrap_or_default();
            return Err(Error::config(format!("login: the provider refused the sign-in ({what}{said})")));
        }
    }

    /// The address that a connection asks for; `None` where it is no request.
    async fn asked(&self, stream: TcpStream) -> Option<(TcpStream, Url)> {
        let mut reader = BufReader::new(tokio::io::AsyncReadExt::take(stream, MOST_BYTES));
        let mut line = String::new();
        let read = async {
            reader.read_line(&mut line).await.ok()?;
            // The rest of its head, so that closing does not cut it off.
            let mut rest = String::new();
            while reader.read_line(&mut rest).await.ok()? > 2 {
                rest.clear();
            }
            Some(())
        };
        // A browser opens connections that it does not use.
        tokio::time::timeout(std::time::Duration::from_secs(5), read).await.ok()??;
        let target = line.strip_prefix("GET ")?.split(' ').next()?;
        Some((reader.into_inner().into_inner(), self.url.join(target).ok()?))
    }
}

async fn answer(mut stream: TcpStream, status: &str, text: &str) {
    let body = format!("<!doctype html><meta charset=utf-8><title>Sign-in</title><p>{text}</p>\n");
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\r\n"
    );
    // Whoever went away has seen enough.
    let _ = stream.write_all((head + &body).as_bytes()).await;
    let _ = stream.shutdown().await;
}
