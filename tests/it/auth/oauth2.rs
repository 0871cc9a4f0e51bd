//! Tokens from a token endpoint: what it is asked, when, and what is made of its answers.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Received, Reply};

use super::{page, source};

#[derive(Deserialize, JsonSchema)]
struct Config {
    client_id: String,
    client_secret: Secret,
    refresh_token: Option<Secret>,
}

source!(
    ByRefresh,
    A,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/oauth/token",
        client_id = "{config.client_id}",
        client_secret = "{config.client_secret}",
        refresh_token = "{config.refresh_token}",
        scopes = ["contacts.read", "deals.read"],
        params(audience = "https://api.example.com"),
    )
);
source!(
    ByBasicJson,
    B,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/oauth/token",
        client_id = "{config.client_id}",
        client_secret = "{config.client_secret}",
        client_auth = "basic",
        body = "json",
        headers("X-Version" = "2"),
        access_token_at = "data.token",
        expires_at = "data.ends",
        header = "X-Access-Token",
        prefix = "",
    )
);
source!(
    ByRule,
    C,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/oauth/token",
        client_id = "{config.client_id}",
        client_secret = "{config.client_secret}",
    ),
    on(json("error") = "token_expired", refresh_token)
);

fn config() -> Value {
    json!({"client_id": "id-1", "client_secret": "s3cret/+", "refresh_token": "refresh-1"})
}

/// A token endpoint that gives `token-1`, `token-2` …
fn tokens(life: u64) -> impl Fn(&Received) -> Reply + Send + Sync + 'static {
    let count = std::sync::atomic::AtomicUsize::new(0);
    move |_| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        Reply::json(json!({"access_token": format!("token-{number}"), "token_type": "bearer", "expires_in": life}))
    }
}

#[test]
fn a_refresh_token_is_exchanged_once_for_all_requests() {
    let api = Api::new().on("POST /oauth/token", tokens(3600)).on("GET /items", |_| page()).start();

    testing::read::<ByRefresh>(&api, config(), ["items"]).succeeded();

    let requests = api.requests();
    let form: Vec<_> = requests[0].form();
    let want = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "refresh-1"),
        ("client_id", "id-1"),
        ("client_secret", "s3cret/+"),
        ("scope", "contacts.read deals.read"),
        ("audience", "https://api.example.com"),
    ];
    assert_eq!(form, want.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(requests[0].header("authorization"), None);
    assert_eq!(requests[1].header("authorization"), Some("Bearer token-1"));
    assert_eq!(requests.len(), 2);
}

#[test]
fn a_client_may_say_who_it_is_by_basic_and_ask_in_json() {
    let answer = json!({"data": {"token": "t-77", "ends": "2999-01-01T00:00:00Z"}});
    let api =
        Api::new().on("POST /oauth/token", move |_| Reply::json(answer.clone())).on("GET /items", |_| page()).start();

    testing::read::<ByBasicJson>(&api, config(), ["items"]).succeeded();

    let requests = api.requests();
    assert_eq!(requests[0].json(), json!({"grant_type": "client_credentials"}));
    // Each part is form-encoded first (RFC 6749 §2.3.1): id-1:s3cret%2F%2B
    assert_eq!(requests[0].header("authorization"), Some("Basic aWQtMTpzM2NyZXQlMkYlMkI="));
    assert_eq!(requests[0].header("x-version"), Some("2"));
    assert_eq!(requests[1].header("x-access-token"), Some("t-77"));
}

#[test]
fn a_token_that_the_api_refuses_is_replaced_once() {
    let api = Api::new()
        .on("POST /oauth/token", tokens(3600))
        .on("GET /items", |request| match request.header("authorization") {
            Some("Bearer token-1") => Reply::status(401),
            _ => page(),
        })
        .start();

    let output = testing::read::<ByRefresh>(&api, config(), ["items"]).succeeded();

    assert_eq!((api.count("POST /oauth/token"), api.count("GET /items")), (2, 2));
    assert!(
        output
            .logs()
            .iter()
            .any(|(level, text)| level == "INFO" && text.contains("the API rejected the credentials (HTTP 401)"))
    );
}

#[test]
fn an_api_that_refuses_the_new_token_too_is_told_and_not_asked_for_ever() {
    let api = Api::new().on("POST /oauth/token", tokens(3600)).on("GET /items", |_| Reply::status(401)).start();

    let output = testing::read::<ByRefresh>(&api, config(), ["items"]);

    assert_eq!(output.failed(), "stream `items`: page 1: the API rejected the credentials (HTTP 401)");
    assert_eq!(output.errors()[0].1, "config_error");
    assert_eq!((api.count("POST /oauth/token"), api.count("GET /items")), (2, 2));
}

#[test]
fn a_rule_may_say_by_what_else_a_refused_token_is_known() {
    let api = Api::new()
        .on("POST /oauth/token", tokens(3600))
        .on("GET /items", |request| match request.header("authorization") {
            Some("Bearer token-1") => Reply::json(json!({"error": "token_expired"})),
            _ => page(),
        })
        .start();

    testing::read::<ByRule>(&api, config(), ["items"]).succeeded();

    assert_eq!((api.count("POST /oauth/token"), api.count("GET /items")), (2, 2));
}

#[test]
fn a_revoked_refresh_token_is_the_users_and_says_what_to_do() {
    let refusal = json!({"error": "invalid_grant", "error_description": "Token refresh-1 has been revoked."});
    let api = Api::new()
        .on("POST /oauth/token", move |_| Reply::json(refusal.clone()).with_status(400))
        .on("GET /items", |_| page())
        .start();

    let output = testing::read::<ByRefresh>(&api, config(), ["items"]);

    let (message, failure_type) = output.errors().remove(0);
    assert_eq!(failure_type, "config_error");
    assert!(
        message.contains(
            "the token endpoint rejected the refresh token (HTTP 400: invalid_grant: Token **** has been revoked.)"
        ),
        "{message}"
    );
    assert!(message.contains("sign in again"), "{message}");
    assert_eq!((api.count("POST /oauth/token"), api.count("GET /items")), (1, 0));
}

#[test]
fn a_wrong_client_is_told_from_a_wrong_token() {
    for (status, body, want) in [
        (401, json!({"error": "invalid_client"}), "the token endpoint rejected the client"),
        (400, json!({"error": "invalid_scope"}), "the token endpoint rejected the scopes"),
        (200, json!({"token": "x"}), "the response of the token endpoint does not contain a token"),
        (403, json!("no"), "the token endpoint rejected the credentials of the config"),
    ] {
        let api = Api::new().on("POST /oauth/token", move |_| Reply::json(body.clone()).with_status(status)).start();

        let message = testing::read::<ByRefresh>(&api, config(), ["items"]).failed();

        assert!(message.contains(want), "{message}");
        assert_eq!(api.count("POST /oauth/token"), 1, "{message}");
    }
}

#[test]
fn a_token_endpoint_in_trouble_is_asked_again() {
    let good = json!({"access_token": "t", "expires_in": 60});
    let api = Api::new()
        .on_each(
            "POST /oauth/token",
            [Reply::status(503).header("Retry-After", "0"), Reply::json(good.clone()).cut_after(5), Reply::json(good)],
        )
        .on("GET /items", |_| page())
        .start();

    testing::read::<ByRefresh>(&api, config(), ["items"]).succeeded();

    assert_eq!((api.count("POST /oauth/token"), api.count("GET /items")), (3, 1));
}

#[test]
fn a_token_got_at_run_time_is_in_no_log() {
    let api = Api::new()
        .on("POST /oauth/token", |_| {
            Reply::json(json!({"access_token": "at-\"quoted\"-77", "refresh_token": "rt-new-88", "expires_in": 60}))
        })
        .on("GET /items", |request| {
            let token = request.header("authorization").unwrap_or_default().to_owned();
            Reply::json(json!({"error": format!("{token} and rt-new-88 may not do this")})).with_status(403)
        })
        .start();

    let output = Connector::<ByRefresh>::new(&api, config()).arg("--debug").read(["items"]);

    let all = serde_json::to_string(output.messages()).unwrap();
    assert!(output.failed().contains("**** and **** may not do this"), "{all}");
    for secret in ["quoted", "rt-new-88", "s3cret", "refresh-1"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[test]
fn credentials_for_the_token_endpoint_go_nowhere_else() {
    // The stand-in takes the endpoint's place too; an address of the endpoint is none of the API.
    let api = Api::new()
        .on("POST /oauth/token", tokens(3600))
        .on("GET /items", |_| Reply::status(302).header("Location", "https://auth.example.com/items"))
        .start();

    let message = testing::read::<ByRefresh>(&api, config(), ["items"]).failed();

    assert!(message.contains("redirects to another origin"), "{message}");
}
