//! Errors for a token request that the endpoint rejects.

use serde_json::Value;

use crate::auth::Sender;
use crate::error::{Error, ErrorKind, FailureType};
use crate::http::charset::charset_problem;
use crate::http::{Request, Response};

/// Maximum length of a quoted description, in characters.
const LONGEST: usize = 300;

/// The error for a response without a token. `what_is_sent` names what the endpoint may reject.
pub(crate) fn refusal(sender: &dyn Sender, request: &Request, response: &Response, what_is_sent: &str) -> Error {
    // The whole body is masked first, because half a secret is not recognised.
    let body = sender.masked(&String::from_utf8_lossy(&response.body));
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    // RFC 6749 §5.2; some APIs return an object in `error`.
    let code = text("error").or_else(|| body.get("error")?.get("code")?.as_str());
    let said =
        text("error_description").or_else(|| body.get("error")?.get("message")?.as_str()).or_else(|| text("message"));
    let status = response.status;
    let mut what = match code {
        Some(code) => format!("HTTP {status}: {code}"),
        None => format!("HTTP {status}"),
    };
    if let Some(said) = said {
        what.push_str(": ");
        what.extend(said.chars().take(LONGEST));
    }
    if let Some(why) = charset_problem(&response.headers, &response.body) {
        what = format!("{what}: {why}");
    }
    let error = described(code, &what, what_is_sent, response);
    let error = match sender.blanks(request) {
        Some(hint) if error.failure_type() == FailureType::ConfigError => error.with_hint(&hint),
        _ => error,
    };
    let error = error.refused().with_status(response.status()).with_detail(request.summary());
    match code {
        Some(code) => error.with_code(code),
        None => error,
    }
}

/// The error for a code of RFC 6749 §5.2 or RFC 8628 §3.5, otherwise for the HTTP status.
fn described(code: Option<&str>, what: &str, what_is_sent: &str, response: &Response) -> Error {
    match code {
        Some("invalid_grant") => Error::config(format!(
            "the token endpoint rejected {what_is_sent} ({what}): it was revoked, has expired or was already used; \
             sign in again (with the `login` command, or by re-authenticating the source in Airbyte) or put a new \
             one into the config"
        ))
        .with_kind(ErrorKind::Credentials),
        Some("invalid_client" | "unauthorized_client") => Error::config(format!(
            "the token endpoint rejected the client ({what}): check the client id and the client secret, and that the \
             app is allowed to use this grant"
        ))
        .with_kind(ErrorKind::Credentials),
        Some("invalid_scope") => {
            let message = format!("the token endpoint rejected the scopes ({what}): allow these scopes for the app");
            Error::config(message).with_kind(ErrorKind::Permission)
        }
        Some("expired_token") => {
            let message = format!("the sign-in code expired before anyone signed in ({what}): start again");
            Error::config(message).with_kind(ErrorKind::Timeout)
        }
        Some("access_denied") => {
            Error::config(format!("the token endpoint denied access ({what})")).with_kind(ErrorKind::Permission)
        }
        _ if matches!(response.status, 401 | 403) => {
            let message = format!("the token endpoint rejected the credentials of the config ({what})");
            Error::config(message).with_kind(ErrorKind::Credentials)
        }
        _ if response.is_success() => {
            let message = format!("the response of the token endpoint does not contain a token ({what})");
            Error::system(message).with_kind(ErrorKind::Response)
        }
        _ => Error::system(format!("the token endpoint rejected the request ({what})")).with_kind(ErrorKind::Request),
    }
}
