//! No secret is ever told: a run in `--debug` meets every kind of failure with secrets of awkward shapes.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{page, source};

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
        body_json(user = "{config.user}", password = "{config.secret}"),
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

/// An API that fails in the way of `number`, and tells back whatever it was told.
fn failing(number: usize) -> Api {
    let told_back = |request: &cdk_core::testing::Received| {
        let body = request.text();
        let form = request.form();
        json!({
            "error": {"code": "bad", "message": format!("{:?} {:?} {form:?} {body}", request.query(), request.headers())},
            "error_description": body,
            "headers": request.headers().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(),
        })
    };
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let answer = move |request: &cdk_core::testing::Received| match number {
        // What is tried again fails otherwise then, so that nobody waits long.
        3..=6 if asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) > 0 => {
            Reply::json(told_back(request)).with_status(404)
        }
        0 => Reply::json(told_back(request)).with_status(400),
        1 => Reply::json(told_back(request)).with_status(401),
        2 => Reply::json(told_back(request)).with_status(403),
        3 => Reply::json(told_back(request)).with_status(503).header("Retry-After", "0"),
        4 => Reply::json(told_back(request)).with_status(429).header("Retry-After", "0"),
        5 => Reply::reset(),
        6 => Reply::text(told_back(request).to_string()).cut_after(20),
        7 => Reply::text(format!("<html>{}</html>", told_back(request))),
        8 => Reply::status(302)
            .header("Location", format!("https://evil.test/?{:?}", request.query()).replace([' ', '"'], "")),
        9 => Reply::json(told_back(request)),
        10 => Reply::json(json!({"data": [told_back(request)]})),
        11 => Reply::json(json!({"access_token": told_back(request), "token": told_back(request)})),
        _ => page(),
    };
    let (by_token, by_login) = (answer.clone(), answer.clone());
    Api::new()
        .on("* /items", answer)
        .on("* /token", move |request| match number {
            0..=9 => by_token(request),
            _ => Reply::json(
                json!({"access_token": "got-\"at\"-run-time", "refresh_token": "rotated-%41-9", "expires_in": 3600}),
            ),
        })
        .on("* /login", move |request| match number {
            0..=9 => by_login(request),
            _ => Reply::json(json!({"token": "got-\"at\"-run-time"})),
        })
}

fn never_told<S: cdk_core::Source>() {
    for (at, secret) in SECRETS.into_iter().enumerate() {
        let longer = format!("{secret}-and-more");
        let config = json!({"user": "ada", "secret": secret, "longer": longer});
        // A second's wait for each of those.
        let is_slow = |number: &usize| (3..=6).contains(number);
        for number in (0..=11).filter(|number| at == 0 || !is_slow(number)) {
            let api = failing(number).start();
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
                        assert!(!texts.iter().any(|text| text.contains(&spelling)), "{number}: {spelling}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_key_is_never_told() {
    never_told::<ByKey>();
}

#[test]
fn a_password_is_never_told() {
    never_told::<ByBasic>();
}

#[test]
fn what_a_token_endpoint_is_told_and_tells_is_never_told() {
    never_told::<ByOauth>();
    never_told::<ByOauthBasic>();
}

#[test]
fn a_logins_secrets_are_never_told() {
    never_told::<BySession>();
}

#[test]
fn a_signing_key_and_what_it_signs_are_never_told() {
    never_told::<ByJwt>();
    never_told::<ByPem>();
}

#[test]
fn none_of_several_tokens_is_ever_told() {
    never_told::<ByTokens>();
}
