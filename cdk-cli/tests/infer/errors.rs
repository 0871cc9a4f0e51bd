//! Errors: bad input gets one sentence with the fix, and headers are never printed.

use cdk_core::testing::{Api, Reply};
use serde_json::json;

use crate::goldens::cdk;

fn error(arguments: &[&str]) -> String {
    let output = cdk(&[&["infer"], arguments].concat());
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_end().strip_prefix("error: ").unwrap().to_owned()
}

#[test]
fn bad_input_gets_a_sentence_with_the_fix() {
    let no_file = "cannot read `nothing.json`: No such file or directory (os error 2); give a file, a directory of \
                   --keep-cache, `-` or a URL";
    assert_eq!(error(&["nothing.json"]), no_file);
    let several = "the cassette has several streams; choose one of: --stream orders, --stream users";
    assert_eq!(error(&["samples/cassette"]), several);
    let unknown = "the cassette does not have the stream `x`; choose one of: --stream orders, --stream users";
    assert_eq!(error(&["samples/cassette", "--stream", "x"]), unknown);
    let no_path = "add the path of a list: --path /v1/customers, --path /v1/customers/{customer_id}/orders";
    assert_eq!(error(&["documents/shop.yaml"]), no_path);
    let path = "--path is for an OpenAPI document, and this is a sample; remove --path";
    assert_eq!(error(&["samples/stripe.json", "--path", "/x"]), path);
    let place = "no records at `items`; give a response that has some, or the place of the records with --records";
    assert_eq!(error(&["samples/stripe.json", "--records", "items"]), place);
    let source = "--source my source is not a Rust type; use a form like --source Shop";
    assert_eq!(error(&["samples/stripe.json", "--source", "my source"]), source);
    assert!(error(&["main.rs"]).starts_with("main.rs is not JSON: expected value at line 1 column 1; give a "));
    let header = "--header is for a URL; remove it, or give a URL that starts with https://";
    assert_eq!(error(&["samples/stripe.json", "--header", "a: b"]), header);
}

#[test]
fn a_refused_request_says_what_to_add_and_no_secret() {
    let api = Api::new().on("GET /users", |_| Reply::status(401)).start();
    let url = format!("{}/users?api_key=s3cret", api.url());

    let message = error(&[&url, "--header", "Authorization: Bearer t0psecret"]);

    let want = format!(
        "GET {}/users returned HTTP 401; add the credentials, for example --header 'Authorization: Bearer …'",
        api.url()
    );
    assert_eq!(message, want);
    assert_eq!(api.requests()[0].header("authorization"), Some("Bearer t0psecret"));
}

#[test]
fn headers_and_secrets_of_the_url_are_not_printed() {
    let api = Api::new().on("GET /users", |_| Reply::json(json!([{ "id": 1 }]))).start();
    let url = format!("{}/users?api_key=s3cret&active=1", api.url().replace("http://", "http://ada:pa55word@"));

    let output = cdk(&["infer", &url, "-H", "X-Api-Key: t0psecret"]);

    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("params(active = 1)"), "{text}");
    for secret in ["s3cret", "t0psecret", "pa55word"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn help_has_examples() {
    let text = String::from_utf8(cdk(&["infer", "--help"]).stdout).unwrap();

    assert!(text.contains("cdk infer openapi.yaml --path /v1/customers --source Shop"), "{text}");
}
