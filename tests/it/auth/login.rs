//! Signing in: `login --config c.json`, with a provider and a browser that the test plays.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Received, Reply};

use super::browser::{Running, get, location};
use super::{page, source};
use crate::behaviour::Folder;

#[derive(Deserialize, JsonSchema)]
struct Config {
    credentials: Login,
}

#[derive(Deserialize, JsonSchema)]
struct Login {
    #[allow(dead_code, reason = "it tells the variants apart in the form")]
    auth_type: String,
    client_id: String,
    client_secret: Option<Secret>,
    refresh_token: Secret,
}

source!(
    ByCode,
    A,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.credentials.client_id}",
        client_secret = "{config.credentials.client_secret}",
        refresh_token = "{config.credentials.refresh_token}",
        single_use_refresh_token,
    ),
    login(
        token_url = "https://auth.example.com/token",
        authorize_url = "https://auth.example.com/authorize?tenant=7",
        device_url = "https://auth.example.com/device",
        scopes = ["a.read", "b.read"],
        params(access_type = "offline"),
        predicate_key = "credentials.auth_type",
        predicate_value = "oauth",
    ),
);
source!(ByHand, B, Config, auth = bearer("{config.credentials.refresh_token}"));

/// Where a browser is sent to by the provider.
fn redirect(request: &Received, answer: &str) -> String {
    let param = |name: &str| request.param(name).unwrap().to_owned();
    assert_eq!((param("response_type"), param("scope")), ("code".to_owned(), "a.read b.read".to_owned()));
    assert_eq!((param("tenant"), param("access_type")), ("7".to_owned(), "offline".to_owned()));
    assert_eq!((param("client_id"), param("code_challenge_method")), ("app-1".to_owned(), "S256".to_owned()));
    assert_eq!(param("code_challenge").len(), 43);
    format!("{}?{answer}&state={}", param("redirect_uri"), param("state"))
}

fn provider() -> Api {
    Api::new()
        .on("POST /token", |request| {
            let form: std::collections::BTreeMap<_, _> = request.form().into_iter().collect();
            match form["grant_type"].as_str() {
                "authorization_code" if form["code"] == "c0de" && form["code_verifier"].len() == 43 => {}
                "urn:ietf:params:oauth:grant-type:device_code" if form["device_code"] == "dev1ce" => {}
                "refresh_token" => {
                    assert_eq!(form["refresh_token"], "r1");
                    return Reply::json(json!({"access_token": "a2", "refresh_token": "r2", "expires_in": 60}));
                }
                _ => return Reply::json(json!({"error": "invalid_grant"})).with_status(400),
            }
            assert_eq!((form["client_id"].as_str(), form.get("client_secret")), ("app-1", None));
            Reply::json(json!({"access_token": "a1-secret", "refresh_token": "r1", "expires_in": 3600}))
        })
        .on("POST /device", |request| {
            assert_eq!(request.form()[0], ("client_id".to_owned(), "app-1".to_owned()));
            Reply::json(json!({"device_code": "dev1ce", "user_code": "WDJB-MJHT", "verification_uri": "https://a.test/go", "interval": 0}))
        })
        .on("GET /items", |_| page())
}

const CONFIG: &str = r#"{"credentials": {"client_id": "app-1"}, "start": "2024-01-01"}"#;

#[test]
fn a_user_who_allows_it_gets_a_config_that_works() {
    let api = provider()
        .on("GET /authorize", |request| Reply::status(302).header("Location", redirect(request, "code=c0de")));
    let api = api.start();
    let mut login = Running::start::<ByCode>(&api.url(), CONFIG, &[]);

    let sent_on = location(&get(&login.address()));
    assert!(
        get(&sent_on.replace("state=", "state=x")).starts_with("HTTP/1.1 404"),
        "another sign-in's code is not taken"
    );
    assert!(get(&sent_on).contains("Signed in"));
    let (code, written, config, mode) = login.ended();

    assert_eq!((code, mode), (0, 0o600), "{written}");
    assert_eq!(
        (&config["credentials"]["refresh_token"], &config["credentials"]["access_token"]),
        (&json!("r1"), &json!("a1-secret"))
    );
    assert_eq!((&config["credentials"]["auth_type"], &config["start"]), (&json!("oauth"), &json!("2024-01-01")));
    assert!(!written.contains("a1-secret") && !written.contains("c0de"), "{written}");
    testing::read::<ByCode>(&api, config, ["items"]).succeeded();
}

#[test]
fn a_user_who_does_not_allow_it_changes_nothing() {
    let api = provider()
        .on("GET /authorize", |request| {
            let answer = "error=access_denied&error_description=not+today";
            Reply::status(302).header("Location", redirect(request, answer))
        })
        .start();
    let mut login = Running::start::<ByCode>(&api.url(), CONFIG, &[]);

    get(&location(&get(&login.address())));
    let (code, written, config, _) = login.ended();

    assert_eq!((code, config), (1, serde_json::from_str(CONFIG).unwrap()));
    assert!(written.contains("the provider refused the sign-in (access_denied: not today)"), "{written}");
}

source!(
    Fixed,
    C,
    Hidden,
    auth = bearer("{config.credentials.refresh_token}"),
    login(
        token_url = "https://auth.example.com/token",
        authorize_url = "https://auth.example.com/authorize",
        redirect_url = "http://localhost",
        client_auth = "basic",
    ),
);

#[derive(Deserialize, JsonSchema)]
struct Hidden {
    credentials: HiddenLogin,
}

#[derive(Deserialize, JsonSchema)]
struct HiddenLogin {
    #[allow(dead_code, reason = "a login needs it, a read does not")]
    client_id: Secret,
    refresh_token: Secret,
}

#[test]
fn what_the_spec_calls_a_secret_is_in_no_message() {
    let api = Api::new()
        .on("GET /authorize", |request| {
            let (to, state) = (request.param("redirect_uri").unwrap(), request.param("state").unwrap());
            Reply::status(302).header("Location", format!("{to}?code=c0de&state={state}"))
        })
        .on("POST /token", |request| {
            // "app-hidden-7:"
            assert_eq!(request.header("authorization"), Some("Basic YXBwLWhpZGRlbi03Og=="));
            Reply::json(json!({"access_token": "a1", "refresh_token": "r1"}))
        })
        .start();
    let mut login = Running::start::<Fixed>(&api.url(), r#"{"credentials": {"client_id": "app-hidden-7"}}"#, &[]);

    let address = login.address();
    assert!(get(&location(&get(&address))).contains("Signed in"));
    let (code, written, config, _) = login.ended();

    // The one on standard error holds it, for the user alone.
    assert!(
        address.contains("client_id=****") && address.contains("redirect_uri=http%3A%2F%2Flocalhost%3A"),
        "{address}"
    );
    assert!(!written.contains("app-hidden-7"), "{written}");
    assert_eq!((code, &config["credentials"]["refresh_token"]), (0, &json!("r1")));
    // The provider said no end: the next run can read one, an hour from now.
    let end: Timestamp = config["credentials"]["token_expiry_date"].as_str().unwrap().parse().unwrap();
    assert!(end > Timestamp::now());
}

#[test]
fn a_code_on_another_device_does_as_well() {
    let api = provider().start();
    let mut login = Running::start::<ByCode>(&api.url(), CONFIG, &["--device"]);

    assert_eq!(login.address(), "https://a.test/go");
    let (code, written, config, _) = login.ended();

    assert_eq!((code, &config["credentials"]["refresh_token"]), (0, &json!("r1")), "{written}");
    assert!(written.contains("enter WDJB-MJHT"), "{written}");
}

#[test]
fn what_a_login_lacks_is_told() {
    let api = provider().start();
    let (code, written, ..) = Running::start::<ByCode>(&api.url(), r#"{"start": 1}"#, &[]).ended();
    assert_eq!(code, 1);
    assert!(
        written.contains("config.credentials.client_id: missing; the sign-in needs the client ID of the app"),
        "{written}"
    );

    let folder = Folder::new();
    let config = folder.file("c.json", CONFIG);
    let output = testing::run::<ByHand>(vec!["login".into(), "--config".into(), config.into()]);
    assert!(output.failed().contains("has no `login`"), "{}", output.failed());
}

#[test]
fn the_spec_tells_the_platform_how_to_sign_in() {
    let output = testing::spec::<ByCode>();

    let auth = &output.specification().unwrap()["advanced_auth"];
    let flow = &auth["oauth_config_specification"];
    assert_eq!(
        (&auth["auth_flow_type"], &auth["predicate_key"]),
        (&json!("oauth2.0"), &json!(["credentials", "auth_type"]))
    );
    assert_eq!(
        flow["oauth_connector_input_specification"]["consent_url"],
        "https://auth.example.com/authorize?tenant=7&response_type=code&{{ client_id_param }}&{{ redirect_uri_param }}&\
         {{ state_param }}&{{ scope_param }}&code_challenge={{ {{ state_value }} | codeChallengeS256 }}&code_challenge_method=S256&\
         access_type=offline"
    );
    let input = &flow["oauth_connector_input_specification"];
    assert_eq!(
        (&input["state"], &input["access_token_params"]["code_verifier"]),
        (&json!({"min": 43, "max": 128}), &json!("{{ state_value }}"))
    );
    assert_eq!(input["extract_output"], json!(["access_token", "refresh_token", "expires_in"]));
    assert_eq!(
        flow["complete_oauth_output_specification"]["properties"]["refresh_token"]["path_in_connector_config"],
        json!(["credentials", "refresh_token"])
    );
    assert_eq!(testing::spec::<ByHand>().specification().unwrap()["advanced_auth"], Value::Null);
}
