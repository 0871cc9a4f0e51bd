//! How many instructions the scanner takes a record, beside `serde_json` slicing the page without any check.
//!
//! Run under callgrind, which counts the same on every machine; the slope between 10 and 60 pages leaves start-up out:
//!
//! ```text
//! cargo build --release -p tests --example scanner_instructions
//! for pages in 10 60; do for reader in raw scanner; do for page in compact pretty; do
//!   valgrind --tool=callgrind --callgrind-out-file=/dev/null \
//!     target/release/examples/scanner_instructions $reader $page $pages 2>&1 | grep Collected
//! done; done; done
//! ```
//!
//! The gate: scanner / raw at most 0.9 compact and 0.6 pretty.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a measurement")]

use std::convert::Infallible;
use std::hint::black_box;
use std::sync::Arc;

use cdk_core::decode::{Body, Program, ProgramOptions, RecordsPath, Scanner};
use serde_json::value::RawValue;

#[path = "../it/scanner/types.rs"]
#[allow(dead_code, reason = "one of the types is enough here")]
mod types;

const RECORDS: usize = 100;

fn record(i: usize) -> String {
    format!(
        r#"{{"id":"ch_3MmlLrLkdIwHu7ix0snN{i:04}","object":"charge","amount":{amount},"amount_captured":{amount},"amount_refunded":0,"application":null,"application_fee":null,"application_fee_amount":null,"balance_transaction":"txn_3MmlLrLkdIwHu7ix0uke3Ezy","billing_details":{{"address":{{"city":"Springfield","country":"US","line1":"{i} Evergreen Terrace","postal_code":"49007"}},"email":null,"name":"Jenny Rosen {i}","phone":null}},"calculated_statement_descriptor":"EXAMPLE.COM","captured":true,"created":{created},"currency":"usd","customer":"cus_NXPGnLkdIwHu7i{i}","description":null,"disputed":false,"failure_code":null,"failure_message":null,"fraud_details":{{}},"invoice":null,"livemode":false,"metadata":{{"order_id":"{created}","channel":"web"}},"outcome":{{"network_status":"approved_by_network","risk_level":"normal","risk_score":{score},"seller_message":"Payment complete."}},"paid":true,"payment_intent":null,"payment_method":"card_1MmlLrLkdIwHu7ixIJwEWSNR","receipt_email":null,"receipt_url":"https://pay.example.com/receipts/payment/CAcaFwoVYWNjdF8xTTJKVGtMa2RJd0h1N2l4KOvG06AGMgZfBXyr1aw6LBa9vaaSRWU96d8qBwz9z2J_CObiV_H2-e8RezSK_sw0KISesp4czsOUlVKY","refunded":false,"shipping":null,"statement_descriptor":null,"status":"succeeded","transfer_group":null}}"#,
        amount = 1000 + i * 7,
        created = 1_679_090_539 + i,
        score = i % 100,
    )
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [reader, page, pages] = args.as_slice() else { panic!("reader page pages") };
    let pages: usize = pages.parse().unwrap();
    let records: Vec<String> = (0..RECORDS).map(record).collect();
    let mut text = format!("{{\"object\":\"list\",\"data\":[{}],\"has_more\":true}}", records.join(","));
    if page == "pretty" {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        text = serde_json::to_string_pretty(&value).unwrap();
    }
    eprintln!("{} bytes a record", text.len() / RECORDS);

    let mut out = Vec::with_capacity(text.len() + 4096);
    let mut written = 0;
    match reader.as_str() {
        "raw" => {
            #[derive(serde::Deserialize)]
            struct Page<'a> {
                #[serde(borrow)]
                data: Vec<&'a RawValue>,
            }
            for _ in 0..pages {
                let body = text.clone();
                out.clear();
                for record in serde_json::from_str::<Page<'_>>(&body).unwrap().data {
                    if page == "pretty" {
                        minify(record.get().as_bytes(), &mut out)
                    } else {
                        out.extend_from_slice(record.get().as_bytes())
                    }
                    out.push(b'\n');
                }
                written += black_box(&out).len();
            }
        }
        "scanner" => {
            let options = ProgramOptions {
                captures: vec![vec!["id".to_owned()], vec!["created".to_owned()]],
                ..ProgramOptions::default()
            };
            let program = Program::compile(&types::schema_of::<types::Charge>(), &options).unwrap();
            let mut scanner = Scanner::new(Arc::new(program));
            let path = RecordsPath::parse("data").unwrap();
            for _ in 0..pages {
                let mut body = Vec::with_capacity(text.len() + cdk_core::decode::PAD);
                body.extend_from_slice(text.as_bytes());
                out.clear();
                let page = scanner.page(&Body::from(body), &path, |found| {
                    black_box((found.capture(0), found.capture(1)));
                    found.write(b"", &mut out);
                    out.push(b'\n');
                    Ok::<_, Infallible>(())
                });
                assert_eq!(page.unwrap().records, RECORDS as u64);
                written += black_box(&out).len();
            }
        }
        other => panic!("no reader {other}"),
    }
    eprintln!("{written} bytes written");
}

/// What a connector would do with a pretty-printed record otherwise: a byte at a time.
fn minify(record: &[u8], out: &mut Vec<u8>) {
    let (mut in_text, mut escaped) = (false, false);
    for &byte in record {
        if in_text {
            out.push(byte);
            (in_text, escaped) = match byte {
                _ if escaped => (true, false),
                b'\\' => (true, true),
                b'"' => (false, false),
                _ => (true, false),
            };
        } else if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
            out.push(byte);
            in_text = byte == b'"';
        }
    }
}
