//! The rules in their order, and what is said if none fits.

use super::super::evidence::{Evidence, LinkHeader};
use super::super::line::Line;
use super::parts::{TOTALS, call, size};
use super::{flag, next_url, numbers, sent, token};

type Rule = fn(&Evidence) -> Option<Line>;

const RULES: [Rule; 9] = [
    sent::sent,
    link,
    next_url::next_url,
    token::token,
    token::next_number,
    numbers::pages,
    numbers::offset,
    flag::flag,
    numbers::parameters,
];

/// How the next page is found.
pub(crate) fn pagination(evidence: &Evidence) -> Line {
    if evidence.is_single {
        return Line::comment("No pagination: the response is one record.");
    }
    RULES.iter().find_map(|rule| rule(evidence)).unwrap_or_else(|| none(evidence))
}

fn link(evidence: &Evidence) -> Option<Line> {
    let reason = match evidence.link? {
        LinkHeader::HasNext => "The `Link` header has the URL of the next page.",
        LinkHeader::HasOther => "The response has a `Link` header. Its relation `next` is usually the next page.",
    };
    let size = size(evidence, false);
    let attribute = match &size {
        None => "paginate = \"link\"".to_owned(),
        Some(size) => call("link", &[size.word()]),
    };
    Some(Line::guess(attribute, format!("{reason}{}", size.map(|size| size.reason()).unwrap_or_default())))
}

fn none(evidence: &Evidence) -> Line {
    let total = evidence.leaf(&TOTALS, |leaf| leaf.number().is_some());
    if let (Some(total), Some(count)) = (total, evidence.record_count)
        && let Some(number) =
            total.number().filter(|number| usize::try_from(*number).is_ok_and(|number| number > count))
    {
        return Line::comment(format!(
            "No pagination found, but `{}` is {number} and the response has {count} records. Add `paginate = …`.",
            total.shown()
        ));
    }
    Line::comment("No pagination: the response does not show how the next page is found.")
}
