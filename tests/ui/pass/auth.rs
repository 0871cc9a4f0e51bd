//! Every kind of auth with every word of it, under lints that deny.

#![deny(warnings, clippy::pedantic)]
#![allow(dead_code, reason = "nothing is run")]

#[derive(::serde::Deserialize, ::schemars::JsonSchema)]
struct Config {
    key: ::cdk_core::Secret,
    keys: ::std::vec::Vec<::cdk_core::Secret>,
    r#type: ::std::option::Option<::std::string::String>,
}

macro_rules! stream {
    ($name:ident, $($auth:tt)*) => {
        #[derive(::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema, ::cdk_core::HttpStream)]
        #[stream(config = Config, url_base = "https://a.test", auth = $($auth)*)]
        struct $name {
            id: u64,
        }
    };
}

stream!(A, api_key("{config.key}", header = "X-Key", prefix = "Key"));
stream!(B, api_key("{config.key}", param = "key"));
stream!(C, bearer("{config.key}", header = "X-Key", prefix = ""));
stream!(D, tokens("{config.keys}", "{config.key}"));
stream!(E, basic("{config.type}", ""));
stream!(F, oauth2(
    token_url = "https://{config.type}.a.test/t",
    client_id = "{config.type}",
    client_secret = "{config.key}",
    refresh_token = "{config.key}",
    grant_type = "refresh",
    scopes = ["a", "{config.type}"],
    params(audience = "{config.type}", nested(a = 1, b = [true])),
    headers("X-Version" = "2"),
    client_auth = "basic",
    body = "json",
    access_token_at = "a.b",
    refresh_token_at = "a.c",
    expires_at = "a.d",
    single_use_refresh_token,
    access_token_config_path = "x",
    refresh_token_config_path = "y",
    token_expiry_date_config_path = "z",
    header = "X-Token",
    prefix = "T",
));
stream!(G, oauth2(
    token_url = "https://a.test/t",
    scopes = "a",
    assertion = jwt(algorithm = "RS256", key = "{config.key}", lifetime = "1h", claims(iss = "{config.type}"), headers(kid = "1")),
));
stream!(H, session_token(
    login_url = "https://a.test/login",
    method = "PUT",
    body = form(user = "{config.type}"),
    params(a = 1),
    headers("X-A" = "b"),
    user = "{config.type}",
    password = "{config.key}",
    token = "a.b",
    expires_at = "a.c",
    lifetime = "30m",
    param = "session",
));
stream!(I, session_token(login_url = "https://a.test/login", body = json(a(b = "{config.key}")), token_header = "X-Token"));
stream!(J, jwt(algorithm = "HS256", key = "{config.key}", base64_key, claims(a = [1]), headers(kid = "{config.type}"), header = "X-Jwt"));
stream!(K, aws_sigv4(access_key_id = "{config.type}", secret_access_key = "{config.key}", session_token = "{config.key}", region = "eu-west-1", service = "s3"));
stream!(L, choose(chosen));

fn chosen(config: &Config) -> ::cdk_core::stream::Auth<Config> {
    ::cdk_core::stream::Auth::bearer(&config.key)
}

fn main() {}
