//! Body: the bytes of one response, with room after them.
//!
//! In: a `Vec<u8>` as the transport filled it. Out: the same bytes followed by [`PAD`]zeros. With them the scanner
//! reads whole blocks and looks one byte ahead without a check for the end at every step: a zero byte is not part of
//! any JSON token, so every loop stops at it. Reserve `PAD` bytes more than the body needs and the conversion does not
//! move anything.
//! Not here: limits on the size of a body (the client's), decompression, character sets.

use std::ops::Deref;

/// Zero bytes after a body: four blocks, so that one may be read at any place up to the end of the body.
pub const PAD: usize = 64;

/// A body with the zero padding that the scanner needs after it.
///
/// Dereferences to the body proper; [`PaddedBody::into_inner`] gives the `Vec` back for reuse.
#[derive(Debug, Clone, Default)]
pub struct PaddedBody {
    padded: Vec<u8>,
    len: usize,
}

impl PaddedBody {
    /// The body with its padding.
    pub(super) fn padded(&self) -> &[u8] {
        &self.padded
    }

    /// The `Vec` that the body was made of, without the padding.
    pub fn into_inner(mut self) -> Vec<u8> {
        self.padded.truncate(self.len);
        self.padded
    }
}

impl From<Vec<u8>> for PaddedBody {
    fn from(mut bytes: Vec<u8>) -> Self {
        let len = bytes.len();
        bytes.resize(len + PAD, 0);
        Self { padded: bytes, len }
    }
}

impl From<&[u8]> for PaddedBody {
    fn from(bytes: &[u8]) -> Self {
        let mut padded = Vec::with_capacity(bytes.len() + PAD);
        padded.extend_from_slice(bytes);
        Self::from(padded)
    }
}

impl Deref for PaddedBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.padded.get(..self.len).unwrap_or_default()
    }
}
