use std::rc::Rc;

use http::{HeaderMap, HeaderValue};
use url::{Url, form_urlencoded};

use super::line::{RecordedBody, RecordedRequest, Values};
use super::mask::Mask;
use super::{RecordedRun, Recorder};
use crate::http::TransportFuture;
use crate::http::{AttemptInfo, Outgoing, Request, Requester, Transport, TransportError};
use crate::secret::Redactor;

const FORM: &str = "application/x-www-form-urlencoded";

fn redactor(secrets: &[&str]) -> Rc<Redactor> {
    let redactor = Redactor::default();
    secrets.iter().for_each(|secret| redactor.add(secret));
    Rc::new(redactor)
}

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        map.append(*name, HeaderValue::from_static(value));
    }
    map
}

fn masked(secrets: &[&str], who: &str, request: &Request) -> RecordedRequest {
    let requester = if who == "auth" { Requester::Auth } else { Requester::Stream };
    RecordedRequest::new(
        &Outgoing {
            request,
            signed: request,
            identity: None,
            who,
            requester,
            attempt: AttemptInfo::default(),
            is_kept: false,
            reservation: None,
            body_stream: None,
        },
        &redactor(secrets),
    )
}

fn key(who: &str, request: &Request) -> u128 {
    masked(&[], who, request).key()
}

fn get(url: &str) -> Request {
    Request::get(url).unwrap()
}

#[test]
fn the_same_request_in_another_order_is_the_same() {
    let json = |body: &str| {
        let mut request = get("https://a.test/x");
        request.set_body(body.to_owned(), "application/json");
        request
    };
    let form = |body: &str| {
        let mut request = get("https://a.test/x");
        request.set_body(body.to_owned(), "application/x-www-form-urlencoded");
        request
    };
    for (one, other, is_same) in [
        (get("https://a.test/x?a=1&b=2"), get("https://a.test/x?b=2&a=1"), true),
        (get("https://a.test/x?a=1&a=2"), get("https://a.test/x?a=2&a=1"), false),
        (get("https://a.test/x"), get("https://a.test/x?"), true),
        (get("https://a.test/x"), get("https://a.test/y"), false),
        (get("https://a.test/x"), get("https://b.test/x"), false),
        (get("https://a.test/x"), Request::new(http::Method::HEAD, "https://a.test/x").unwrap(), false),
        (json(r#"{"a":1,"b":[{"c":1,"d":2}]}"#), json(r#"{"b":[{"d":2,"c":1}],"a":1}"#), true),
        (json("[1,2]"), json("[2,1]"), false),
        (json("1"), form("1"), false),
        (form("a=1&b=2"), form("b=2&a=1"), true),
        (get("https://a.test/x").with_header("X-A", "1").unwrap(), get("https://a.test/x"), false),
        (get("https://a.test/x").with_header("Date", "1").unwrap(), get("https://a.test/x"), true),
        (get("https://a.test/x").with_header("X-Request-Id", "1").unwrap(), get("https://a.test/x"), true),
    ] {
        assert_eq!(key("s", &one) == key("s", &other), is_same, "{one:?} {other:?}");
    }
}

#[test]
fn a_url_is_masked_by_secrets_and_by_names() {
    for (url, want) in [
        ("https://u:pw@a.test/x#f", "https://a.test/x"),
        ("https://a.test/s3cret/x?q=a+s3cret", "https://a.test/****/x?q=a+****"),
        (
            "https://a.test/x?api_key=k&X-Amz-Signature=s&password=p",
            "https://a.test/x?api_key=****&X-Amz-Signature=****&password=****",
        ),
        (
            "https://a.test/x?next_token=n&page_token=p&sync-token=q&keyword=k",
            "https://a.test/x?next_token=n&page_token=p&sync-token=q&keyword=k",
        ),
        ("https://a.test/x?p=a%26b=c", "https://a.test/x?****="),
        ("https://a.test/x?flag", "https://a.test/x?flag="),
    ] {
        assert_eq!(masked(&["s3cret", "p=a&b=c"], "s", &get(url)).url, want);
    }
}

#[test]
fn a_long_value_is_written_whole() {
    let url = format!("https://a.test/x?cursor={}", "c".repeat(500));

    assert_eq!(masked(&[], "s", &get(&url)).url, url);
}

#[test]
fn headers_are_masked_by_secrets_and_by_names() {
    let redactor = redactor(&["s3cret"]);
    let mask = Mask { redactor: &redactor, is_auth: false };

    let headers = mask.headers(&headers(&[
        ("authorization", "x"),
        ("proxy-authorization", "x"),
        ("cookie", "x"),
        ("set-cookie", "a=x"),
        ("set-cookie", "b=x"),
        ("x-api-key", "x"),
        ("x-auth-token", "x"),
        ("x-next-token", "x"),
        ("x-any", "a s3cret"),
        ("link", "a"),
        ("link", "b"),
    ]));

    let one = |value: &str| Values::One(value.to_owned());
    for name in ["authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token"] {
        assert_eq!(headers[name], one("****"), "{name}");
    }
    assert_eq!(headers["set-cookie"].all(), ["****", "****"]);
    assert_eq!((&headers["x-next-token"], &headers["x-any"]), (&one("x"), &one("a ****")));
    assert_eq!(headers["link"].all(), ["a", "b"]);
}

#[test]
fn a_body_that_was_json_stays_json() {
    let redactor = redactor(&["1234", "\"a\":1"]);
    let mask = Mask { redactor: &redactor, is_auth: false };
    let body = |text: &str| mask.body(text.as_bytes(), &HeaderMap::new());

    // Only the secret changes, if possible.
    assert_eq!(body("{ \"x\": \"1234\",\"x\":1.50 }"), RecordedBody::Text("{ \"x\": \"****\",\"x\":1.50 }".to_owned()));
    assert_eq!(body("{\"x\":[12345,-1],\"1234\":2}"), RecordedBody::Text("{\"x\":[0,-1],\"****\":2}".to_owned()));
    // A value that was not a secret is masked all the same.
    assert_eq!(body("{\"x\":1234"), RecordedBody::Text("{\"x\":****".to_owned()));
}

#[test]
fn bytes_that_are_no_text_are_masked_too() {
    use base64::Engine as _;
    let redactor = redactor(&["s3cret", "schlüssel"]);
    let mask = Mask { redactor: &redactor, is_auth: false };

    for (bytes, want) in [
        (b"\xff s3cret".to_vec(), b"\xff ****".to_vec()),
        (b"\xff schl\xfcssel \xfe".to_vec(), b"\xff **** \xfe".to_vec()),
        ([b"\xff ", "schlüssel é".as_bytes()].concat(), [b"\xff **** ", "é".as_bytes()].concat()),
    ] {
        let want = base64::engine::general_purpose::STANDARD.encode(want);
        assert_eq!(mask.body(&bytes, &HeaderMap::new()), RecordedBody::Base64(want));
    }
}

#[test]
fn what_auth_exchanges_is_masked_text_by_text() {
    let redactor = redactor(&[]);
    let mask = Mask { redactor: &redactor, is_auth: true };
    let text = |text: &str, kind: &'static str| match mask.body(text.as_bytes(), &headers(&[("content-type", kind)])) {
        RecordedBody::Text(text) => text,
        RecordedBody::Base64(_) => panic!("a text"),
    };
    let (json, form) = ("application/json", "application/x-www-form-urlencoded; charset=utf-8");

    let times =
        r#"["2024-01-31","2024-01-31T10:00:00Z","2024-01-31 10:00:00","Wed, 31 Jan 2024 10:00:00 GMT",true,null]"#;
    assert_eq!(text(times, json), times);
    let expiries = r#"{"expires_in":3600,"expiresAt":"1900000000"}"#;
    assert_eq!(text(expiries, json), expiries);
    assert_eq!(text(r#"{"expires":"x1","n":482913,"k-123":[1]}"#, json), r#"{"expires":"****","n":0,"****":[0]}"#);
    assert_eq!(
        text(r#"["20240131","x","Bearer",{"error":"a b"}]"#, json),
        r#"["****","****","****",{"error":"****"}]"#
    );
    let failed = r#"{"error":"invalid_grant","error_description":"token x"}"#;
    assert_eq!(text(failed, json), r#"{"error":"invalid_grant","error_description":"****"}"#);
    assert_eq!(
        text("grant_type=x&code=y&scope=a+b&token_type=z", form),
        "grant_type=****&code=****&scope=a+b&token_type=z"
    );
    assert_eq!((text("a token", "text/plain").as_str(), text("", json).as_str()), ("****", ""));
    assert_eq!(mask.body(b"\xff", &HeaderMap::new()), RecordedBody::Text("****".to_owned()));
    let url = |url: &str| mask.url(&Url::parse(url).unwrap());
    assert_eq!(
        url("https://a.test/v1.1/login/x/a,b?a=b&k123=c"),
        "https://a.test/v1.1/login/****/****?a=****&****=****"
    );
    assert_eq!(url("https://a.test/oauth2/access_token.json/"), "https://a.test/oauth2/access_token.json/");
    let known =
        mask.headers(&headers(&[("date", "d"), ("x-ratelimit-left", "1"), ("x-hmac", "h"), ("location", "/l")]));
    let values: Vec<_> = known.values().map(|values| values.all()[0].as_str()).collect();
    assert_eq!(values, ["d", "****", "****", "1"]);
}

#[test]
fn the_tokens_of_an_answer_to_auth_are_known_from_then_on() {
    let redactor = redactor(&[]);
    let mask = Mask { redactor: &redactor, is_auth: true };

    mask.learn(
        br#"{"access_token":"abcdefgh","token_type":"Bearer-token","user":"ada lovelace","token":"short"}"#,
        &HeaderMap::new(),
    );
    let more = [("x-sid", "qrstuvwx"), ("set-cookie", "a=yzabcdef; Path=/"), ("x-oauth-scopes", "ghijklmn")];
    mask.learn(b"", &headers(&more));
    mask.learn(b"session=ijklmnop&user=x", &headers(&[("content-type", "application/x-www-form-urlencoded")]));

    assert_eq!(
        redactor.mask("abcdefgh ijklmnop qrstuvwx yzabcdef ghijklmn Bearer-token ada lovelace short"),
        "**** **** **** **** ghijklmn Bearer-token ada lovelace short"
    );
}

#[test]
fn a_replays_own_masks_do_not_change_what_is_masked_by_name() {
    let request = get("https://a.test/login?sid=value");

    assert_eq!(masked(&["sid=****"], "auth", &request).key(), masked(&["sid=abcdef"], "auth", &request).key());
}

#[test]
fn a_secret_inside_of_a_parameter_or_a_form_value_is_masked_in_every_spelling() {
    use base64::Engine as _;
    for secret in ["pass\"word-s3cret", "back\\slash-s3cret", "pässwörd-s3cret", ">>>???>>>???-s3cret", "a\nb-s3cret"]
    {
        let redactor = redactor(&[secret]);
        let mask = Mask { redactor: &redactor, is_auth: false };
        let json = serde_json::json!({ "x": secret }).to_string();
        let base64 = base64::engine::general_purpose::STANDARD.encode(secret);
        let percent: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let mut url = Url::parse("https://a.test/x").unwrap();
        url.query_pairs_mut().append_pair("a", &json).append_pair("b", &base64).append_pair("c", &percent);

        let form = mask.body(url.query().unwrap().as_bytes(), &headers(&[("content-type", FORM)]));

        let RecordedBody::Text(form) = form else { panic!("a text") };
        for text in [&mask.url(&url), &form] {
            let (_, query) = text.split_once('?').unwrap_or(("", text));
            let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
            assert_eq!((&*pairs[0].1, &*pairs[2].1), (r#"{"x":"****"}"#, "****"), "{text}");
            assert!(pairs[1].1.starts_with("****") && pairs[1].1.len() < 8, "{text}");
        }
    }
}

/// A network that fails, with a secret in its error.
struct Failing;

impl Transport for Failing {
    fn send<'a>(&'a self, _: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async { Err(TransportError::lasting("no route to s3cret")) })
    }
}

#[test]
fn the_words_of_a_failure_and_the_stand_in_server_are_masked() {
    let directory = std::env::temp_dir().join(format!("cdk-cassette-test-{}", std::process::id()));
    let stand_in = Url::parse("http://us3r:pa55@127.0.0.1:1/s3cret").unwrap();
    let run = RecordedRun { connector: "c", version: "1", now: jiff::Timestamp::UNIX_EPOCH, stand_in: Some(&stand_in) };
    let recorder = Recorder::new(&directory, &run, Rc::new(Failing), redactor(&["s3cret"]), |_| ()).unwrap();
    let request = get("http://127.0.0.1:1/x");
    let sending = Outgoing {
        request: &request,
        signed: &request,
        identity: None,
        who: "s",
        requester: Requester::Stream,
        attempt: AttemptInfo::default(),
        is_kept: false,
        reservation: None,
        body_stream: None,
    };

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let outcome = runtime.block_on(recorder.send(&sending));
    recorder.finish(true);
    let text = std::fs::read_to_string(directory.join("exchanges.jsonl")).unwrap();
    std::fs::remove_dir_all(&directory).unwrap();

    assert_eq!(outcome.unwrap_err().message, "no route to s3cret");
    assert!(text.contains(r#""message":"no route to ****""#), "{text}");
    assert!(text.contains(r#""url_base":"http://127.0.0.1:1/****""#), "{text}");
    assert!(["s3cret", "us3r", "pa55"].iter().all(|part| !text.contains(part)), "{text}");
}
