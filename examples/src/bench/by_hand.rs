//! By hand: hand-written loops for this one API, without a framework, as a reference.
//!
//! `typed` decodes every page into structs and encodes them again. `raw` copies the records without decoding. Both
//! write RECORD lines through one buffer of 64 KB, without retries, timeouts, state, statuses and validation.

use std::error::Error;
use std::io::{BufWriter, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::charge::Charge;

#[derive(Deserialize)]
pub(crate) struct TypedPage {
    pub(crate) data: Vec<Charge>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct RawPage<'a> {
    #[serde(borrow)]
    pub(crate) data: Vec<&'a RawValue>,
    next_cursor: Option<String>,
}

/// Decodes and encodes records through the struct.
pub(crate) fn typed(url: &str) -> Result<(), Box<dyn Error>> {
    read(url, |body, out| {
        let page: TypedPage = serde_json::from_slice(body)?;
        page.data.iter().try_for_each(|record| write(out, record))?;
        Ok(page.next_cursor)
    })
}

/// Copies the original bytes of records, without validation.
pub(crate) fn raw(url: &str) -> Result<(), Box<dyn Error>> {
    read(url, |body, out| {
        let page: RawPage<'_> = serde_json::from_slice(body)?;
        page.data.iter().try_for_each(|record| write(out, record))?;
        Ok(page.next_cursor)
    })
}

type Out = BufWriter<std::fs::File>;

fn read(
    url: &str,
    mut page: impl FnMut(&[u8], &mut Out) -> Result<Option<String>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Not `stdout()`, which searches all output for line breaks.
    let mut out = BufWriter::with_capacity(64 << 10, std::fs::File::create("/dev/stdout")?);
    runtime.block_on(async {
        let client = reqwest::Client::new();
        let mut cursor: Option<String> = None;
        loop {
            let url = cursor.as_ref().map_or(url.to_owned(), |cursor| format!("{url}?cursor={cursor}"));
            let body = client.get(url).bearer_auth("key").send().await?.bytes().await?;
            cursor = page(&body, &mut out)?;
            if cursor.is_none() {
                break;
            }
        }
        Ok::<(), Box<dyn Error>>(())
    })?;
    Ok(out.flush()?)
}

fn write(out: &mut Out, record: &impl Serialize) -> Result<(), Box<dyn Error>> {
    out.write_all(br#"{"type":"RECORD","record":{"stream":"charge","data":"#)?;
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b",\"emitted_at\":1700000000000}}\n")?;
    Ok(())
}
