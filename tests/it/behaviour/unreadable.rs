//! Bodies in a charset or an encoding that nobody reads, and requests that nobody can send: what the message names.

use std::io::Write;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    ids: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Page, Line, Element, Hooked, Sliced, Long))]
struct Things;

macro_rules! stream {
    ($name:ident, $($words:tt)*) => {
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Things, $($words)*)]
        struct $name {
            name: String,
        }
    };
}
stream!(Page, path = "items");
stream!(Line, path = "items", decoder = "jsonl");
stream!(Element, path = "items", decoder = "json_stream");
stream!(Hooked, path = "items", parse_response = parsed);
stream!(Sliced, path = "items/{slice}", slices(found, slice = String));
stream!(Long, path = "items", params(ids = "{config.ids}", limit = 100));

fn parsed(cx: &Cx<'_, Hooked>) -> Result<Records> {
    Ok(cx.response()?.json::<Vec<Value>>()?.into_iter().collect())
}

async fn found(cx: &SliceCx<'_, Sliced>) -> Result<Vec<String>> {
    cx.send(cx.get("items")?).await?.json()
}

fn read(reply: Reply, stream: &str) -> (Output, RunningApi) {
    let api = Api::new().on("GET /items", move |_| reply.clone()).start();
    let output = Connector::<Things>::new(&api, json!({ "ids": "1" })).read([stream]);
    (output, api)
}

/// An error at once, without another try.
fn fails(reply: Reply, stream: &str) -> String {
    let (output, api) = read(reply, stream);
    assert_eq!(api.requests().len(), 1, "{output}");
    output.failed()
}

#[test]
fn a_body_in_another_charset_is_an_error_that_names_it() {
    for stream in ["page", "line", "element", "hooked"] {
        let text = if stream == "line" { "{\"name\":\"é\"}\n" } else { "[{\"name\":\"é\"}]" };
        let latin: Vec<u8> = text.chars().map(|sign| u8::try_from(sign).unwrap()).collect();
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &utf_16].concat();

        let error = fails(Reply::bytes(latin).header("Content-Type", "application/json; charset=ISO-8859-1"), stream);
        assert!(error.contains("is `iso-8859-1`") && error.contains("only UTF-8 is supported"), "{stream}: {error}");
        for body in [utf_16, marked] {
            let error = fails(Reply::bytes(body).header("Content-Type", "application/json"), stream);
            assert!(error.contains("is UTF-16") && error.contains("only UTF-8 is supported"), "{stream}: {error}");
        }
        let (output, _) = read(Reply::bytes(text).header("Content-Type", "text/json; charset=iso-8859-1"), stream);
        assert_eq!(
            output.succeeded().records(stream),
            [json!({ "name": "é" })],
            "it is UTF-8, whatever the header says"
        );
    }
    let error =
        fails(Reply::bytes(b"[\"\xe9\"]".to_vec()).header("Content-Type", "text/json; charset=latin1"), "sliced");
    assert!(error.contains("is `latin1`"), "{error}");
}

#[test]
fn raw_deflate_is_an_error_that_names_it() {
    let body = b"[{\"name\":\"a\"}]\n";
    let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    raw.write_all(body).unwrap();
    let raw = raw.finish().unwrap();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(body).unwrap();
    let zlib = zlib.finish().unwrap();

    for stream in ["page", "element", "hooked", "sliced"] {
        let error = fails(Reply::bytes(raw.clone()).header("Content-Encoding", "deflate"), stream);
        assert!(error.contains("unsupported content encoding: `deflate` without a zlib header"), "{stream}: {error}");
    }
    for stream in ["page", "element", "hooked"] {
        let (output, _) = read(Reply::bytes(zlib.clone()).header("Content-Encoding", "deflate"), stream);
        assert_eq!(output.succeeded().records(stream).len(), 1, "{stream}");
    }
}

#[test]
fn a_url_that_is_too_long_names_the_parameter() {
    let api = Api::new().start();
    let ids = "1234567890,".repeat(7_000);

    let output = Connector::<Things>::new(&api, json!({ "ids": ids })).read(["long"]);

    let error = output.failed();
    assert!(error.starts_with("stream `long`: page 1: the URL is too long: "), "{error}");
    assert!(error.contains("parameter `ids` takes ") && error.len() < 300, "{error}");
    assert_eq!(api.requests().len(), 0);
}
