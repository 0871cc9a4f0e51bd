//! localstripe: a Stripe on loopback that nobody here wrote.
//!
//! In: nothing. Out: its address, once it answers, and a way to fill it. It ends when it is dropped.
//! Its limits: most lists refuse `created[…]`, an unknown `starting_after` starts at the top, and there are no accounts,
//! prices and disputes.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::clients::Client;
use crate::process::killed;

/// Python starts slowly on a machine that does other things too.
const START_TIME: Duration = Duration::from_secs(60);

/// localstripe without its habit of writing everything to one shared file after every change: filling it takes a twentieth
/// of the time, and two of them do not meet.
const PROGRAM: &str = "import localstripe.resources as r; r.Store.dump_to_disk = lambda self: None; \
                       import localstripe.server as s; s.start()";

/// A key that it takes: any that begins with `sk_`.
pub const KEY: &str = "sk_test_localstripe_1234";

/// A running localstripe.
#[derive(Debug)]
pub struct Localstripe {
    child: Child,
    port: u16,
}

impl Localstripe {
    /// Starts one on a free port, empty; `None` after saying aloud that it cannot be had.
    ///
    /// # Panics
    /// If it is there and does not answer in time, or cannot be had and `CDK_REQUIRE_CLIENTS=1`.
    pub fn start() -> Option<Self> {
        let python = Client::Localstripe.python()?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.expect("a loopback port is free").port();
        let mut command = Command::new(python);
        command.args(["-c", PROGRAM, "--port", &port.to_string(), "--from-scratch"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("localstripe was installed");
        let server = Self { child, port };
        let begin = Instant::now();
        while server.exchanged("GET", "/v1/customers", &key(), "").is_none() {
            assert!(begin.elapsed() < START_TIME, "localstripe does not answer on port {port}");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(server)
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Creates an object: posts a form to `path`, such as `/v1/customers`, and gives what was created.
    ///
    /// # Panics
    /// If it is refused.
    pub fn create(&self, path: &str, form: &str) -> Value {
        let (_, answer) = self.exchanged("POST", path, &key(), form).expect("localstripe answers");
        let created: Value = serde_json::from_str(&answer).unwrap_or_default();
        assert!(created.get("id").is_some(), "localstripe refused {path} {form}: {answer}");
        created
    }

    /// The answer to a GET with that `Authorization`: its status and body.
    ///
    /// # Panics
    /// If there is none.
    pub fn get(&self, path: &str, authorization: &str) -> (u16, String) {
        self.exchanged("GET", path, authorization, "").expect("localstripe answers")
    }

    /// Sends a request and gives status and body of the answer; `None` if there is none.
    fn exchanged(&self, method: &str, path: &str, authorization: &str, form: &str) -> Option<(u16, String)> {
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok()?;
        connection.set_read_timeout(Some(START_TIME)).ok()?;
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: localhost\r\nAuthorization: {authorization}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            form.len()
        );
        connection.write_all((head + form).as_bytes()).ok()?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
    }
}

fn key() -> String {
    format!("Bearer {KEY}")
}

impl Drop for Localstripe {
    fn drop(&mut self) {
        killed(&mut self.child);
    }
}
