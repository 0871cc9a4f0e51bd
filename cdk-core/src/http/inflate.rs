//! Inflate: decompresses one layer of a body, whole or piece by piece.
//!
//! In: the content encoding of a response, and compressed bytes. Out: the bytes of the body, or the error.
//! The output has a size limit, so a few kilobytes cannot fill the memory (decompression bomb).
//! Two layers are possible: the content encoding, and gzip once more if the body is a gzip file (by its first two
//! bytes).
//! Not here: both layers of a streamed body (see `body_stream`).

use std::io::{Result as IoResult, Write};

use flate2::write::{MultiGzDecoder, ZlibDecoder};

use super::transport_error::TransportError;

/// First bytes of a gzip file (RFC 1952 §2.3.1).
pub(super) const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Compressed bytes per step. Deflate expands at most about 1000 times, so a step yields at most 2 MiB.
pub(super) const STEP: usize = 2 << 10;

/// Compression of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContentEncoding {
    Gzip,
    /// Deflate in the zlib format, as HTTP requires (RFC 9110 §8.4.1.2).
    Deflate,
}

/// Why a body cannot be decompressed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InflateError {
    /// The body ends early, its checksum is wrong, or it is not in the encoding that its header names.
    Damaged(ContentEncoding),
    /// Deflate without the zlib header.
    RawDeflate,
    /// The decompressed body is larger than the limit, in bytes.
    TooLarge(usize),
    /// An encoding that the client does not support.
    UnknownEncoding(String),
}

impl ContentEncoding {
    /// The encoding in the `Content-Encoding` header; `None` if the body is not compressed.
    ///
    /// # Errors
    /// If the client does not support the encoding.
    pub(super) fn from_header(value: Option<&str>) -> Result<Option<Self>, InflateError> {
        match value.map(|value| value.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity") => Ok(None),
            Some("gzip" | "x-gzip") => Ok(Some(Self::Gzip)),
            Some("deflate") => Ok(Some(Self::Deflate)),
            Some(other) => Err(InflateError::UnknownEncoding(other.to_owned())),
        }
    }
}

impl From<InflateError> for TransportError {
    fn from(error: InflateError) -> Self {
        match error {
            InflateError::Damaged(ContentEncoding::Gzip) => Self::passing("damaged body: it cannot be decompressed"),
            InflateError::Damaged(ContentEncoding::Deflate) => {
                Self::passing("damaged body: it cannot be decompressed (content encoding `deflate`)")
            }
            InflateError::RawDeflate => Self::lasting(
                "unsupported content encoding: `deflate` without a zlib header (raw deflate); the client supports \
                 gzip, and deflate with a zlib header",
            ),
            InflateError::TooLarge(max) => too_large(max),
            InflateError::UnknownEncoding(encoding) => Self::lasting(format!(
                "unsupported content encoding `{encoding}`; the client supports gzip and deflate"
            )),
        }
    }
}

/// The error for a body that is larger than `max` bytes.
pub(super) fn too_large(max: usize) -> TransportError {
    TransportError::lasting(format!(
        "the body is larger than {} MiB: request smaller pages, or raise the limit with --max-body or CDK_MAX_BODY",
        max >> 20
    ))
}

/// Decompresses one layer of a body.
pub(super) struct Inflater {
    decoder: LayerDecoder,
    /// Whether a byte has arrived. An empty body stays empty, whatever its header says (204, HEAD).
    has_begun: bool,
    /// Whether the first bytes are a zlib header.
    begins_as_zlib: bool,
}

enum LayerDecoder {
    Gzip(MultiGzDecoder<Vec<u8>>),
    Zlib(ZlibDecoder<Vec<u8>>),
}

impl Inflater {
    pub(super) fn new(encoding: ContentEncoding) -> Self {
        Self::with_buffer(encoding, Vec::new())
    }

    fn with_buffer(encoding: ContentEncoding, buffer: Vec<u8>) -> Self {
        let decoder = match encoding {
            ContentEncoding::Gzip => LayerDecoder::Gzip(MultiGzDecoder::new(buffer)),
            ContentEncoding::Deflate => LayerDecoder::Zlib(ZlibDecoder::new(buffer)),
        };
        Self { decoder, has_begun: false, begins_as_zlib: true }
    }

    /// Takes compressed bytes and returns all bytes that they decompress to.
    pub(super) fn push(&mut self, compressed: &[u8]) -> Result<Vec<u8>, InflateError> {
        self.write(compressed)?;
        let flushed = match &mut self.decoder {
            LayerDecoder::Gzip(decoder) => decoder.flush(),
            LayerDecoder::Zlib(decoder) => decoder.flush(),
        };
        flushed.map_err(|_| self.damaged())?;
        Ok(self.take())
    }

    /// Returns the last bytes, after the last compressed ones.
    pub(super) fn finish(&mut self) -> Result<Vec<u8>, InflateError> {
        if !self.has_begun {
            return Ok(Vec::new());
        }
        let finished = match &mut self.decoder {
            LayerDecoder::Gzip(decoder) => decoder.try_finish(),
            LayerDecoder::Zlib(decoder) => decoder.try_finish(),
        };
        finished.map_err(|_| self.damaged())?;
        Ok(self.take())
    }

    fn write(&mut self, compressed: &[u8]) -> Result<(), InflateError> {
        if !self.has_begun && !compressed.is_empty() {
            (self.has_begun, self.begins_as_zlib) = (true, begins_as_zlib(compressed));
        }
        let written = match &mut self.decoder {
            LayerDecoder::Gzip(decoder) => write_until_end(decoder, compressed),
            LayerDecoder::Zlib(decoder) => write_until_end(decoder, compressed),
        };
        written.map_err(|_| self.damaged())
    }

    /// The error for a body that cannot be decompressed.
    fn damaged(&self) -> InflateError {
        match self.decoder {
            LayerDecoder::Zlib(_) if !self.begins_as_zlib => InflateError::RawDeflate,
            LayerDecoder::Zlib(_) => InflateError::Damaged(ContentEncoding::Deflate),
            LayerDecoder::Gzip(_) => InflateError::Damaged(ContentEncoding::Gzip),
        }
    }

    fn inflated(&mut self) -> &mut Vec<u8> {
        match &mut self.decoder {
            LayerDecoder::Gzip(decoder) => decoder.get_mut(),
            LayerDecoder::Zlib(decoder) => decoder.get_mut(),
        }
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::take(self.inflated())
    }
}

/// Writes into a decoder until its stream ends. Bytes after the end of a zlib stream are ignored.
fn write_until_end(decoder: &mut impl Write, mut compressed: &[u8]) -> IoResult<()> {
    while !compressed.is_empty() {
        match decoder.write(compressed)? {
            0 => break,
            written => compressed = compressed.get(written..).unwrap_or_default(),
        }
    }
    Ok(())
}

/// Whether the first bytes are, so far, those of a zlib stream (RFC 1950 §2.2).
fn begins_as_zlib(body: &[u8]) -> bool {
    match *body {
        [method, flags, ..] => method & 0x0f == 8 && (u16::from(method) << 8 | u16::from(flags)).is_multiple_of(31),
        [method] => method & 0x0f == 8,
        [] => true,
    }
}

/// The decompressed body. A gzip file inside is decompressed, too.
///
/// # Errors
/// If it does not inflate, or to more than `max_bytes`.
pub(super) fn inflated(body: Vec<u8>, encoding: Option<&str>, max_bytes: usize) -> Result<Vec<u8>, InflateError> {
    let body = match ContentEncoding::from_header(encoding)? {
        Some(encoding) => inflated_layer(&body, encoding, max_bytes)?,
        None => body,
    };
    if body.starts_with(&GZIP) { inflated_layer(&body, ContentEncoding::Gzip, max_bytes) } else { Ok(body) }
}

fn inflated_layer(body: &[u8], encoding: ContentEncoding, max_bytes: usize) -> Result<Vec<u8>, InflateError> {
    if encoding == ContentEncoding::Deflate && !begins_as_zlib(body) {
        return Err(InflateError::RawDeflate);
    }
    let mut inflater = Inflater::with_buffer(encoding, Vec::with_capacity((body.len() * 4).min(max_bytes)));
    for step in body.chunks(STEP) {
        inflater.write(step)?;
        if inflater.inflated().len() > max_bytes {
            return Err(InflateError::TooLarge(max_bytes));
        }
    }
    let inflated = inflater.finish()?;
    if inflated.len() > max_bytes { Err(InflateError::TooLarge(max_bytes)) } else { Ok(inflated) }
}

#[cfg(test)]
mod tests {
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
        assert!(matches!(inflated(bomb, Some("gzip"), 1 << 20), Err(InflateError::TooLarge(_))));
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

        assert!(matches!(inflated(raw.finish().unwrap(), Some("deflate"), 100), Err(InflateError::RawDeflate)));
        assert_eq!(inflated(whole.clone(), Some("deflate"), 100).ok(), Some(b"12345".to_vec()));
        assert!(matches!(
            inflated(whole[..8].to_vec(), Some("deflate"), 100),
            Err(InflateError::Damaged(ContentEncoding::Deflate))
        ));
    }

    #[test]
    fn a_body_of_exactly_the_cap_passes() {
        assert_eq!(inflated(gzip(b"12345"), Some(" GZip "), 5).ok(), Some(b"12345".to_vec()));
        assert!(matches!(inflated(gzip(b"123456"), Some("gzip"), 5), Err(InflateError::TooLarge(_))));
    }

    #[test]
    fn a_body_that_is_cut_or_changed_is_damaged() {
        let whole = gzip(b"some text that is long enough");
        let mut changed = whole.clone();
        changed[20] ^= 1;

        assert!(matches!(
            inflated(whole[..whole.len() - 1].to_vec(), Some("gzip"), 100),
            Err(InflateError::Damaged(ContentEncoding::Gzip))
        ));
        assert!(matches!(inflated(changed, Some("gzip"), 100), Err(InflateError::Damaged(ContentEncoding::Gzip))));
    }
}
