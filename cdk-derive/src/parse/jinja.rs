//! Jinja: finds expressions of the Python CDK's templates.
//!
//! In: the text of a literal. Out: one error for all of them, with the placeholders to write instead.
//! `{{` is a literal brace, so `{{ parent.id }}` would compile and send `{ parent.id }`. Two braces around anything
//! that is not an expression (`{{"id": 1}}`, `{{ users {{ id }} }}`) are text.
//! Not here: placeholders (see `template`).

use crate::from_core::roots::{RUNTIME_ROOTS, TYPED_ROOTS};

/// Roots of the Python CDK, and their names here.
const RENAMED: &[(&str, &str)] = &[
    ("stream_slice", "slice"),
    ("stream_partition", "slice"),
    ("stream_interval", "window"),
    ("stream_state", "state"),
    ("next_page_token", "token"),
    ("last_record", "last"),
    ("headers", "header"),
];

/// Roots that a placeholder may consist of.
const ALONE: &[&str] = &["token", "slice", "next_page_token", "stream_slice", "stream_partition"];

/// Functions of Jinja in the Python CDK.
const FUNCTIONS: &[&str] = &[
    "now_utc",
    "today_utc",
    "today_with_timezone",
    "timestamp",
    "day_delta",
    "duration",
    "format_datetime",
    "str_to_datetime",
];

/// The error for a text that contains Jinja.
pub(super) fn mistake(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let (mut at, mut depth) = (0, 0_usize);
    let mut found: Vec<(usize, String, Meaning)> = Vec::new();
    while let Some(letter) = letters.get(at).copied() {
        let next = letters.get(at + 1).copied();
        match (letter, next) {
            ('{', Some('{')) => {
                match inside(&letters, at).and_then(|inside| Some((meaning(&inside, depth)?, inside))) {
                    Some((meaning, inside)) => {
                        let length = inside.chars().count() + 4;
                        found.push((at + 1, format!("{{{{{inside}}}}}"), meaning));
                        at += length;
                    }
                    None => {
                        depth += 1;
                        at += 2;
                    }
                }
            }
            ('}', Some('}')) => {
                depth = depth.saturating_sub(1);
                at += 2;
            }
            ('{', Some('%' | '#')) => {
                let rest: String = letters.iter().skip(at).collect();
                let end = rest.find('}').map_or(rest.len(), |end| end + 1);
                let statement = rest.get(..end).unwrap_or(&rest);
                return Some(format!(
                    "`{statement}` at character {} is Jinja, and a template cannot contain logic; use a hook function",
                    at + 1
                ));
            }
            ('{', _) => {
                let length = letters.iter().skip(at).position(|letter| *letter == '}');
                at += length.map_or(1, |length| length + 1);
            }
            _ => at += 1,
        }
    }
    message(&found)
}

/// Whether a text with braces, like a GraphQL query, contains an expression.
pub(super) fn holds_expression(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let starts = letters.windows(2).enumerate().filter(|(_, pair)| *pair == ['{', '{']);
    starts.into_iter().any(|(at, _)| inside(&letters, at).is_some_and(|inside| meaning(&inside, 1).is_some()))
}

/// The meaning of an expression.
enum Meaning {
    /// The placeholder to write.
    Value(String),
    /// The same with a filter after it.
    Filtered(String),
    Logic,
}

/// The text between two pairs of braces, if it contains no brace.
fn inside(letters: &[char], at: usize) -> Option<String> {
    let rest = letters.get(at + 2..)?;
    let end = rest.iter().position(|letter| matches!(letter, '{' | '}'))?;
    let is_closed = rest.get(end) == Some(&'}') && rest.get(end + 1) == Some(&'}');
    is_closed.then(|| rest.iter().take(end).collect())
}

/// `None` for a text that is not an expression.
fn meaning(inside: &str, depth: usize) -> Option<Meaning> {
    let inside = inside.trim_start_matches('-').trim_end_matches('-').trim();
    let (root, mut rest) = name(inside)?;
    let mut path = vec![root];
    while let Some((name, after)) = step(rest) {
        path.push(name);
        rest = after;
    }
    let rest = rest.trim_start();
    let is_root = |name: &str| {
        TYPED_ROOTS.contains(&name) || RUNTIME_ROOTS.contains(&name) || RENAMED.iter().any(|(known, _)| *known == name)
    };
    let is_reference = path.len() > 1;
    let is_known = is_reference || (ALONE.contains(&root) && depth == 0);
    match rest.chars().next() {
        None if is_known => Some(Meaning::Value(placeholder(&path))),
        Some('|') if is_known || is_root(root) => Some(Meaning::Filtered(placeholder(&path))),
        Some(_) if is_reference && is_root(root) => Some(Meaning::Logic),
        Some('(') if FUNCTIONS.contains(&root) => Some(Meaning::Logic),
        Some(_) if holds_reference(rest) => Some(Meaning::Logic),
        _ => None,
    }
}

/// The name at the start of a text, and the rest.
fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_').then_some((name, rest))
}

/// `.name`, `['name']`, `["name"]` or `.get('name')`.
fn step(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix(".get(") {
        return quoted(rest, ')');
    }
    if let Some(rest) = text.strip_prefix('.') {
        return name(rest);
    }
    quoted(text.strip_prefix('[')?, ']')
}

/// A name in quotes, up to the closing bracket.
fn quoted(text: &str, close: char) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|letter| matches!(letter, '\'' | '"'))?;
    let (name, rest) = text.get(1..)?.split_once(quote)?;
    let (_, rest) = rest.split_once(close)?;
    (!name.is_empty()).then_some((name, rest))
}

/// Whether `config.x` or `config['x']` is somewhere in an expression.
fn holds_reference(text: &str) -> bool {
    let names = TYPED_ROOTS.iter().chain(&RUNTIME_ROOTS).copied().chain(RENAMED.iter().map(|(name, _)| *name));
    names.into_iter().any(|root| {
        text.match_indices(root).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let is_whole = !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
            let after = text.get(at + root.len()..).unwrap_or_default();
            is_whole && after.starts_with(['.', '[']) && step(after).is_some()
        })
    })
}

/// The placeholder for a path.
fn placeholder(path: &[&str]) -> String {
    let (root, rest) = path.split_first().map_or(("", path), |(root, rest)| (*root, rest));
    let is_edge = matches!(root, "stream_slice" | "stream_interval");
    let root = match rest {
        [edge] if is_edge && edge.starts_with("start") => return "{window.start}".to_owned(),
        [edge] if is_edge && edge.starts_with("end") => return "{window.end}".to_owned(),
        _ if root == "next_page_token" => return "{token}".to_owned(),
        _ => RENAMED.iter().find(|(known, _)| *known == root).map_or(root, |(_, name)| name),
    };
    let names: Vec<&str> = std::iter::once(root).chain(rest.iter().copied()).collect();
    format!("{{{}}}", names.join("."))
}

fn message(found: &[(usize, String, Meaning)]) -> Option<String> {
    let (at, written, meaning) = found.first()?;
    let place = format!("`{written}` at character {at}");
    let values: Vec<String> = found
        .iter()
        .filter_map(|(_, _, meaning)| match meaning {
            Meaning::Value(value) | Meaning::Filtered(value) => Some(format!("`{value}`")),
            Meaning::Logic => None,
        })
        .fold(Vec::new(), |mut values, value| {
            if !values.contains(&value) {
                values.push(value);
            }
            values
        });
    let values = values.join(", ");
    Some(match meaning {
        Meaning::Value(_) => format!("{place} is Jinja, and two braces are a literal brace; write {values}"),
        Meaning::Filtered(_) => format!(
            "{place} is Jinja with a filter; write {values}, with a format for a date, as in \
             `{{config.start_date:%Y-%m-%d}}`, or use a hook function"
        ),
        Meaning::Logic => format!(
            "{place} is Jinja, and a template cannot contain logic; write a value like `{{config.subdomain}}`, or use a \
             hook function"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::{holds_expression, mistake};

    #[test]
    fn the_error_for_jinja_shows_the_placeholder() {
        let cases = [
            (
                "/teams/{{ parent.id }}",
                "`{{ parent.id }}` at character 8 is Jinja, and two braces are a literal brace; write `{parent.id}`",
            ),
            ("{{parent.id}}", "write `{parent.id}`"),
            ("{{- config['id'] -}}", "write `{config.id}`"),
            ("{{ config[\"id\"] }}", "write `{config.id}`"),
            ("{{ config.get('id', 'x') }}", "write `{config.id}`"),
            ("{{ config['a']['b'].c }}", "write `{config.a.b.c}`"),
            ("{{ parent.a }}/{{ parent.b }}/{{ parent.a }}", "write `{parent.a}`, `{parent.b}`"),
            ("{{ token }}", "write `{token}`"),
            ("{{ next_page_token['next_page_token'] }}", "write `{token}`"),
            ("{{ stream_partition.id }}", "write `{slice.id}`"),
            ("{{ stream_slice['start_time'] }}", "write `{window.start}`"),
            ("{{ stream_interval.end_time }}", "write `{window.end}`"),
            ("{{ headers['X-Next'] }}", "write `{header.X-Next}`"),
            ("{{ team.id }}", "write `{team.id}`"),
            ("{{\"id\": \"{{ config.id }}\"}}", "write `{config.id}`"),
            ("é{{ config.id }}", "at character 2"),
            ("{{ config.start | upper }}", "with a filter; write `{config.start}`"),
            ("{{ config.ids|join(',') }}", "with a filter; write `{config.ids}`"),
            ("{{ slice | lower }}", "with a filter; write `{slice}`"),
            ("{{ now_utc().strftime('%Y') }}", "cannot contain logic"),
            ("{{ format_datetime(config['start'], '%s') }}", "cannot contain logic"),
            ("{{ config.a if config.b else 'c' }}", "cannot contain logic"),
            ("{{ config.a ~ '/' }}", "cannot contain logic"),
            ("{% if config.a %}x{% endif %}", "`{% if config.a %}` at character 1 is Jinja"),
            ("{# note #}", "cannot contain logic"),
        ];

        for (text, expected) in cases {
            let mistake = mistake(text).unwrap_or_default();
            assert!(mistake.contains(expected), "{text}: {mistake}");
        }
    }

    #[test]
    fn an_expression_is_found_in_a_query() {
        assert!(holds_expression("query { team(id: \"{{ config.id }}\") { id } }"));
        assert!(holds_expression("{ team(id: \"{{config['id']}}\") { id } }"));
        assert!(!holds_expression("{ team(filter: {a: {b: 1}}) { id } }"));
        assert!(!holds_expression("{{ users {{ id }} }}"));
    }

    #[test]
    fn literal_braces_stay_text() {
        let texts = [
            "{{}}",
            "{{here}}",
            "{{ id }}",
            "{{ users {{ id }} }}",
            "{{ users {{ token }} }}",
            "{{ users(first: 10) {{ id }} }}",
            "{{\"id\": \"config.id\"}}",
            "{{\"id\": {config.id}}}",
            "{{{token}}}",
            "{{{parent.id}}}",
            "{parent.id}",
            "{config.start:%Y}",
            "a{{b",
            "100%",
        ];

        for text in texts {
            assert_eq!(mistake(text), None, "{text}");
        }
    }
}
