use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Api, Reply, RunningApi};

/// Sends `text` on a new connection and reads until the end, or an error.
fn exchanged(api: &RunningApi, text: &str) -> (String, Option<std::io::ErrorKind>) {
    let mut connection = TcpStream::connect(api.url().trim_start_matches("http://")).unwrap();
    connection.write_all(text.replace('\n', "\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    let error = connection.read_to_end(&mut answer).err().map(|error| error.kind());
    (String::from_utf8_lossy(&answer).into_owned(), error)
}

fn got(api: &RunningApi, path: &str) -> String {
    exchanged(api, &format!("GET {path} HTTP/1.1\nHost: x\nConnection: close\n\n")).0
}

#[test]
fn a_route_answers_with_what_it_captured() {
    let api = Api::new()
        .on("GET /users/{id}/posts", |request| {
            Reply::json(json!([request.capture("id"), request.param("a"), request.capture("none")]))
        })
        .start();

    let answer = got(&api, "/users/a%2Fb/posts?a=1+2&a=3");

    assert!(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n[\"a/b\",\"1 2\",\"\"]"), "{answer}");
    assert_eq!(api.requests()[0].query(), [("a".into(), "1 2".into()), ("a".into(), "3".into())]);
    assert_eq!((api.count("GET /users/{id}/posts"), api.count("* /users/{id}/posts"), api.count("GET /")), (1, 1, 0));
}

#[test]
fn what_has_no_route_gets_a_404_that_says_so() {
    let api = Api::new().on("GET /a", |_| Reply::status(204)).start();

    for path in ["/b", "/a/b", "/"] {
        let answer = got(&api, path);
        assert!(answer.starts_with("HTTP/1.1 404 Not Found"), "{answer}");
        assert!(answer.ends_with(&format!("{{\"error\":\"no route for GET {path}\"}}")), "{answer}");
    }
    assert_eq!(api.requests().len(), 3);
}

#[test]
fn replies_come_one_after_the_other_and_the_last_repeats() {
    let api = Api::new().on_each("GET /x", [Reply::status(429), Reply::text("ok")]).start();

    let statuses: Vec<String> = (0..3).map(|_| got(&api, "/x")[9..12].to_owned()).collect();

    assert_eq!(statuses, ["429", "200", "200"]);
}

#[test]
fn a_connection_is_kept_and_both_kinds_of_body_are_read() {
    let api = Api::new().on("POST /x", |request| Reply::text(request.text())).start();

    let (answer, _) = exchanged(
        &api,
        "POST /x HTTP/1.1\nContent-Length: 5\n\nfirstPOST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n3\nsec\n3;a=b\nond\n0\n\nPOST /x HTTP/1.1\nConnection: close\nContent-Length: 7\n\na=1&b=2",
    );

    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 3, "{answer}");
    let bodies: Vec<String> = api.requests().iter().map(super::Received::text).collect();
    assert_eq!(bodies, ["first", "second", "a=1&b=2"]);
    assert_eq!(api.requests()[2].form(), [("a".into(), "1".into()), ("b".into(), "2".into())]);
}

#[test]
fn a_chunked_reply_is_in_chunks() {
    let api = Api::new().on("GET /x", |_| Reply::text("abcdef").chunked()).start();

    let answer = got(&api, "/x");

    assert!(answer.ends_with("\r\n\r\n2\r\nab\r\n2\r\ncd\r\n2\r\nef\r\n0\r\n\r\n"), "{answer}");
}

#[test]
fn a_body_is_cut_and_a_length_may_lie() {
    let api = Api::new()
        .on("GET /cut", |_| Reply::text("abcdef").cut_after(3))
        .on("GET /lie", |_| Reply::text("abcdef").length(100))
        .on("GET /raw", |_| Reply::raw("what?"))
        .start();

    let cut = got(&api, "/cut");
    assert!(cut.contains("Content-Length: 6\r\n") && cut.ends_with("\r\n\r\nabc"), "{cut}");
    let lie = got(&api, "/lie");
    assert!(lie.contains("Content-Length: 100\r\n") && lie.ends_with("\r\n\r\nabcdef"), "{lie}");
    assert_eq!(got(&api, "/raw"), "what?");
}

#[test]
fn a_connection_is_reset() {
    let api = Api::new().on("GET /x", |_| Reply::reset()).start();

    let (answer, error) = exchanged(&api, "GET /x HTTP/1.1\n\n");

    assert_eq!((answer.as_str(), error), ("", Some(std::io::ErrorKind::ConnectionReset)));
}

#[test]
fn a_stall_ends_with_the_api() {
    let begin = Instant::now();
    let api = Api::new().on("GET /x", |_| Reply::text("abcdef").stall(Duration::from_secs(60))).start();
    let mut connection = TcpStream::connect(api.url().trim_start_matches("http://")).unwrap();
    connection.write_all(b"GET /x HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = [0; 3];
    while !answer.ends_with(b"abc") {
        answer.rotate_left(1);
        connection.read_exact(&mut answer[2..]).unwrap();
    }

    drop(api);

    assert!(begin.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_gzipped_body_is_one() {
    let api = Api::new().on("GET /x", |_| Reply::text("abc".repeat(1000)).gzip()).start();

    let answer = got(&api, "/x");

    assert!(answer.contains("Content-Encoding: gzip") && answer.len() < 500, "{}", answer.len());
}

#[test]
fn a_handler_that_panics_fails_the_test() {
    let api = Api::new().on("GET /x", |_| panic!("expected a cursor")).start();

    let answer = got(&api, "/x");

    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    assert_eq!(api.take_panics(), ["GET /x: expected a cursor"]);
    let other = Api::new().on("GET /x", |_| panic!("again")).start();
    got(&other, "/x");
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(other))).unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("GET /x: again"));
}

#[test]
fn nonsense_ends_the_connection_only() {
    let api = Api::new().on("GET /x", |_| Reply::text("ok")).start();

    for text in ["\n\n", "GET\n\n", "GET /x HTTP/1.1\nbad header\n\n", "GET /x HTTP/1.1\nContent-Length: x\n\n"] {
        assert_eq!(exchanged(&api, text).0, "", "{text:?}");
    }
    assert!(got(&api, "/x").ends_with("ok"));
}
