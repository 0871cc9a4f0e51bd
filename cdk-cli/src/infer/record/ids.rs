//! Ids: keys of objects that are data and not names of fields.
//!
//! In: all keys of a place. Out: whether every one looks like an id: a number, a UUID, a date, a code of a currency, a
//! token of letters and digits, an e-mail address or a path. One key that looks like a name makes all of them names.

/// The shortest token of letters and digits that is taken for an id.
const SHORTEST_TOKEN: usize = 8;
/// The shortest hexadecimal id.
const SHORTEST_HEX: usize = 16;
/// Fewer currencies may be names of fields, such as `URL`.
const FEWEST_CURRENCIES: usize = 2;

/// Whether all keys look like ids.
pub(crate) fn are_ids(keys: &[&str]) -> bool {
    if keys.is_empty() {
        return false;
    }
    let is_currency = |key: &&str| key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_uppercase());
    keys.iter().all(|key| is_id(key)) || (keys.len() >= FEWEST_CURRENCIES && keys.iter().all(is_currency))
}

fn is_id(key: &str) -> bool {
    is_number(key) || is_uuid(key) || is_date(key) || is_hex(key) || is_token(key) || is_address(key)
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_uuid(key: &str) -> bool {
    let parts: Vec<&str> = key.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `2024-01-31`, `2024-01`
fn is_date(key: &str) -> bool {
    let parts: Vec<&str> = key.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    (lengths == [4, 2, 2] || lengths == [4, 2]) && parts.iter().all(|part| is_number(part))
}

fn is_hex(key: &str) -> bool {
    key.len() >= SHORTEST_HEX && key.bytes().all(|byte| byte.is_ascii_hexdigit()) && key.bytes().any(is_digit)
}

/// `U024BE7LH`, `cus_9s6XKzkNRiz8i3`, `-NxK3fQ9aB`: several changes between letters and digits after an optional prefix.
fn is_token(key: &str) -> bool {
    let last = key.rsplit(['_', '-', ':']).next().unwrap_or_default();
    if last.len() < SHORTEST_TOKEN || !last.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return false;
    }
    let bytes = last.as_bytes();
    let changes = bytes.windows(2).filter(|pair| is_digit(pair[0]) != is_digit(pair[1])).count();
    let is_mixed_case = bytes.iter().any(u8::is_ascii_uppercase);
    // A name has its number at its end, as in `address1`, and one change.
    changes >= 3 || (changes >= 2 && is_mixed_case)
}

/// An e-mail address, a URL or a path.
fn is_address(key: &str) -> bool {
    let is_email = key.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    is_email || (key.len() > 1 && key.starts_with('/')) || key.starts_with("https://") || key.starts_with("http://")
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_names() {
        for keys in [
            vec!["1", "22"],
            vec!["3f2504e0-4f89-41d3-9a0c-0305e82c3301"],
            vec!["2024-01-31", "2024-02"],
            vec!["U024BE7LH", "U024BE7LX"],
            vec!["cus_9s6XKzkNRiz8i3"],
            vec!["507f1f77bcf86cd799439011"],
            vec!["EUR", "USD"],
            vec!["ada@example.com"],
            vec!["/docs", "/pricing"],
        ] {
            assert!(are_ids(&keys), "{keys:?}");
        }
        for keys in [
            vec![],
            vec!["id", "name"],
            vec!["1", "name"],
            vec!["URL"],
            vec!["address1", "address2"],
            vec!["line1", "postal_code"],
            vec!["subscription_item_2"],
            vec!["oauth2_token", "sha256"],
            vec!["image_1024x1024"],
            vec!["@type", "$ref"],
            vec![""],
        ] {
            assert!(!are_ids(&keys), "{keys:?}");
        }
    }
}
