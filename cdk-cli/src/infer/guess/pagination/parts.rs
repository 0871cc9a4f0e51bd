//! Parts of several paginations: the flag that ends it, and the size of a page.

use super::super::evidence::{Evidence, Leaf, LeafValue};
use super::super::line::{parameter_key, quoted};
use super::super::names::normalized;

/// Names of flags that are true if there is another page.
const MORE: [&str; 7] =
    ["hasmore", "hasnext", "hasnextpage", "more", "moreitemsincollection", "moreavailable", "morerecords"];
/// Names of flags that are true on the last page.
const DONE: [&str; 7] = ["islast", "islastpage", "last", "done", "endofstream", "isend", "lastpage"];
/// Names of the size of a page.
const SIZES: [&str; 18] = [
    "limit",
    "perpage",
    "pagesize",
    "pagelimit",
    "maxresults",
    "first",
    "take",
    "size",
    "top",
    "itemsperpage",
    "resultsperpage",
    "maxrecords",
    "maxitems",
    "num",
    "rows",
    "paginationlimit",
    "count",
    "pagecount",
];
/// Names that are a size in a response, too.
const SHOWN_SIZES: [&str; 6] = ["limit", "perpage", "pagesize", "maxresults", "itemsperpage", "size"];
/// Names of the number of all records.
pub(super) const TOTALS: [&str; 14] = [
    "total",
    "totalcount",
    "totalresults",
    "totalrecords",
    "totalitems",
    "totalelements",
    "totalsize",
    "totalhits",
    "recordstotal",
    "count",
    "recordcount",
    "itemcount",
    "totalrows",
    "found",
];

/// `more = "has_more"` or `done = "is_last"`.
#[derive(Debug)]
pub(super) struct End {
    pub(super) word: String,
    pub(super) reason: String,
}

/// The flag that ends a pagination.
pub(super) fn end(evidence: &Evidence) -> Option<End> {
    let is_flag = |leaf: &Leaf| leaf.value == LeafValue::Bool && leaf.place().is_some();
    let found = |names: &[&str], option: &str, meaning: &str| {
        let leaf = evidence.leaf(names, is_flag)?;
        let place = leaf.place()?;
        Some(End {
            word: format!("{option} = {}", quoted(&place)),
            reason: format!(" `{place}` says whether {meaning}."),
        })
    };
    found(&MORE, "more", "there is another page").or_else(|| found(&DONE, "done", "this is the last page"))
}

/// `size(limit = 100)`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) name: String,
    pub(super) number: u64,
    from: SizeSource,
}

#[derive(Debug, PartialEq, Eq)]
enum SizeSource {
    Url,
    Document,
    Response,
}

impl Size {
    pub(super) fn word(&self) -> String {
        let name = parameter_key(&self.name);
        format!("size({name} = {})", self.number)
    }

    pub(super) fn reason(&self) -> String {
        match self.from {
            SizeSource::Url => " The page size is that of the URL; use the API's largest.".to_owned(),
            SizeSource::Document => " The page size is the largest that the document allows.".to_owned(),
            SizeSource::Response => " The page size is that of the response; use the API's largest.".to_owned(),
        }
    }
}

/// The size of a page; of a response only if `from_response`, since its name is then a guess.
pub(super) fn size(evidence: &Evidence, from_response: bool) -> Option<Size> {
    let parameter = evidence.parameters.iter().find_map(|parameter| {
        let is_size = SIZES.contains(&normalized(&parameter.name).as_str());
        let sent = parameter.value.as_deref().and_then(|value| value.parse().ok());
        let (number, from) = match (sent, parameter.maximum) {
            (Some(number), _) => (number, SizeSource::Url),
            (None, Some(number)) => (number, SizeSource::Document),
            (None, None) => return None,
        };
        (is_size && number > 0).then(|| Size { name: parameter.name.clone(), number, from })
    });
    let shown = || {
        let leaf = evidence.nearest(&SHOWN_SIZES, |leaf| leaf.number().is_some_and(|number| number > 0))?;
        let number = u64::try_from(leaf.number()?).ok()?;
        Some(Size { name: leaf.path.last()?.clone(), number, from: SizeSource::Response })
    };
    parameter.or_else(|| if from_response { shown() } else { None })
}

/// Whether a parameter is the size of a page.
pub(super) fn is_size(name: &str) -> bool {
    SIZES.contains(&normalized(name).as_str())
}

/// `paginate = cursor(token = "next", param = "cursor")`
pub(super) fn call(strategy: &str, words: &[String]) -> String {
    format!("paginate = {strategy}({})", words.join(", "))
}
