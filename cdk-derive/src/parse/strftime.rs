//! Strftime: checks the format of a date.
//!
//! In: the text after the colon of a placeholder. Out: its mistake, if any.
//! The rules are those of `jiff::fmt::strtime`, with which core formats dates in UTC. The workspace's tests include
//! this file, which therefore uses std only, and compare it with jiff. Not here: which placeholder has a format (see
//! `template`).

/// A directive after its flag, width and colons.
const DIRECTIVES: &str = "%AaBbCcDdeFfGgHhIjklMmNnPpQqRrSsTtUuVWwXxYyZz";
const FLAGS: &[char] = &['_', '0', '-', '^', '#'];

/// The mistake in a format other than `rfc3339`.
pub(crate) fn mistake(format: &str) -> Option<String> {
    let mut rest = format;
    while let Some((_, tail)) = rest.split_once('%') {
        match directive(tail) {
            Ok(after) => rest = after,
            Err(length) => {
                let written: String = tail.chars().take(length).collect();
                return Some(match tail.chars().count() < length {
                    true => format!("the format ends in the middle of `%{written}`; write `%%` for a percent sign"),
                    false => format!("unknown directive `%{written}`; use those of strftime, like `%Y-%m-%d`"),
                });
            }
        }
    }
    None
}

/// The mistake in the `format` of a cursor, which is both written and read, and must contain a date. Core checks the
/// rest, such as a day without a month.
pub(crate) fn cursor_mistake(format: &str) -> Option<String> {
    const OWN: &[&str] = &["rfc3339", "%s", "%s_as_float", "%ms", "%epoch_microseconds"];
    if OWN.contains(&format) {
        return None;
    }
    // `%_ms` is an addition of the Python CDK, and its `%f` has 6 digits.
    let jiffs = format.replace("%_ms", "%3f").replace("%f", "%6f");
    if let Some(mistake) = mistake(&jiffs) {
        return Some(mistake);
    }
    let mut directives = String::new();
    let mut rest = jiffs.as_str();
    while let Some((_, tail)) = rest.split_once('%') {
        let after = directive(tail).unwrap_or_default();
        directives.extend(tail[..tail.len() - after.len()].chars().last());
        rest = after;
    }
    let has = |letters: &str| directives.chars().any(|letter| letters.contains(letter));
    let is_day = has("FDxcs") || (has("YyGC") && has("dejuwaAUVW"));
    (!is_day).then(|| format!("`{format}` does not contain a date"))
}

/// The text after a directive.
///
/// # Errors
/// The number of characters that show the mistake.
fn directive(text: &str) -> Result<&str, usize> {
    let (width, mut rest) = number(text.strip_prefix(FLAGS).unwrap_or(text));
    let colons = rest.chars().take(3).take_while(|letter| *letter == ':').count();
    rest = &rest[colons..];
    let (point, after) = rest.strip_prefix('.').map_or((None, rest), number);
    let has_point = after.len() < rest.len();
    rest = after;
    let mut letters = rest.chars();
    let is_known = match letters.next() {
        Some(letter) if has_point => letter == 'f',
        // A fraction of 0 digits is not a fraction.
        Some('f' | 'N') => width != Some(0),
        Some('Q') => colons < 2,
        Some(letter) => DIRECTIVES.contains(letter),
        None => false,
    };
    let fits = [width, point].into_iter().flatten().all(|width| u8::try_from(width).is_ok());
    if is_known && fits { Ok(letters.as_str()) } else { Err(text.chars().count() - rest.chars().count() + 1) }
}

/// The number at the start of a text (`u64::MAX` if it is larger), and the rest.
fn number(text: &str) -> (Option<u64>, &str) {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    ((!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX)), rest)
}

#[cfg(test)]
mod tests {
    use super::{cursor_mistake, mistake};

    #[test]
    fn a_cursor_format_contains_a_day() {
        for format in [
            "rfc3339",
            "%s",
            "%s_as_float",
            "%ms",
            "%epoch_microseconds",
            "%Y-%m-%d",
            "%FT%T%:z",
            "%d.%m.%y %H:%M",
            "%Y%m%d%H%M%S",
            "%Y-%m-%dT%H:%M:%S.%_ms",
            "%Y-%m-%dT%H:%M:%S.%fZ",
            "%Y-%j",
            "%c",
            "%s.%f",
            "%G-W%V-%u",
        ] {
            assert_eq!(cursor_mistake(format), None, "{format}");
        }
        for format in ["%Q", "%H:%M", "%Y-%m", "YYYY-MM-DD", "iso8601", "%m-%d", "%E", "100%%"] {
            assert!(cursor_mistake(format).is_some(), "{format}");
        }
    }

    #[test]
    fn an_invalid_directive_is_named() {
        for (format, named) in [
            ("%Q%", "in the middle of `%`"),
            ("%Y-%-", "in the middle of `%-`"),
            ("%Y-%03", "in the middle of `%03`"),
            ("%E", "directive `%E`"),
            ("%Y%é", "directive `%é`"),
            ("%.3s", "directive `%.3s`"),
            ("%::Q", "directive `%::Q`"),
            ("%00f", "directive `%00f`"),
            ("%300Y", "directive `%300Y`"),
        ] {
            let found = mistake(format);

            assert!(found.as_ref().is_some_and(|found| found.contains(named)), "{format}: {found:?}");
        }
    }

    #[test]
    fn valid_formats_have_no_mistake() {
        for format in ["%Y-%m-%dT%H:%M:%SZ", "%s", "100%%", "%-d.%_m.%^b", "%.3f", "%:z", "%:Q", "%06f", "day %j"] {
            assert_eq!(mistake(format), None, "{format}");
        }
    }
}
