//! Secret: which parts of a URL must not be printed.

use cdk_core::testing::schema::looks_secret;

/// A shorter text is not taken for a token.
const SHORTEST_TOKEN: usize = 16;
/// Words in parameter names that are for credentials, in addition to the names of cdk-core.
const NAMES: [&str; 14] = [
    "token",
    "key",
    "apikey",
    "secret",
    "password",
    "passwd",
    "signature",
    "sig",
    "sid",
    "auth",
    "credential",
    "credentials",
    "session",
    "jwt",
];

/// Whether a query parameter must not be printed. The parameters of a pagination (`page_token`) may be.
pub(crate) fn is_secret_parameter(name: &str, value: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_page = ["page", "next", "cursor", "continuation"].iter().any(|word| lower.contains(word));
    let mut words = lower.split(|character: char| !character.is_ascii_alphanumeric());
    let is_named = looks_secret(name) || words.any(|word| NAMES.contains(&word)) || lower.ends_with("token");
    (is_named && !is_page) || looks_secret_value(value)
}

/// Whether a text is a long mix of letters and digits, such as a token. A UUID or a number is not.
pub(crate) fn looks_secret_value(text: &str) -> bool {
    let is_of = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    let changes = text.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit());
    let parts = text.split('-').map(str::len).collect::<Vec<_>>();
    text.len() >= SHORTEST_TOKEN
        && parts != [8, 4, 4, 4, 12]
        && is_of(u8::is_ascii_digit)
        && is_of(u8::is_ascii_alphabetic)
        && !text.contains([' ', ',', ':'])
        && changes.count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_forms_of_credentials_are_secret() {
        for (name, value) in [("api_key", "1"), ("accessToken", "x"), ("sig", "y"), ("q", "7Hk2Lq9ZxT4mWc81Rb")] {
            assert!(is_secret_parameter(name, value), "{name}={value}");
        }
        for (name, value) in
            [("limit", "100"), ("page_token", "x"), ("since", "2024-01-31T00:00:00Z"), ("author", "ada")]
        {
            assert!(!is_secret_parameter(name, value), "{name}={value}");
        }
        assert!(!looks_secret_value("3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
        assert!(!looks_secret_value("customer_addresses_v2"));
    }
}
