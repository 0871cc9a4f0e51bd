//! What no compiler sees of a stream is reported by `check` and `discover`, of all streams and before any request.

use std::collections::HashMap;
use std::sync::Mutex;

use cdk_core::SourceDef;
use cdk_core::prelude::*;
use cdk_core::stream::Incremental;
use cdk_core::testing::Connector;

#[derive(Deserialize, JsonSchema)]
struct Config {
    start_date: Option<String>,
    host: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Account {
    token: Option<Secret>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Record {
    id: u64,
    at: Timestamp,
    price: f32,
    count: u64,
    tags: Vec<String>,
    meta: HashMap<String, u64>,
}

type Def = StreamDef<Record, Config>;

/// What a source says whose second stream is this one: the same in `check` and `discover`, and no request is sent.
fn problem<Src: Source<Config = Config>>(config: Value) -> String {
    let connector = Connector::<Src>::unserved(config);
    let (status, message) = connector.check().connection_status().unwrap();

    assert_eq!(status, "FAILED");
    assert_eq!(connector.discover().failed(), message);
    message
}

/// A source of a stream without a mistake and one with.
macro_rules! source {
    ($name:ident, $build:expr) => {
        struct $name;

        impl Source for $name {
            type Config = Config;
            const NAME: &'static str = "judged";
            const VERSION: &'static str = "0.1.0";

            fn definition() -> SourceDef<Self::Config> {
                SourceDef::new()
                    .url_base("https://api.example.com")
                    .stream_def(|| Def::new("good").source::<Self>())
                    .stream_def($build)
            }
        }
    };
}

fn stream<Src: Source<Config = Config>>() -> Def {
    Def::new("wrong").source::<Src>()
}

#[test]
fn a_secret_in_a_nested_struct_is_reported_with_its_stream_and_field() {
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Accounts)]
    struct User {
        id: u64,
        accounts: Vec<Account>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(User))]
    struct Accounts;

    assert_eq!(
        problem::<Accounts>(json!({})),
        "stream `user`: the record's field `accounts[].token` is a `Secret`, which is written as `****`; use `String`, or keep \
         the value out of the record with `#[serde(skip_serializing)]`"
    );
}

#[test]
fn a_secret_that_is_read_and_not_written_is_none_of_the_record() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Login {
        #[serde(skip_serializing)]
        #[expect(dead_code, reason = "it is read and not written")]
        token: Secret,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Logins)]
    struct User {
        login: Login,
        #[serde(skip_serializing)]
        #[expect(dead_code, reason = "it is read and not written")]
        key: Option<Secret>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(User))]
    struct Logins;

    let streams = Connector::<Logins>::unserved(json!({})).discover().succeeded().streams().unwrap();

    assert_eq!(streams.len(), 1);
}

#[test]
fn a_start_that_is_no_value_of_the_cursor_is_reported() {
    source!(Month, || stream::<Self>().cursor_field("at").incremental(Incremental::new().start("2024-13-01")));
    assert_eq!(
        problem::<Month>(json!({})),
        "stream `wrong`: attribute `incremental: start`: \"2024-13-01\" is not a date and time like 2024-01-31T10:00:00Z"
    );

    source!(Number, || stream::<Self>().cursor_field("count").incremental(Incremental::new().end("2024-01-01")));
    assert_eq!(
        problem::<Number>(json!({})),
        "stream `wrong`: attribute `incremental: end`: \"2024-01-01\" is not a whole number"
    );
}

#[test]
fn a_start_of_the_config_that_does_not_fit_the_format_is_reported() {
    source!(Formatted, || {
        stream::<Self>().cursor_field("count").incremental(Incremental::new().format("%s").start("yesterday"))
    });
    let said = problem::<Formatted>(json!({}));
    assert!(
        said.starts_with(
            "stream `wrong`: attribute `incremental: start`: \"yesterday\" is not a time in the format of 0"
        ),
        "{said}"
    );

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Days, cursor_field = "at", incremental(start = "{config.start_date}"))]
    struct Never {
        at: Date,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Never))]
    struct Days;

    let said = problem::<Days>(json!({ "start_date": "soon" }));
    assert!(
        said.contains("attribute `incremental: start`: \"soon\" is not a time in the format of 1970-01-01"),
        "{said}"
    );
    Connector::<Days>::unserved(json!({ "start_date": "2024-01-31" })).discover().succeeded();
    Connector::<Days>::unserved(json!({})).discover().succeeded();
}

#[test]
fn a_step_that_does_not_fit_the_cursor_is_reported() {
    source!(Float, || {
        let words = Incremental::new().start(0).param_end("until").step("P1D");
        stream::<Self>().cursor_field("price").incremental(words)
    });
    assert_eq!(
        problem::<Float>(json!({})),
        "stream `wrong`: incremental: `step` needs the type of the cursor; set its `format`, such as `\"%s\"`"
    );
}

#[test]
fn a_key_that_is_a_list_or_an_object_is_reported() {
    source!(List, || stream::<Self>().primary_key(["id", "tags"]));
    assert_eq!(
        problem::<List>(json!({})),
        "stream `wrong`: primary_key: `tags` is a list; a key is a text, a number, a bool, a date or a time"
    );

    source!(Object, || stream::<Self>().primary_key(["meta"]));
    assert_eq!(
        problem::<Object>(json!({})),
        "stream `wrong`: primary_key: `meta` is an object; name a field in it, as in `primary_key = \"meta.id\"`; a key is a \
         text, a number, a bool, a date or a time"
    );
}

#[test]
fn an_address_that_the_config_makes_none_is_reported_of_each_stream() {
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shops)]
    struct Order {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shops, url_base = "{config.host}/files")]
    struct File {
        id: u64,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Order, File))]
    struct Shops;

    let said = problem::<Shops>(json!({ "host": "files.example.com" }));
    assert!(said.starts_with("stream `file`: ") && said.contains("https://"), "{said}");
    Connector::<Shops>::unserved(json!({ "host": "https://files.example.com" })).discover().succeeded();
}

#[test]
fn a_format_that_the_derive_refuses_is_refused_by_check_and_discover_too() {
    static FORMAT: Mutex<&str> = Mutex::new("");
    source!(Formats, || {
        let words = Incremental::new().format(*FORMAT.lock().unwrap());
        stream::<Self>().cursor_field("at").incremental(words)
    });

    for format in ["%Q", "%H:%M", "%Y-%m", "YYYY-MM-DD", "iso8601", "%m-%d", "%E"] {
        assert!(crate::strftime::cursor_mistake(format).is_some(), "{format}");
        *FORMAT.lock().unwrap() = format;
        let said = problem::<Formats>(json!({}));
        assert!(said.contains(&format!("`{format}` is not a time format")), "{said}");
    }
    for format in
        ["rfc3339", "%s", "%ms", "%_ms", "%Y-%m-%d", "%FT%T%:z", "%d.%m.%y %H:%M", "%Y-%j", "%Y%m%d%H%M%S", "%c"]
    {
        *FORMAT.lock().unwrap() = format;
        let is_accepted = Connector::<Formats>::unserved(json!({})).discover().errors().is_empty();
        assert!(!is_accepted || crate::strftime::cursor_mistake(format).is_none(), "{format}");
    }
}
