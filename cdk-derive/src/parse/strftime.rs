//! Strftime: whether a date can be written in a format.
//!
//! In: what follows the colon of a placeholder. Out: what is wrong with it, if anything.
//! The rules are those of `jiff::fmt::strtime`, with which core writes a moment in UTC; the workspace's tests include
//! this very file and hold it against jiff. Uses std only for that. Not here: which placeholder has a format (see
//! `template`).

/// A directive after its flag, width and colons.
const DIRECTIVES: &str = "%AaBbCcDdeFfGgHhIjklMmNnPpQqRrSsTtUuVWwXxYyZz";
const FLAGS: &[char] = &['_', '0', '-', '^', '#'];

/// What is wrong with a format other than `rfc3339`.
pub(crate) fn mistake(format: &str) -> Option<String> {
    let mut rest = format;
    while let Some((_, behind)) = rest.split_once('%') {
        match directive(behind) {
            Ok(after) => rest = after,
            Err(length) => {
                let written: String = behind.chars().take(length).collect();
                return Some(match behind.chars().count() < length {
                    true => format!("the format ends in the middle of `%{written}`; a percent sign is written `%%`"),
                    false => format!("no date can be written as `%{written}`: strftime has no such directive"),
                });
            }
        }
    }
    None
}

/// What is wrong with the `format` of a cursor, which must be written and read again, and contain a date. What cannot
/// be seen here, such as a day without a month, core sees.
pub(crate) fn cursor_mistake(format: &str) -> Option<String> {
    const OWN: &[&str] = &["rfc3339", "%s", "%s_as_float", "%ms", "%epoch_microseconds"];
    if OWN.contains(&format) {
        return None;
    }
    // The Python CDK's addition, and its `%f`.
    let jiffs = format.replace("%_ms", "%3f").replace("%f", "%6f");
    if let Some(mistake) = mistake(&jiffs) {
        return Some(mistake);
    }
    let mut told = String::new();
    let mut rest = jiffs.as_str();
    while let Some((_, behind)) = rest.split_once('%') {
        let after = directive(behind).unwrap_or_default();
        told.extend(behind[..behind.len() - after.len()].chars().last());
        rest = after;
    }
    let has = |letters: &str| told.chars().any(|letter| letters.contains(letter));
    let is_day = has("FDxcs") || (has("YyGC") && has("dejuwaAUVW"));
    (!is_day).then(|| format!("`{format}` does not contain a date"))
}

/// What is after a directive.
///
/// # Errors
/// How many characters it takes to see that there is none.
fn directive(behind: &str) -> Result<&str, usize> {
    let (width, mut rest) = number(behind.strip_prefix(FLAGS).unwrap_or(behind));
    let colons = rest.chars().take(3).take_while(|letter| *letter == ':').count();
    rest = &rest[colons..];
    let (point, after) = rest.strip_prefix('.').map_or((None, rest), number);
    let has_point = after.len() < rest.len();
    rest = after;
    let mut letters = rest.chars();
    let is_known = match letters.next() {
        Some(letter) if has_point => letter == 'f',
        // As many digits as none make no fraction.
        Some('f' | 'N') => width != Some(0),
        Some('Q') => colons < 2,
        Some(letter) => DIRECTIVES.contains(letter),
        None => false,
    };
    let fits = [width, point].into_iter().flatten().all(|width| u8::try_from(width).is_ok());
    if is_known && fits { Ok(letters.as_str()) } else { Err(behind.chars().count() - rest.chars().count() + 1) }
}

/// The digits that a text begins with, as a number (a large one for all that are too large), and what is after them.
fn number(text: &str) -> (Option<u64>, &str) {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    ((!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX)), rest)
}

#[cfg(test)]
mod tests {
    use super::{cursor_mistake, mistake};

    #[test]
    fn a_cursor_format_tells_a_day() {
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
    fn what_cannot_be_written_is_named() {
        for (format, named) in [
            ("%Q%", "in the middle of `%`"),
            ("%Y-%-", "in the middle of `%-`"),
            ("%Y-%03", "in the middle of `%03`"),
            ("%E", "as `%E`"),
            ("%Y%é", "as `%é`"),
            ("%.3s", "as `%.3s`"),
            ("%::Q", "as `%::Q`"),
            ("%00f", "as `%00f`"),
            ("%300Y", "as `%300Y`"),
        ] {
            let found = mistake(format);

            assert!(found.as_ref().is_some_and(|found| found.contains(named)), "{format}: {found:?}");
        }
    }

    #[test]
    fn what_can_be_written_is_none() {
        for format in ["%Y-%m-%dT%H:%M:%SZ", "%s", "100%%", "%-d.%_m.%^b", "%.3f", "%:z", "%:Q", "%06f", "day %j"] {
            assert_eq!(mistake(format), None, "{format}");
        }
    }
}
