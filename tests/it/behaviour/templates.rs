//! Templates: encoding, dates, absent values, and the error that names the template.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    part: Option<String>,
    server: Option<String>,
    day: Option<Date>,
    at: Option<Timestamp>,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(OneSegment, ManySegments, Dates, Header, Hosted))]
struct Templates;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Templates, path = "x/{config.part}/end")]
struct OneSegment {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Templates, path = "x/{config.part/*}/end")]
struct ManySegments {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Templates,
    params(
        plain = "{config.day}",
        seconds = "{config.day:%s}",
        year = "{config.at:%Y}",
        at = "{config.at:rfc3339}",
        text = "from {config.day:%d.%m.%Y} on {{all}}",
    ),
)]
struct Dates {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Templates, headers("X-Part" = "{config.part}"))]
struct Header {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Templates, url_base = "https://{config.server}.example.com")]
struct Hosted {
    id: u64,
}

fn paths(stream: &str, part: &str) -> Vec<String> {
    let api = Api::new().on("GET /x/{a}/end", |_| Reply::json(json!([]))).start();
    let _ = testing::read::<Templates>(&api, json!({ "part": part }), [stream]);
    api.requests().into_iter().map(|request| request.path().to_owned()).collect()
}

/// The one error of a read that must not send anything.
fn refused(stream: &str, config: Value) -> String {
    let api = Api::new().start();
    let error = testing::read::<Templates>(&api, config, [stream]).failed();
    assert_eq!(api.requests().len(), 0);
    error
}

#[test]
fn a_value_in_a_path_is_one_encoded_segment() {
    assert_eq!(paths("one_segment", "a/b?c#d%2e é"), ["/x/a%2Fb%3Fc%23d%252e%20%C3%A9/end"]);
    assert_eq!(paths("one_segment", "%2e%2e"), ["/x/%252e%252e/end"]);
    assert_eq!(paths("many_segments", "a b/c.d/~e"), ["/x/a%20b/c.d/~e/end"]);
}

#[test]
fn a_value_cannot_change_the_path() {
    for (stream, part, why) in [
        ("one_segment", "", "is empty, and a path segment must not be"),
        ("one_segment", "..", "is `..`, which would change the path"),
        ("one_segment", ".", "is `.`, which would change the path"),
        ("many_segments", "a//b", "is empty, and a path segment must not be"),
        ("many_segments", "a/../b", "is `..`, which would change the path"),
    ] {
        let error = refused(stream, json!({ "part": part }));

        let place = if stream == "one_segment" { "x/{config.part}/end" } else { "x/{config.part/*}/end" };
        assert_eq!(error, format!("stream `{stream}`: page 1: config.part: {why} (used in `{place}`)"));
    }
}

#[test]
fn an_absent_value_in_a_path_is_an_error_that_names_the_template() {
    assert_eq!(
        refused("one_segment", json!({})),
        "stream `one_segment`: page 1: config.part: has no value (used in `x/{config.part}/end`)"
    );
}

#[test]
fn a_date_takes_a_format() {
    let api = Api::new().on("GET /dates", |_| Reply::json(json!([]))).start();
    let config = json!({ "day": "2024-02-29", "at": "2025-01-01T01:00:00+02:00" });

    testing::read::<Templates>(&api, config, ["dates"]).succeeded();

    let want = [
        ("plain", "2024-02-29"),
        ("seconds", "1709164800"),
        ("year", "2024"),
        ("at", "2024-12-31T23:00:00Z"),
        ("text", "from 29.02.2024 on {all}"),
    ];
    let want = want.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(api.requests()[0].query(), want);
}

#[test]
fn a_line_break_in_a_header_is_a_config_error_that_names_the_config_key() {
    for (part, what) in [
        ("a\r\nX-Evil: 1", "a line break as character 2"),
        ("a\nb", "a line break as character 2"),
        ("a\n", "a line break at the end"),
        ("a\u{0}", "U+0000 at the end"),
    ] {
        let error = refused("header", json!({ "part": part }));

        assert_eq!(error, format!("stream `header`: page 1: {what} of config.part: header `X-Part` cannot contain it"));
    }
}

#[test]
fn a_value_in_a_host_cannot_move_the_request() {
    for server in ["evil.com/", "evil.com#", "evil.com?", "user@evil.com", "evil.com\\", "", "a b"] {
        let error = refused("hosted", json!({ "server": server }));

        assert_eq!(
            error,
            "stream `hosted`: page 1: config.server: is not a valid part of a host name (used in \
             `https://{config.server}.example.com`)"
        );
    }
}

#[test]
fn a_base_that_is_no_address_is_the_configs_fault() {
    #[derive(Deserialize, JsonSchema)]
    struct Server {
        server: String,
    }

    #[derive(Source)]
    #[source(config = Server, url_base = "{config.server}/v1", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things)]
    struct Thing {
        id: u64,
    }

    for server in ["", "api.example.com", "file:///etc", "localhost:80", "https://"] {
        let output = Connector::<Things>::unserved(json!({ "server": server })).read(["thing"]);

        let (error, failure_type) = output.errors().remove(0);
        assert_eq!(failure_type, "config_error", "{error}");
        let want = "config.server: must begin with https:// or http:// and name a host (used in `{config.server}/v1`)";
        assert_eq!(error, format!("stream `thing`: {want}"));
    }
}

#[test]
fn the_derive_and_jiff_agree_on_what_a_date_can_be_written_as() {
    let at = jiff::Timestamp::from_second(1_706_659_200).unwrap().to_zoned(jiff::tz::TimeZone::UTC);

    for flag in ["", "-", "_", "0", "^", "#", "+"] {
        for width in ["", "0", "3", "300"] {
            for colons in ["", ":", "::", ":::", "::::"] {
                for point in ["", ".", ".0", ".3"] {
                    for letter in (' '..='~').map(String::from).chain([String::new(), "é".to_owned()]) {
                        let format = format!("%{flag}{width}{colons}{point}{letter}");
                        let written = jiff::fmt::strtime::BrokenDownTime::from(&at).to_string(&format);
                        let mistake = crate::strftime::mistake(&format);

                        assert_eq!(mistake.is_none(), written.is_ok(), "{format}: {mistake:?}, {written:?}");
                    }
                }
            }
        }
    }
}
