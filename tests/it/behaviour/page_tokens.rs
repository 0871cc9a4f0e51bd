//! Tokens of pages: numbers with their own digits, URLs in headers and of other schemes, a last page that leads to itself, and what
//! `--debug` shows of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Received, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.token}"),
    streams(
        InParam, InHeader, InBody, InForm, InGraphql, InPath, InJson, InLast, Hooked, Child, Parent, Linked, Urls, UrlsMore,
         LinkDone, UrlInHeader, UrlInLast, Posted, Many, Lines, Parsed, Reset,
    ),
)]
struct Tokens;

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => { $(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Tokens, primary_key = "id", $($words)*)]
        struct $name {
            id: u64,
            key: Option<Value>,
            next: Option<String>,
        }
    )* };
}
streams! {
    InParam(path = "list", records = "data", paginate = cursor(token = "next", param = "after"))
    InHeader(path = "list", records = "data", paginate = cursor(token = "next", header = "X-After"))
    InBody(path = "list", method = "POST", records = "data", paginate = cursor(token = "next", body = "page.after"))
    InForm(
        path = "list", method = "POST", records = "data", body = form(a = 1), paginate = cursor(token = "next", body = "after"),
    )
    InGraphql(
        path = "list", records = "data", body = graphql(query = "query { x }"),
        paginate = cursor(token = "next", body = "variables.after"),
    )
    InPath(path = path_of, records = "data", paginate = cursor(token = "next", param = "after"))
    InJson(
        path = "list", method = "POST", records = "data", paginate = cursor(token = "next", param = "after"),
        body = json(after = "{token}", seen = ["{response.next}"]),
    )
    InLast(path = "list", method = "POST", records = "data", paginate = cursor(token = last("key"), body = "after"))
    Hooked(path = "list", records = "data", paginate = cursor(token = "next", param = "after"), request_headers = readable)
    Parent(path = "parents", records = "data")
    Child(
        parent = Parent, path = "list", method = "POST", records = "data",
        paginate = cursor(token = "next", body = "after"), params(of = "{parent.id}"),
    )
    Linked(path = "list", records = "data", paginate = "link")
    Urls(path = "list", records = "data", paginate = "next_url")
    UrlsMore(path = "list", records = "data", paginate = next_url(more = "more"))
    LinkDone(path = "list", records = "data", paginate = link(done = "done"))
    UrlInHeader(path = "list", records = "data", paginate = next_url(at = header("Next-Page")))
    UrlInLast(path = "list", records = "data", paginate = next_url(at = last("next")))
    Posted(path = "list", method = "POST", records = "data", body = json(q = "x"), paginate = "next_url")
    Many(path = "list", records = "data", paginate = cursor(token = "next", param = "after"))
    Lines(path = "lines", decoder = "jsonl", paginate = next_url(at = header("Next-Page")))
    Parsed(path = "list", parse_response = rows, paginate = cursor(token = "next", param = "after"))
    Reset(
        path = "list", records = "data", paginate = cursor(token = "next", param = "after"),
        on(status = 410, reset_pagination),
    )
}

fn path_of(cx: &Cx<'_, InPath>) -> Result<String> {
    // A function sees the numbers of a response as it always did.
    let seen = cx.envelope()["next"].as_f64().is_some();
    let token = cx.next_page_token().and_then(Value::as_str).filter(|_| seen);
    Ok(token.map_or("list".to_owned(), |token| format!("list/{token}")))
}

fn readable(cx: &Cx<'_, Hooked>) -> Result<Headers> {
    Ok(Headers::new().with("X-Seen", cx.next_page_token()))
}

fn rows(cx: &Cx<'_, Parsed>) -> Result<Records> {
    Ok(cx.response()?.json::<Value>()?["data"].as_array().cloned().unwrap_or_default().into_iter().collect())
}

fn connector(api: &RunningApi) -> Connector<Tokens> {
    Connector::new(api, json!({ "token": "s3cr3t-t0ken" }))
}

fn read(api: &RunningApi, stream: &str) -> Output {
    connector(api).read([stream].as_slice())
}

/// Two pages; the first one's text is given.
fn pages(first: &str) -> RunningApi {
    let (first, count) = (first.to_owned(), AtomicUsize::new(0));
    let page = move |_: &Received| match count.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => Reply::bytes(first.clone()),
        _ => Reply::json(json!({ "data": [] })),
    };
    Api::new()
        .on("GET /parents", |_| Reply::json(json!({ "data": [{ "id": 1 }] })))
        .on("* /list", page)
        .on("* /list/{key}", |_| Reply::json(json!({ "data": [] })))
        .start()
}

const NUMBERS: [&str; 5] =
    ["18446744073709551617", "12345678901234567890123456789", "1.10", "1e3", "0.123456789012345678"];

#[test]
fn a_numeric_token_is_sent_with_its_own_digits() {
    for digits in NUMBERS {
        let second = |stream: &str| {
            let api = pages(&format!(r#"{{"data":[{{"id":1,"key":{digits}}}],"next":{digits}}}"#));
            read(&api, stream).succeeded();
            let requests: Vec<_> = api.requests().into_iter().filter(|request| request.path() != "/parents").collect();
            assert_eq!(requests.len(), 2, "{stream}: {requests:?}");
            requests[1].clone()
        };

        assert_eq!(second("in_param").param("after"), Some(digits));
        assert_eq!(second("in_header").header("x-after"), Some(digits));
        assert_eq!(second("in_body").text(), format!(r#"{{"page":{{"after":{digits}}}}}"#));
        assert_eq!(second("in_form").text(), format!("a=1&after={digits}"));
        assert_eq!(
            second("in_graphql").text(),
            format!(r#"{{"query":"query {{ x }}","variables":{{"after":{digits}}}}}"#)
        );
        assert_eq!(second("in_json").text(), format!(r#"{{"after":{digits},"seen":[{digits}]}}"#));
        assert_eq!(second("in_last").text(), format!(r#"{{"after":{digits}}}"#));
        assert_eq!(second("child").text(), format!(r#"{{"after":{digits}}}"#));
        assert_eq!(second("hooked").header("x-seen"), Some(digits));
        assert_eq!(second("in_path").path(), format!("/list/{digits}"));
        assert_eq!(second("parsed").param("after"), Some(digits));
    }
}

#[test]
fn a_numeric_token_of_a_state_keeps_its_digits_and_stays_a_number() {
    let stopped = Api::new()
        .on("POST /list", |request| match request.text().contains("after") {
            false => Reply::bytes(r#"{"data":[{"id":1}],"next":18446744073709551617}"#),
            true => Reply::status(400),
        })
        .start();
    let output = read(&stopped, "in_body");
    assert!(output.failed().contains("HTTP 400"), "{output}");

    let api = Api::new().on("POST /list", |_| Reply::json(json!({ "data": [] }))).start();
    connector(&api).state(output.state()).read(["in_body"]).succeeded();

    assert_eq!(api.requests()[0].text(), r#"{"page":{"after":18446744073709551617}}"#);
    assert_eq!(api.requests().len(), 1);
}

#[test]
fn pages_begin_anew_with_the_digits_of_the_first_time() {
    let count = AtomicUsize::new(0);
    let api = Api::new()
        .on("GET /list", move |request| match (request.param("after"), count.fetch_add(1, Ordering::SeqCst)) {
            (None, _) => Reply::bytes(r#"{"data":[{"id":1}],"next":1.10}"#),
            (Some(_), 1) => Reply::status(410),
            (Some(_), _) => Reply::json(json!({ "data": [] })),
        })
        .start();

    read(&api, "reset").succeeded();

    let sent: Vec<_> = api.requests().iter().map(|request| request.param("after").map(str::to_owned)).collect();
    assert_eq!(sent, [None, Some("1.10".to_owned()), None, Some("1.10".to_owned())]);
}

#[test]
fn a_link_header_that_cannot_be_read_is_an_error() {
    for header in
        ["https://api.example.com/list?page=2; rel=\"next\"", "{\"next\":\"/x\"}", "<https://api.example.com/list", "2"]
    {
        let api = Api::new()
            .on("GET /list", move |_| Reply::json(json!({ "data": [{ "id": 1 }] })).header("Link", header))
            .start();

        let error = read(&api, "linked").failed();

        assert!(error.contains("page 1: the header `Link` cannot be read: a URL in it does not"), "{error}");
        assert!(error.ends_with("it should be like `<https://api.example.com/items?page=2>; rel=\"next\"`"), "{error}");
    }
    for header in [None, Some(""), Some("</list>; rel=\"prev\""), Some("</list>")] {
        let api = Api::new().on("GET /list", move |_| {
            let page = Reply::json(json!({ "data": [{ "id": 1 }] }));
            header.map_or(page.clone(), |header| page.header("Link", header))
        });

        assert_eq!(read(&api.start(), "linked").succeeded().records("linked").len(), 1);
    }
}

/// Three pages whose last one leads to itself; it says that it is the last.
fn circle(request: &Received) -> Reply {
    let page = request.param("page").map_or(1, |page| page.parse::<u64>().unwrap());
    let next = format!("https://api.example.com/list?page={}", (page + 1).min(3));
    let body = json!({ "data": [{ "id": page, "next": next }], "next": next, "more": page < 3, "done": page == 3 });
    Reply::json(body).header("Link", format!("<{next}>; rel=\"next\"")).header("Next-Page", next)
}

#[test]
fn a_last_page_that_leads_to_itself_is_written_before_the_error() {
    let api = Api::new().on("GET /list", circle).start();

    for stream in ["urls", "linked", "url_in_header", "url_in_last"] {
        let output = read(&api, stream);

        assert_eq!(
            output.failed(),
            format!(
                "stream `{stream}`: page 3: the next page's URL https://api.example.com/list?page=3 was used before, so the \
                 pages would repeat; if this page is the last one, name the field in the response that says so: \
                 `more = \"…\"` (false on the last page) or `done = \"…\"` (true on the last page)"
            )
        );
        assert_eq!(output.records(stream).len(), 3);
        // The state leads to the page whose end is not known.
        let resumed = connector(&api).state(output.state()).read([stream]);
        assert_eq!(resumed.records(stream).len(), 1);
    }
    assert_eq!(api.requests().len(), 4 * 4);
    for stream in ["urls_more", "link_done"] {
        assert_eq!(read(&api, stream).succeeded().records(stream).len(), 3);
    }
}

#[test]
fn an_only_page_that_leads_to_itself_is_read_once() {
    let api = Api::new()
        .on("GET /list", |_| Reply::json(json!({ "data": [{ "id": 1 }], "next": "https://api.example.com/list" })))
        .on("POST /list", |request| match request.text().is_empty() {
            false => Reply::json(json!({ "data": [{ "id": 1 }], "next": "/list" })),
            true => Reply::json(json!({ "data": [{ "id": 2 }] })),
        })
        .start();

    let output = read(&api, "urls");

    assert!(
        output.failed().contains("page 1: the next page's URL https://api.example.com/list was used before"),
        "{output}"
    );
    assert_eq!((output.records("urls").len(), api.requests().len()), (1, 1));
    // A request whose body said what is wanted is another one than that without.
    assert_eq!(read(&api, "posted").succeeded().records("posted").len(), 2);
}

#[test]
fn the_next_url_may_be_in_a_header_or_in_the_last_record() {
    for stream in ["url_in_header", "url_in_last"] {
        let api = Api::new()
            .on("GET /list", |request| match request.param("page") {
                None => Reply::json(json!({ "data": [{ "id": 1, "next": "?page=2" }] })).header("Next-Page", "?page=2"),
                Some("2") => Reply::json(json!({ "data": [{ "id": 2, "next": "/list?page=3" }] }))
                    .header("Next-Page", "https://api.example.com/list?page=3"),
                Some(_) => Reply::json(json!({ "data": [{ "id": 3 }] })).header("Next-Page", ""),
            })
            .start();

        assert_eq!(read(&api, stream).succeeded().records(stream).len(), 3, "{stream}");
        assert_eq!(api.requests().len(), 3);
    }
    let api = Api::new()
        .on("GET /lines", |request| match request.param("page") {
            None => Reply::text("{\"id\":1}\n").header("Next-Page", "/lines?page=2"),
            Some(_) => Reply::text("{\"id\":2}\n"),
        })
        .start();
    assert_eq!(read(&api, "lines").succeeded().records("lines").len(), 2);
}

#[test]
fn a_next_url_of_another_scheme_is_named() {
    for (next, scheme) in [
        ("file:///etc/passwd", "file"),
        ("ftp://api.example.com/x", "ftp"),
        ("data:,x", "data"),
        ("localhost:80/x", "localhost"),
    ] {
        let api = Api::new()
            .on("GET /list", move |_| {
                let page = Reply::json(json!({ "data": [{ "id": 1, "next": next }], "next": next }));
                page.header("Link", format!("<{next}>; rel=next")).header("Next-Page", next)
            })
            .start();

        for stream in ["urls", "linked", "url_in_header", "url_in_last"] {
            let output = read(&api, stream);

            assert_eq!(
                output.failed(),
                format!(
                    "stream `{stream}`: page 2: the next page is at a URL with the scheme `{scheme}`; only `https` and `http` \
                     are supported"
                )
            );
            assert_eq!(output.records(stream).len(), 1);
        }
    }
}

#[test]
fn a_hundred_empty_pages_are_worth_a_warning_and_a_thousand_an_error() {
    let api = |last: u64| {
        let page = move |request: &Received| {
            let page = request.param("after").or(request.param("page")).map_or(1, |page| page.parse::<u64>().unwrap());
            let next = (page < last).then(|| page + 1);
            let url = next.map(|next| format!("/list?page={next}"));
            let reply = Reply::json(json!({ "data": [], "next": next }));
            url.map_or(reply.clone(), |url| {
                reply.header("Next-Page", &url).header("Link", format!("<{url}>; rel=next"))
            })
        };
        Api::new().on("GET /list", page).start()
    };
    for stream in ["many", "linked", "url_in_header"] {
        for (pages, warnings) in [(100, 0), (101, 1), (1_000, 1)] {
            let api = api(pages);

            let output = read(&api, stream).succeeded();

            let warned = output
                .logs()
                .iter()
                .filter(|(level, text)| level == "WARN" && text.contains("100 empty pages"))
                .count();
            assert_eq!((api.requests().len() as u64, warned), (pages, warnings), "{stream}");
        }
        let api = api(5_000);
        let error = read(&api, stream).failed();
        assert!(error.contains("page 1000: 1000 empty pages in a row"), "{error}");
        assert_eq!(api.requests().len(), 1_000);
    }
}

#[test]
fn debug_shows_the_tokens_of_pages_but_no_secret() {
    let api = |token: &'static str| {
        let page = move |request: &Received| match request.param("after").or(request.header("x-after")) {
            None if !request.text().contains("after") => Reply::json(json!({ "data": [{ "id": 1 }], "next": token })),
            _ => Reply::json(json!({ "data": [] })),
        };
        Api::new().on("* /list", page).start()
    };
    let debug = |api: &RunningApi, stream: &str| -> Vec<String> {
        let output = connector(api).arg("--debug").read([stream].as_slice()).succeeded();
        assert!(!format!("{output}").contains("s3cr3t-t0ken"));
        output
            .logs()
            .into_iter()
            .filter(|(level, text)| level == "DEBUG" && text.contains(": page "))
            .map(|(_, text)| text)
            .collect()
    };

    for stream in ["in_param", "in_header", "in_body"] {
        let lines = debug(&api("c3Vyc29y-2"), stream);
        assert!(lines[0].ends_with("/list: HTTP 200, 1 records; the next page's token: \"c3Vyc29y-2\""), "{lines:?}");
        assert!(lines[1].ends_with("HTTP 200, 0 records"), "{lines:?}");
    }
    // base64 of {"k":"s3cr3t-t0ken"}
    for token in ["x-s3cr3t-t0ken", "eyJrIjoiczNjcjN0LXQwa2VuIn0="] {
        let lines = debug(&api(token), "in_header");
        assert!(lines[0].ends_with("; the next page's token: ****"), "{lines:?}");
    }
    let urls = debug(&api("/list?after=1&next_token=n1&access_token=a1"), "urls");
    assert!(urls[0].contains("token: http://127.0.0.1:"), "{urls:?}");
    assert!(urls[0].ends_with("/list?after=1&next_token=n1&access_token=****"), "{urls:?}");
}
