//! Numbers: page numbers and offsets.

use super::super::evidence::{Evidence, Leaf};
use super::super::line::{Line, quoted};
use super::super::names::normalized;
use super::parts::{TOTALS, call, end, is_size, size};

/// Names of the number of pages.
const PAGES: [&str; 11] = [
    "totalpages",
    "pagecount",
    "lastpage",
    "pages",
    "numpages",
    "pagestotal",
    "nbpages",
    "maxpage",
    "pagetotal",
    "numberofpages",
    "totalpage",
];
/// Names of the number of this page, in a response.
const PAGE: [&str; 8] = ["page", "currentpage", "pagenumber", "number", "pageindex", "pageno", "pagenum", "current"];
/// Names of the same as a parameter.
const PAGE_PARAMETERS: [&str; 8] = ["page", "pagenumber", "p", "pagenum", "pageno", "pageindex", "currentpage", "pn"];
/// Names of the number of records before this page, in a response and as a parameter.
const OFFSETS: [&str; 6] = ["offset", "skip", "startat", "start", "startindex", "from"];

/// Numbered pages, by numbers in the response.
pub(super) fn pages(evidence: &Evidence) -> Option<Line> {
    let total = evidence.nearest(&PAGES, |leaf| leaf.is_number() && leaf.place().is_some());
    let current = evidence.nearest(&PAGE, Leaf::is_number);
    let parameter = evidence.parameter(&PAGE_PARAMETERS);
    let size = size(evidence, true);
    if total.is_none() && (current.is_none() || (parameter.is_none() && size.is_none())) {
        return None;
    }
    let shown =
        current.filter(|leaf| PAGE_PARAMETERS.contains(&leaf.name().as_str())).and_then(|leaf| leaf.path.last());
    let shown = shown.filter(|name| normalized(name) != "currentpage");
    let (name, is_known) = match (parameter, shown) {
        (Some(parameter), _) => (parameter.name.clone(), true),
        (None, Some(name)) => (name.clone(), false),
        (None, None) => ("page".to_owned(), false),
    };
    let starts_at_0 = current.and_then(Leaf::number) == Some(0);
    let mut words = vec![format!("param = {}", quoted(&name))];
    words.extend(starts_at_0.then(|| "start = 0".to_owned()));
    let total = total.and_then(Leaf::place);
    words.extend(total.iter().map(|place| format!("total = {}", quoted(place))));
    let end = if total.is_none() { end(evidence) } else { None };
    words.extend(end.iter().map(|end| end.word.clone()));
    words.extend(size.iter().map(|size| size.word()));
    let mut reason = match (current, &total) {
        (Some(current), Some(total)) => {
            format!("`{}` is the number of this page, `{total}` is the number of pages.", current.shown())
        }
        (None, Some(total)) => format!("`{total}` is the number of pages."),
        (Some(current), None) => format!("`{}` is the number of this page.", current.shown()),
        (None, None) => "The request has a page number.".to_owned(),
    };
    if !is_known {
        reason.push_str(&format!(" The name of the parameter, `{name}`, is usual: check it."));
    }
    reason.push_str(&end.map(|end| end.reason).unwrap_or_default());
    reason.push_str(&size.map(|size| size.reason()).unwrap_or_default());
    Some(Line::guess(call("page", &words), reason))
}

/// Offsets, by numbers in the response.
pub(super) fn offset(evidence: &Evidence) -> Option<Line> {
    let current = evidence.nearest(&OFFSETS, Leaf::is_number);
    let parameter = evidence.parameter(&OFFSETS);
    let total = evidence.nearest(&TOTALS, |leaf| leaf.is_number() && leaf.place().is_some());
    let size = size(evidence, true);
    let end = end(evidence);
    let (Some(name), true) = (
        parameter.map(|parameter| parameter.name.clone()).or_else(|| current?.path.last().cloned()),
        total.is_some() || size.is_some() || end.is_some(),
    ) else {
        return None;
    };
    if current.is_some_and(|leaf| leaf.name() == "startindex" && leaf.number() == Some(1)) {
        return Some(Line::comment(format!(
            "`{name}` counts records from 1. `paginate = offset(…)` counts from 0: write a function for `next_page_token`."
        )));
    }
    let place = total.and_then(Leaf::place);
    let mut words = vec![format!("param = {}", quoted(&name))];
    match (&place, &end) {
        (Some(place), _) => words.push(format!("total = {}", quoted(place))),
        (None, Some(end)) => words.push(end.word.clone()),
        (None, None) => {}
    }
    words.extend(size.iter().map(|size| size.word()));
    let mut reason = match current {
        Some(leaf) => format!("`{}` is the number of records before this page.", leaf.shown()),
        None => format!("The parameter `{name}` is the number of records before the page."),
    };
    match (place, end) {
        (Some(place), _) => reason.push_str(&format!(" `{place}` is the number of all records.")),
        (None, end) => reason.push_str(&end.map(|end| end.reason).unwrap_or_default()),
    }
    reason.push_str(&size.map(|size| size.reason()).unwrap_or_default());
    Some(Line::guess(call("offset", &words), reason))
}

/// Parameters of the request alone.
pub(super) fn parameters(evidence: &Evidence) -> Option<Line> {
    let size = size(evidence, false);
    let counted = |strategy: &str, name: &str, what: &str| {
        let mut words = vec![format!("param = {}", quoted(name))];
        words.extend(size.iter().map(|size| size.word()));
        let more = size.as_ref().map(|size| size.reason()).unwrap_or_default();
        Line::guess(call(strategy, &words), format!("The request has the parameter `{name}`, {what}.{more}"))
    };
    if let Some(parameter) = evidence.parameter(&PAGE_PARAMETERS) {
        return Some(counted("page", &parameter.name, "the number of the page"));
    }
    if let Some(parameter) = evidence.parameter(&OFFSETS[..3]) {
        return Some(counted("offset", &parameter.name, "the number of records before the page"));
    }
    let sized = evidence.parameters.iter().find(|parameter| is_size(&parameter.name))?;
    Some(Line::comment(format!(
        "No pagination found, but the request has the page size `{}`. Add `paginate = …`.",
        sized.name
    )))
}
