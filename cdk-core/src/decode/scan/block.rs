//! Blocks: sixteen bytes at a time, in plain Rust.
//!
//! In: the padded text and a place in it. Out: how far a run of bytes goes.
//! Each loop body writes 0xff or 0 per byte into a `[u8; 16]`, which LLVM turns into vector compares on every target,
//! and finds the first hit by counting zero bits: 25 instructions on x86-64. It depends on `|` and `&` where `||` and
//! `&&` would do: with those, and with the obvious `mask |= hit << i`, it compiles to 70 to 220 scalar ones.
//! A read after the text gives zeros, never a panic: a text without padding yields a syntax error.
//! Not here: what a byte means (see `token`).

/// Bytes in a block.
pub(in super::super) const BLOCK: usize = 16;

/// The byte at `at`; zero after the text.
#[inline(always)]
pub(in super::super) fn byte(text: &[u8], at: usize) -> u8 {
    match text.get(at) {
        Some(&byte) => byte,
        None => 0,
    }
}

/// The block at `at`; zeros after the text.
#[inline(always)]
pub(in super::super) fn block(text: &[u8], at: usize) -> [u8; BLOCK] {
    match text.get(at..at + BLOCK).and_then(|block| block.first_chunk()) {
        Some(block) => *block,
        None => short_block(text, at),
    }
}

#[cold]
fn short_block(text: &[u8], at: usize) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    for (to, from) in block.iter_mut().zip(text.get(at..).unwrap_or_default()) {
        *to = *from;
    }
    block
}

/// The block at `at` as one number, first byte lowest.
#[inline(always)]
pub(in super::super) fn word(text: &[u8], at: usize) -> u128 {
    match text.get(at..at + BLOCK).and_then(|block| block.first_chunk()) {
        Some(block) => u128::from_le_bytes(*block),
        None => short_word(text, at),
    }
}

#[cold]
#[inline(never)]
fn short_word(text: &[u8], at: usize) -> u128 {
    u128::from_le_bytes(short_block(text, at))
}

/// How many bytes of the block come before the first for which `hit` is true; 16 if there is none.
#[inline(always)]
fn before(block: [u8; BLOCK], hit: impl Fn(u8) -> bool) -> usize {
    let mut marks = [0u8; BLOCK];
    for (mark, byte) in marks.iter_mut().zip(block) {
        *mark = u8::from(hit(byte)).wrapping_neg();
    }
    (u128::from_le_bytes(marks).trailing_zeros() / 8) as usize
}

/// Eight times the same byte.
const fn all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of the first quote, backslash or control character, lowest byte first; zero where there is none.
/// Bits of bytes after the first may be set too, by what is borrowed.
#[inline(always)]
fn stops(bytes: u64) -> u64 {
    // With its second bit turned over, a quote is the one byte directly after the control characters.
    let quote_or_control = (bytes ^ all(0x02)).wrapping_sub(all(0x21));
    let backslash = (bytes ^ all(b'\\')).wrapping_sub(all(1));
    (quote_or_control | backslash) & !bytes & all(0x80)
}

/// The first quote, backslash or control character at or after `at`; the text's end where there is none.
// A separate function, so that its constants have registers; two halves, since most texts are short and a hit in a
// vector is found by taking it apart.
#[inline(never)]
pub(in super::super) fn text_stop(text: &[u8], mut at: usize) -> usize {
    loop {
        let Some(block) = text.get(at..at + BLOCK).and_then(|block| block.first_chunk()) else {
            return text_stop_near_end(text, at);
        };
        let block = u128::from_le_bytes(*block);
        let low = stops(block as u64);
        if low != 0 {
            return at + (low.trailing_zeros() / 8) as usize;
        }
        let high = stops((block >> 64) as u64);
        if high != 0 {
            return at + 8 + (high.trailing_zeros() / 8) as usize;
        }
        at += BLOCK;
    }
}

#[cold]
#[inline(never)]
fn text_stop_near_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|&&b| b != b'"' && b != b'\\' && b >= 0x20).count()
}

/// The first byte at or after `at` that is not JSON whitespace.
#[inline(always)]
pub(in super::super) fn space_end(text: &[u8], mut at: usize) -> usize {
    loop {
        let n = before(block(text, at), |b| (b != b' ') & (b != b'\n') & (b != b'\r') & (b != b'\t'));
        at += n;
        if n < BLOCK {
            return at;
        }
    }
}
