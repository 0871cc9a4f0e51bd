//! Coming: the body of an answer, piece by piece, as it comes and unpacked.
//!
//! In: an answer whose head is here. Out: pieces of its body, or why it broke off. Time-outs are those of the transport.
//! Two layers are taken off: the content encoding, and gzip once more where the body itself is a gzip file, which its first two
//! bytes tell.
//! Not here: bodies that are read whole (`transport`).

use std::io::{Result, Write};

use bytes::Bytes;
use flate2::write::{MultiGzDecoder, ZlibDecoder};
use url::Url;

use super::connection_error::told;
use super::inflate::{GZIP, begins_as_zlib};
use super::transport::TransportError;

/// Packed bytes that are unpacked at once: deflate makes up to a thousand of one, so 2 MiB come of them at most.
const STEP: usize = 2 << 10;

/// The rest of an answer.
pub(crate) struct Coming {
    answer: reqwest::Response,
    /// Where it comes from.
    url: Url,
    /// What has come and is not unpacked yet.
    packed: Bytes,
    unpack: Unpack,
    is_all_here: bool,
}

impl Coming {
    /// # Errors
    /// Where the content encoding is one that was not asked for.
    pub(super) fn new(
        answer: reqwest::Response,
        url: Url,
        encoding: Option<&str>,
    ) -> std::result::Result<Self, TransportError> {
        let layer = match encoding.map(|encoding| encoding.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity") => None,
            Some("gzip" | "x-gzip") => Some(Layer::gzip()),
            Some("deflate") => Some(Layer::Zlib(ZlibDecoder::new(Vec::new()))),
            Some(other) => return Err(TransportError::unknown_encoding(other)),
        };
        Ok(Self { answer, url, packed: Bytes::new(), unpack: Unpack::new(layer), is_all_here: false })
    }

    /// The next piece, which may be empty; `None` at the end.
    pub(crate) async fn piece(&mut self) -> std::result::Result<Option<Bytes>, TransportError> {
        loop {
            if let Some(piece) = self.unpack.next().transpose() {
                return piece.map(Some).map_err(|_| self.unpack.damaged());
            }
            if self.is_all_here {
                return Ok(None);
            }
            if self.packed.is_empty() {
                match self.answer.chunk().await.map_err(|error| told(error, &self.url))? {
                    Some(piece) => self.packed = piece,
                    None => {
                        self.is_all_here = true;
                        self.unpack.finish().map_err(|_| self.unpack.damaged())?;
                        continue;
                    }
                }
            }
            let step = if self.unpack.layer.is_none() { self.packed.len() } else { STEP.min(self.packed.len()) };
            self.unpack.push(self.packed.split_to(step)).map_err(|_| self.unpack.damaged())?;
        }
    }
}

struct Unpack {
    /// Of the content encoding.
    layer: Option<Layer>,
    file: File,
    /// Out of the first layer, and not through the second one yet.
    between: Bytes,
    /// Whether anything came: an empty body stays empty.
    has_begun: bool,
    /// Whether the first bytes are those of zlib.
    begins_as_zlib: bool,
    is_finished: bool,
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
    fn new(layer: Option<Layer>) -> Self {
        let (file, between) = (File::Unknown(Vec::new()), Bytes::new());
        Self { layer, file, between, has_begun: false, begins_as_zlib: true, is_finished: false }
    }

    /// Why the body does not inflate, by the first of its layers that is at work.
    fn damaged(&self) -> TransportError {
        match self.layer {
            Some(Layer::Zlib(_)) if !self.begins_as_zlib => TransportError::raw_deflate(),
            Some(Layer::Zlib(_)) => TransportError::damaged("deflate"),
            _ => TransportError::damaged("gzip"),
        }
    }

    /// Takes what came, once everything that came before is given.
    fn push(&mut self, piece: Bytes) -> Result<()> {
        if !self.has_begun && !piece.is_empty() {
            (self.has_begun, self.begins_as_zlib) = (true, begins_as_zlib(&piece));
        }
        self.between = match &mut self.layer {
            Some(layer) => Bytes::from(layer.push(&piece)?),
            None => piece,
        };
        Ok(())
    }

    /// Nothing comes any more.
    fn finish(&mut self) -> Result<()> {
        self.is_finished = true;
        self.between = match self.layer.as_mut().filter(|_| self.has_begun) {
            Some(layer) => Bytes::from(layer.finish()?),
            None => Bytes::new(),
        };
        Ok(())
    }

    /// The next piece of what was taken.
    fn next(&mut self) -> Result<Option<Bytes>> {
        if self.between.is_empty() {
            let is_last = self.is_finished && !matches!(self.file, File::Plain);
            return if is_last { self.last().map(Some) } else { Ok(None) };
        }
        let step = if matches!(self.file, File::Plain) { self.between.len() } else { STEP.min(self.between.len()) };
        let piece = self.between.split_to(step);
        self.of_file(piece).map(Some)
    }

    fn last(&mut self) -> Result<Bytes> {
        match std::mem::replace(&mut self.file, File::Plain) {
            File::Unknown(begin) => Ok(Bytes::from(begin)),
            File::Gzip(mut layer) => layer.finish().map(Bytes::from),
            File::Plain => Ok(Bytes::new()),
        }
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

    /// All of a body, and the largest piece of it.
    fn in_pieces(body: &[u8], layer: Option<Layer>, size: usize) -> Result<(Vec<u8>, usize)> {
        let mut unpack = Unpack::new(layer);
        let (mut all, mut largest) = (Vec::new(), 0);
        let mut pieces = body.chunks(size);
        while !unpack.is_finished {
            match pieces.next() {
                Some(piece) => unpack.push(Bytes::copy_from_slice(piece))?,
                None => unpack.finish()?,
            }
            while let Some(piece) = unpack.next()? {
                largest = largest.max(piece.len());
                all.extend_from_slice(&piece);
            }
        }
        Ok((all, largest))
    }

    fn unpacked(body: &[u8], layer: Option<Layer>, size: usize) -> Result<Vec<u8>> {
        in_pieces(body, layer, size).map(|(all, _)| all)
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
    fn an_empty_body_stays_empty() {
        assert_eq!(unpacked(b"", Some(Layer::gzip()), 5).unwrap(), b"");
        assert_eq!(unpacked(&gzip(b""), Some(Layer::gzip()), 5).unwrap(), b"");
        assert_eq!(unpacked(&gzip(b""), None, 5).unwrap(), b"");
    }

    #[test]
    fn what_is_packed_twice_comes_in_small_pieces() {
        let bomb = gzip(&gzip(&vec![b' '; 32 << 20]));
        assert!(bomb.len() < 2 * STEP, "{}", bomb.len());

        let (all, largest) = in_pieces(&bomb, Some(Layer::gzip()), 4 * STEP).unwrap();

        assert_eq!(all.len(), 32 << 20);
        assert!(largest <= 3 << 20, "{largest}");
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let file = gzip(b"some text that is long enough");

        assert!(unpacked(&file[..file.len() - 4], None, 5).is_err());
        assert!(unpacked(&file[..10], Some(Layer::gzip()), 5).is_err());
    }
}
