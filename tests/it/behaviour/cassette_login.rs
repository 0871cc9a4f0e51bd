//! What `auth` exchanges is masked wherever it stands, and what a stream exchanges is not taken for it.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply};

use super::Folder;

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

/// Logs in by a challenge, with credentials at every place but a text of a body.
#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", auth = login, records = "data", streams(Thing, Auth))]
struct Guarded;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Guarded, path = "things")]
struct Thing {
    id: u64,
}

/// A list of somebody's logins.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Guarded, path = "auths")]
struct Auth {
    id: String,
}

async fn login(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    let start: Value = cx.send(Request::get("https://api.example.com/challenge")?).await?.json()?;
    let nonce = start["nonce"].as_str().unwrap_or_default();
    let mac = format!("hm4c{}", cx.config().token.expose().len() * 7919 + nonce.len());
    let address = format!("https://api.example.com/v2/login/{nonce}?otp={}", nonce.len());
    let request =
        Request::post_json(address.as_str(), &json!({ "otp": 482_913 + nonce.len() }))?.with_header("X-Hmac", &mac)?;
    let answer = cx.send(request).await?;
    let sid = answer.header("x-sid").unwrap_or_default();
    Ok(Credentials::new().header("Cookie", format!("sid={sid}")))
}

fn recorded() -> (Folder, String, Output) {
    let folder = Folder::new();
    let api = Api::new()
        .on("GET /challenge", |_| Reply::json(json!({ "nonce": "n0nce-12345678", "expires_in": 60 })))
        .on("POST /v2/login/{nonce}", |_| {
            let body =
                json!({ "session": { "sess-id-as-key-777": true }, "number": 99_887_766, "expiresAt": 1_900_000_000 });
            let reply = Reply::json(body).header("X-Sid", "s1d-abcdefgh").header("Location", "/sessions/l0c-abcdefgh");
            reply.header("Set-Cookie", "theme=c00kie-value; Path=/").header("Retry-After", "7")
        })
        .on("GET /things", |_| Reply::json(json!({ "data": [{ "id": 1 }], "echo": "s1d-abcdefgh c00kie-value" })))
        .on("GET /auths", |_| Reply::json(json!({ "data": [{ "id": "a plain text" }] })))
        .start();
    let connector = Connector::<Guarded>::new(&api, json!({ "token": "t0ken-of-mine" }));
    let output = connector.keep_cassette(folder.0.join("tape")).read(["thing", "auth"]).succeeded();
    let text = std::fs::read_to_string(folder.0.join("tape/exchanges.jsonl")).unwrap();
    (folder, text, output)
}

#[test]
fn the_records_of_a_stream_named_auth_are_not_taken_for_credentials() {
    let (folder, _, first) = recorded();

    let second = Connector::<Guarded>::unserved(json!({ "token": "an0ther" })).from_cassette(folder.0.join("tape"));
    let second = second.read(["auth"]).succeeded();

    assert_eq!(second.records("auth"), first.records("auth"));
    assert_eq!(second.records("auth")[0]["id"], "a plain text");
}

#[test]
fn no_credential_of_a_login_is_written_wherever_it_stands() {
    let (_, text, _) = recorded();

    let places = ["n0nce", "s1d-", "hm4c", "4829", "l0c-", "sess-id", "99887766", "c00kie", "otp=14"];
    for part in places {
        for line in text.lines() {
            assert!(!line.contains(part), "`{part}` in {line}");
        }
    }
    for part in ["/challenge", "/v2/login/****?otp=****", "1900000000", r#""retry-after":"7""#, r#"expires_in\":60"#] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_login_by_a_challenge_is_replayed_with_other_credentials() {
    let (folder, _, first) = recorded();

    let second = Connector::<Guarded>::unserved(json!({ "token": "another-of-some-other-length" }));
    let second = second.from_cassette(folder.0.join("tape")).read(["thing", "auth"]).succeeded();

    assert_eq!((second.records("thing"), second.records("auth")), (first.records("thing"), first.records("auth")));
}
