//! Suggest: hints for unknown names.
//!
//! In: the written name and the known names. Out: the most similar name, or the list of all names, as text.
//! Not here: when two names are similar (see `similar`, which core uses too).

pub(crate) use crate::from_core::similar::nearest;

/// "; did you mean `path`?", or nothing.
pub(crate) fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(written, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// "; did you mean `path`?", or "; available: `path`, `params`" if no name is similar.
pub(crate) fn did_you_mean_or(written: &str, known: &[&str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => format!("; available: {}", listed(known)),
    }
}

/// The error text for an option of `owner` that does not exist.
pub(crate) fn unknown_option(owner: &str, written: &str, known: &[&str]) -> String {
    format!("unknown option `{written}` of `{owner}`{}", did_you_mean_or(written, known))
}

/// "`a`, `b`, `c`".
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// "`a`, `b` or `c`".
pub(crate) fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [front @ .., last] => {
            format!("{} or `{last}`", listed(front))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_similar_names_are_suggested() {
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
