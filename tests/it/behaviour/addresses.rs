//! Addresses that the config gives: of the API, and of the endpoints that `auth` asks.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    server: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "{config.server}/v1", streams(Thing, Own, Line, Sliced))]
struct Things;

macro_rules! stream {
    ($name:ident, $($words:tt)*) => {
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Things, path = "items", $($words)*)]
        struct $name {
            id: u64,
        }
    };
}
stream!(Thing,);
stream!(Own, url_base = "{config.server}/v2");
stream!(Line, decoder = "jsonl");
stream!(Sliced, slices(found, slice = u64));

async fn found(cx: &SliceCx<'_, Sliced>) -> Result<Vec<u64>> {
    cx.send(cx.get("ids")?).await?.json()
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = oauth2(token_url = "{config.server}/token", client_id = "c", client_secret = "s3cret-1"),
    streams(Granted, LoggedIn),
)]
struct Signed;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Signed, path = "items")]
struct Granted {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Signed, path = "items", auth = session_token(login_url = "{config.server}/token", token = "token"))]
struct LoggedIn {
    id: u64,
}

/// The message of a run that fails by its config, before any request.
fn refused<S: cdk_core::Source>(server: &str, stream: &str) -> String {
    let output = Connector::<S>::unserved(json!({ "server": server })).read([stream]);
    let (error, failure_type) = output.errors().remove(0);
    assert_eq!(failure_type, "config_error", "{error}");
    error
}

#[test]
fn a_query_or_fragment_in_a_server_does_not_swallow_the_path_after_it() {
    for (server, what) in [("https://api.test?a=b", "query"), ("https://api.test/x#frag", "fragment")] {
        for stream in ["thing", "own", "line", "sliced"] {
            let error = refused::<Things>(server, stream);

            let want = format!("stream `{stream}`: config.server: has a {what} (`");
            let want_of_page = format!("stream `{stream}`: page 1: config.server: has a {what} (`");
            assert!(error.starts_with(&want) || error.starts_with(&want_of_page), "{error}");
        }
        for stream in ["granted", "logged_in"] {
            let error = refused::<Signed>(server, stream);

            assert!(error.contains(&format!("config.server: has a {what} (`")), "{error}");
        }
    }
}

#[test]
fn a_server_that_is_no_address_is_named_with_what_is_wrong() {
    for (server, why) in [
        ("api.test", "must begin with https:// or http:// and name a host"),
        ("ftp://api.test", "must begin with https:// or http:// and name a host"),
        ("https://api.test:99999", "names a port that is not a number from 1 to 65535"),
        ("https://user:s3cret-2@api.test:0", "names a port that is not a number from 1 to 65535"),
        ("https://api test", "names a host that is not valid"),
    ] {
        for stream in ["thing", "own"] {
            let error = refused::<Things>(server, stream);
            assert!(
                error.contains(&format!("config.server: {why} (used in `")) && !error.contains("s3cret"),
                "{error}"
            );
            assert!(!error.contains("url_base"), "{error}");
        }
        for stream in ["granted", "logged_in"] {
            let error = refused::<Signed>(server, stream);
            assert!(error.contains(&format!("config.server: {why} (used in `{{config.server}}/token`)")), "{error}");
        }
    }
}

#[derive(Source)]
#[source(config = Config, url_base = "{config.server}", streams(Only))]
struct Wholes;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Wholes, path = "items")]
struct Only {
    id: u64,
}

#[test]
fn a_query_of_a_server_stays_if_nothing_of_the_address_follows_it() {
    let api = Api::new().on("GET /items", |_| Reply::json(json!([{ "id": 1 }]))).start();

    let server = format!("{}?key=1", api.url());
    Connector::<Wholes>::unserved(json!({ "server": server })).read(["only"]).succeeded();

    assert_eq!(api.requests()[0].param("key"), Some("1"));
}

#[test]
fn a_scheme_in_capitals_and_blanks_around_a_server_are_accepted() {
    let api = Api::new().on("GET /v1/items", |_| Reply::json(json!([{ "id": 1 }]))).start();

    for server in [api.url().replace("http", "HTTP"), format!(" {}/ ", api.url())] {
        let output = Connector::<Things>::unserved(json!({ "server": server })).read(["thing"]).succeeded();

        assert_eq!(output.records("thing"), [json!({ "id": 1 })]);
    }
}
