//! Errors: bad input gets one sentence with the fix.

use crate::{cdk, empty};

fn error(arguments: &[&str]) -> String {
    let output = cdk(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_end().strip_prefix("error: ").unwrap().to_owned()
}

#[test]
fn what_is_no_cassette_gets_a_sentence() {
    let directory = empty("errors");
    let (shown, file) = (directory.display().to_string(), directory.join("exchanges.jsonl"));
    let cases = [
        (
            None,
            "cannot read the cassette `FILE`: No such file or directory (os error 2); give the directory that a \
                connector's --keep-cache wrote",
        ),
        (Some(""), "`FILE` is not a cassette; give the directory that a connector's --keep-cache wrote"),
        (Some("{}\n"), "`FILE` is not a cassette; give the directory that a connector's --keep-cache wrote"),
        (
            Some("{\"cassette\":9}\n"),
            "the cassette `FILE` has format 9, but this `cdk` knows format 2: install a newer \
                                      `cdk`",
        ),
        (
            Some("{\"cassette\":1}\nnot JSON\n{\"end\":0}\n"),
            "line 2 of the cassette `FILE` is damaged: expected ident at \
                                                             line 1 column 2; record the run again",
        ),
    ];
    for (content, want) in cases {
        if let Some(content) = content {
            std::fs::write(&file, content).unwrap();
        }
        let want = want.replace("FILE", &file.display().to_string());
        assert_eq!(error(&["inspect", &shown]), want);
        assert_eq!(error(&["mock", &shown, "--port", "0"]), want);
    }
}

#[test]
fn an_empty_cassette_and_a_used_port_are_named() {
    let directory = empty("empty");
    let shown = directory.display().to_string();
    std::fs::write(directory.join("exchanges.jsonl"), "{\"cassette\":2}\n").unwrap();
    let want = format!("the cassette `{shown}` has no requests; record a run that sends some");
    assert_eq!(error(&["mock", &shown]), want);

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    crate::shop::long_cassette(&directory, 2, 1);
    let message = error(&["mock", &shown, "--port", &port]);
    assert!(
        message.starts_with(&format!("cannot serve on port {port}: "))
            && message.ends_with("; use another --port, or 0 for a free one"),
        "{message}"
    );

    let nowhere = directory.join("no/such/page.html").display().to_string();
    let want = format!("cannot write `{nowhere}`: No such file or directory (os error 2); use --out FILE");
    assert_eq!(error(&["inspect", &shown, "--out", &nowhere]), want);
}
