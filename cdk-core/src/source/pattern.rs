//! Name patterns: `users`, `orders*`, the streams of `--streams`.
//!
//! In: the text of a pattern. Out: whether a name matches; the error for a pattern that matches no stream.
//! `*` matches any number of characters, also none. Everything else matches itself, in the same case.

use super::similar::nearest;
use crate::error::Error;
use crate::stream::Definition;

/// A pattern of stream names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamePattern(String);

impl NamePattern {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let Some(last) = parts.next_back() else { return rest.is_empty() };
        for part in parts {
            let Some((_, after)) = rest.split_once(part) else { return false };
            rest = after;
        }
        rest.ends_with(last)
    }

    /// Whether the pattern is the name of one listed stream.
    pub(super) fn is_one_of<C>(&self, listed: &[Definition<C>]) -> bool {
        listed.iter().any(|listed| listed.name == self.0)
    }

    /// The error for a pattern that matches none of the names.
    pub(super) fn unknown<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> Error {
        const MOST_NAMED: usize = 20;
        let help = match nearest(&self.0, names.clone()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => {
                let named: Vec<&str> = names.clone().take(MOST_NAMED).collect();
                let more = if names.count() > MOST_NAMED { ", …" } else { "" };
                format!("the streams are: {}{more}", named.join(", "))
            }
        };
        Error::config(format!("--streams: no stream matches `{}`; {help}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_matches_any_characters_also_none() {
        for (pattern, name, want) in [
            ("users", "users", true),
            ("users", "users_2", false),
            ("orders*", "orders", true),
            ("orders*", "orders_lines", true),
            ("*_lines", "orders_lines", true),
            ("o*l*s", "orders_lines", true),
            ("o*l*s", "orders_line", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("Users", "users", false),
        ] {
            assert_eq!(NamePattern::new(pattern).matches(name), want, "{pattern} {name}");
        }
    }
}
