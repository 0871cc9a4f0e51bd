//! Secrets: a canary in the config appears nowhere but in records, however the API and the engine spell it.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Output, Received, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
    /// A header takes visible ASCII only.
    in_header: Option<Secret>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = basic("user", "{config.token}"),
    params(q = "{config.token}"),
    headers("X-Any" = "{config.in_header}"),
    streams(InUrl, Signed, InBody),
)]
struct Vault;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "url/{config.token}/x")]
struct InUrl {
    text: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "signed", auth = signed, method = "POST", body = json(secret = "{config.token}"))]
struct Signed {
    text: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "body", records = "data", paginate = "next_url", primary_key = "text")]
struct InBody {
    text: u64,
}

async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::new().param("sig", format!("{}!", cx.config().token.expose())))
}

/// Special characters of every kind, and long enough to be cut by any quotation.
const CANARY: &str =
    "c4n-ary_p@ss/w\"rd é~*+ \\% <&> 0123456789012345678901234567890123456789012345678901234567890123456789-end";

/// Parts of the canary that no message may hold, whatever the spelling around them.
const PARTS: [&str; 4] = ["c4n", "p@ss", "456789", "NDU2Nzg5"];

fn clean(output: &Output) {
    for line in output.lines().iter().filter(|line| !line.contains(r#""type":"RECORD""#)) {
        for part in PARTS {
            assert!(!line.contains(part), "`{part}` in {line}");
        }
    }
}

/// Runs a stream against an API that answers so.
fn run(stream: &str, canary: &str, answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Output {
    let answer = std::sync::Arc::new(answer);
    let (one, two, three) = (answer.clone(), answer.clone(), answer);
    let api = Api::new()
        .on("GET /url/{secret}/x", move |request| one(request))
        .on("POST /signed", move |request| two(request))
        .on("GET /body", move |request| three(request))
        .start();
    let config = json!({ "token": canary, "in_header": canary.replace('é', "e") });
    let output = Connector::<Vault>::new(&api, config).arg("--debug").read([stream]);
    assert!(!api.requests().is_empty(), "{output}");
    clean(&output);
    output
}

/// Everything that the API was told, told back.
fn echo(request: &Received) -> String {
    format!("{} {:?} {:?} {}", request.path(), request.query(), request.headers(), request.text())
}

#[test]
fn a_secret_that_the_api_echoes_is_masked_in_every_spelling() {
    for stream in ["in_url", "signed", "in_body"] {
        run(stream, CANARY, |request| Reply::text(echo(request)).with_status(400));
        run(stream, CANARY, |request| Reply::json(json!({ "error": { "message": echo(request) } })).with_status(400));
        run(stream, CANARY, |request| {
            let headers: Vec<_> = request.headers().iter().map(|(_, value)| value.as_str()).collect();
            Reply::json(json!({ "headers": headers, "body": request.text() })).with_status(422)
        });
        // As PHP and as Python write JSON.
        run(stream, CANARY, |_| Reply::text(json!(CANARY).to_string().replace('/', "\\/")).with_status(400));
        run(stream, CANARY, |_| Reply::text(json!(CANARY).to_string().replace('é', "\\u00e9")).with_status(400));
        // Retried, so told in a WARN.
        run(stream, CANARY, |request| {
            Reply::text(echo(request))
                .with_status(429)
                .header("Retry-After", "0")
                .header("X-Request-Id", request.path().to_owned())
        });
    }
}

#[test]
fn a_secret_is_masked_before_a_quotation_is_cut() {
    for before in (0..100).step_by(7) {
        run("in_body", CANARY, move |_| Reply::text(format!("{}{CANARY}", "x".repeat(before))));
        run("in_body", CANARY, move |_| Reply::text(format!("{}{CANARY}", "x".repeat(before + 220))).with_status(400));
        run("in_body", CANARY, move |_| {
            Reply::json(json!({ "error": format!("{}{CANARY}", "x".repeat(before + 220)) })).with_status(400)
        });
    }
}

#[test]
fn a_secret_of_several_lines_is_masked() {
    let key = format!("-----BEGIN KEY-----\n{}\n{CANARY}\n", "c4n456789".repeat(20));
    run_multiline(&key);
}

fn run_multiline(key: &str) {
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Keyed))]
    struct Keys;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Keys, method = "POST", body = json(key = "{config.token}"))]
    struct Keyed {
        id: u64,
    }

    for as_json in [true, false] {
        let key = key.to_owned();
        let config = json!({ "token": key });
        let reply = if as_json { Reply::json(json!({ "message": key })) } else { Reply::text(key) };
        let api = Api::new().on_each("POST /keyed", [reply.with_status(400)]).start();

        clean(&testing::read::<Keys>(&api, config, ["keyed"]));

        assert_eq!(api.requests().len(), 1);
    }
}

#[test]
fn a_secret_in_a_next_url_is_masked() {
    let output = run("in_body", CANARY, |_| {
        let mut next = url_of("https://api.example.com/body?cursor=1");
        next.push_str(&url_of(CANARY));
        Reply::json(json!({ "data": [{ "text": 1 }], "next": next }))
    });
    assert!(output.failed().contains("was used before"), "{output}");
}

/// As a query value is written.
fn url_of(text: &str) -> String {
    text.replace('%', "%25").replace(' ', "+").replace('"', "%22").replace('&', "%26").replace('#', "%23")
}

#[test]
fn a_secret_in_a_records_misfit_is_masked_but_not_in_a_record() {
    run("in_body", CANARY, |_| Reply::json(json!({ "data": [{ "text": CANARY }] })));
    let short = "c4n-ary-456789";
    run("in_body", short, move |_| Reply::json(json!({ "data": [{ "text": short }] })));

    let output = run("in_url", CANARY, |_| Reply::json(json!({ "text": CANARY, "extra": 1 })));
    assert_eq!(output.records("in_url"), [json!({ "text": CANARY })]);
}

#[test]
fn a_config_error_does_not_quote_a_secret() {
    for token in [json!({ "c4n": "p@ss" }), json!(["456789"]), json!(456_789), json!(true)] {
        clean(&Connector::<Vault>::unserved(json!({ "token": token })).check());
        clean(&Connector::<Vault>::unserved(json!({ "token": token })).read(json!({ "streams": [] })));
    }
}
