//! Pages: static pages of charges in memory, for the benchmarks.
//!
//! In: the number of pages. Out: an address. A page has [`PER_PAGE`] charges. `/charges` has cursors, `/numbered` has
//! page numbers and the total; both are also pretty-printed under `/pretty`.
//! A few pages repeat under new cursors, so that memory stays small and pages are not built during the measurement.

use std::io::Result;
use std::net::SocketAddr;

use serde_json::{Value, json};

use super::server;

/// Records per page.
pub(crate) const PER_PAGE: u64 = 100;
/// Number of different pages.
const DIFFERENT: u64 = 20;

/// Average size of a record in bytes, compact and pretty-printed.
pub(crate) fn record_bytes() -> (u64, u64) {
    (compact(0).len() as u64 / PER_PAGE, pretty(0).len() as u64 / PER_PAGE)
}

/// Serves this number of pages at `http://ADDRESS/charges`, until the process ends.
pub(crate) fn serve(pages: u64) -> Result<SocketAddr> {
    let compact: Vec<String> = (0..DIFFERENT).map(compact).collect();
    let pretty: Vec<String> = (0..DIFFERENT).map(pretty).collect();
    server::serve(move |target, response| {
        let (bodies, blank, line) =
            if target.starts_with("/pretty") { (&pretty, " ", "\n  ") } else { (&compact, "", "") };
        let numbered = server::number(target, "page=");
        let page =
            numbered.map_or_else(|| server::number(target, "cursor=").unwrap_or(0), |page| page.saturating_sub(1));
        let tail = match (target.contains("/numbered"), page + 1 < pages) {
            (true, _) => format!("{line}],{line}\"pages\":{blank}{pages}\n}}"),
            (_, true) => {
                let next = page + 1;
                format!("{line}],{line}\"has_more\":{blank}true,{line}\"next_cursor\":{blank}\"{next}\"\n}}")
            }
            (_, false) => format!("{line}],{line}\"has_more\":{blank}false,{line}\"next_cursor\":{blank}null\n}}"),
        };
        server::json("200 OK", &[&bodies[(page % DIFFERENT) as usize], &tail], response);
    })
}

/// The records of a page, compact, without the end of the page.
pub(crate) fn compact(page: u64) -> String {
    let mut text = whole(page).to_string();
    text.truncate(text.len() - "]}".len());
    text
}

/// The same, pretty-printed.
pub(crate) fn pretty(page: u64) -> String {
    let mut text = format!("{:#}", whole(page));
    text.truncate(text.len() - "\n  ]\n}".len());
    text
}

fn whole(page: u64) -> Value {
    let records: Vec<Value> = (0..PER_PAGE).map(|at| charge(page * PER_PAGE + at)).collect();
    json!({ "object": "list", "url": "/charges", "data": records })
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
