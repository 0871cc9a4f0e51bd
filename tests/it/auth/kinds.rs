//! Keys and tokens that the config holds, and where they go.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Received};

use super::{page, source};

#[derive(Deserialize, JsonSchema)]
struct Config {
    key: Secret,
    user: Option<String>,
}

source!(ByHeader, A, Config, auth = api_key("{config.key}", header = "X-Api-Key"));
source!(ByParam, B, Config, auth = api_key("{config.key}", param = "api_key"));
source!(ByPrefix, C, Config, auth = bearer("{config.key}", prefix = "Token"));
source!(ByOtherHeader, D, Config, auth = bearer("{config.key}", header = "X-Shop-Token", prefix = ""));
source!(ByBasic, E, Config, auth = basic("{config.user}", "{config.key}"));
source!(
    ByJwt,
    F,
    Config,
    auth = jwt(algorithm = "HS256", key = "{config.key}", claims(iss = "{config.user}", scope = ["a"]))
);

/// The request that a source sends.
fn sent<S: cdk_core::Source>(config: Value) -> Received {
    let api = Api::new().on("GET /items", |_| page()).start();
    testing::read::<S>(&api, config, ["items"]).succeeded();
    api.requests().remove(0)
}

#[test]
fn a_key_goes_where_the_api_wants_it() {
    let config = || json!({"key": "k-12{3}", "user": "ada"});

    let by_param = sent::<ByParam>(config());
    assert_eq!(sent::<ByHeader>(config()).header("x-api-key"), Some("k-12{3}"));
    assert_eq!((by_param.param("api_key"), by_param.header("authorization")), (Some("k-12{3}"), None));
    assert_eq!(sent::<ByPrefix>(config()).header("authorization"), Some("Token k-12{3}"));
    assert_eq!(sent::<ByOtherHeader>(config()).header("x-shop-token"), Some("k-12{3}"));
    assert_eq!(sent::<ByBasic>(config()).header("authorization"), Some("Basic YWRhOmstMTJ7M30="));
}

#[test]
fn a_config_without_the_key_is_told_before_any_request() {
    let api = Api::new().start();

    for key in ["", "  "] {
        let output = testing::read::<ByHeader>(&api, json!({"key": key}), ["items"]);
        assert_eq!(output.failed(), "stream `items`: the config contains no token for the API");
        assert_eq!(output.errors()[0].1, "config_error");
    }
    assert_eq!(api.count("GET /items"), 0);
}

#[test]
fn a_jwt_holds_the_claims_of_the_config_and_the_time() {
    let header =
        sent::<ByJwt>(json!({"key": "0123456789", "user": "app-7"})).header("authorization").unwrap().to_owned();

    let parts: Vec<&str> = header.strip_prefix("Bearer ").unwrap().split('.').collect();
    let claims = super::decoded(parts[1]);
    assert_eq!(super::decoded(parts[0]), json!({"alg": "HS256", "typ": "JWT"}));
    assert_eq!((&claims["iss"], &claims["scope"]), (&json!("app-7"), &json!(["a"])));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 1200);
}
