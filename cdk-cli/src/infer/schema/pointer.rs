//! Pointer: `$ref` → the schema that it names.

use serde_json::Value;

/// Why a reference leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unresolved {
    OtherFile,
    Missing,
}

/// The value that a reference of the document names.
pub(super) fn resolve<'a>(document: &'a Value, reference: &str) -> Result<&'a Value, Unresolved> {
    let pointer = reference.strip_prefix('#').ok_or(Unresolved::OtherFile)?;
    document.pointer(&unescaped(pointer)).ok_or(Unresolved::Missing)
}

/// The last name of a reference: `Customer` of `#/components/schemas/Customer`.
pub(super) fn last_name(reference: &str) -> String {
    unescaped(reference.rsplit('/').next().unwrap_or_default()).replace("~1", "/").replace("~0", "~")
}

/// Without percent-encoding.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match hex.filter(|_| *byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_names_a_value_of_the_document() {
        let document = json!({ "a/b": { "c d": 1 }, "x": 2 });

        assert_eq!(resolve(&document, "#/a~1b/c%20d"), Ok(&json!(1)));
        assert_eq!(resolve(&document, "#"), Ok(&document));
        assert_eq!(resolve(&document, "#/y"), Err(Unresolved::Missing));
        assert_eq!(resolve(&document, "other.yaml#/x"), Err(Unresolved::OtherFile));
        assert_eq!(last_name("#/components/schemas/a~1b%2Ec"), "a/b.c");
    }
}
