//! Inflates a body under a cap: a few kilobytes must not become the memory of the machine.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// What is wrong with a compressed body.
pub(super) enum Broken {
    /// It ends early or its check sum is wrong.
    Damaged,
    /// Inflated, it is larger than the cap.
    TooLarge,
    /// An encoding that was not asked for.
    Unknown(String),
}

/// The body as the API meant it.
pub(super) fn inflated(body: Vec<u8>, encoding: Option<&str>, max_bytes: usize) -> Result<Vec<u8>, Broken> {
    match encoding.map(|encoding| encoding.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => Ok(body),
        // An empty body stays empty, whatever its header says (204, HEAD).
        Some(_) if body.is_empty() => Ok(body),
        Some("gzip" | "x-gzip") => capped(MultiGzDecoder::new(body.as_slice()), body.len(), max_bytes),
        Some("deflate") => capped(ZlibDecoder::new(body.as_slice()), body.len(), max_bytes),
        Some(other) => Err(Broken::Unknown(other.to_owned())),
    }
}

fn capped(decoder: impl Read, compressed: usize, max_bytes: usize) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::with_capacity((compressed * 4).min(max_bytes));
    decoder.take(max_bytes as u64 + 1).read_to_end(&mut out).map_err(|_| Broken::Damaged)?;
    if out.len() > max_bytes {
        return Err(Broken::TooLarge);
    }
    Ok(out)
}
