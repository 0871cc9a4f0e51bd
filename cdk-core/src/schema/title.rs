//! Title: the title of a field in the form, made from the field's name.

/// Words that are written in capitals. Everything else gets a capital first letter only.
const ACRONYMS: [&str; 10] = ["api", "id", "ids", "url", "uri", "jwt", "ssl", "http", "oauth", "utc"];

/// `api_key` → `API Key`, `clientId` → `Client ID`.
pub(super) fn title(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut previous_is_lower = false;
    for character in name.chars() {
        let is_separator = matches!(character, '_' | '-' | ' ');
        if words.is_empty() || is_separator || character.is_uppercase() && previous_is_lower {
            words.push(String::new());
        }
        if let (false, Some(word)) = (is_separator, words.last_mut()) {
            word.push(character);
        }
        previous_is_lower = character.is_lowercase();
    }
    let capital = |word: &String| match word.to_lowercase().as_str() {
        "ids" => "IDs".to_owned(),
        "oauth" => "OAuth".to_owned(),
        lower if ACRONYMS.contains(&lower) => lower.to_uppercase(),
        _ => word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect(),
    };
    words.iter().filter(|word| !word.is_empty()).map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_from_the_name() {
        for (name, expected) in [
            ("api_key", "API Key"),
            ("clientId", "Client ID"),
            ("start_date", "Start Date"),
            ("oauth2.0", "Oauth2.0"),
            ("x", "X"),
            ("", ""),
        ] {
            assert_eq!(title(name), expected);
        }
    }
}
