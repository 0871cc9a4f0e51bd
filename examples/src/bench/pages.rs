//! Pages: the server that the benchmark reads, ready-made pages from memory over HTTP/1.1 with keep-alive.
//!
//! In: how many pages. Out: an address. A page holds [`PER_PAGE`] charges and the cursor of the next one.
//! A handful of pages repeats under ever new cursors, so that memory stays small and nothing is built while it is measured.
//! It runs in the process that measures; only the CPU of the measured processes counts.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use serde_json::{Value, json};

/// Records on a page.
pub(crate) const PER_PAGE: u64 = 100;
/// Pages that differ.
const DIFFERENT: u64 = 20;

/// Bytes of a record, on average.
pub(crate) fn record_bytes() -> u64 {
    body(0).len() as u64 / PER_PAGE
}

/// Serves that many pages until the process ends, at `http://ADDRESS/charges`.
pub(crate) fn serve(pages: u64) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let bodies: Arc<Vec<String>> = Arc::new((0..DIFFERENT).map(body).collect());
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let bodies = Arc::clone(&bodies);
            // A client that goes away ends its own connection.
            std::thread::spawn(move || drop(converse(&connection, &bodies, pages)));
        }
    });
    Ok(address)
}

fn converse(connection: &TcpStream, bodies: &[String], pages: u64) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut incoming = BufReader::new(connection);
    let mut outgoing = connection;
    let mut line = String::new();
    let mut response = Vec::new();
    loop {
        let mut page = 0;
        line.clear();
        if incoming.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if let Some((_, cursor)) = line.split_once("cursor=") {
            let digits: String = cursor.chars().take_while(char::is_ascii_digit).collect();
            page = digits.parse().unwrap_or(0);
        }
        while line != "\r\n" && !line.is_empty() {
            line.clear();
            incoming.read_line(&mut line)?;
        }
        let next = if page + 1 < pages { format!("\"{}\"", page + 1) } else { "null".to_owned() };
        let tail = format!("],\"has_more\":{},\"next_cursor\":{next}}}", page + 1 < pages);
        let body = &bodies[(page % DIFFERENT) as usize];
        let length = body.len() + tail.len();
        response.clear();
        write!(
            response,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}{tail}"
        )?;
        outgoing.write_all(&response)?;
    }
}

/// A page without its end.
fn body(page: u64) -> String {
    let records: Vec<String> = (0..PER_PAGE).map(|at| charge(page * PER_PAGE + at).to_string()).collect();
    format!("{{\"object\":\"list\",\"url\":\"/charges\",\"data\":[{}", records.join(","))
}

fn charge(number: u64) -> Value {
    let refunded = number.is_multiple_of(10);
    let name = ["Jenny Rosen", "José Álvarez", "Zoë \"Z\" Quinn", "李小龍"][(number % 4) as usize];
    json!({
        "id": format!("ch_3Pq{number:08}eZvKYlo2C0a1b2c3d"),
        "object": "charge",
        "amount": 1000 + number * 7 % 90_000,
        "amount_captured": 1000 + number * 7 % 90_000,
        "amount_refunded": if refunded { 500 } else { 0 },
        "application": null,
        "application_fee": null,
        "application_fee_amount": null,
        "balance_transaction": format!("txn_3Pq{number:08}eZvKYlo2C0XyZzY1w"),
        "billing_details": {
            "address": {
                "city": "San Francisco", "country": "US", "line1": format!("{} Market Street", number % 900),
                "line2": null, "postal_code": "94107", "state": "CA"
            },
            "email": format!("customer{number}@example.com"),
            "name": name,
            "phone": null
        },
        "calculated_statement_descriptor": "ROCKET RIDES",
        "captured": true,
        "created": 1_700_000_000 + number * 61,
        "currency": "usd",
        "customer": format!("cus_Nff{number:06}DmcVXy"),
        "description": "Three rides",
        "disputed": false,
        "failure_code": null,
        "failure_message": null,
        "fraud_details": {},
        "invoice": if number.is_multiple_of(3) { json!(format!("in_1M{number:08}eZvKYlo2C")) } else { Value::Null },
        "livemode": false,
        "metadata": { "order_id": number.to_string() },
        "on_behalf_of": null,
        "outcome": {
            "network_status": "approved_by_network", "reason": null, "risk_level": "normal",
            "risk_score": number % 64, "seller_message": "Payment complete.", "type": "authorized"
        },
        "paid": true,
        "payment_intent": format!("pi_3Pq{number:08}eZvKYlo2C0qWeRtY"),
        "payment_method": format!("pm_1Pq{number:08}eZvKYlo2CaSdFgH"),
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "checks": { "address_line1_check": "pass", "address_postal_code_check": "pass", "cvc_check": null },
                "country": "US", "exp_month": 1 + number % 12, "exp_year": 2030,
                "fingerprint": "mToisGZ01V71BCos", "funding": "credit", "last4": "4242", "network": "visa"
            },
            "type": "card"
        },
        "receipt_email": null,
        "receipt_url": format!("https://pay.example.com/r/{number:010}"),
        "refunded": refunded,
        "status": "succeeded"
    })
}
