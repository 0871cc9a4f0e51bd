//! Body stream: the decompressed body of a response, piece by piece as it arrives.
//!
//! In: a response whose headers have arrived. Out: pieces of its body, or the transport error. Timeouts are those of
//! the transport.
//! Two layers are decompressed: the content encoding, and gzip once more if the body is a gzip file (by its first two
//! bytes).
//! Not here: bodies that are read whole (`transport`), one layer (`inflate`).

use bytes::Bytes;
use url::Url;

use super::connection_error::described;
use super::inflate::{ContentEncoding, GZIP, InflateError, Inflater, STEP};
use super::transport_error::TransportError;

/// The body of a response, read piece by piece.
pub(crate) struct BodyStream {
    response: reqwest::Response,
    /// The URL of the response, for errors.
    url: Url,
    /// Received bytes that are not decompressed yet.
    compressed: Bytes,
    layers: Layers,
    is_all_here: bool,
}

impl BodyStream {
    /// # Errors
    /// If the request did not accept the content encoding.
    pub(super) fn new(response: reqwest::Response, url: Url, encoding: Option<&str>) -> Result<Self, InflateError> {
        let layers = Layers::new(ContentEncoding::from_header(encoding)?);
        Ok(Self { response, url, compressed: Bytes::new(), layers, is_all_here: false })
    }

    /// The next piece, which may be empty; `None` at the end.
    pub(crate) async fn piece(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            if let Some(piece) = self.layers.next()? {
                return Ok(Some(piece));
            }
            if self.is_all_here {
                return Ok(None);
            }
            if self.compressed.is_empty() {
                match self.response.chunk().await.map_err(|error| described(error, &self.url))? {
                    Some(piece) => self.compressed = piece,
                    None => {
                        self.is_all_here = true;
                        self.layers.finish()?;
                        continue;
                    }
                }
            }
            let step =
                if self.layers.encoding.is_none() { self.compressed.len() } else { STEP.min(self.compressed.len()) };
            self.layers.push(self.compressed.split_to(step))?;
        }
    }
}

/// The layers of compression of one body.
struct Layers {
    /// The content encoding.
    encoding: Option<Inflater>,
    file: BodyFile,
    /// Output of the first layer that the second layer has not read yet.
    between: Bytes,
    is_finished: bool,
}

/// Format of the body, without its content encoding.
enum BodyFile {
    /// Fewer than two bytes have arrived.
    Unknown(Vec<u8>),
    Plain,
    Gzip(Box<Inflater>),
}

impl Layers {
    fn new(encoding: Option<ContentEncoding>) -> Self {
        let (file, between) = (BodyFile::Unknown(Vec::new()), Bytes::new());
        Self { encoding: encoding.map(Inflater::new), file, between, is_finished: false }
    }

    /// Takes received bytes. Call it only after [`Self::next`] has returned all earlier bytes.
    fn push(&mut self, piece: Bytes) -> Result<(), InflateError> {
        self.between = match &mut self.encoding {
            Some(encoding) => Bytes::from(encoding.push(&piece)?),
            None => piece,
        };
        Ok(())
    }

    /// Marks the end of the body.
    fn finish(&mut self) -> Result<(), InflateError> {
        self.is_finished = true;
        self.between = match &mut self.encoding {
            Some(encoding) => Bytes::from(encoding.finish()?),
            None => Bytes::new(),
        };
        Ok(())
    }

    /// The next piece of the bytes that were pushed.
    fn next(&mut self) -> Result<Option<Bytes>, InflateError> {
        if self.between.is_empty() {
            let is_last = self.is_finished && !matches!(self.file, BodyFile::Plain);
            return if is_last { self.last().map(Some) } else { Ok(None) };
        }
        let step = if matches!(self.file, BodyFile::Plain) { self.between.len() } else { STEP.min(self.between.len()) };
        let piece = self.between.split_to(step);
        self.of_file(piece).map(Some)
    }

    fn last(&mut self) -> Result<Bytes, InflateError> {
        match std::mem::replace(&mut self.file, BodyFile::Plain) {
            BodyFile::Unknown(begin) => Ok(Bytes::from(begin)),
            BodyFile::Gzip(mut layer) => layer.finish().map(Bytes::from),
            BodyFile::Plain => Ok(Bytes::new()),
        }
    }

    fn of_file(&mut self, piece: Bytes) -> Result<Bytes, InflateError> {
        match &mut self.file {
            BodyFile::Plain => Ok(piece),
            BodyFile::Gzip(layer) => layer.push(&piece).map(Bytes::from),
            BodyFile::Unknown(begin) => {
                begin.extend_from_slice(&piece);
                if begin.len() < GZIP.len() {
                    return Ok(Bytes::new());
                }
                let begin = std::mem::take(begin);
                if !begin.starts_with(&GZIP) {
                    self.file = BodyFile::Plain;
                    return Ok(Bytes::from(begin));
                }
                let mut layer = Inflater::new(ContentEncoding::Gzip);
                let inflated = layer.push(&begin)?;
                self.file = BodyFile::Gzip(Box::new(layer));
                Ok(Bytes::from(inflated))
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

    /// The whole body, and the size of its largest piece.
    fn in_pieces(
        body: &[u8],
        encoding: Option<ContentEncoding>,
        size: usize,
    ) -> Result<(Vec<u8>, usize), InflateError> {
        let mut layers = Layers::new(encoding);
        let (mut all, mut largest) = (Vec::new(), 0);
        let mut pieces = body.chunks(size);
        while !layers.is_finished {
            match pieces.next() {
                Some(piece) => layers.push(Bytes::copy_from_slice(piece))?,
                None => layers.finish()?,
            }
            while let Some(piece) = layers.next()? {
                largest = largest.max(piece.len());
                all.extend_from_slice(&piece);
            }
        }
        Ok((all, largest))
    }

    fn unpacked(body: &[u8], encoding: Option<ContentEncoding>, size: usize) -> Result<Vec<u8>, InflateError> {
        in_pieces(body, encoding, size).map(|(all, _)| all)
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
            assert_eq!(unpacked(&file, Some(ContentEncoding::Gzip), size).unwrap(), text, "an encoding");
            assert_eq!(unpacked(&twice, Some(ContentEncoding::Gzip), size).unwrap(), text, "both");
            for short in [&b""[..], b"x", b"{}"] {
                assert_eq!(unpacked(short, None, size).unwrap(), short);
            }
        }
    }

    #[test]
    fn an_empty_body_stays_empty() {
        assert_eq!(unpacked(b"", Some(ContentEncoding::Gzip), 5).unwrap(), b"");
        assert_eq!(unpacked(&gzip(b""), Some(ContentEncoding::Gzip), 5).unwrap(), b"");
        assert_eq!(unpacked(&gzip(b""), None, 5).unwrap(), b"");
    }

    #[test]
    fn what_is_packed_twice_comes_in_small_pieces() {
        let bomb = gzip(&gzip(&vec![b' '; 32 << 20]));
        assert!(bomb.len() < 2 * STEP, "{}", bomb.len());

        let (all, largest) = in_pieces(&bomb, Some(ContentEncoding::Gzip), 4 * STEP).unwrap();

        assert_eq!(all.len(), 32 << 20);
        assert!(largest <= 3 << 20, "{largest}");
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let file = gzip(b"some text that is long enough");

        assert!(unpacked(&file[..file.len() - 4], None, 5).is_err());
        assert!(unpacked(&file[..10], Some(ContentEncoding::Gzip), 5).is_err());
    }
}
