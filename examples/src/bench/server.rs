//! Server: HTTP/1.1 with keep-alive on threads, only for the benchmarks.
//!
//! In: a function from the target of a request (`/charges?cursor=7`) to the bytes of its response. It may sleep to add
//! latency.
//! Out: an address. Each connection has its own thread, so responses wait concurrently.
//! It runs in the measuring process; only the CPU time of the measured processes counts.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

/// Serves until the process ends.
pub(crate) fn serve(answer: impl Fn(&str, &mut Vec<u8>) + Send + Sync + 'static) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // An error ends only this connection.
            std::thread::spawn(move || drop(converse(&connection, &*answer)));
        }
    });
    Ok(address)
}

/// Writes a response with these parts as its body.
pub(crate) fn json(status: &str, body: &[&str], response: &mut Vec<u8>) {
    let length: usize = body.iter().map(|part| part.len()).sum();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
    response.extend_from_slice(head.as_bytes());
    body.iter().for_each(|part| response.extend_from_slice(part.as_bytes()));
}

/// The number after a prefix, such as `cursor=` or `/slices/`; `None` if the prefix is absent.
pub(crate) fn number(target: &str, word: &str) -> Option<u64> {
    let (_, rest) = target.split_once(word)?;
    let digits = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

fn converse(connection: &TcpStream, answer: &impl Fn(&str, &mut Vec<u8>)) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut incoming = BufReader::new(connection);
    let mut outgoing = connection;
    let (mut line, mut response) = (String::new(), Vec::new());
    loop {
        line.clear();
        if incoming.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
        while line != "\r\n" && !line.is_empty() {
            line.clear();
            incoming.read_line(&mut line)?;
        }
        response.clear();
        answer(&target, &mut response);
        outgoing.write_all(&response)?;
    }
}
