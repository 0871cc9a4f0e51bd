//! API message: the error message in the body of a failed response.

use serde_json::Value;

/// The API's own message, in the usual formats of error bodies.
///
/// Source: the names that the Python CDK's `JsonErrorMessageParser` looks for.
pub(crate) fn api_message(body: &[u8]) -> Option<String> {
    const LONGEST: usize = 300;
    let value: Value = serde_json::from_slice(body).ok()?;
    let message = message_in(&value, 5)?;
    Some(message.chars().take(LONGEST).collect())
}

fn message_in(value: &Value, depth: u32) -> Option<String> {
    const NAMES: [&str; 14] = [
        "message",
        "messages",
        "error_description",
        "error",
        "errors",
        "failures",
        "failure",
        "detail",
        "err",
        "error_message",
        "msg",
        "reason",
        "status_message",
        "title",
    ];
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Array(items) => {
            let found: Vec<String> = items.iter().take(5).filter_map(|item| message_in(item, depth)).collect();
            (!found.is_empty()).then(|| found.join(", "))
        }
        Value::Object(members) => NAMES.iter().find_map(|name| message_in(members.get(*name)?, depth)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apis_own_message_is_found_in_the_usual_shapes() {
        for (body, want) in [
            (r#"{"error":{"message":"No such key","type":"x"}}"#, Some("No such key")),
            (r#"{"errors":[{"detail":"a"},{"detail":"b"}]}"#, Some("a, b")),
            (r#"{"error":"invalid_grant","error_description":"expired"}"#, Some("expired")),
            (r#"{"ok":false}"#, None),
            ("<html>", None),
        ] {
            assert_eq!(api_message(body.as_bytes()).as_deref(), want, "{body}");
        }
    }
}
