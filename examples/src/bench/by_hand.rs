//! By hand: the loops that one would write without a framework, for this one API and with no care for anything else.
//!
//! `typed` decodes every page into structs and encodes them again; `raw` cuts the records out unseen. Both write RECORD
//! lines through one buffer of 64 KB. No retries, no time-outs, no state, no statuses, no check of anything.

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

/// `decode → encode` through the struct.
pub(crate) fn typed(url: &str) -> Result<(), Box<dyn Error>> {
    read(url, |body, out| {
        let page: TypedPage = serde_json::from_slice(body)?;
        page.data.iter().try_for_each(|record| write(out, record))?;
        Ok(page.next_cursor)
    })
}

/// The records' own bytes, unchecked.
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
    // Not `stdout()`: it looks for line breaks in all that passes.
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
