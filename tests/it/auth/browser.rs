//! A `login` that is under way, and the browser of its user.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tests::wait::wait_until;

use crate::behaviour::Folder;

/// Far more than any answer takes.
const MOST_WAIT: Duration = Duration::from_secs(30);

/// Asks for a URL, as a browser does.
pub(super) fn get(url: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    exchange(host, &format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
}

/// Sends a request, and returns all of the answer.
fn exchange(host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(MOST_WAIT)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Where an answer sends the browser.
pub(super) fn location(answer: &str) -> String {
    let line = answer.lines().find_map(|line| line.strip_prefix("Location: ").or(line.strip_prefix("location: ")));
    line.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// What the command writes, line by line, while it runs.
struct Lines(Sender<Vec<u8>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A `login` that is under way.
pub(super) struct Running {
    lines: Receiver<Vec<u8>>,
    written: String,
    run: JoinHandle<u8>,
    config: PathBuf,
    _folder: Folder,
}

impl Running {
    pub(super) fn start<S: cdk_core::Source>(server: &str, config: &str, more: &[&str]) -> Self {
        let folder = Folder::new();
        let file = folder.file("c.json", config);
        let mut args: Vec<OsString> = vec!["login".into(), "--config".into(), file.clone().into()];
        args.extend(["--url-base".into(), server.into()]);
        args.extend(more.iter().map(|arg| arg.into()));
        let (send, lines) = std::sync::mpsc::channel();
        let run = std::thread::spawn(move || cdk_core::entrypoint::run_with::<S>(args, Box::new(Lines(send))));
        Self { lines, written: String::new(), run, config: file, _folder: folder }
    }

    /// The address that the user is to open.
    pub(super) fn address(&mut self) -> String {
        while let Ok(bytes) = self.lines.recv_timeout(MOST_WAIT) {
            self.written.push_str(&String::from_utf8(bytes).unwrap());
            if let Some((_, rest)) = self.written.split_once("to sign in, open ") {
                return rest.split(['"', ' ']).next().unwrap().to_owned();
            }
        }
        panic!("no address: {}", self.written)
    }

    /// The exit code, what was written, the config behind it, and who may read that.
    pub(super) fn ended(mut self) -> (u8, String, Value, u32) {
        wait_until("the login ends", || self.run.is_finished());
        let code = self.run.join().unwrap();
        self.written.extend(self.lines.try_iter().map(|bytes| String::from_utf8(bytes).unwrap()));
        let mode = std::fs::metadata(&self.config).unwrap().permissions().mode() & 0o777;
        (code, self.written, serde_json::from_slice(&std::fs::read(&self.config).unwrap()).unwrap(), mode)
    }
}

/// Keeps cookies, and goes where it is sent.
#[derive(Default)]
pub(super) struct Browser {
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// The last answer.
    pub(super) fn follow(&mut self, url: &str) -> String {
        let mut url = url.to_owned();
        for _ in 0..20 {
            let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let cookies = cookies.join("; ");
            let head = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n");
            let answer = exchange(host, &format!("{head}Connection: close\r\n\r\n"));
            let mut next = None;
            for line in answer.lines().take_while(|line| !line.is_empty()) {
                let Some((name, value)) = line.split_once(": ") else { continue };
                match name.to_ascii_lowercase().as_str() {
                    "set-cookie" => {
                        let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                        self.cookies.insert(name.to_owned(), value.to_owned());
                    }
                    "location" => next = Some(value.to_owned()),
                    _ => {}
                }
            }
            url = match next {
                Some(next) if next.starts_with('/') => format!("http://{host}{next}"),
                Some(next) => next,
                None => return answer,
            };
        }
        panic!("sent on and on, the last time to {url}")
    }
}
