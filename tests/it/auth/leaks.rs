//! No secret is ever told: a run in `--debug` meets every kind of failure with secrets of awkward shapes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Received, Reply};

use super::source;

#[derive(Deserialize, JsonSchema)]
struct Config {
    user: String,
    secret: Secret,
    /// Begins as the other one does.
    longer: Secret,
}

source!(ByKey, A, Config, auth = api_key("{config.secret}", param = "app"));
source!(ByBasic, B, Config, auth = basic("{config.user}", "{config.longer}"));
source!(
    ByOauth,
    C,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.user}",
        client_secret = "{config.secret}",
        refresh_token = "{config.longer}",
    )
);
source!(
    ByOauthBasic,
    D,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.user}",
        client_secret = "{config.secret}",
        client_auth = "basic",
        body = "json",
    )
);
source!(
    BySession,
    E,
    Config,
    auth = session_token(
        login_url = "https://api.example.com/login",
        body = json(user = "{config.user}", password = "{config.secret}"),
        params(k = "{config.longer}"),
        token = "token",
    )
);
source!(ByJwt, F, Config, auth = jwt(algorithm = "HS256", key = "{config.secret}", claims(sub = "{config.longer}")));
source!(ByTokens, G, Config, auth = tokens("{config.secret}", "{config.longer}"));
source!(ByPem, H, Config, auth = jwt(algorithm = "RS256", key = "{config.secret}"));

/// Awkward ones: signs that JSON, URLs and templates escape, letters beyond ASCII, base64 as it is.
const SECRETS: [&str; 6] = [
    "q\"uo'te\\d/&<x>",
    "100%25 %zz+{config.user}",
    "pässwört-€-😀",
    "c2VjcmV0LXZhbHVlLTE=",
    "a,b;c=d|e",
    "sk_live_51+/==",
];

/// Every spelling that a program makes of a text.
fn spellings(secret: &str) -> Vec<String> {
    let encoded = |keep: &dyn Fn(u8) -> bool| -> String {
        secret
            .bytes()
            .map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect()
    };
    let json = json!(secret).to_string();
    let json = json.trim_matches('"').to_owned();
    let twice = json!(json).to_string();
    let ascii: String = secret
        .encode_utf16()
        .map(|unit| if unit < 128 { char::from(unit as u8).to_string() } else { format!("\\u{unit:04x}") })
        .collect();
    let mut spellings = vec![
        secret.to_owned(),
        json,
        twice.trim_matches('"').to_owned(),
        ascii,
        encoded(&|byte| byte.is_ascii_alphanumeric()),
        encoded(&|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)),
        encoded(&|byte| byte.is_ascii_alphanumeric() || b"-._*".contains(&byte)).replace("%20", "+"),
    ];
    for before in ["", "u:", "ada:"] {
        spellings.push(base64(format!("{before}{secret}").as_bytes()));
    }
    spellings
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0));
        }
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

/// What the API answers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Failure {
    BadRequest,
    Unauthorized,
    Forbidden,
    Unavailable,
    RateLimited,
    Reset,
    CutShort,
    Html,
    RedirectElsewhere,
    /// An object that is not a page.
    NoPage,
    RecordOfTheRequest,
    TokenOfTheRequest,
}

impl Failure {
    const ALL: [Self; 12] = [
        Self::BadRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::Unavailable,
        Self::RateLimited,
        Self::Reset,
        Self::CutShort,
        Self::Html,
        Self::RedirectElsewhere,
        Self::NoPage,
        Self::RecordOfTheRequest,
        Self::TokenOfTheRequest,
    ];

    /// Whether the client tries again, after a second.
    fn is_retried(self) -> bool {
        matches!(self, Self::Unavailable | Self::RateLimited | Self::Reset | Self::CutShort)
    }

    /// Whether logins succeed, so that it is the stream that fails.
    fn is_of_stream(self) -> bool {
        matches!(self, Self::RecordOfTheRequest | Self::TokenOfTheRequest)
    }

    /// The answer, which repeats whatever the request holds.
    fn reply(self, request: &Received) -> Reply {
        let (body, form) = (request.text(), request.form());
        let message = format!("{:?} {:?} {form:?} {body}", request.query(), request.headers());
        let headers = request.headers().iter().map(|(name, value)| format!("{name}={value}"));
        let repeated = json!({
            "error": {"code": "bad", "message": message},
            "error_description": body,
            "headers": headers.collect::<Vec<_>>(),
        });
        match self {
            Self::BadRequest => Reply::json(repeated).with_status(400),
            Self::Unauthorized => Reply::json(repeated).with_status(401),
            Self::Forbidden => Reply::json(repeated).with_status(403),
            Self::Unavailable => Reply::json(repeated).with_status(503).header("Retry-After", "0"),
            Self::RateLimited => Reply::json(repeated).with_status(429).header("Retry-After", "0"),
            Self::Reset => Reply::reset(),
            Self::CutShort => Reply::text(repeated.to_string()).cut_after(20),
            Self::Html => Reply::text(format!("<html>{repeated}</html>")),
            Self::RedirectElsewhere => {
                let location = format!("https://evil.test/?{:?}", request.query()).replace([' ', '"'], "");
                Reply::status(302).header("Location", location)
            }
            Self::NoPage => Reply::json(repeated),
            Self::RecordOfTheRequest => Reply::json(json!({"data": [repeated]})),
            Self::TokenOfTheRequest => Reply::json(json!({"access_token": repeated, "token": repeated})),
        }
    }
}

/// An API that fails so.
fn failing(failure: Failure) -> Api {
    let is_retry = Arc::new(AtomicBool::new(false));
    // A retry fails otherwise, so that nobody waits long.
    let answer = move |request: &Received| match failure.is_retried() && is_retry.swap(true, Ordering::SeqCst) {
        true => Failure::BadRequest.reply(request).with_status(404),
        false => failure.reply(request),
    };
    let (by_token, by_login) = (answer.clone(), answer.clone());
    Api::new()
        .on("* /items", answer)
        .on("* /token", move |request| match failure.is_of_stream() {
            false => by_token(request),
            true => Reply::json(
                json!({"access_token": "got-\"at\"-run-time", "refresh_token": "rotated-%41-9", "expires_in": 3600}),
            ),
        })
        .on("* /login", move |request| match failure.is_of_stream() {
            false => by_login(request),
            true => Reply::json(json!({"token": "got-\"at\"-run-time"})),
        })
}

fn assert_never_told<S: cdk_core::Source>() {
    for (at, secret) in SECRETS.into_iter().enumerate() {
        let longer = format!("{secret}-and-more");
        let config = json!({"user": "ada", "secret": secret, "longer": longer});
        for failure in Failure::ALL.into_iter().filter(|failure| at == 0 || !failure.is_retried()) {
            let api = failing(failure).start();
            for output in [
                Connector::<S>::new(&api, config.clone()).arg("--debug").check(),
                Connector::<S>::new(&api, config.clone()).arg("--debug").read(["items"]),
            ] {
                for message in output.messages().iter().filter(|message| message["type"] != "RECORD") {
                    let text = message.to_string();
                    let texts = [text.clone(), message["log"]["message"].as_str().unwrap_or_default().to_owned()];
                    let mut hidden = spellings(secret);
                    hidden.extend(spellings(&longer));
                    hidden.extend(["got-\\\"at", "got-%22at", "rotated-%41-9"].map(str::to_owned));
                    for spelling in hidden {
                        assert!(!texts.iter().any(|text| text.contains(&spelling)), "{failure:?}: {spelling}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_key_is_never_told() {
    assert_never_told::<ByKey>();
}

#[test]
fn a_password_is_never_told() {
    assert_never_told::<ByBasic>();
}

#[test]
fn what_a_token_endpoint_is_told_and_tells_is_never_told() {
    assert_never_told::<ByOauth>();
    assert_never_told::<ByOauthBasic>();
}

#[test]
fn a_logins_secrets_are_never_told() {
    assert_never_told::<BySession>();
}

#[test]
fn a_signing_key_and_what_it_signs_are_never_told() {
    assert_never_told::<ByJwt>();
    assert_never_told::<ByPem>();
}

#[test]
fn none_of_several_tokens_is_ever_told() {
    assert_never_told::<ByTokens>();
}
