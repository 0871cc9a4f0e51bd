//! Case: serde's rules for renaming fields, and the name of a stream derived from its struct.
//!
//! In: a Rust name. Out: the name in the record, or in the catalog.
//! The rules are those of serde for fields in snake case, so `rename_all` has the same meaning as in serde.
//! Not here: which rule a struct has (see `serde`).

/// A rule of `#[serde(rename_all = "…")]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// `lowercase` and `snake_case` do not change a field.
    AsIs,
    Upper,
    Pascal,
    Camel,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// The rule of that name; serde reports any other.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" | "snake_case" => Self::AsIs,
            "UPPERCASE" | "SCREAMING_SNAKE_CASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// The name of a field in the record.
    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            Self::AsIs => field.to_owned(),
            Self::Upper => field.to_ascii_uppercase(),
            Self::Pascal => pascal(field),
            Self::Camel => {
                let mut name = pascal(field);
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_lowercase();
                }
                name
            }
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(field: &str) -> String {
    let mut name = String::new();
    let mut is_start = true;
    for letter in field.chars() {
        if letter == '_' {
            is_start = true;
        } else {
            name.push(if is_start { letter.to_ascii_uppercase() } else { letter });
            is_start = false;
        }
    }
    name
}

/// `EmployeeDetails` → `employee_details`, `HTTPServer` → `http_server`.
pub(crate) fn lower_snake(ident: &str) -> String {
    let letters: Vec<char> = ident.chars().collect();
    let mut name = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let is_new_word = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if is_new_word {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_serde_is_known_and_does_what_serde_does() {
        let cases = [
            ("lowercase", "created_at"),
            ("UPPERCASE", "CREATED_AT"),
            ("PascalCase", "CreatedAt"),
            ("camelCase", "createdAt"),
            ("snake_case", "created_at"),
            ("SCREAMING_SNAKE_CASE", "CREATED_AT"),
            ("kebab-case", "created-at"),
            ("SCREAMING-KEBAB-CASE", "CREATED-AT"),
        ];

        for (rule, expected) in cases {
            assert_eq!(Case::from_name(rule).expect(rule).apply("created_at"), expected, "{rule}");
        }
        assert_eq!(Case::from_name("Title Case"), None);
    }

    #[test]
    fn odd_underscores_fall_as_in_serde() {
        assert_eq!(Case::Camel.apply("_id"), "id");
        assert_eq!(Case::Camel.apply("a__b_"), "aB");
        assert_eq!(Case::Kebab.apply("_id"), "-id");
    }

    #[test]
    fn a_struct_becomes_a_stream_name() {
        let cases = [
            ("Employee", "employee"),
            ("EmployeeDetails", "employee_details"),
            ("HTTPServer", "http_server"),
            ("ServerHTTP", "server_http"),
            ("Page2Item", "page2_item"),
            ("A", "a"),
            ("already_snake", "already_snake"),
        ];

        for (ident, expected) in cases {
            assert_eq!(lower_snake(ident), expected);
        }
    }
}
