//! Suggest: which known name a misspelt one means.
//!
//! In: what was written and what exists. Out: the nearest name, or the whole list as text.
//! A name is near if at most a third of its letters (at least one, at most three) must change; a swap of neighbours is one change.
//! Not here: where names come from.

/// The known name that is nearest to `written`, if one is near enough.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|name| (distance(&written.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// "; did you mean `path`?", or nothing.
pub(crate) fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(written, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// "; did you mean `path`?", or "; `a`, `b` or `c` exist here" where nothing is near.
pub(crate) fn did_you_mean_or(written: &str, known: &[&str], otherwise: &str) -> String {
    match nearest(written, known.iter().copied()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => format!("; {otherwise} {}", one_of(known)),
    }
}

/// "`a`, `b` or `c`".
pub(crate) fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [front @ .., last] => {
            let front: Vec<String> = front.iter().map(|name| format!("`{name}`")).collect();
            format!("{} or `{last}`", front.join(", "))
        }
    }
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
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
    fn a_swap_is_one_change() {
        assert_eq!(distance("paht", "path"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(nearest("paht", ["path", "params"]), Some("path"));
        assert_eq!(nearest("Path", ["path"]), Some("path"));
        assert_eq!(nearest("recrods", ["records", "record"]), Some("records"));
        assert_eq!(nearest("xyz", ["path", "params"]), None);
    }

    #[test]
    fn lists_read_like_a_sentence() {
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
