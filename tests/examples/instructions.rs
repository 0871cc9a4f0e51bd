//! Instructions: the cost of decoding a record, writing its RECORD line, and rendering a template.
//!
//! In: a task, and a number of repetitions. `tests/examples/instructions.sh` runs it under callgrind, whose counts do not
//! depend on the machine. It uses the difference between two numbers of repetitions, so the start does not count.
//! `slices` is the reference: serde_json cuts the page into records without checks. Out: bytes, on standard error.
//! Target: scanner / slices at most 0.75 for compact and 0.55 for pretty-printed pages.
//! The RECORD line and templates are not public, so their files are compiled here again.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a measurement")]

use std::convert::Infallible;
use std::hint::black_box;
use std::sync::Arc;

use cdk_core::testing::scanner::{PaddedBody, Page, Program, ProgramOptions, RecordsPath, Scanner, leaf_check};
use serde_json::Value;
use serde_json::value::RawValue;

#[path = "../../cdk-core/src/template/exact.rs"]
#[allow(dead_code, reason = "rendering a path is enough here")]
mod exact;
#[path = "../../cdk-core/src/template/grammar.rs"]
#[allow(dead_code, reason = "rendering a path is enough here")]
mod grammar;
#[path = "../../cdk-core/src/record/line.rs"]
mod line;
#[path = "../../cdk-core/src/template/parse.rs"]
#[allow(dead_code, reason = "rendering a path is enough here")]
mod parse;
#[path = "../../cdk-core/src/template/render.rs"]
#[allow(dead_code, reason = "rendering a path is enough here")]
mod render;
#[path = "../../cdk-core/src/template/roots.rs"]
#[allow(dead_code, reason = "rendering a path is enough here")]
mod roots;
#[path = "../../cdk-core/src/time/mod.rs"]
#[allow(dead_code, unused_imports, reason = "rendering a path is enough here")]
mod time;
#[path = "../it/scanner/types.rs"]
#[allow(dead_code, reason = "one of the types is enough here")]
mod types;

// The imports of these files.
mod decode {
    pub(crate) use cdk_core::testing::scanner::{Became, Change};
}
mod error {
    pub(crate) use cdk_core::error::{Error, Result};
}

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
    let [what, times] = args.as_slice() else { panic!("expected a task and a number of repetitions") };
    let times: usize = times.parse().unwrap();
    let (what, kind) = what.split_once('-').unwrap_or((what, "compact"));
    let records: Vec<String> = (0..RECORDS).map(record).collect();
    let mut text = format!("{{\"object\":\"list\",\"data\":[{}],\"has_more\":true}}", records.join(","));
    if kind == "pretty" {
        let value: Value = serde_json::from_str(&text).unwrap();
        text = serde_json::to_string_pretty(&value).unwrap();
    }
    let bytes: usize = match what {
        "slices" => (0..times).map(|_| slices(&text, kind == "pretty")).sum(),
        "scanner" => {
            let mut scanner = scanner();
            (0..times).map(|_| scan(&mut scanner, &text, 1, None)).sum()
        }
        "typed" => (0..times).map(|_| typed(&records, |record| leaf_check::<types::Charge>(record).is_ok())).sum(),
        "serde" => {
            (0..times).map(|_| typed(&records, |record| serde_json::from_slice::<types::Charge>(record).is_ok())).sum()
        }
        "encode" => scan(&mut scanner(), &text, times, Some(&line::Line::new("charges"))),
        "template" => (0..times).map(template).sum(),
        other => panic!("unknown task `{other}`"),
    };
    eprintln!("{} bytes per record, {bytes} bytes written", text.len() / RECORDS);
}

/// Cuts the page into records, and copies them.
fn slices(text: &str, is_pretty: bool) -> usize {
    #[derive(serde::Deserialize)]
    struct Slices<'a> {
        #[serde(borrow)]
        data: Vec<&'a RawValue>,
    }
    let mut out = Vec::with_capacity(text.len() + 4096);
    let body = text.to_owned();
    for record in serde_json::from_str::<Slices<'_>>(&body).unwrap().data {
        match is_pretty {
            true => minify(record.get().as_bytes(), &mut out),
            false => out.extend_from_slice(record.get().as_bytes()),
        }
        out.push(b'\n');
    }
    black_box(&out).len()
}

/// Decodes each record into its struct.
fn typed(records: &[String], read: impl Fn(&[u8]) -> bool) -> usize {
    records.iter().filter(|record| black_box(read(record.as_bytes()))).count()
}

fn scanner() -> Scanner {
    let options = ProgramOptions {
        captures: vec![vec!["id".to_owned()], vec!["created".to_owned()]],
        ..ProgramOptions::default()
    };
    Scanner::new(Arc::new(Program::compile(&types::schema_of::<types::Charge>(), &options).unwrap()))
}

/// Checks each record, and writes it this number of times, in a RECORD line if one is given.
fn scan(scanner: &mut Scanner, text: &str, times: usize, line: Option<&line::Line>) -> usize {
    let (mut out, mut written) = (Vec::with_capacity(text.len() + 4096), 0);
    let mut body = Vec::with_capacity(text.len() + cdk_core::testing::scanner::PAD);
    body.extend_from_slice(text.as_bytes());
    let page = scanner.page(&PaddedBody::from(body), &RecordsPath::parse("data").unwrap(), |found| {
        black_box((found.capture(0), found.capture(1)));
        for _ in 0..times {
            // At most one page, as in a run.
            if out.len() > text.len() {
                out.clear();
            }
            let before = out.len();
            match line {
                Some(line) => {
                    line.open(&mut out);
                    found.write(b"", &mut out);
                    line.close(black_box("1700000000000"), found.changes(), &mut out);
                }
                None => {
                    found.write(b"", &mut out);
                    out.push(b'\n');
                }
            }
            written += black_box(&out).len() - before;
        }
        Ok::<_, Infallible>(())
    });
    let Page { records, .. } = page.unwrap();
    assert_eq!(records, RECORDS as u64);
    written
}

/// Renders a path with two values, like that of a substream, once per record. It is parsed once.
fn template(_: usize) -> usize {
    let parsed = parse::Parsed::new("accounts/{config.account}/charges/{parent.id}/refunds").unwrap();
    let render = |number: usize| {
        let args = [Some(Value::from("acct_1Nv0FGQ9RKHgCVdK")), Some(Value::from(format!("ch_{number:020}")))];
        black_box(parsed.path(&args, &|_| None).unwrap()).len()
    };
    (0..RECORDS).map(render).sum()
}

/// Removes the blanks of a pretty-printed record, byte by byte.
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
