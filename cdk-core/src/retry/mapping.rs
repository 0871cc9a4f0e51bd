//! Mapping: the meaning of a response by the connector's rules (`on(…)`).
//!
//! In: rules in order of precedence, and a response. Out: the action of the first rule with all conditions true.
//! A rule without a `status` matches any status, also a success: this finds an API error in a 200 response (`{"ok":
//! false}`).
//! Conditions are evaluated from cheap to expensive: the body is parsed only if status and headers match.

use http::HeaderName;
use serde_json::Value;

use super::json_at::{is_empty, means};
use crate::error::{FailureType, Result};
use crate::http::Response;
use crate::json::JsonLookup;

/// Conditions of a rule. All of them must be true.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    /// The status is one of these.
    pub(crate) statuses: Option<Vec<u16>>,
    /// Each header is present, with one of the values if there are any.
    pub(crate) headers: Vec<(HeaderName, Vec<String>)>,
    pub(crate) is_empty: bool,
    pub(crate) texts: Vec<String>,
    /// Each field is present and not null, with one of the values if there are any; without values, it is not empty.
    pub(crate) json: Vec<(Vec<String>, Vec<Value>)>,
}

/// What a rule does with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Retry,
    /// Fails with this type, otherwise with the default type of the status.
    Fail(Option<FailureType>),
    /// Ends the slice with a warning.
    Ignore,
    /// Reads the slice again from its first page.
    ResetPagination,
    /// Sends the request once more, with new credentials. If it fails again, the credentials are rejected.
    RefreshToken,
}

/// The result of a matching rule.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    pub(crate) action: Action,
    /// The message for the user.
    pub(crate) message: Option<String>,
}

/// Applies the rules of a stream and its source to a response.
pub(crate) type ResponseRules = Box<dyn Fn(&Response) -> Result<Option<Ruling>>>;

impl Conditions {
    /// Whether the rule has no condition.
    pub(crate) fn is_nothing(&self) -> bool {
        let Self { statuses, headers, is_empty, texts, json } = self;
        statuses.is_none() && headers.is_empty() && !is_empty && texts.is_empty() && json.is_empty()
    }

    /// Whether all conditions are true. `body` is shared between the rules, so that it is parsed once.
    pub(crate) fn hold(&self, response: &Response, body: &JsonLookup<'_>) -> bool {
        let is_status = match &self.statuses {
            Some(statuses) => statuses.contains(&response.status),
            // The empty body of an error status is normal: without a status, `empty` means a success without a body.
            None => !self.is_empty || (response.is_success() && !response.is_bodiless()),
        };
        is_status
            && (!self.is_empty || response.body.is_empty())
            && self.headers.iter().all(|(name, values)| {
                let mut found = response.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
                found.any(|found| values.is_empty() || values.iter().any(|value| value == found.trim()))
            })
            && self.texts.iter().all(|text| contains(&response.body, text.as_bytes()))
            && self.json.iter().all(|(path, values)| {
                body.at(path).is_some_and(|found| match values.as_slice() {
                    [] => !is_empty(&found),
                    values => values.iter().any(|value| means(value, &found)),
                })
            })
    }
}

fn contains(body: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(body, text).is_some()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        let headers = [(HeaderName::from_static("x-why"), HeaderValue::from_static("quota"))];
        Response { status, headers: headers.into_iter().collect(), body: body.into() }
    }

    fn holds(rule: &Conditions, response: &Response) -> bool {
        rule.hold(response, &JsonLookup::new(&response.body))
    }

    #[test]
    fn all_conditions_must_hold() {
        let name = HeaderName::from_static("x-why");
        let rule = Conditions {
            statuses: Some(vec![403, 404]),
            headers: vec![(name.clone(), vec!["limit".to_owned(), "quota".to_owned()])],
            texts: vec!["scope".to_owned()],
            json: vec![(vec!["error".to_owned(), "code".to_owned()], vec![Value::from("missing_scope")])],
            ..Conditions::default()
        };
        let body = r#"{"error":{"code":"missing_scope"}}"#;

        assert!(holds(&rule, &answer(403, body)) && holds(&rule, &answer(404, body)));
        assert!(!holds(&rule, &answer(400, body)));
        assert!(!holds(&rule, &answer(403, r#"{"error":{"code":"other"},"x":"missing_scope"}"#)));
        assert!(!holds(&rule, &answer(403, r#"{"error":{"code":"missing_"}}"#)));
        let other = Conditions { headers: vec![(name, vec!["limit".to_owned()])], ..rule };
        assert!(!holds(&other, &answer(403, body)));
    }

    #[test]
    fn a_place_alone_must_be_there_and_hold_something() {
        let rule = Conditions { json: vec![(vec!["errors".to_owned()], Vec::new())], ..Conditions::default() };

        for body in [r#"{"errors":[{}]}"#, r#"{"errors":false}"#, r#"{"errors":0}"#, r#"{"errors":{"a":1}}"#] {
            assert!(holds(&rule, &answer(200, body)), "{body}");
        }
        for body in [
            r#"{"errors":null}"#,
            r#"{"errors":[]}"#,
            r#"{"errors":[ ]}"#,
            r#"{"errors":{}}"#,
            r#"{"errors":""}"#,
            "{}",
            "[]",
            "<html>",
            "",
            r#"{"errors":"#,
        ] {
            assert!(!holds(&rule, &answer(200, body)), "{body}");
        }
        let empty = Conditions { json: vec![(vec!["a".to_owned()], vec![Value::from("")])], ..Conditions::default() };
        assert!(holds(&empty, &answer(200, r#"{"a":""}"#)));
    }

    #[test]
    fn empty_is_a_success_that_holds_nothing() {
        let rule = Conditions { is_empty: true, ..Conditions::default() };
        assert!(holds(&rule, &answer(200, "")));
        assert!(!holds(&rule, &answer(200, " ")) && !holds(&rule, &answer(204, "")) && !holds(&rule, &answer(500, "")));
        let refusal = Conditions { statuses: Some(vec![500]), ..rule };
        assert!(holds(&refusal, &answer(500, "")) && !holds(&refusal, &answer(500, "x")));
    }
}
