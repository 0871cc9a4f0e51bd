//! Next URL: the response has the next page's URL.

use super::super::evidence::{Evidence, Leaf, LeafValue};
use super::super::line::{Line, quoted};
use super::super::names::normalized;
use super::parts::{call, end, size};

/// Names that are only used for URLs.
const URLS: [&str; 9] = [
    "nexturl",
    "nextpageurl",
    "nextlink",
    "nexthref",
    "nextpageuri",
    "nexturi",
    "nextrecordsurl",
    "nextpagelink",
    "odatanextlink",
];
/// Objects that hold URLs.
const HOLDERS: [&str; 3] = ["links", "link", "urls"];

pub(super) fn next_url(evidence: &Evidence) -> Option<Line> {
    let leaf = evidence.leaves.iter().find(|leaf| is_next_url(leaf, evidence))?;
    let shown = leaf.shown();
    let Some(place) = leaf.place() else {
        return Some(Line::comment(format!(
            "`{shown}` is the URL of the next page. Its name has a dot, which `paginate` cannot have: write a function for \
             `next_page_token`."
        )));
    };
    let end = end(evidence);
    let size = size(evidence, false);
    let mut words = vec![format!("at = {}", quoted(&place))];
    words.extend(end.iter().map(|end| end.word.clone()));
    words.extend(size.iter().map(|size| size.word()));
    let reason = match leaf.value {
        LeafValue::Null => {
            format!("`{place}` is null in the response. On other pages it is usually the URL of the next one.")
        }
        _ => format!("`{place}` is the URL of the next page."),
    };
    let more = end.map(|end| end.reason).unwrap_or_default();
    let size = size.map(|size| size.reason()).unwrap_or_default();
    Some(Line::guess(call("next_url", &words), format!("{reason}{more}{size}")))
}

fn is_next_url(leaf: &Leaf, evidence: &Evidence) -> bool {
    let names: Vec<String> = leaf.path.iter().map(|name| normalized(name)).collect();
    let last = names.last().map(String::as_str).unwrap_or_default();
    let says_next = names.iter().any(|name| name.contains("next")) && !names.iter().any(|name| name.contains("prev"));
    if !says_next {
        return false;
    }
    let is_in_links = names.iter().any(|name| HOLDERS.contains(&name.as_str()));
    match leaf.value {
        LeafValue::Url(_) => true,
        LeafValue::Text(None) => URLS.contains(&last) || is_in_links,
        // The last page: what its neighbours are, it is on other pages.
        LeafValue::Null => {
            URLS.contains(&last)
                || is_in_links
                || (last == "next" && (has_url_neighbour(leaf, evidence) || has_previous(leaf, evidence)))
        }
        _ => false,
    }
}

fn siblings<'a>(leaf: &'a Leaf, evidence: &'a Evidence) -> impl Iterator<Item = &'a Leaf> {
    let parent = leaf.path.split_last().map(|(_, parent)| parent).unwrap_or_default();
    evidence
        .leaves
        .iter()
        .filter(move |other| other.path.len() == leaf.path.len() && other.path.starts_with(parent) && *other != leaf)
}

fn has_url_neighbour(leaf: &Leaf, evidence: &Evidence) -> bool {
    siblings(leaf, evidence).any(|other| matches!(other.value, LeafValue::Url(_)))
}

/// `"next": null, "previous": null`: the only page of a list.
fn has_previous(leaf: &Leaf, evidence: &Evidence) -> bool {
    siblings(leaf, evidence).any(|other| other.name() == "previous" && other.value == LeafValue::Null)
}
