//! HTML: the page, with its style, its code and its data in one file.
//!
//! The data is JSON in a script element. `<` is written as `\u003c` in it, so that no text of an API can end the
//! element. The page's code only writes texts, never HTML, and the page forbids itself every connection.

use std::io::{Result, Write};

use serde_json::json;

use super::events::Recording;

const STYLE: &str = include_str!("page/style.css");
const CODE: &str = include_str!("page/code.js");
const BODY: &str = include_str!("page/body.html");

/// Writes the page of a recording.
///
/// # Errors
/// As the output.
pub(super) fn write_page(out: &mut impl Write, recording: &Recording) -> Result<()> {
    let head = &recording.head;
    out.write_all(b"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")?;
    out.write_all(
        b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
          script-src 'unsafe-inline'\">\n",
    )?;
    write!(out, "<title>Cassette</title>\n<style>\n{STYLE}</style>\n</head>\n{BODY}")?;
    let head = json!({
        "connector": head.connector, "version": head.version, "now": head.now, "format": head.format,
        "is_whole": recording.is_whole,
    });
    out.write_all(b"<script type=\"application/json\" id=\"head\">")?;
    write_json(out, &head)?;
    out.write_all(b"</script>\n<script type=\"application/json\" id=\"events\">[")?;
    for (number, event) in recording.events.iter().enumerate() {
        out.write_all(if number > 0 { b",\n" } else { b"\n" })?;
        write_json(out, event)?;
    }
    write!(out, "]</script>\n<script>\n{CODE}</script>\n</body>\n</html>\n")
}

fn write_json(out: &mut impl Write, value: &serde_json::Value) -> Result<()> {
    out.write_all(value.to_string().replace('<', "\\u003c").as_bytes())
}
