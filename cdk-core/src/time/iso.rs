//! ISO: dates and date-times of ISO 8601 and RFC 3339.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;

/// Reads a date-time with a zone, a date-time without a zone (UTC), or a date (midnight in UTC).
pub(crate) fn date_time(text: &str) -> Option<Timestamp> {
    let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    text.parse().ok().or_else(civil)
}

/// Reads a date, or a date-time with or without a zone, in ISO 8601 and its usual variants. A moment beyond the range
/// of `Timestamp` becomes the nearest one.
pub(crate) fn any_date_time(text: &str) -> Option<Timestamp> {
    if text.len() < 8 || !text.as_bytes().get(..4)?.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zoned = || instant(text);
    // `2024-01-31T10:00:00+0000` and `2024-01-31 10:00:00 UTC` are common, but not in the standard.
    let odd_zone = || {
        let (time, zone) = text.split_at_checked(text.len().checked_sub(5)?)?;
        let (hours, minutes) = zone.split_at_checked(3)?;
        let is_zone = zone.starts_with(['+', '-']) && zone.get(1..)?.bytes().all(|byte| byte.is_ascii_digit());
        is_zone.then(|| instant(&format!("{time}{hours}:{minutes}")))?
    };
    let named = || text.strip_suffix("UTC")?.trim_end().parse::<DateTime>().ok().map(in_utc);
    zoned().or_else(odd_zone).or_else(named).or_else(|| text.parse().ok().map(in_utc))
}

/// Reads a date-time with a zone. `9999-12-31T23:59:59Z`, which APIs use for "never", becomes the last possible moment.
fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let pieces = Pieces::parse(text).ok()?;
        let offset = pieces.to_numeric_offset()?;
        let time = pieces.date().to_datetime(pieces.time()?);
        Some(offset.to_timestamp(time).unwrap_or_else(|_| nearest(time)))
    })
}

/// The moment of a date-time in UTC, or the nearest one in the range of `Timestamp`.
pub(crate) fn in_utc(time: DateTime) -> Timestamp {
    time.to_zoned(TimeZone::UTC).map_or_else(|_| nearest(time), |zoned| zoned.timestamp())
}

/// The moment nearest to a date-time beyond the range of `Timestamp`, which is some hours narrower than that of
/// `DateTime`.
fn nearest(time: DateTime) -> Timestamp {
    if time.year() > 0 { Timestamp::MAX } else { Timestamp::MIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_time_is_read_with_and_without_a_zone() {
        for (text, want) in [
            ("2024-01-31T10:00:00Z", Some("2024-01-31T10:00:00Z")),
            ("2024-01-31T10:00:00.5+02:00", Some("2024-01-31T08:00:00.5Z")),
            ("2024-01-31 10:00:00", Some("2024-01-31T10:00:00Z")),
            ("2024-01-31", Some("2024-01-31T00:00:00Z")),
            ("20240131", Some("2024-01-31T00:00:00Z")),
            ("2024-01-31T10:00:00+0000", Some("2024-01-31T10:00:00Z")),
            ("2024-01-31 10:00:00 UTC", None),
            ("9999-12-31T23:59:59Z", None),
            ("10:00:00", None),
            ("soon", None),
        ] {
            assert_eq!(date_time(text), want.and_then(|want| want.parse().ok()), "{text}");
        }
    }

    #[test]
    fn usual_variants_are_read_and_never_is_the_last_moment() {
        for (text, want) in [
            ("2024-01-31T10:00:00+0000", Some("2024-01-31T10:00:00Z")),
            ("2024-01-31 10:00:00 UTC", Some("2024-01-31T10:00:00Z")),
            ("2024-01-31", Some("2024-01-31T00:00:00Z")),
            ("31.01.2024", None),
            ("2024", None),
        ] {
            assert_eq!(any_date_time(text), want.and_then(|want| want.parse().ok()), "{text}");
        }
        assert_eq!(any_date_time("9999-12-31T23:59:59Z"), Some(Timestamp::MAX));
        assert_eq!(any_date_time("9999-12-31T23:59:59"), Some(Timestamp::MAX));
    }
}
