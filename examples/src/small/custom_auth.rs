//! Custom auth: a login, then its session in a header. `auth` takes an async function that can send requests.
//!
//! The function is called before every attempt, so it stores the session. A run has one thread, hence the thread-local.

use std::cell::RefCell;

use cdk_core::http::Request;
use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The address of the server.
    server: String,
    user: String,
    password: Secret,
}

#[derive(Source)]
#[source(name = "vault", config = Config, url_base = "{config.server}", auth = session, streams(Item))]
struct Vault;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Vault, path = "items", paginate = "offset", primary_key = "id")]
struct Item {
    id: u64,
}

#[derive(Deserialize)]
struct Login {
    session: String,
}

thread_local! {
    static SESSION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// All values in the credentials are masked in logs.
async fn session(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    let known = SESSION.with_borrow(Clone::clone);
    let session = match known {
        Some(session) => session,
        None => {
            let Config { server, user, password } = cx.config();
            let body = json!({ "user": user, "password": password.expose() });
            let response = cx.send(Request::post_json(format!("{server}/login").as_str(), &body)?).await?;
            let Login { session } = response.json()?;
            SESSION.set(Some(session.clone()));
            session
        }
    };
    Ok(Credentials::new().header("X-Session", session))
}

fn main() -> ExitCode {
    cdk_core::run::<Vault>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn one_login_serves_every_request() {
        let page = |from: u64, to: u64| Reply::json((from..to).map(|id| json!({ "id": id })).collect::<Value>());
        let api = Api::new()
            .on_each(
                "POST /login",
                [Reply::status(503).header("Retry-After", "0"), Reply::json(json!({ "session": "s-123" }))],
            )
            .on("GET /items", move |request| match request.param("offset") {
                Some("0") => page(0, 100),
                Some("100") => page(100, 142),
                _ => page(0, 0),
            })
            .start();
        let config = json!({ "server": api.url(), "user": "ada", "password": "hush" });

        let output = testing::read::<Vault>(&api, config, ["item"]).succeeded();

        assert_eq!(output.records("item").len(), 142);
        let (logins, reads): (Vec<_>, Vec<_>) =
            api.requests().into_iter().partition(|request| request.path() == "/login");
        assert_eq!((logins.len(), reads.len()), (2, 3));
        assert_eq!(logins[1].json(), json!({ "user": "ada", "password": "hush" }));
        assert!(reads.iter().all(|request| request.header("x-session") == Some("s-123")));
        assert!(!output.lines().concat().contains("s-123"));
    }
}
