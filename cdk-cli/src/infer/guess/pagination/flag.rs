//! Flag: the response says only that there is another page.

use super::super::evidence::Evidence;
use super::super::line::{Line, quoted};
use super::parts::{call, end, size};

/// Parameters that take the id of the last record.
const AFTER: [&str; 5] = ["startingafter", "afterid", "lastid", "after", "sinceid"];

pub(super) fn flag(evidence: &Evidence) -> Option<Line> {
    let end = end(evidence)?;
    let size = size(evidence, false);
    let known = evidence.parameter(&AFTER);
    let numbered = evidence.parameter(&["page", "offset", "skip"]);
    if let (Some(parameter), None) = (numbered, known) {
        let strategy = if parameter.name.to_ascii_lowercase().contains("page") { "page" } else { "offset" };
        let mut words = vec![format!("param = {}", quoted(&parameter.name)), end.word];
        words.extend(size.iter().map(|size| size.word()));
        let size = size.map(|size| size.reason()).unwrap_or_default();
        let reason = format!("The request has the parameter `{}`.{}{size}", parameter.name, end.reason);
        return Some(Line::guess(call(strategy, &words), reason));
    }
    if !evidence.has_field("id") {
        return Some(Line::comment(format!(
            "{} The response has no token for the next page: add `paginate = …`.",
            end.reason.trim_start()
        )));
    }
    let name = known.map_or("starting_after", |parameter| parameter.name.as_str());
    let mut words = vec!["token = last(\"id\")".to_owned(), format!("param = {}", quoted(name)), end.word];
    words.extend(size.iter().map(|size| size.word()));
    let check = if known.is_some() { "sends" } else { "usually sends" };
    let reason = format!(
        "{} The response has no token, so the next request {check} the `id` of the last record as `{name}`.{}",
        end.reason.trim_start(),
        size.map(|size| size.reason()).unwrap_or_default()
    );
    Some(Line::guess(call("cursor", &words), reason))
}
