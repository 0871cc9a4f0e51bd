//! Suggest: which known name a misspelt one means.
//!
//! In: what was written and what exists. Out: the nearest name, or the whole list as text.
//! Not here: which names are near (see `similar`, which core has too), and where names come from.

pub(crate) use crate::from_core::similar::nearest;

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

#[cfg(test)]
mod tests {
    use super::*;

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
