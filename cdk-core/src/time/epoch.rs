//! Epoch: numbers that are a moment because of their size.

/// A smaller number is a duration in seconds. As a timestamp this one is in 2001; as a duration it is 31 years.
const LEAST_SECONDS: f64 = 1e9;
/// From this number on, the unit is milliseconds. As seconds it is in the year 5138.
const LEAST_MILLIS: f64 = 1e11;

/// The milliseconds since 1970 of a number of seconds or milliseconds. `None` for a smaller number, which is a
/// duration.
pub(crate) fn epoch_millis(number: f64) -> Option<f64> {
    (number >= LEAST_SECONDS).then_some(if number >= LEAST_MILLIS { number } else { number * 1e3 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_length_seconds_or_milliseconds_by_its_size() {
        for (number, want) in [
            (-1e12, None),
            (0.0, None),
            (999_999_999.0, None),
            (f64::NAN, None),
            (1e9, Some(1e12)),
            (1_706_702_400.5, Some(1_706_702_400_500.0)),
            (99_999_999_999.0, Some(99_999_999_999_000.0)),
            (1e11, Some(1e11)),
            (1_706_702_400_000.0, Some(1_706_702_400_000.0)),
        ] {
            assert_eq!(epoch_millis(number), want, "{number}");
        }
    }
}
