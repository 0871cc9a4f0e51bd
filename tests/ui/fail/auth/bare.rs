//! A kind without parentheses, a token without a kind, and texts without quotes.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(One), auth = oauth2)]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = bearer)]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = bearer(config.token))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = basic(config.token, ""))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = api_key(&config.token, header = "X-Key"))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = tokens(config.a, config.b.clone()))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = oauth2(token_url = "https://a.test", client_id = config.app.id, scopes = [config.scope]))]
struct Six {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = jwt(algorithm = "HS256", key = config.token, claims(iss = config.token)))]
struct Seven {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = session_token(login_url = "https://a.test", body = json(user = config.token), token = "id"))]
struct Eight {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = choose)]
struct Nine {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = "session_token")]
struct Ten {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = config.token)]
struct Eleven {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = "{config.token}")]
struct Twelve {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = bearer(token))]
struct Thirteen {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = bearer(token = "{config.token}"))]
struct Fourteen {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = aws_sigv4)]
struct Fifteen {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, auth = oauth2(token_url = "https://a.test", client_id = "config.token"))]
struct Sixteen {
    id: u64,
}

fn main() {}
