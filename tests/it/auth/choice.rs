//! Authentication that the config chooses: the usual `oneOf`.

use cdk_core::auth::{Authenticator, LocalFuture};
use cdk_core::prelude::*;
use cdk_core::stream::{Auth, OAuth2, text};
use cdk_core::testing::{self, Api, Reply};

use super::{page, source};

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// How to sign in.
    credentials: Credentials,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "auth_type", rename_all = "snake_case")]
enum Credentials {
    /// By a key.
    ApiKey { api_key: Secret },
    /// By OAuth.
    Oauth { client_id: String, client_secret: Secret, refresh_token: Secret },
    /// By a session of the connector's own.
    Session,
}

source!(Chosen, A, Config, auth = choose(signed));

fn signed(config: &Config) -> Auth<Config> {
    match &config.credentials {
        Credentials::ApiKey { api_key } => Auth::api_key(api_key).header("X-Api-Key"),
        Credentials::Oauth { client_id, client_secret, refresh_token } => Auth::oauth2(
            OAuth2::new("https://auth.example.com/token")
                .client_id(text(client_id))
                .client_secret(client_secret)
                .refresh_token(refresh_token),
        ),
        Credentials::Session => Auth::custom(Session::default()),
    }
}

#[derive(Default)]
struct Session {
    id: std::cell::RefCell<Option<String>>,
}

impl Authenticator<Config> for Session {
    fn credentials<'a>(&'a self, cx: AuthCx<'a, Config>) -> LocalFuture<'a, Result<cdk_core::Credentials>> {
        Box::pin(async move {
            let kept = self.id.borrow().clone();
            let id = match kept {
                Some(id) => id,
                None => {
                    let login = Request::post_json("https://api.example.com/login", &json!({}))?;
                    cx.send(login).await?.json::<Value>()?["id"].as_str().unwrap_or_default().to_owned()
                }
            };
            self.id.replace(Some(id.clone()));
            Ok(cdk_core::Credentials::new().header("X-Session", id))
        })
    }

    fn refused(&self, _: &cdk_core::Credentials) -> bool {
        self.id.replace(None).is_some()
    }
}

fn api() -> Api {
    Api::new()
        .on("POST /token", |_| Reply::json(json!({"access_token": "a1", "expires_in": 3600})))
        .on_each("POST /login", [Reply::json(json!({"id": "s1"})), Reply::json(json!({"id": "s2"}))])
        .on("GET /items", |request| {
            let names = ["x-api-key", "authorization", "x-session"];
            match names.iter().find_map(|name| request.header(name)) {
                Some("k{1}" | "Bearer a1" | "s2") => page(),
                _ => Reply::status(401),
            }
        })
}

#[test]
fn each_variant_signs_in_its_own_way() {
    for credentials in [
        json!({"auth_type": "api_key", "api_key": "k{1}"}),
        json!({"auth_type": "oauth", "client_id": "i{d}", "client_secret": "s3cret", "refresh_token": "r{0}"}),
        json!({"auth_type": "session"}),
    ] {
        let api = api().start();
        let output = testing::read::<Chosen>(&api, json!({"credentials": credentials}), ["items"]).succeeded();
        assert_eq!(output.records("items").len(), 1, "{credentials}");
    }
}

#[test]
fn the_spec_offers_the_choice_as_the_platform_wants_it() {
    let output = testing::spec::<Chosen>();

    let credentials = &output.specification().unwrap()["connectionSpecification"]["properties"]["credentials"];
    assert_eq!(credentials["type"], "object");
    let tags: Vec<&Value> =
        credentials["oneOf"].as_array().unwrap().iter().map(|one| &one["properties"]["auth_type"]["const"]).collect();
    assert_eq!(tags, ["api_key", "oauth", "session"]);
    assert_eq!(credentials["oneOf"][1]["properties"]["refresh_token"]["airbyte_secret"], true);
    assert_eq!(
        credentials["oneOf"][1]["required"],
        json!(["auth_type", "client_id", "client_secret", "refresh_token"])
    );
}
