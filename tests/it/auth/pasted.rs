//! Keys as people paste them: with their scheme, with quotes, with blanks, with characters that nobody sees.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply};

use super::{page, source};

#[derive(Deserialize, JsonSchema)]
struct Config {
    #[serde(default)]
    user: String,
    key: Secret,
}

source!(ByBearer, A, Config, auth = bearer("{config.key}"));
source!(ByHeader, B, Config, auth = api_key("{config.key}", header = "X-Key"));
source!(ByTokens, C, Config, auth = tokens("{config.key}"));
source!(ByDefault, D, Config, headers("X-Key" = "{config.key}"));
source!(ByFunction, E, Config, auth = signed);
source!(ByBasic, F, Config, auth = basic("{config.user}", "{config.key}"));
source!(ByParam, G, Config, auth = api_key("{config.key}", param = "key"));
source!(
    ByOauth,
    H,
    Config,
    auth = oauth2(
        token_url = "https://api.example.com/token",
        client_id = "{config.user}",
        client_secret = "{config.key}"
    )
);
source!(
    BySession,
    I,
    Config,
    auth = session_token(
        login_url = "https://api.example.com/token",
        body = json(user = "{config.user}", password = "{config.key}"),
        token = "token",
    )
);
source!(ByHook, J, Config, request_headers = with_key);

async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::new().header("X-Key", cx.config().key.expose()))
}

fn with_key(cx: &SourceCx<'_, Config>) -> Result<Params> {
    Ok(Params::new().with("X-Key", cx.config().key.expose()))
}

fn config(key: &str) -> Value {
    json!({ "user": "ada", "key": key })
}

/// Reads from an API that takes everything, and says how many requests it got.
fn read<S: cdk_core::Source>(config: Value) -> (Output, usize) {
    let api = Api::new()
        .on("POST /token", |_| Reply::json(json!({ "access_token": "t0ken-123", "token": "t0ken-123" })))
        .on("GET /items", |_| page())
        .start();
    let output = Connector::<S>::new(&api, config).read(["items"]);
    (output, api.requests().len())
}

/// A config error before any request.
fn refused<S: cdk_core::Source>(config: Value) -> String {
    let (output, requests) = read::<S>(config);
    assert_eq!(requests, 0, "{output}");
    let (error, failure_type) = output.errors().remove(0);
    assert_eq!(failure_type, "config_error", "{error}");
    error
}

#[test]
fn a_key_that_a_header_cannot_hold_is_refused_before_any_request() {
    for (key, want) in [
        ("kéy-12345", "U+00E9 as character 2 of config.key: "),
        ("key-1234é", "U+00E9 at the end of config.key: "),
        ("key-12\u{200b}345", "U+200B as character 7 of config.key: "),
        ("key-12345\n", "a line break at the end of config.key: "),
    ] {
        for error in [
            refused::<ByBearer>(config(key)),
            refused::<ByHeader>(config(key)),
            refused::<ByDefault>(config(key)),
            refused::<ByFunction>(config(key)),
            refused::<ByHook>(config(key)),
        ] {
            assert!(error.contains(want), "{error}");
            assert!(!error.contains("12345"), "{error}");
        }
    }
    assert!(refused::<ByTokens>(config("one-12345, kéy-12345")).contains("U+00E9 as character 13 of config.key: "));
}

#[test]
fn an_invisible_character_at_an_end_of_a_credential_is_refused_wherever_it_goes() {
    for (key, want) in [
        ("key-12345\u{200b}", "U+200B at the end of config.key: an invisible character"),
        ("\u{feff}key-12345", "U+FEFF at the beginning of config.key: an invisible character"),
        ("key-12345\u{a0}", "U+00A0 at the end of config.key: an invisible character"),
    ] {
        for error in [
            refused::<ByBearer>(config(key)),
            refused::<ByTokens>(config(key)),
            refused::<ByBasic>(config(key)),
            refused::<ByParam>(config(key)),
            refused::<ByOauth>(config(key)),
            refused::<BySession>(config(key)),
        ] {
            assert!(error.contains(want), "{error}");
        }
    }
    let of_user = json!({ "user": "ada\u{200b}", "key": "key-12345" });
    for error in
        [refused::<ByBasic>(of_user.clone()), refused::<ByOauth>(of_user.clone()), refused::<BySession>(of_user)]
    {
        assert!(error.contains("U+200B at the end of config.user: an invisible character"), "{error}");
    }
}

#[test]
fn a_key_that_is_encoded_may_be_any_text() {
    let key = || config("kéy \u{200b} 12345");
    for (name, (output, requests)) in [
        ("basic", read::<ByBasic>(key())),
        ("parameter", read::<ByParam>(key())),
        ("OAuth", read::<ByOauth>(key())),
        ("session", read::<BySession>(key())),
    ] {
        output.succeeded();
        assert!(requests > 0, "{name}");
    }
}

#[test]
fn blanks_around_a_refused_key_are_named() {
    fn told<S: cdk_core::Source>(key: &str, status: u16) -> String {
        let api = Api::new()
            .on("POST /token", move |_| Reply::status(status))
            .on("GET /items", move |_| Reply::status(status))
            .start();
        Connector::<S>::new(&api, config(key)).read(["items"]).failed()
    }
    for (key, how) in [
        (" key-12345", "begins with whitespace"),
        ("key-12345 ", "ends with whitespace"),
        ("\tkey-12345 ", "begins and ends with whitespace"),
    ] {
        for error in [
            told::<ByBearer>(key, 401),
            told::<ByHeader>(key, 401),
            told::<ByDefault>(key, 401),
            told::<ByFunction>(key, 401),
            told::<ByBasic>(key, 401),
            told::<ByParam>(key, 401),
            told::<ByOauth>(key, 401),
            told::<BySession>(key, 401),
        ] {
            assert!(error.contains(&format!("config.key {how}")), "{error}");
        }
    }
    assert!(!told::<ByBearer>("key-12345", 401).contains("blank"));
    assert!(!told::<ByBearer>(" key-12345", 403).contains("blank"));
    assert!(!told::<ByTokens>(" key-12345", 401).contains("blank"), "it was trimmed");
}

#[test]
fn a_line_break_after_a_password_is_sent_as_it_is() {
    let (output, _) = read::<ByBasic>(config("key-12345\n"));

    output.succeeded();
}

/// What an API may echo of a key of this shape, none of which may be written.
fn never_told<S: cdk_core::Source>(key: &str, echoes: &[&str]) {
    for status in [200, 400, 401, 404] {
        for echo in echoes {
            let body = echo.to_string();
            let api = Api::new()
                .on("POST /token", |_| Reply::json(json!({ "access_token": "t0ken-123", "token": "t0ken-123" })))
                .on("GET /items", move |_| {
                    Reply::json(json!({ "error": { "message": format!("invalid key {body}!") } })).with_status(status)
                })
                .start();
            let output = Connector::<S>::new(&api, config(key)).arg("--debug").read(["items"]);
            assert!(!api.requests().is_empty(), "{output}");
            let all = output.lines().concat();
            assert!(all.contains("invalid key"), "{all}");
            for part in ["abcdefgh", "MIIEvQ", "Qq+", "bc=", "sswört", "ssw"] {
                assert!(!all.contains(part), "`{part}` in {all}");
            }
        }
    }
}

#[test]
fn a_part_of_a_pasted_key_is_masked() {
    for key in
        ["Bearer abcdefgh12", "\"abcdefgh12\"", "Authorization: Bearer abcdefgh12", "'abcdefgh12' ", "x abcdefgh12"]
    {
        never_told::<ByBearer>(key, &["abcdefgh12", "'abcdefgh12'", "Bearer abcdefgh12"]);
        never_told::<ByParam>(key, &["abcdefgh12", "abcdefgh12%22"]);
    }
}

#[test]
fn a_pem_key_is_masked_with_other_line_breaks_and_line_by_line() {
    let body = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "MIIEvQoIBAQC7VJTUt9Us8cKjBKcwggSj", "Qq+xyzbc="];
    let pem = |end: &str| format!("-----BEGIN PRIVATE KEY-----{end}{}{end}-----END PRIVATE KEY-----", body.join(end));
    let echoes =
        [pem("\r\n"), pem(""), pem(" "), body.concat(), body[0].to_owned(), body[1].to_owned(), body.join("\\n")];
    let echoes: Vec<&str> = echoes.iter().map(String::as_str).collect();

    never_told::<ByBasic>(&pem("\n"), &echoes);
    never_told::<BySession>(&format!("{}\n", pem("\r\n")), &echoes);
}

#[test]
fn a_key_that_the_api_read_as_latin_1_is_masked() {
    never_told::<ByBasic>("pässwört", &["pÃ¤sswÃ¶rt", "p\u{fffd}ssw\u{fffd}rt", "p%E4ssw%F6rt"]);
    let api =
        Api::new().on("GET /items", |_| Reply::bytes(b"no user with p\xe4ssw\xf6rt".to_vec()).with_status(400)).start();

    let output = Connector::<ByBasic>::new(&api, config("pässwört")).arg("--debug").read(["items"]);

    assert!(output.lines().concat().contains("no user with ****"), "{output}");
}
