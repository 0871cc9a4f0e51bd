//! Field names: names in a record → Rust identifiers, and serde's renames.
//!
//! In: the names of a struct's fields. Out: an identifier for each, unique in the struct, and how serde renames it. A rule
//! for the whole struct (`rename_all`) is used if it saves at least two renames.

use std::collections::HashSet;

/// Words that are not identifiers.
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];
/// Keywords that cannot be raw identifiers.
const NEVER_RAW: [&str; 4] = ["self", "super", "crate", "_"];
/// A rule must save this many renames.
const SAVES: usize = 2;

/// A rule of `#[serde(rename_all = "…")]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Camel,
    Pascal,
    Kebab,
    Shout,
}

impl Rule {
    const ALL: [Self; 4] = [Self::Camel, Self::Pascal, Self::Kebab, Self::Shout];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
            Self::Shout => "SCREAMING_SNAKE_CASE",
        }
    }

    /// What serde makes of a field's name.
    fn apply(self, field: &str) -> String {
        match self {
            Self::Camel => {
                let pascal = Self::Pascal.apply(field);
                let mut letters = pascal.chars();
                letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
            }
            Self::Pascal => {
                let mut is_start = true;
                let mut out = String::new();
                for letter in field.chars() {
                    if letter == '_' {
                        is_start = true;
                    } else {
                        out.push(if is_start { letter.to_ascii_uppercase() } else { letter });
                        is_start = false;
                    }
                }
                out
            }
            Self::Kebab => field.replace('_', "-"),
            Self::Shout => field.to_ascii_uppercase(),
        }
    }
}

/// The identifiers of a struct.
#[derive(Debug)]
pub(super) struct FieldNames {
    pub(super) rule: Option<Rule>,
    pub(super) fields: Vec<FieldName>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct FieldName {
    /// As it is written: `r#type`.
    pub(super) ident: String,
    /// The name in the record, if serde would take another one.
    pub(super) rename: Option<String>,
}

/// Names the fields of a struct.
pub(super) fn field_names(names: &[&str]) -> FieldNames {
    let mut used = HashSet::new();
    let plain: Vec<String> = names.iter().map(|name| unique(plain_name(name), &mut used)).collect();
    let renames = |rule: Option<Rule>| {
        let written = |plain: &String| rule.map_or(plain.clone(), |rule| rule.apply(plain));
        plain.iter().zip(names).filter(|(plain, name)| written(plain) != **name).count()
    };
    let without = renames(None);
    let best = Rule::ALL.into_iter().map(|rule| (renames(Some(rule)), rule)).min_by_key(|(count, _)| *count);
    let rule = best.filter(|(count, _)| count + SAVES <= without).map(|(_, rule)| rule);
    let fields = plain.iter().zip(names).map(|(plain, name)| {
        let written = rule.map_or(plain.clone(), |rule| rule.apply(plain));
        let ident = if KEYWORDS.contains(&plain.as_str()) { format!("r#{plain}") } else { plain.clone() };
        FieldName { ident, rename: (written != **name).then(|| (*name).to_owned()) }
    });
    FieldNames { rule, fields: fields.collect() }
}

fn unique(name: String, used: &mut HashSet<String>) -> String {
    let numbered = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}_{number}")));
    let mut free = numbered.filter(|candidate| !used.contains(candidate));
    let name = free.next().unwrap_or(name);
    used.insert(name.clone());
    name
}

/// Lower snake case of ASCII, not yet raw.
fn plain_name(name: &str) -> String {
    if is_plain(name) {
        return if NEVER_RAW.contains(&name) { format!("{name}_") } else { name.to_owned() };
    }
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let word = match letter {
            '+' => "plus",
            '-' if at == 0 && letters.len() > 1 => "minus",
            _ => "",
        };
        if !letter.is_ascii_alphanumeric() {
            out.push_str(word);
            separate(&mut out);
            continue;
        }
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts_word {
            separate(&mut out);
        }
        out.push(letter.to_ascii_lowercase());
    }
    let out = out.trim_matches('_').to_owned();
    match out.as_bytes().first() {
        None => "field".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{out}"),
        Some(_) if NEVER_RAW.contains(&out.as_str()) => format!("{out}_"),
        Some(_) => out,
    }
}

fn separate(out: &mut String) {
    if !out.ends_with('_') {
        out.push('_');
    }
}

/// Whether a name is an identifier in lower snake case.
fn is_plain(name: &str) -> bool {
    let inner = name.trim_start_matches('_');
    inner.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && inner.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && !inner.contains("__")
        && !inner.ends_with('_')
        && name.len() - inner.len() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(names: &[&str]) -> (Option<Rule>, Vec<String>) {
        let found = field_names(names);
        let field = |field: FieldName| match field.rename {
            Some(rename) => format!("{} = {rename}", field.ident),
            None => field.ident,
        };
        (found.rule, found.fields.into_iter().map(field).collect())
    }

    #[test]
    fn names_are_identifiers_with_renames() {
        let names =
            ["id", "_id", "type", "self", "first name", "@type", "URL", "3d", "", "größe", "a__b", "r#x", "+1", "-1"];
        let want = [
            "id",
            "_id",
            "r#type",
            "self_ = self",
            "first_name = first name",
            "type_2 = @type",
            "url = URL",
            "n3d = 3d",
            "field = ",
            "gr_e = größe",
            "a_b = a__b",
            "r_x = r#x",
            "plus_1 = +1",
            "minus_1 = -1",
        ];
        let (rule, fields) = shown(&names);
        assert_eq!(rule, None);
        assert_eq!(fields, want);
    }

    #[test]
    fn a_rule_is_used_if_it_saves_renames() {
        let camel = shown(&["id", "createdAt", "updatedAt", "imageURL"]);
        assert_eq!(camel.0, Some(Rule::Camel));
        assert_eq!(camel.1, ["id", "created_at", "updated_at", "image_url = imageURL"]);
        assert_eq!(shown(&["Id", "LastModifiedDate"]).0, Some(Rule::Pascal));
        assert_eq!(shown(&["id", "createdAt"]).0, None);
        assert_eq!(shown(&["per-page", "next-page"]).0, Some(Rule::Kebab));
    }
}
