//! Servers that nobody here wrote: an OAuth server with everything that it checks, and httpbin.

use cdk_core::prelude::*;
use cdk_core::testing::{Connector, Output};
use tests::outside::Outside;

use super::browser::{Browser, Running};
use super::source;

#[derive(Deserialize, JsonSchema)]
struct Config {
    credentials: Login,
}

#[derive(Deserialize, JsonSchema)]
struct Login {
    client_id: String,
    client_secret: Option<Secret>,
    refresh_token: Option<Secret>,
}

source!(
    Rotating,
    A,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.credentials.client_id}",
        refresh_token = "{config.credentials.refresh_token}",
        single_use_refresh_token,
    ),
    login(
        token_url = "https://auth.example.com/token",
        authorize_url = "https://auth.example.com/auth",
        scopes = ["openid", "offline_access"],
        params(prompt = "consent"),
    ),
);
source!(
    Service,
    B,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.credentials.client_id}",
        client_secret = "{config.credentials.client_secret}",
        client_auth = "basic",
    )
);

fn read<S: cdk_core::Source>(server: &Outside, config: &Value) -> Output {
    Connector::<S>::unserved(config.clone()).arg("--url-base").arg(server.url()).read(["items"])
}

/// The config that a run announced.
fn announced(output: &Output) -> Value {
    output.of_type("CONTROL").last().expect("a config was announced")["control"]["connectorConfig"]["config"].clone()
}

#[test]
fn a_service_gets_its_own_token() {
    let Some(server) = Outside::oidc() else { return };
    let login = |secret: &str| json!({"credentials": {"client_id": "service", "client_secret": secret}});

    let output = read::<Service>(&server, &login("s3cret +/%:-of-32-characters-or-more")).succeeded();
    assert_eq!(output.records("items").len(), 1);

    let output = read::<Service>(&server, &login("a-wrong-one"));
    assert_eq!(output.errors()[0].1, "config_error");
    assert!(
        output.failed().contains("the token endpoint rejected the client (HTTP 401: invalid_client"),
        "{}",
        output.failed()
    );
}

#[test]
fn a_user_signs_in_and_single_use_tokens_are_rotated_until_one_is_used_twice() {
    let Some(server) = Outside::oidc() else { return };
    let config = r#"{"credentials": {"client_id": "native-app"}}"#;
    let mut login = Running::start::<Rotating>(&server.url(), config, &[]);
    let answer = Browser::default().follow(&login.address());
    assert!(answer.contains("Signed in"), "{answer}");
    let (code, written, signed_in, _) = login.ended();
    assert_eq!(code, 0, "{written}");

    // The access token of the login is good still: nothing is exchanged.
    let output = read::<Rotating>(&server, &signed_in).succeeded();
    assert_eq!(output.of_type("CONTROL").count(), 0);

    let expired = |config: &Value| {
        let mut config = config.clone();
        config["credentials"]["token_expiry_date"] = json!("2020-01-01T00:00:00Z");
        config
    };
    let first = announced(&read::<Rotating>(&server, &expired(&signed_in)).succeeded());
    assert_ne!(first["credentials"]["refresh_token"], signed_in["credentials"]["refresh_token"]);
    let second = announced(&read::<Rotating>(&server, &expired(&first)).succeeded());
    assert_ne!(second["credentials"]["refresh_token"], first["credentials"]["refresh_token"]);

    // Used before: the server takes it for stolen, and revokes all that came of it.
    for config in [&first, &second] {
        let output = read::<Rotating>(&server, &expired(config));
        assert_eq!(output.errors()[0].1, "config_error");
        assert!(
            output.failed().contains("invalid_grant") && output.failed().contains("sign in again"),
            "{}",
            output.failed()
        );
    }
    // An access token that was revoked meanwhile is refused by the API: a new one is asked for, once, and cannot be had.
    let output = read::<Rotating>(&server, &second);
    assert!(output.failed().contains("invalid_grant"), "{}", output.failed());
}

#[derive(Deserialize, JsonSchema)]
struct Key {
    user: String,
    key: Secret,
}

#[derive(Source)]
#[source(
    config = Key,
    url_base = "https://api.example.com",
    auth = bearer("{config.key}"),
    streams(ByBearer, ByBasic),
)]
struct Httpbin;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Httpbin, path = "bearer")]
struct ByBearer {
    authenticated: bool,
    token: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Httpbin, path = "basic-auth/{config.user}/{config.key}", auth = basic("{config.user}", "{config.key}"))]
struct ByBasic {
    #[serde(alias = "authorized")]
    authenticated: bool,
    user: String,
}

#[test]
fn httpbin_takes_a_token_and_a_password() {
    let Some(server) = Outside::httpbin() else { return };
    let config = json!({"user": "ada", "key": "p\u{e4}ss:w\"rd"});

    let connector = Connector::<Httpbin>::unserved(config).arg("--url-base").arg(server.url());
    let output = connector.read(["by_basic"]).succeeded();
    assert_eq!(output.records("by_basic")[0]["user"], "ada");

    let connector =
        Connector::<Httpbin>::unserved(json!({"user": "ada", "key": "t0ken-7"})).arg("--url-base").arg(server.url());
    assert_eq!(connector.read(["by_bearer"]).succeeded().records("by_bearer")[0]["token"], "t0ken-7");
}
