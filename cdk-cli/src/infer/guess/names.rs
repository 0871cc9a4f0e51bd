//! Names: how APIs write one thing.

/// Lower case, without separators: `next_page_token`, `nextPageToken` and `next-page-token` are the same.
pub(crate) fn normalized(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Nouns whose plural is not regular.
const IRREGULAR: [(&str, &str); 6] = [
    ("people", "person"),
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("indices", "index"),
    ("statuses", "status"),
];
/// Nouns that end in `s` in the singular, or have no singular.
const UNCHANGED: [&str; 6] = ["series", "news", "sms", "address", "business", "access"];

/// The singular of the last word: `order_items` → `order_item`.
pub(crate) fn singular(name: &str) -> String {
    let start = name.rfind(['_', '-', ' ']).map_or(0, |at| at + 1);
    let (before, word) = name.split_at(start);
    let lower = word.to_ascii_lowercase();
    if let Some((_, single)) = IRREGULAR.iter().find(|(plural, _)| *plural == lower) {
        let is_upper = word.starts_with(|letter: char| letter.is_ascii_uppercase());
        let first = if is_upper { single[..1].to_ascii_uppercase() } else { single[..1].to_owned() };
        return format!("{before}{first}{}", &single[1..]);
    }
    let ends = |ending: &str| lower.ends_with(ending) && lower.len() > ending.len();
    let is_unchanged = UNCHANGED.contains(&lower.as_str()) || ["ss", "us", "is"].iter().any(|end| ends(end));
    let cut = |bytes: usize| word[..word.len() - bytes].to_owned();
    let single = if is_unchanged || !ends("s") {
        word.to_owned()
    } else if ends("ies") && lower.len() > 4 {
        format!("{}y", cut(3))
    } else if ["sses", "xes", "ches", "shes", "zzes"].iter().any(|end| ends(end)) {
        cut(2)
    } else {
        cut(1)
    };
    format!("{before}{single}")
}

/// `order_item` → `OrderItem`. Letters and digits of ASCII; the first is a letter.
pub(crate) fn pascal_case(name: &str) -> String {
    let mut out = String::new();
    let mut is_start = true;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() {
            is_start = true;
        } else if out.is_empty() && letter.is_ascii_digit() {
            out.push('N');
            out.push(letter);
            is_start = false;
        } else {
            out.push(if is_start { letter.to_ascii_uppercase() } else { letter });
            is_start = false;
        }
    }
    let is_shouted = out.len() > 3
        && !out.bytes().any(|byte| byte.is_ascii_lowercase())
        && out.bytes().all(|b| b.is_ascii_alphabetic());
    if is_shouted { format!("{}{}", &out[..1], out[1..].to_ascii_lowercase()) } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_have_a_singular() {
        for (plural, single) in [
            ("customers", "customer"),
            ("companies", "company"),
            ("order_items", "order_item"),
            ("lineItems", "lineItem"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("people", "person"),
            ("People", "Person"),
            ("status", "status"),
            ("series", "series"),
            ("photos", "photo"),
            ("data", "data"),
            ("invoices", "invoice"),
            ("s", "s"),
            ("", ""),
        ] {
            assert_eq!(singular(plural), single);
        }
    }

    #[test]
    fn a_type_is_in_pascal_case() {
        for (name, want) in [
            ("order_item", "OrderItem"),
            ("lineItem", "LineItem"),
            ("v1.users", "V1Users"),
            ("3d", "N3d"),
            ("USERS", "Users"),
            ("é", ""),
        ] {
            assert_eq!(pascal_case(name), want);
        }
    }
}
