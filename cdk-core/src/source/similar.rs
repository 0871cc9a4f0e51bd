//! Similar names: the known name closest to a misspelled one.
//!
//! In: the written name and the known names. Out: the most similar name, if one is similar enough.
//! Similar enough: at most a third of its letters (at least one, at most three) must change; a swap of neighbours is
//! one change. A name of one letter matches only the same letter.
//! Uses std only: cdk-derive compiles this very file (a symbolic link).
//! Not here: where names come from (see `catalog`, `unknown_keys`, `config`, and the derives).

/// Longer names are not compared: a catalog may contain any text.
const LONGEST_NAME: usize = 200;

/// The known name most similar to `written`.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.to_lowercase().chars().collect();
    if written.len() > LONGEST_NAME {
        return None;
    }
    let limit = (written.len() / 3).clamp(1, 3);
    let near = known.into_iter().filter_map(|name| {
        let letters: Vec<char> = name.to_lowercase().chars().collect();
        let is_comparable = letters.len().abs_diff(written.len()) <= limit;
        let distance = if is_comparable { distance(&written, &letters) } else { usize::MAX };
        (distance <= limit && distance < letters.len().min(written.len())).then_some((distance, name))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Edit distance: how many letters must be added, removed, replaced or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        for (written, want) in [
            ("chrages", Some("charges")),
            ("charge", Some("charges")),
            ("Charges", Some("charges")),
            ("StartDate", Some("start_date")),
            ("refund", Some("refunds")),
            ("payouts", None),
            ("", None),
            ("b", None),
            ("é", None),
        ] {
            assert_eq!(nearest(written, ["charges", "refunds", "start_date", "a"]), want, "{written}");
        }
        assert_eq!(nearest(&"x".repeat(1_000_000), ["x"]), None);
    }
}
