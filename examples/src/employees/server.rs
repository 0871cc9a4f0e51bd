//! The Employees API over TCP: HTTP/1.1 with keep-alive on a loopback port, one thread per connection.
//!
//! In: connections. Out: the responses of `api`. It supports only GET, without request bodies.
//! Not here: the content of responses (see `api`).

use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::api::{Answer, Api, EMPLOYEES, Request, TOKEN};
use super::terminal::{fail, print_line};

/// Maximum size of a request's head.
const MOST_HEAD_BYTES: u64 = 64 * 1024;

/// The running API. It runs until the process ends.
pub(crate) struct Server {
    address: SocketAddr,
    api: Arc<Api>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Listens on this loopback port; 0 for a free one.
    pub(crate) fn start(port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let api = Arc::new(Api::default());
        let serving = Arc::clone(&api);
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let api = Arc::clone(&serving);
                // An error ends only this connection.
                std::thread::spawn(move || drop(converse(&connection, &api)));
            }
        });
        Ok(Self { address, api, thread })
    }

    /// The served API.
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// The mode `serve`: runs only the API, until the process is killed.
pub(crate) fn serve(port: u16) -> ExitCode {
    let server = match Server::start(port) {
        Ok(server) => server,
        Err(error) => return fail(&format!("serve: port {port} cannot be used: {error}")),
    };
    let url = server.url();
    print_line(&format!("{EMPLOYEES} employees at {url}/v1/employees, absences at {url}/v1/absences"));
    print_line(&format!("the token is {TOKEN}"));
    print_line(&format!("point the connector at it with --url-base {url}"));
    drop(server.thread.join());
    ExitCode::FAILURE
}

/// Answers the requests of one connection in sequence.
fn converse(connection: &TcpStream, api: &Api) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut incoming = BufReader::new(connection);
    let mut outgoing = connection;
    while let Some(request) = request(&mut incoming)? {
        let (bytes, stays_open) = response(&api.answer(&request));
        outgoing.write_all(&bytes)?;
        if !stays_open {
            break;
        }
    }
    Ok(())
}

/// The next request; `None` if the client has closed the connection.
fn request(incoming: &mut impl BufRead) -> Result<Option<Request>> {
    let mut head = incoming.take(MOST_HEAD_BYTES);
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some("GET"), Some(target)) = (words.next(), words.next()) else {
        return if line.is_empty() { Ok(None) } else { Err(Error::other("not a GET request")) };
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request { path: path.to_owned(), query: query.to_owned(), authorization: None };
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 {
            return Err(Error::other("the request's head does not end"));
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("authorization") => {
                request.authorization = Some(value.trim().to_owned());
            }
            Some(_) => {}
            None => return Ok(Some(request)),
        }
    }
}

/// The bytes of a response, and whether the connection stays open.
fn response(answer: &Answer) -> (Vec<u8>, bool) {
    let (status, header, body) = match answer {
        Answer::Json { status, body } => (*status, String::new(), body.to_string()),
        Answer::Busy { seconds } => {
            (429, format!("Retry-After: {seconds}\r\n"), r#"{"error":{"message":"slow down"}}"#.to_owned())
        }
        Answer::Cut { body } => (200, String::new(), body.to_string()),
    };
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        429 => "Too Many Requests",
        _ => "Internal Server Error",
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{header}\r\n"
    );
    let is_cut = matches!(answer, Answer::Cut { .. });
    let sent = if is_cut { length / 2 } else { length };
    ([head.as_bytes(), &body.as_bytes()[..sent]].concat(), !is_cut)
}
