//! Inflates a body under a cap: a few kilobytes must not become the memory of the machine.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// What is wrong with a compressed body.
pub(super) enum Broken {
    /// It ends early, its check sum is wrong, or it is not in the encoding that its header names.
    Damaged(&'static str),
    /// Deflate without the zlib header that HTTP wants around it (RFC 9110 §8.4.1.2).
    RawDeflate,
    /// Inflated, it is larger than the cap.
    TooLarge,
    /// An encoding that was not asked for.
    Unknown(String),
}

/// How a gzip file begins (RFC 1952 §2.3.1).
pub(super) const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The body as the API meant it; what is then a gzip file is inflated, too.
pub(super) fn inflated(body: Vec<u8>, encoding: Option<&str>, max_bytes: usize) -> Result<Vec<u8>, Broken> {
    let body = decoded(body, encoding, max_bytes)?;
    if body.starts_with(&GZIP) { decoded(body, Some("gzip"), max_bytes) } else { Ok(body) }
}

fn decoded(body: Vec<u8>, encoding: Option<&str>, max_bytes: usize) -> Result<Vec<u8>, Broken> {
    match encoding.map(|encoding| encoding.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => Ok(body),
        // An empty body stays empty, whatever its header says (204, HEAD).
        Some(_) if body.is_empty() => Ok(body),
        Some("gzip" | "x-gzip") => capped("gzip", MultiGzDecoder::new(body.as_slice()), body.len(), max_bytes),
        Some("deflate") if !begins_as_zlib(&body) => Err(Broken::RawDeflate),
        Some("deflate") => capped("deflate", ZlibDecoder::new(body.as_slice()), body.len(), max_bytes),
        Some(other) => Err(Broken::Unknown(other.to_owned())),
    }
}

/// Whether the bytes, as far as they are here, begin as a zlib stream does (RFC 1950 §2.2).
pub(super) fn begins_as_zlib(body: &[u8]) -> bool {
    match *body {
        [method, flags, ..] => method & 0x0f == 8 && (u16::from(method) << 8 | u16::from(flags)).is_multiple_of(31),
        [method] => method & 0x0f == 8,
        [] => true,
    }
}

fn capped(encoding: &'static str, decoder: impl Read, compressed: usize, max_bytes: usize) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::with_capacity((compressed * 4).min(max_bytes));
    decoder.take(max_bytes as u64 + 1).read_to_end(&mut out).map_err(|_| Broken::Damaged(encoding))?;
    if out.len() > max_bytes {
        return Err(Broken::TooLarge);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_ends_at_the_cap() {
        let bomb = gzip(&vec![b' '; 8 << 20]);

        assert!(bomb.len() < 16 << 10);
        assert!(matches!(inflated(bomb, Some("gzip"), 1 << 20), Err(Broken::TooLarge)));
    }

    #[test]
    fn a_gzip_file_is_inflated_whatever_the_headers_say() {
        assert_eq!(inflated(gzip(b"12345"), None, 5).ok(), Some(b"12345".to_vec()));
        assert_eq!(inflated(gzip(&gzip(b"12345")), Some("gzip"), 50).ok(), Some(b"12345".to_vec()));
    }

    #[test]
    fn deflate_without_its_zlib_header_is_told_from_a_damaged_body() {
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        raw.write_all(b"{\"data\":[]}").unwrap();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(b"12345").unwrap();
        let whole = zlib.finish().unwrap();

        assert!(matches!(inflated(raw.finish().unwrap(), Some("deflate"), 100), Err(Broken::RawDeflate)));
        assert_eq!(inflated(whole.clone(), Some("deflate"), 100).ok(), Some(b"12345".to_vec()));
        assert!(matches!(inflated(whole[..8].to_vec(), Some("deflate"), 100), Err(Broken::Damaged("deflate"))));
    }

    #[test]
    fn a_body_of_exactly_the_cap_passes() {
        assert_eq!(inflated(gzip(b"12345"), Some(" GZip "), 5).ok(), Some(b"12345".to_vec()));
        assert!(matches!(inflated(gzip(b"123456"), Some("gzip"), 5), Err(Broken::TooLarge)));
    }

    #[test]
    fn a_body_that_is_cut_or_changed_is_damaged() {
        let whole = gzip(b"some text that is long enough");
        let mut changed = whole.clone();
        changed[20] ^= 1;

        assert!(matches!(inflated(whole[..whole.len() - 1].to_vec(), Some("gzip"), 100), Err(Broken::Damaged("gzip"))));
        assert!(matches!(inflated(changed, Some("gzip"), 100), Err(Broken::Damaged("gzip"))));
    }
}
