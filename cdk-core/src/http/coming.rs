//! Coming: the body of an answer, piece by piece, as it comes and unpacked.
//!
//! In: an answer whose head is here. Out: pieces of its body, or why it broke off. Time-outs are those of the transport.
//! Two layers are taken off: the content encoding, and gzip once more where the body itself is a gzip file, which its first two
//! bytes tell.
//! Not here: bodies that are read whole (`transport`).

use std::io::{Result, Write};

use bytes::Bytes;
use flate2::write::{MultiGzDecoder, ZlibDecoder};

use super::inflate::GZIP;
use super::transport::{TransportError, told};

/// Packed bytes that are unpacked at once: deflate makes up to a thousand of one, so 2 MiB come of them at most.
const STEP: usize = 2 << 10;

/// The rest of an answer.
pub(crate) struct Coming {
    answer: reqwest::Response,
    /// What has come and is not unpacked yet.
    packed: Bytes,
    unpack: Unpack,
    is_over: bool,
}

impl Coming {
    /// # Errors
    /// Where the content encoding is one that was not asked for.
    pub(super) fn new(answer: reqwest::Response, encoding: Option<&str>) -> std::result::Result<Self, TransportError> {
        let layer = match encoding.map(|encoding| encoding.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity") => None,
            Some("gzip" | "x-gzip") => Some(Layer::gzip()),
            Some("deflate") => Some(Layer::Zlib(ZlibDecoder::new(Vec::new()))),
            Some(other) => return Err(TransportError::unknown_encoding(other)),
        };
        let unpack = Unpack { layer, file: File::Unknown(Vec::new()) };
        Ok(Self { answer, packed: Bytes::new(), unpack, is_over: false })
    }

    /// The next piece, which may be empty; `None` at the end.
    pub(crate) async fn piece(&mut self) -> std::result::Result<Option<Bytes>, TransportError> {
        if self.is_over {
            return Ok(None);
        }
        if self.packed.is_empty() {
            match self.answer.chunk().await.map_err(told)? {
                Some(piece) => self.packed = piece,
                None => self.is_over = true,
            }
        }
        let unpacked = if self.is_over {
            self.unpack.finish().map(Bytes::from)
        } else {
            let step = if self.unpack.is_plain() { self.packed.len() } else { STEP.min(self.packed.len()) };
            self.unpack.push(self.packed.split_to(step))
        };
        unpacked.map(Some).map_err(|_| TransportError::damaged())
    }
}

struct Unpack {
    /// Of the content encoding.
    layer: Option<Layer>,
    file: File,
}

/// What the body itself is.
enum File {
    /// It has begun with less than tells it.
    Unknown(Vec<u8>),
    Plain,
    Gzip(Box<Layer>),
}

enum Layer {
    Gzip(MultiGzDecoder<Vec<u8>>),
    Zlib(ZlibDecoder<Vec<u8>>),
}

impl Layer {
    fn gzip() -> Self {
        Self::Gzip(MultiGzDecoder::new(Vec::new()))
    }

    fn push(&mut self, packed: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => {
                decoder.write_all(packed)?;
                decoder.flush()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            Self::Zlib(decoder) => {
                decoder.write_all(packed)?;
                decoder.flush()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
        }
    }

    fn finish(&mut self) -> Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => {
                decoder.try_finish()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            Self::Zlib(decoder) => {
                decoder.try_finish()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
        }
    }
}

impl Unpack {
    fn is_plain(&self) -> bool {
        self.layer.is_none() && matches!(self.file, File::Plain)
    }

    fn push(&mut self, piece: Bytes) -> Result<Bytes> {
        let piece = match &mut self.layer {
            Some(layer) => Bytes::from(layer.push(&piece)?),
            None => piece,
        };
        self.of_file(piece)
    }

    fn of_file(&mut self, piece: Bytes) -> Result<Bytes> {
        match &mut self.file {
            File::Plain => Ok(piece),
            File::Gzip(layer) => layer.push(&piece).map(Bytes::from),
            File::Unknown(begin) => {
                begin.extend_from_slice(&piece);
                if begin.len() < GZIP.len() {
                    return Ok(Bytes::new());
                }
                let begin = std::mem::take(begin);
                if !begin.starts_with(&GZIP) {
                    self.file = File::Plain;
                    return Ok(Bytes::from(begin));
                }
                let mut layer = Layer::gzip();
                let unpacked = layer.push(&begin)?;
                self.file = File::Gzip(Box::new(layer));
                Ok(Bytes::from(unpacked))
            }
        }
    }

    fn finish(&mut self) -> Result<Vec<u8>> {
        let last = match &mut self.layer {
            Some(layer) => layer.finish()?,
            None => Vec::new(),
        };
        let mut unpacked = self.of_file(Bytes::from(last))?.to_vec();
        match &mut self.file {
            File::Unknown(begin) => unpacked.append(begin),
            File::Gzip(layer) => unpacked.append(&mut layer.finish()?),
            File::Plain => {}
        }
        Ok(unpacked)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(body: &[u8], layer: Option<Layer>, size: usize) -> Result<Vec<u8>> {
        let mut unpack = Unpack { layer, file: File::Unknown(Vec::new()) };
        let mut all = Vec::new();
        for piece in body.chunks(size) {
            all.extend_from_slice(&unpack.push(Bytes::copy_from_slice(piece))?);
        }
        all.extend_from_slice(&unpack.finish()?);
        Ok(all)
    }

    #[test]
    fn a_body_is_unpacked_however_it_is_cut() {
        let text: Vec<u8> = (0..20_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        let (file, twice) = (gzip(&text), gzip(&gzip(&text)));
        let two_files = [gzip(&text[..100]), gzip(&text[100..])].concat();
        for size in [1, 2, 7, 4_096, 1 << 20] {
            assert_eq!(unpacked(&text, None, size).unwrap(), text);
            assert_eq!(unpacked(&file, None, size).unwrap(), text, "a file");
            assert_eq!(unpacked(&two_files, None, size).unwrap(), text, "two files in one");
            assert_eq!(unpacked(&file, Some(Layer::gzip()), size).unwrap(), text, "an encoding");
            assert_eq!(unpacked(&twice, Some(Layer::gzip()), size).unwrap(), text, "both");
            for short in [&b""[..], b"x", b"{}"] {
                assert_eq!(unpacked(short, None, size).unwrap(), short);
            }
        }
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let file = gzip(b"some text that is long enough");

        assert!(unpacked(&file[..file.len() - 4], None, 5).is_err());
        assert!(unpacked(&file[..10], Some(Layer::gzip()), 5).is_err());
    }
}
