//! Duration: reads a duration like `1h 30m`, `500ms` or `PT10M`.
//!
//! In: a string. Out: milliseconds, or `None`. Core reads more forms. Not here: limits (each attribute has its own).

/// `1h 30m`, `500ms`, `PT1H30M`: units from the largest to the smallest, each at most once.
pub(super) fn millis(text: &str) -> Option<u64> {
    let (mut rest, units) = match text.strip_prefix("PT") {
        Some(rest) => (rest, &[("H", 3_600_000), ("M", 60_000), ("S", 1_000)][..]),
        None => (text, &[("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)][..]),
    };
    let (mut sum, mut units) = (0_u64, units.iter());
    loop {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = rest.get(..letters)?;
        // ISO 8601 writes its units without a space between.
        let unit = if text.starts_with('P') { unit.get(..1)? } else { unit };
        let (_, each) = units.find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(number.checked_mul(*each)?)?;
        rest = rest.get(unit.len()..)?;
        if rest.is_empty() {
            return Some(sum);
        }
        rest = rest.strip_prefix(' ').filter(|_| !text.starts_with('P')).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_duration_are_read() {
        for (text, want) in [
            ("500ms", Some(500)),
            ("1s", Some(1_000)),
            ("10m", Some(600_000)),
            ("1h", Some(3_600_000)),
            ("1h 30m", Some(5_400_000)),
            ("1h30m", Some(5_400_000)),
            ("1s 500ms", Some(1_500)),
            ("PT10M", Some(600_000)),
            ("PT1H30M", Some(5_400_000)),
            ("0s", Some(0)),
            ("10", None),
            ("m", None),
            ("30m 1h", None),
            ("1h 1h", None),
            ("1h ", None),
            ("-1s", None),
            ("1 h", None),
            ("1x", None),
            ("PT", None),
            ("P1D", None),
            ("PT1H 30M", None),
            ("99999999999999999999h", None),
            ("9999999999999999999h", None),
            ("", None),
        ] {
            assert_eq!(millis(text), want, "{text}");
        }
    }
}
