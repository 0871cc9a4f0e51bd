//! `advanced_auth` of the spec: the description of the login for the platform's own sign-in page.
//!
//! In: the attribute `login`. Out: the object, with the names of the platform's placeholders in its URLs.
//! Source: `AdvancedAuth` and `OAuthConfigSpecification` of the Airbyte protocol;
//! <https://docs.airbyte.com/connector-development/config-based/advanced-topics/oauth>.

use serde_json::{Map, Value, json};

use crate::auth::{BodyKind, ClientAuth};
use crate::stream::Login;

/// The `advanced_auth` object. `None` for a login without a consent page (`authorize_url`).
pub(super) fn advanced_auth(login: &Login) -> Option<Value> {
    let authorize_url = login.authorize_url.as_ref()?;
    let mut auth = json!({ "auth_flow_type": "oauth2.0" });
    if let (Some(key), Some(value)) = (&login.predicate_key, &login.predicate_value) {
        auth["predicate_key"] = json!(key);
        auth["predicate_value"] = json!(value);
    }
    auth["oauth_config_specification"] = json!({
        "oauth_connector_input_specification": input(login, consent_url(login, authorize_url)),
        "complete_oauth_output_specification": {
            "type": "object",
            "additionalProperties": true,
            "required": ["refresh_token"],
            "properties": outputs(login),
        },
        "complete_oauth_server_input_specification": server(json!({ "type": "string" }), json!({ "type": "string" })),
        "complete_oauth_server_output_specification": server(in_config(&login.client_id), in_config(&login.client_secret)),
    });
    Some(auth)
}

/// The URL of the page on which the user grants access.
fn consent_url(login: &Login, authorize_url: &str) -> String {
    let mut consent = format!(
        "{authorize_url}{}response_type=code&{{{{ client_id_param }}}}&{{{{ redirect_uri_param }}}}&{{{{ state_param }}}}",
        if authorize_url.contains('?') { "&" } else { "?" },
    );
    if !login.scopes.is_empty() {
        consent.push_str("&{{ scope_param }}");
    }
    // PKCE, as in the `login` command; providers without PKCE ignore it. The platform's `state` is the verifier.
    consent.push_str("&code_challenge={{ {{ state_value }} | codeChallengeS256 }}&code_challenge_method=S256");
    let mut more = url::form_urlencoded::Serializer::new(String::new());
    more.extend_pairs(&login.params);
    let more = more.finish();
    if !more.is_empty() {
        consent.push('&');
        consent.push_str(&more);
    }
    consent
}

/// The request with which the platform exchanges the code for tokens.
fn input(login: &Login, consent: String) -> Value {
    let (params, headers) = token_request(login);
    let mut input = json!({
        "consent_url": consent,
        "access_token_url": login.token_url,
        "access_token_headers": headers,
        "access_token_params": params,
        "state": { "min": 43, "max": 128 },
        "extract_output": [
            login.exchange.answer.access_token.join("."),
            login.exchange.answer.refresh_token.join("."),
            login.exchange.answer.expires_in.join("."),
        ],
    });
    if !login.scopes.is_empty() {
        input["scope"] = login.scopes.join(" ").into();
    }
    input
}

/// The fields and the headers of the token request.
fn token_request(login: &Login) -> (Map<String, Value>, Map<String, Value>) {
    let (mut params, mut headers) = (Map::new(), Map::new());
    let placeholder = |key: &str| (format!("{{{{ {key}_key }}}}"), Value::from(format!("{{{{ {key}_value }}}}")));
    params.insert("grant_type".into(), "authorization_code".into());
    params.extend(["auth_code", "redirect_uri"].map(placeholder));
    params.insert("code_verifier".into(), "{{ state_value }}".into());
    match login.exchange.client_auth {
        ClientAuth::Body => params.extend(["client_id", "client_secret"].map(placeholder)),
        ClientAuth::Basic => {
            let pair = "Basic {{ {{ client_id_value }}:{{ client_secret_value }} | base64Encoder }}";
            headers.insert("Authorization".into(), pair.into());
        }
    }
    let content_type = match login.exchange.body {
        BodyKind::Form => "application/x-www-form-urlencoded",
        BodyKind::Json => "application/json",
    };
    headers.insert("Content-Type".into(), content_type.into());
    (params, headers)
}

/// The places of the tokens in the config.
fn outputs(login: &Login) -> Map<String, Value> {
    let output = |name: &str, config: &[String], answer: &[String]| {
        (
            name.to_owned(),
            json!({"type": "string", "path_in_connector_config": config, "path_in_oauth_response": answer}),
        )
    };
    Map::from_iter([
        output("access_token", &login.paths.access_token, &login.exchange.answer.access_token),
        output("refresh_token", &login.paths.refresh_token, &login.exchange.answer.refresh_token),
        output("token_expiry_date", &login.paths.token_expiry_date, &login.exchange.answer.expires_in),
    ])
}

/// The schema of a string at a path of the config.
fn in_config(path: &[String]) -> Value {
    json!({"type": "string", "path_in_connector_config": path})
}

/// The platform's data about the OAuth app: client id and secret.
fn server(client_id: Value, client_secret: Value) -> Value {
    json!({
        "type": "object",
        "additionalProperties": true,
        "required": ["client_id", "client_secret"],
        "properties": { "client_id": client_id, "client_secret": client_secret },
    })
}
