//! Date: checks a string that looks like a date.
//!
//! In: a literal such as `2024-13-01` or `2024-01-31T10:00:00Z`. Out: the mistake in its month, day or time, if any.
//! Core checks strings of any other form, because it knows the format of the cursor. Not here: templates.

/// The mistake in a date, if any.
pub(crate) fn mistake(text: &str) -> Option<String> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    if !(1..=12).contains(&month) {
        return Some("the month must be 01 to 12".to_owned());
    }
    let days = days_of(year, month);
    if day == 0 || day > days {
        return Some(format!("{year:04}-{month:02} has {days} days"));
    }
    let (hour, rest) = digits(rest.strip_prefix(['T', 't', ' '])?, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    if hour > 23 || minute > 59 {
        return Some("the time must be 00:00:00 to 23:59:59".to_owned());
    }
    let (second, _) = digits(rest.strip_prefix(':')?, 2)?;
    (second > 60).then(|| "the time must be 00:00:00 to 23:59:59".to_owned())
}

/// A number of that many digits, and the rest after it.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (number, rest) = text.split_at_checked(count)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) || rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    Some((number.parse().ok()?, rest))
}

fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::mistake;

    #[test]
    fn invalid_dates_are_found() {
        for text in [
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "2023-02-29",
            "1900-02-29",
            "2024-01-00",
            "2024-01-01T24:00:00Z",
            "2024-01-01 10:60",
            "2024-01-01T10:00:61Z",
        ] {
            assert!(mistake(text).is_some(), "{text}");
        }
    }

    #[test]
    fn valid_dates_and_other_strings_pass() {
        for text in [
            "2024-12-31",
            "2024-02-29",
            "2000-02-29",
            "2024-01-01T23:59:60Z",
            "2024-01-01T10",
            "1700000000",
            "31/01/2024",
            "2024-1-1",
            "20240131",
            "2024-01",
            "yesterday",
            "",
            "2024-01-011",
        ] {
            assert_eq!(mistake(text), None, "{text}");
        }
    }
}
