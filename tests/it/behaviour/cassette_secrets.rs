//! A cassette holds no credential: not the config's, not a login's, in no spelling, wherever the API echoes them.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Received, Reply};

use super::Folder;

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
    pin: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = login,
    params(q = "{config.token}"),
    headers("X-Any" = "{config.pin}", "Cookie" = "theme=dark-c00kie"),
    records = "data",
    streams(Get, Form, Graph, Text),
)]
struct Vault;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "get/{config.token}/x", params(api_key = "c0ded-in"))]
struct Get {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "form", method = "POST", body = form(secret = "{config.token}", client_secret = "c0ded-in"))]
struct Form {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "graph", body = graphql(query = "{ x }", variables(token = "{config.token}")))]
struct Graph {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "text", method = "POST", body = text("find {config.token}"))]
struct Text {
    id: u64,
}

/// Logs in with everything that a login may be made of.
async fn login(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    let secret = cx.config().token.expose();
    let body = json!({ "user": "us3r-name", "password": secret, "code": [{ "deep": "d33p-code" }], "life": 3600 });
    let mut request = Request::post_json("https://api.example.com/login?sid=s1d-value", &body)?;
    request = request.with_header("X-Nonce-Token", "n0nce-value")?;
    let answer: Value = cx.send(request).await?.json()?;
    let token = answer["access_token"].as_str().unwrap_or_default();
    Ok(Credentials::new().header("X-Session", format!("sid={token}")).param("sig", format!("{token}!")))
}

/// Special characters of every kind.
const CANARY: &str = "c4n-ary_p@ss/w\"rd é~*+ \\% <&> 0123456789-end";
const TOKEN: &str = "t0k/en+\"ü\"%25=secret-of-a-login";

/// Parts of what must not be in a recording, whatever the spelling around them.
const PARTS: [&str; 13] = [
    "c4n",
    "p@ss",
    "NDU2Nzg5",
    "456789",
    "t0k",
    "secret-of-a",
    "c0ded",
    "c00kie",
    "us3r",
    "d33p",
    "s1d",
    "n0nce",
    "r3fresh",
];

/// Everything that the API was told, told back, as JSON and in a header.
fn echo(request: &Received) -> Reply {
    // But what is secret by its name alone: nobody knows that value elsewhere.
    let told = |name: &str| name != "cookie" && name != "api_key" && name != "client_secret";
    let query: Vec<_> = request.query().iter().filter(|(name, _)| told(name)).collect();
    let headers: Vec<_> = request.headers().iter().filter(|(name, _)| told(name)).map(|(_, value)| value).collect();
    let text = request.text().replace("c0ded-in", "");
    let all = format!("{} {query:?} {headers:?} {text}", request.path());
    let plain = |text: &str| text.chars().filter(|c| c.is_ascii_graphic()).collect::<String>();
    let body =
        json!({ "data": [{ "id": 1 }], "all": all, "headers": headers, "raw": [CANARY, TOKEN], "pin": 98_765_432 });
    Reply::json(body).header("X-Echo", plain(request.path())).header("Set-Cookie", "sid=s1d-value")
}

fn api() -> cdk_core::testing::RunningApi {
    Api::new()
        .on("POST /login", |_| {
            let more = json!({ "id": "r3fresh-id", "note": format!("{TOKEN} is yours"), "at": "2024-01-31T00:00:00Z" });
            let body = json!({
                "access_token": TOKEN, "token_type": "Bearer", "scope": "read write", "expires_in": 3600, "more": more
            });
            Reply::json(body).header("Set-Cookie", "sid=s1d-value")
        })
        .on("GET /get/{token}/x", echo)
        .on("POST /form", echo)
        .on("POST /graph", echo)
        .on("POST /text", |request| Reply::text(request.text()).with_status(400))
        .start()
}

fn recorded(folder: &Folder) -> (String, cdk_core::testing::Output) {
    let config = json!({ "token": CANARY, "pin": "98765432" });
    let api = api();
    let connector = Connector::<Vault>::new(&api, config).keep_cassette(folder.0.join("tape"));
    let output = connector.read(["get", "form", "graph", "text"]);
    (std::fs::read_to_string(folder.0.join("tape/exchanges.jsonl")).unwrap(), output)
}

#[test]
fn no_credential_is_in_a_recording_in_any_spelling() {
    let folder = Folder::new();

    let (text, output) = recorded(&folder);

    assert_eq!(output.records("graph").len(), 1, "{output}");
    for part in PARTS.iter().chain(&["98765432"]) {
        for line in text.lines() {
            assert!(!line.contains(part), "`{part}` in {line}");
        }
    }
    let is_event = |line: &&str| line.starts_with("{\"page\"") || line.starts_with("{\"state\"");
    assert_eq!(text.lines().filter(|line| !is_event(line)).count(), 1 + 2 * 4 + 1);
}

#[test]
fn what_auth_exchanges_keeps_its_shape() {
    let folder = Folder::new();

    let (text, _) = recorded(&folder);

    let login: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    assert_eq!((&login["stream"], &login["account"]), (&json!("auth"), &json!(null)));
    let body: Value = serde_json::from_str(login["request"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body, json!({ "user": "****", "password": "****", "code": [{ "deep": "****" }], "life": 0 }));
    let body: Value = serde_json::from_str(login["response"]["body"].as_str().unwrap()).unwrap();
    let want = json!({
        "access_token": "****", "token_type": "Bearer", "scope": "read write", "expires_in": 3600,
        "more": { "id": "****", "note": "****", "at": "2024-01-31T00:00:00Z" }
    });
    assert_eq!(body, want);
    assert!(login["request"]["url"].as_str().unwrap().ends_with("/login?sid=****"));
    assert_eq!(login["request"]["headers"]["x-nonce-token"], "****");
    assert_eq!(login["response"]["headers"]["set-cookie"], "****");
}

#[test]
fn other_credentials_find_every_request_again() {
    let folder = Folder::new();
    let (_, first) = recorded(&folder);

    let dummies = json!({ "token": "another/token of ünlike %shape", "pin": "dummy-pin" });
    let second = Connector::<Vault>::unserved(dummies)
        .from_cassette(folder.0.join("tape"))
        .read(["text", "graph", "form", "get"]);

    for stream in ["get", "form", "graph", "text"] {
        assert!(!second.errors().iter().any(|(error, _)| error.contains("cassette")), "{second}");
        assert_eq!((second.records(stream), second.statuses(stream)), (first.records(stream), first.statuses(stream)));
    }
    assert_eq!(second.errors().len(), 1, "{second}");
}

#[test]
fn a_login_may_be_asked_for_more_often_than_it_was() {
    let folder = Folder::new();
    recorded(&folder);
    // One login is left of four.
    let path = folder.0.join("tape/exchanges.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut logins = 0;
    let kept = text.split_inclusive('\n').filter(|line| {
        logins += usize::from(line.contains(r#""stream":"auth""#));
        !line.contains(r#""stream":"auth""#) || logins == 1
    });
    std::fs::write(&path, kept.collect::<String>()).unwrap();

    let config = json!({ "token": "another", "pin": "dummy-pin" });
    let output =
        Connector::<Vault>::unserved(config).from_cassette(folder.0.join("tape")).read(["get", "form", "graph"]);

    assert_eq!((logins, output.succeeded().records("graph").len()), (4, 1));
}

#[test]
fn a_secret_that_is_a_bare_number_leaves_the_answer_readable() {
    let folder = Folder::new();

    let (text, _) = recorded(&folder);

    let get: Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
    let body: Value = serde_json::from_str(get["response"]["body"].as_str().unwrap()).unwrap();
    assert_eq!((&body["pin"], &body["data"]), (&json!(0), &json!([{ "id": 1 }])));
}
