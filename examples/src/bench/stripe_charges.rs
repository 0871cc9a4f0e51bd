//! Realistic charges, served like Stripe's list.
//!
//! In: the number of charges. Out: an address with pages of 100 under `/v1/charges`, the next page after the last
//! object's `id`.
//! The objects have all fields of the API documentation for version 2022-11-15, with Stripe's indentation.
//! Pages are built before the measurement. The server runs in the measuring process, whose CPU time does not count.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use serde_json::{Value, json};

const PER_PAGE: u64 = 100;
/// The part of an ID before the charge's number.
const PREFIX: &str = "ch_3Pq";

/// All pages; `oldest` is the creation time of the first charge.
pub(crate) fn pages(charges: u64, oldest: u64) -> Vec<String> {
    let page = |number: u64| {
        let last = charges.min((number + 1) * PER_PAGE);
        let data: Vec<Value> = (number * PER_PAGE..last).map(|at| charge(at, oldest)).collect();
        let page = json!({ "object": "list", "data": data, "has_more": last < charges, "url": "/v1/charges" });
        format!("{page:#}")
    };
    (0..charges.div_ceil(PER_PAGE)).map(page).collect()
}

/// Serves them until the process ends.
pub(crate) fn serve(pages: Vec<String>) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let pages = Arc::new(pages);
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let pages = Arc::clone(&pages);
            // An error ends only this connection.
            std::thread::spawn(move || drop(converse(&connection, &pages)));
        }
    });
    Ok(address)
}

fn converse(connection: &TcpStream, pages: &[String]) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut incoming = BufReader::new(connection);
    let mut outgoing = connection;
    let mut line = String::new();
    loop {
        line.clear();
        if incoming.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let after = line.split_once("starting_after=").and_then(|(_, id)| id.strip_prefix(PREFIX));
        let number = after.map(|id| id.chars().take_while(char::is_ascii_digit).collect::<String>());
        let page = number.and_then(|number| number.parse::<u64>().ok()).map_or(0, |last| last / PER_PAGE + 1);
        while line != "\r\n" && !line.is_empty() {
            line.clear();
            incoming.read_line(&mut line)?;
        }
        let body = pages.get(usize::try_from(page).unwrap_or(usize::MAX)).map_or("{}", String::as_str);
        let length = body.len();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
        outgoing.write_all(head.as_bytes())?;
        outgoing.write_all(body.as_bytes())?;
    }
}

fn charge(number: u64, oldest: u64) -> Value {
    let amount = 1_000 + number * 7 % 90_000;
    let name = ["Jenny Rosen", "José Álvarez", "Zoë \"Z\" Quinn", "李小龍"][(number % 4) as usize];
    let address = json!({
        "city": "San Francisco", "country": "US", "line1": format!("{} Market Street", number % 900),
        "line2": null, "postal_code": "94107", "state": "CA"
    });
    let id = format!("{PREFIX}{number:08}eZvKYlo2C0a1b2c3d");
    json!({
        "id": id,
        "object": "charge",
        "amount": amount,
        "amount_captured": amount,
        "amount_refunded": 0,
        "application": null,
        "application_fee": null,
        "application_fee_amount": null,
        "balance_transaction": format!("txn_3Pq{number:08}eZvKYlo2C0XyZzY1w"),
        "billing_details": {
            "address": address, "email": format!("customer{number}@example.com"), "name": name, "phone": null
        },
        "calculated_statement_descriptor": "ROCKET RIDES",
        "captured": true,
        "created": oldest + number * 61,
        "currency": "usd",
        "customer": format!("cus_Nff{number:06}DmcVXy"),
        "description": "Three rides across the city",
        "destination": null,
        "dispute": null,
        "disputed": false,
        "failure_balance_transaction": null,
        "failure_code": null,
        "failure_message": null,
        "fraud_details": {},
        "invoice": format!("in_1M{number:08}eZvKYlo2C"),
        "livemode": false,
        "metadata": { "order_id": number.to_string(), "channel": "web" },
        "on_behalf_of": null,
        "order": null,
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
                "checks": { "address_line1_check": "pass", "address_postal_code_check": "pass", "cvc_check": "pass" },
                "country": "US", "exp_month": 1 + number % 12, "exp_year": 2030,
                "fingerprint": "mToisGZ01V71BCos", "funding": "credit", "installments": null, "last4": "4242",
                "mandate": null, "network": "visa", "network_token": { "used": false },
                "three_d_secure": null, "wallet": null
            },
            "type": "card"
        },
        "radar_options": {},
        "receipt_email": format!("customer{number}@example.com"),
        "receipt_number": null,
        "receipt_url": format!("https://pay.example.com/receipts/payment/{number:040}"),
        "refunded": false,
        "refunds": {
            "object": "list", "data": [], "has_more": false, "total_count": 0, "url": format!("/v1/charges/{id}/refunds")
        },
        "review": null,
        "shipping": {
            "address": address, "carrier": null, "name": name, "phone": "+14155550123", "tracking_number": null
        },
        "source": null,
        "source_transfer": null,
        "statement_descriptor": null,
        "statement_descriptor_suffix": null,
        "status": "succeeded",
        "transfer_data": null,
        "transfer_group": null
    })
}
