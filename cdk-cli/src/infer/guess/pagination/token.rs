//! Token: the response has a token, which the next request sends.

use super::super::evidence::{Evidence, Leaf, LeafValue};
use super::super::line::{Line, quoted};
use super::super::names::normalized;
use super::parts::{call, end, size};

/// Names of tokens, with the parameter that usually sends each.
const TOKENS: [(&str, &str); 27] = [
    ("nextcursor", "cursor"),
    ("nextpagetoken", "page_token"),
    ("nexttoken", "next_token"),
    ("endcursor", "after"),
    ("aftercursor", "after"),
    ("after", "after"),
    ("continuationtoken", "continuation_token"),
    ("nextcontinuationtoken", "continuation_token"),
    ("scrollid", "scroll_id"),
    ("bookmark", "bookmark"),
    ("startingafter", "starting_after"),
    ("nextpageid", "page_id"),
    ("nextpagekey", "next_page_key"),
    ("nextmarker", "marker"),
    ("marker", "marker"),
    ("paginationtoken", "pagination_token"),
    ("pagingtoken", "paging_token"),
    ("pagetoken", "page_token"),
    ("nextoffset", "offset"),
    ("nextstart", "start"),
    ("nextid", "next_id"),
    ("nextkey", "next_key"),
    ("cursornext", "cursor"),
    ("nextpage", "page"),
    ("next", "cursor"),
    ("cursor", "cursor"),
    ("offset", "offset"),
];
/// Names of parameters that send tokens.
const PARAMETERS: [&str; 15] = [
    "cursor",
    "pagetoken",
    "after",
    "startingafter",
    "startcursor",
    "nexttoken",
    "paginationtoken",
    "continuationtoken",
    "bookmark",
    "marker",
    "scrollid",
    "pagecursor",
    "pageafter",
    "nextcursor",
    "nextpagetoken",
];

/// A token that is a text.
pub(super) fn token(evidence: &Evidence) -> Option<Line> {
    let names: Vec<&str> = TOKENS.iter().map(|(name, _)| *name).collect();
    let is_text = |leaf: &Leaf| matches!(leaf.value, LeafValue::Text(_)) && !leads_back(leaf);
    // `null` is the last page. An `offset` of null says nothing.
    let is_null = |leaf: &Leaf| leaf.value == LeafValue::Null && !leads_back(leaf) && leaf.name() != "offset";
    let leaf = evidence.leaf(&names, is_text).or_else(|| evidence.leaf(&names, is_null))?;
    line(leaf, evidence)
}

/// The number of the next page, or where it starts.
pub(super) fn next_number(evidence: &Evidence) -> Option<Line> {
    const NUMBERS: [&str; 8] =
        ["nextpage", "nextpagenumber", "nextoffset", "nextstart", "nextcursor", "nextid", "next", "cursornext"];
    let leaf = evidence.leaf(&NUMBERS, |leaf| leaf.is_number() && !leads_back(leaf))?;
    line(leaf, evidence)
}

fn leads_back(leaf: &Leaf) -> bool {
    leaf.path.iter().any(|name| {
        let name = normalized(name);
        name.contains("prev") || name == "before" || name == "self" || name == "first"
    })
}

fn line(leaf: &Leaf, evidence: &Evidence) -> Option<Line> {
    let shown = leaf.shown();
    let Some(place) = leaf.place() else {
        return Some(Line::comment(format!(
            "`{shown}` is the token of the next page. Its name has a dot, which `paginate` cannot have: write a function for \
             `next_page_token`."
        )));
    };
    let end = end(evidence);
    if is_graphql(leaf) {
        let more = end.map(|end| format!(", {}", end.word)).unwrap_or_default();
        return Some(Line::comment(format!(
            "GraphQL: `{place}` is the token of the next page. Add `body = graphql(query = \"…\")` and `paginate = \
             cursor(token = {}{more}, body = \"variables.after\")`.",
            quoted(&place)
        )));
    }
    let (parameter, is_known) = parameter(leaf, evidence);
    let size = size(evidence, false);
    let mut words = vec![format!("token = {}", quoted(&place)), format!("param = {}", quoted(&parameter))];
    words.extend(end.iter().map(|end| end.word.clone()));
    words.extend(size.iter().map(|size| size.word()));
    let what = match &leaf.value {
        LeafValue::Null => {
            format!("`{place}` is null in the response. On other pages it is usually the token of the next one.")
        }
        LeafValue::Number(_) => format!("`{place}` is the number of the next page."),
        _ => format!("`{place}` is the token of the next page."),
    };
    let sends = if is_known {
        format!(" The parameter `{parameter}` sends it.")
    } else {
        format!(" The name of the parameter, `{parameter}`, is usual: check it.")
    };
    let more = end.map(|end| end.reason).unwrap_or_default();
    let size = size.map(|size| size.reason()).unwrap_or_default();
    Some(Line::guess(call("cursor", &words), format!("{what}{sends}{more}{size}")))
}

/// `data.orders.pageInfo.endCursor`
fn is_graphql(leaf: &Leaf) -> bool {
    leaf.path.iter().any(|name| name == "pageInfo") && leaf.path.first().is_some_and(|name| name == "data")
}

/// The parameter that sends a token, and whether the request or the document has it.
fn parameter(leaf: &Leaf, evidence: &Evidence) -> (String, bool) {
    let name = leaf.name();
    let number_of_page = leaf.is_number() && name.ends_with("next");
    let usual = TOKENS.iter().find(|(token, _)| *token == name).map_or("cursor", |(_, parameter)| *parameter);
    let usual = if number_of_page || name == "nextpagenumber" { "page" } else { usual };
    let same = normalized(usual);
    let known = evidence.parameter(&[&same]).or_else(|| evidence.parameter(&PARAMETERS));
    if let Some(known) = known {
        return (known.name.clone(), true);
    }
    let is_camel = leaf.path.last().is_some_and(|name| name.bytes().any(|byte| byte.is_ascii_uppercase()));
    (if is_camel { camel_case(usual) } else { usual.to_owned() }, false)
}

fn camel_case(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| format!("{out}{}{}", part[..1].to_ascii_uppercase(), &part[1..]))
}
