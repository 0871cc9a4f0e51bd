//! Beyond: moments that jiff cannot hold, such as `9999-12-31T23:59:59Z`, which many APIs write for "never".
//!
//! In: a text that serde refused, and where. Out: the text with a moment that jiff can hold in place of each such one,
//! and afterwards, in what serde wrote, the API's own text again. So a record that goes through its struct is written
//! unchanged; a function sees the latest `Timestamp`. Several such texts of a record differ by a nanosecond each.
//! Not here: such a value as a cursor (see `state`).

use jiff::{SignedDuration, Timestamp};

use super::super::body::PaddedBody;
use super::super::locate::children;
use super::super::scan::block::{byte, space_end};
use super::super::scan::skip::{skip, skip_text};
use super::super::scan::text::decoded;
use super::super::way::Step;
use super::refusal::Refusal;
use crate::time::TimeText;

/// Limit of refusals that are repaired one by one; after that, the whole text is repaired.
const ONE_BY_ONE: u32 = 16;

/// The replaced moments of one text.
#[derive(Debug, Default)]
pub struct Beyond {
    /// The moment that jiff holds, and the JSON text that it replaces, both with their quotes.
    pairs: Vec<(String, Vec<u8>)>,
    repairs: u32,
}

impl Beyond {
    /// The text with what serde refused repaired.
    ///
    /// # Errors
    /// The refusal, if it has another reason.
    #[cold]
    pub(super) fn repaired(&mut self, text: &str, refusal: Refusal) -> Result<String, Refusal> {
        if memchr::memmem::find(text.as_bytes(), b"9999").is_none() {
            return Err(refusal);
        }
        let body = PaddedBody::from(text.as_bytes());
        let padded = body.padded();
        self.repairs += 1;
        let (mut start, mut end) = (space_end(padded, 0), text.len());
        if self.repairs <= ONE_BY_ONE {
            for name in refusal.way() {
                let is_it = |step: &Step| match step {
                    Step::Name(own) => own == name,
                    Step::Index(index) => index.to_string() == *name,
                };
                let Some(child) = children(padded, start).find(|child| is_it(&child.step)) else { break };
                start = child.value;
                end = skip(padded, start).unwrap_or(text.len());
            }
        }

        let mut repaired = text.get(..start).unwrap_or_default().to_owned();
        let (mut from, mut at) = (start, start);
        while at < end {
            if byte(padded, at) != b'"' {
                at += 1;
                continue;
            }
            let Ok(close) = skip_text(padded, at + 1) else { break };
            let is_key = byte(padded, space_end(padded, close)) == b':';
            if let Some(own) = text.get(at..close).filter(|own| !is_key && is_beyond(own)) {
                repaired.push_str(text.get(from..at).unwrap_or_default());
                repaired.push_str(&self.stand_in(own));
                from = close;
            }
            at = close;
        }
        if from == start {
            return Err(refusal);
        }
        repaired.push_str(text.get(from..).unwrap_or_default());
        Ok(repaired)
    }

    /// The moment that replaces a text, with its quotes.
    fn stand_in(&mut self, own: &str) -> String {
        if let Some((moment, _)) = self.pairs.iter().find(|(_, known)| known == own.as_bytes()) {
            return moment.clone();
        }
        let number = i64::try_from(self.pairs.len()).unwrap_or(i64::MAX);
        let moment = Timestamp::MAX.checked_sub(SignedDuration::from_nanos(number)).unwrap_or(Timestamp::MAX);
        let moment = format!("\"{moment}\"");
        self.pairs.push((moment.clone(), own.as_bytes().to_vec()));
        moment
    }

    /// What serde wrote, with the API's own texts again.
    pub(crate) fn restored(&self, written: Vec<u8>) -> Vec<u8> {
        self.pairs.iter().fold(written, |written, (moment, own)| {
            let finder = memchr::memmem::Finder::new(moment);
            let mut restored = Vec::with_capacity(written.len());
            let mut from = 0;
            for at in finder.find_iter(&written) {
                restored.extend_from_slice(written.get(from..at).unwrap_or_default());
                restored.extend_from_slice(own);
                from = at + moment.len();
            }
            restored.extend_from_slice(written.get(from..).unwrap_or_default());
            restored
        })
    }
}

/// Whether a JSON text says a moment that is later than jiff can hold.
fn is_beyond(json: &str) -> bool {
    let inside = json.as_bytes().get(1..json.len().saturating_sub(1)).unwrap_or_default();
    let Some(said) = decoded(inside) else { return false };
    std::str::from_utf8(&said).is_ok_and(|text| TimeText::new(text).is_beyond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_moments_that_jiff_cannot_hold_are_beyond() {
        for beyond in
            ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999+00:00", "9999-12-31 00:00:00Z", "9999-12-30T23:00:00Z"]
        {
            assert!(is_beyond(&format!("\"{beyond}\"")), "{beyond}");
        }
        for held in [
            "9999-12-30T21:00:00Z",
            "9999-12-31T23:59:59",
            "9999-12-31",
            "9999-13-31T00:00:00Z",
            "2024-01-31T00:00:00Z",
            "never",
        ] {
            assert!(!is_beyond(&format!("\"{held}\"")), "{held}");
        }
    }
}
