//! Micro: decodes and encodes a page in memory, without sockets and pipes.
//!
//! `bench micro`. It processes a page of 100 charges in four ways: serde_json cuts it into raw slices that are copied;
//! the scanner validates and copies the records; serde_json decodes them into structs; serde_json decodes and encodes
//! them.
//! Each of 20 rounds runs all ways, each on a fresh copy of the page. Out: the median time of each relative to the
//! scanner's, for compact and pretty-printed pages. The targets are not here, but end to end (`records`) or
//! counted (`instructions.sh`).

use std::convert::Infallible;
use std::error::Error;
use std::hint::black_box;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cdk_core::testing::scanner::{PAD, PaddedBody, Program, ProgramOptions, RecordsPath, Scanner};
use schemars::generate::{Contract, SchemaSettings};

use super::by_hand::{RawPage, TypedPage};
use super::charge::Charge;
use super::measure::median;
use super::pages;

const ROUNDS: usize = 20;
/// The minimum time of each way in each round.
const AT_LEAST: Duration = Duration::from_millis(60);

/// A way to process a page. The page has spare bytes at its end.
type Way = Box<dyn FnMut(Vec<u8>, &mut Vec<u8>) -> Result<(), Box<dyn Error>>>;

pub(crate) fn bench() -> Result<(), Box<dyn Error>> {
    let compact = format!("{}],\"has_more\":false,\"next_cursor\":null}}", pages::compact(0));
    let pretty = format!("{}\n  ],\n  \"has_more\": false,\n  \"next_cursor\": null\n}}", pages::pretty(0));
    let ratio = report("pretty-printed", pretty.as_bytes())? / report("compact", compact.as_bytes())?;
    Ok(writeln!(stdout(), "scanner, pretty-printed / compact: {ratio:.2}")?)
}

/// All ways with their names, the scanner first.
fn ways() -> Result<[(&'static str, Way); 4], Box<dyn Error>> {
    let mut settings = SchemaSettings::draft07();
    settings.contract = Contract::Deserialize;
    let schema = serde_json::to_value(settings.into_generator().into_root_schema_for::<Charge>())?;
    let program = Program::compile(&schema, &ProgramOptions::default()).map_err(|why| format!("{why:?}"))?;
    let mut scanner = Scanner::new(Arc::new(program));
    let path = RecordsPath::parse("data").map_err(|why| format!("{why:?}"))?;
    let scan = move |page: Vec<u8>, out: &mut Vec<u8>| {
        let found = scanner.page(&PaddedBody::from(page), &path, |found| {
            found.write(b"", out);
            Ok::<_, Infallible>(())
        });
        found.map(drop).map_err(|why| format!("{why:?}").into())
    };
    Ok([
        ("scanner: validated, copied", Box::new(scan)),
        (
            "serde_json: raw slices, copied",
            Box::new(|page, out| {
                let page: RawPage<'_> = serde_json::from_slice(&page)?;
                page.data.iter().for_each(|record| out.extend_from_slice(record.get().as_bytes()));
                Ok(())
            }),
        ),
        (
            "serde_json: decoded",
            Box::new(|page, _| {
                black_box(serde_json::from_slice::<TypedPage>(&page)?);
                Ok(())
            }),
        ),
        (
            "serde_json: decoded, encoded",
            Box::new(|page, out| {
                let page: TypedPage = serde_json::from_slice(&page)?;
                Ok(page.data.iter().try_for_each(|record| serde_json::to_writer(&mut *out, record))?)
            }),
        ),
    ])
}

/// Reports all ways, and returns the scanner's seconds per page.
fn report(kind: &str, page: &[u8]) -> Result<f64, Box<dyn Error>> {
    let mut ways = ways()?;
    let mut took = vec![Vec::new(); ways.len()];
    let mut out = Vec::with_capacity(page.len());
    for _ in 0..ROUNDS {
        for ((_, way), took) in ways.iter_mut().zip(&mut took) {
            let (begun, mut times) = (Instant::now(), 0);
            while begun.elapsed() < AT_LEAST {
                out.clear();
                let mut body = Vec::with_capacity(page.len() + PAD);
                body.extend_from_slice(page);
                way(body, &mut out)?;
                black_box(&out);
                times += 1;
            }
            took.push(begun.elapsed().as_secs_f64() / f64::from(times));
        }
    }
    let per_record = 1e6 / pages::PER_PAGE as f64;
    writeln!(stdout(), "{kind}: {} B a record", page.len() as u64 / pages::PER_PAGE)?;
    for ((name, _), own) in ways.iter().zip(&took) {
        let ratio = median(took[0].iter().zip(own).map(|(scanner, own)| scanner / own).collect());
        let micros = median(own.clone()) * per_record;
        writeln!(stdout(), "  {name:<34}{micros:>8.2} µs a record{ratio:>10.3} scanner / this")?;
    }
    Ok(median(std::mem::take(&mut took[0])))
}
