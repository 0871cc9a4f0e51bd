//! Redirects, by the method of the request: what is repeated, what becomes a GET, and what is refused.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    #[serde(default)]
    token: Option<Secret>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    streams(Posted, Put, Patched, Got, Lines, Sliced, LoggedIn, Granted, Signed),
)]
struct Searches;

macro_rules! stream {
    ($name:ident, $($words:tt)*) => {
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Searches, $($words)*)]
        struct $name {
            id: u64,
        }
    };
}
stream!(Posted, path = "old", method = "POST", body = json(query = "all"));
stream!(Put, path = "old", method = "PUT", body = json(query = "all"));
stream!(Patched, path = "old", method = "PATCH", body = form(query = "all"));
stream!(Got, path = "old", body = json(query = "all"));
stream!(Lines, path = "old", method = "POST", body = json(query = "all lines"), decoder = "jsonl");
stream!(Sliced, path = "new", slices(found, slice = u64));
stream!(LoggedIn, path = "new", auth = session_token(login_url = "https://api.example.com/old", token = "token"));
stream!(
    Granted,
    path = "new",
    auth = oauth2(token_url = "https://api.example.com/old", client_id = "c", client_secret = "s3cret-1")
);
stream!(Signed, path = "new", auth = signed);

async fn found(cx: &SliceCx<'_, Sliced>) -> Result<Vec<u64>> {
    let answer = cx.send(Request::post_json("https://api.example.com/old", &json!({ "query": "all" }))?).await?;
    answer.json()
}

async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    assert!(cx.config().token.is_none());
    cx.send(Request::post_json("https://api.example.com/old", &json!({ "user": "ada" }))?).await?;
    Ok(Credentials::new())
}

/// Answers every request of `/old` by this redirect to `/new`, which has a page for any method.
fn moved(status: u16) -> RunningApi {
    Api::new()
        .on("* /old", move |_| Reply::status(status).header("Location", "/new?from=old"))
        .on("* /new", |request| match request.text().contains("lines") {
            true => Reply::bytes("{\"id\":1}\n"),
            false => Reply::json(json!([{ "id": 1 }])),
        })
        .start()
}

fn read(api: &RunningApi, stream: &str) -> Output {
    Connector::<Searches>::new(api, json!({})).read([stream])
}

#[test]
fn a_post_that_301_or_302_would_turn_into_a_get_is_refused() {
    for status in [301, 302] {
        for stream in ["posted", "lines", "sliced", "logged_in", "granted", "signed"] {
            let api = moved(status);

            let output = read(&api, stream);

            let (error, failure_type) = output.errors().remove(0);
            let want = format!(
                "the server redirects a POST (HTTP {status}) to {}/new; the client does not follow it, because the POST would \
                 become a GET without its body; send the request to that address",
                api.url()
            );
            assert!(error.starts_with(&format!("stream `{stream}`: ")) && error.ends_with(&want), "{error}");
            assert_eq!(failure_type, "system_error");
            assert_eq!((api.count("* /old"), api.count("* /new")), (1, 0), "{stream}");
        }
    }
}

#[test]
fn every_other_method_and_status_repeats_the_request_with_its_body() {
    let repeats = [
        ("posted", "POST", &[307, 308][..]),
        ("lines", "POST", &[307, 308]),
        ("put", "PUT", &[301, 302, 307, 308]),
        ("patched", "PATCH", &[301, 302, 307, 308]),
        ("got", "GET", &[301, 302, 307, 308]),
    ];
    for (stream, method, statuses) in repeats {
        for status in statuses {
            let api = moved(*status);

            read(&api, stream).succeeded();

            let requests = api.requests();
            let [old, new] = requests.as_slice() else { panic!("{requests:?}") };
            assert_eq!((new.method(), new.text()), (method, old.text()), "{stream} {status}");
            assert!(new.text().contains("all"));
            assert_eq!(new.header("content-type"), old.header("content-type"));
        }
    }
}

#[test]
fn see_other_is_followed_by_a_get_without_a_body() {
    let api = moved(303);

    assert_eq!(read(&api, "posted").succeeded().records("posted"), [json!({ "id": 1 })]);

    let new = &api.requests()[1];
    assert_eq!((new.method(), new.text().as_str(), new.header("content-type")), ("GET", "", None));
}

#[test]
fn a_choice_of_addresses_is_not_followed() {
    let error = read(&moved(300), "got").failed();

    assert!(error.contains("the server redirects with HTTP 300 to http://127.0.0.1"), "{error}");
}
