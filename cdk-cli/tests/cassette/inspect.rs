//! Inspect: the page, as a browser shows it.

use crate::browser::{dumped, pictured};
use crate::shop::{HOSTILE, long_cassette, recorded};
use crate::{cdk, empty};

#[test]
fn a_recorded_run_is_a_page_with_requests_attempts_records_and_states() {
    let (tape, _) = recorded("page");
    let shown = tape.to_str().unwrap();

    let output = cdk(&["inspect", shown]);

    let page = tape.join("inspect.html");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let start = format!("{}: 10 exchanges, 9 pages, ", page.display());
    assert!(output.status.success() && stdout.starts_with(&start), "{stdout}");
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(!text.contains("t0ken-of-the-shop") && !text.contains(HOSTILE), "nothing leaks or breaks out");
    assert!(!text.contains(" src=\"") && !text.contains("href="), "no reference to another file");

    let (second, masked) = (number(&tape, "\"attempt\":2"), number(&tape, "token: ****"));
    let Some(dom) = dumped(&page, &second) else { return };
    for part in [
        "<title>Cassette of shop</title>",
        "<td>customer</td>",
        "<td>order</td>",
        ">503<",
        ">STATE<",
        "<h2>Response 200</h2>",
        "<dt>attempt</dt><dd>2</dd>",
        "<dt>records</dt><dd>1</dd>",
        "<span class=\"key\">note</span>",
        "&lt;/script&gt;&lt;script&gt;document.title = 'broken'",
    ] {
        assert!(dom.contains(part), "{part} is not in {dom}");
    }
    let masked = dumped(&page, &masked).unwrap();
    assert!(masked.contains("<mark title=\"masked by the connector\">****</mark>"), "{masked}");
    pictured(&page, &second, &tape.join("inspect.png")).unwrap();
    assert!(std::fs::metadata(tape.join("inspect.png")).unwrap().len() > 10_000);
}

/// The number of the first exchange whose line contains this text.
fn number(tape: &std::path::Path, text: &str) -> String {
    let lines = std::fs::read_to_string(tape.join("exchanges.jsonl")).unwrap();
    let line = lines.lines().find(|line| line.starts_with("{\"exchange\"") && line.contains(text)).unwrap();
    serde_json::from_str::<serde_json::Value>(line).unwrap()["exchange"].to_string()
}

#[test]
fn ten_thousand_exchanges_are_a_page_that_opens() {
    let tape = empty("long");
    long_cassette(&tape, 2, 10_000);

    let output = cdk(&["inspect", tape.to_str().unwrap()]);

    assert!(output.status.success(), "{output:?}");
    let page = tape.join("inspect.html");
    assert!(std::fs::metadata(&page).unwrap().len() < 100 << 20);
    let Some(dom) = dumped(&page, "q=page=9999") else { return };
    assert!(dom.contains("1,000,000") && dom.contains("items?page=9999") && dom.contains(">1 of 10,000<"), "{dom}");
}

#[test]
fn a_cassette_in_format_1_is_shown_in_its_order() {
    let tape = empty("format-1");
    long_cassette(&tape, 1, 3);

    let output = cdk(&["inspect", tape.to_str().unwrap(), "--body-bytes", "100"]);

    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.ends_with(
            ": 3 exchanges, 0 pages, 0 states; 3 bodies are cut after 100 bytes, raise --body-bytes to see more\n"
        ),
        "{stdout}"
    );
    let Some(dom) = dumped(&tape.join("inspect.html"), "3") else { return };
    assert!(dom.contains("times are not recorded in format 1") && dom.contains("the first 100 of "), "{dom}");
}
