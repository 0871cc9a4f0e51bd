//! A proxy that does to each exchange what the script says, on plain threads.
//!
//! In: where the server is, and which fault the n-th request of a target (path and query) suffers. Out: an address, how often each
//! target was asked for, and what was done to whom.
//! It reads one whole request, fetches the server's whole answer on a connection of its own, and plays that as the fault
//! demands. A connection on which nothing went wrong stays open: it never ends one that is idle, since a client that is about to
//! write on it would suffer a fault that is in no script.
//! Not here: what a fault is (see `fault`).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use super::fault::{Answer, Course, End, Fault, READ_TIMEOUT, Step, course};

/// Far more than the server takes for an answer.
const MOST_WAIT: Duration = Duration::from_secs(60);
/// A client that bears a silence for so long does not look at the time.
const MOST_SILENCE: Duration = READ_TIMEOUT.saturating_mul(20);

/// Says which fault the n-th request (from 0) of a target suffers.
pub(super) type Script = Box<dyn Fn(&str, usize) -> Fault + Send + Sync>;

/// A proxy that runs until it is dropped.
pub(super) struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    server: SocketAddr,
    script: Script,
    asked: Mutex<BTreeMap<String, usize>>,
    told: Mutex<Vec<String>>,
    wrong: Mutex<Vec<String>>,
    has_ended: AtomicBool,
}

impl Proxy {
    pub(super) fn start(server: SocketAddr, script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, told, wrong) = Default::default();
        let shared = Arc::new(Shared { server, script, asked, told, wrong, has_ended: AtomicBool::new(false) });
        let thread = std::thread::spawn({
            let shared = shared.clone();
            move || accept(&listener, &shared)
        });
        Self { address, shared, thread: Some(thread) }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often each target was asked for.
    pub(super) fn asked(&self) -> BTreeMap<String, usize> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// What was done, in order.
    pub(super) fn told(&self) -> Vec<String> {
        self.shared.told.lock().unwrap().clone()
    }

    /// What must not have happened: a silence that the client bore, a server that could not be asked.
    pub(super) fn wrong(&self) -> Vec<String> {
        self.shared.wrong.lock().unwrap().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.has_ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    // Weak, so that a connection ends as soon as its thread lets go of it.
    let mut connections: Vec<(Weak<TcpStream>, JoinHandle<()>)> = Vec::new();
    for connection in listener.incoming() {
        if shared.has_ended.load(Ordering::SeqCst) {
            break;
        }
        let Ok(connection) = connection.map(Arc::new) else { continue };
        let (handle, shared) = (Arc::downgrade(&connection), shared.clone());
        // A client that goes away in the middle is not our failure.
        connections.push((handle, std::thread::spawn(move || drop(serve(&connection, &shared)))));
    }
    for (connection, thread) in connections {
        if let Some(connection) = connection.upgrade() {
            drop(connection.shutdown(Shutdown::Both));
        }
        drop(thread.join());
    }
}

fn serve(connection: &TcpStream, shared: &Shared) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut incoming = BufReader::new(connection);
    while let Some(request) = Request::read(&mut incoming)? {
        let fault = shared.fault(&request.target);
        let answer = fetched(shared.server, &request, fault.is_zipped()).inspect_err(|error| {
            shared.wrong.lock().unwrap().push(format!("{}: the server: {error}", request.target));
        })?;
        let (steps, end): Course = course(fault, &answer);
        for step in steps {
            shared.play(connection, &request.target, step)?;
        }
        match end {
            End::Stay => {}
            End::Close => break,
            End::Reset => {
                socket2::SockRef::from(connection).set_linger(Some(Duration::ZERO))?;
                break;
            }
        }
    }
    Ok(())
}

impl Shared {
    fn fault(&self, target: &str) -> Fault {
        let mut asked = self.asked.lock().unwrap();
        let count = asked.entry(target.to_owned()).or_default();
        let fault = (self.script)(target, *count);
        *count += 1;
        self.told.lock().unwrap().push(format!("{target} #{count}: {fault:?}"));
        fault
    }

    fn play(&self, mut connection: &TcpStream, target: &str, step: Step) -> Result<()> {
        match step {
            Step::Send(bytes) => connection.write_all(&bytes),
            Step::Pause(time) => {
                std::thread::sleep(time);
                Ok(())
            }
            Step::Silence => {
                connection.set_read_timeout(Some(MOST_SILENCE))?;
                let outcome = connection.read(&mut [0]);
                let is_over = matches!(&outcome, Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
                if is_over && !self.has_ended.load(Ordering::SeqCst) {
                    self.wrong.lock().unwrap().push(format!("{target}: the client bore a silence of {MOST_SILENCE:?}"));
                }
                Ok(())
            }
        }
    }
}

/// A request as it came.
struct Request {
    target: String,
    /// The whole of it but what is about the connection.
    text: Vec<u8>,
}

impl Request {
    /// `None` where the connection ends before one.
    fn read(incoming: &mut impl BufRead) -> Result<Option<Self>> {
        let mut line = String::new();
        if incoming.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let target = line.split(' ').nth(1).ok_or_else(|| broken("no target"))?.to_owned();
        let mut text = line.into_bytes();
        let mut length = 0;
        loop {
            let mut line = String::new();
            if incoming.read_line(&mut line)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(|_| broken("no length"))?;
            }
            if !name.eq_ignore_ascii_case("connection") {
                text.extend_from_slice(line.as_bytes());
            }
        }
        let mut body = vec![0; length];
        incoming.read_exact(&mut body)?;
        text.extend_from_slice(b"Connection: close\r\n");
        Ok(Some(Self { target, text: [text.as_slice(), b"\r\n", &body].concat() }))
    }
}

/// The server's answer. It compresses where a header of ours asks for it.
fn fetched(server: SocketAddr, request: &Request, zipped: bool) -> Result<Answer> {
    let mut connection = TcpStream::connect(server)?;
    connection.set_read_timeout(Some(MOST_WAIT))?;
    let text = String::from_utf8_lossy(&request.text);
    let text = if zipped { text.replacen("\r\n", "\r\nX-Zipped: yes\r\n", 1) } else { text.into_owned() };
    connection.write_all(text.as_bytes())?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| broken("no head"))?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n").map(str::to_owned);
    let status = lines.next().ok_or_else(|| broken("no status"))?;
    let is_framing = |line: &String| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        matches!(name.as_str(), "content-length" | "connection" | "transfer-encoding")
    };
    Ok(Answer { status, headers: lines.filter(|line| !is_framing(line)).collect(), body: answer[end + 4..].to_vec() })
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}
