//! A token that a login gives.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

use super::{page, source};

#[derive(Deserialize, JsonSchema)]
struct Config {
    user: String,
    password: Secret,
}

source!(
    InBody,
    A,
    Config,
    auth = session_token(
        login_url = "https://api.example.com/session",
        body = json(username = "{config.user}", password = "{config.password}"),
        token = "session.id",
        header = "X-Session",
        prefix = "",
    )
);
source!(
    InHeader,
    B,
    Config,
    auth = session_token(
        login_url = "https://api.example.com/session",
        method = "GET",
        user = "{config.user}",
        password = "{config.password}",
        params(app = "cdk"),
        token_header = "X-Token",
        lifetime = "30m",
        param = "token",
    )
);

fn config() -> Value {
    json!({"user": "ada", "password": "pa\"ss{w}ord"})
}

#[test]
fn a_login_is_done_once_and_again_where_its_token_is_refused() {
    let api = Api::new()
        .on_each(
            "POST /session",
            [Reply::json(json!({"session": {"id": "s1"}})), Reply::json(json!({"session": {"id": 2}}))],
        )
        .on("GET /items", |request| match request.header("x-session") {
            Some("2") => page(),
            _ => Reply::status(401),
        })
        .start();

    testing::read::<InBody>(&api, config(), ["items"]).succeeded();

    assert_eq!(api.requests()[0].json(), json!({"username": "ada", "password": "pa\"ss{w}ord"}));
    assert_eq!((api.count("POST /session"), api.count("GET /items")), (2, 2));
}

#[test]
fn a_token_may_stand_in_a_header_of_the_answer() {
    let api = Api::new()
        .on("GET /session", |_| Reply::json(json!({})).header("X-Token", "t9"))
        .on("GET /items", |request| if request.param("token") == Some("t9") { page() } else { Reply::status(401) })
        .start();

    testing::read::<InHeader>(&api, config(), ["items"]).succeeded();

    let login = &api.requests()[0];
    assert_eq!(login.param("app"), Some("cdk"));
    assert_eq!(login.header("authorization"), Some("Basic YWRhOnBhInNze3d9b3Jk"));
}

#[test]
fn a_login_that_is_refused_is_the_users_and_one_without_a_token_is_not() {
    for (reply, failure_type, want) in [
        (Reply::json(json!({"message": "wrong password"})).with_status(401), "config_error", "wrong password"),
        (
            Reply::json(json!({"session": {}})),
            "system_error",
            "the login response does not contain a token at `session.id`",
        ),
    ] {
        let api = Api::new().on_each("POST /session", [reply]).start();
        let output = testing::read::<InBody>(&api, config(), ["items"]);
        assert_eq!(output.errors()[0].1, failure_type);
        assert!(output.failed().contains(want), "{}", output.failed());
        assert_eq!(api.count("POST /session"), 1);
    }
}
