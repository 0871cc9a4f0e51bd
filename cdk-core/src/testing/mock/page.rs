//! Page: a request → one page of generated records, with what leads to the next page.
//!
//! Default: 25 records in pages of 10, or two and a half pages of the declared size; 5 for each record of a parent.
//! Not here: the records (see `sample`).

use serde_json::{Map, Value, json};

use super::cursor_filter::CursorFilter;
use super::sample::Sampler;
use super::set::set;
use crate::decode::RecordsPath;
use crate::json::at;
use crate::paginate::{Paginate, Place, SendAt, Strategy};
use crate::stream::{Decoder, plain};
use crate::testing::{Received, Reply};

/// Records per page without a declared size, and per page of a substream.
const PAGE: u64 = 10;
const CHILD_PAGE: u64 = 2;
/// Records of a substream per parent record.
const CHILDREN: u64 = 5;
/// The largest page. A declared size above it is served in smaller pages.
const MOST_PER_PAGE: u64 = 1000;
/// The parameter of next-page URLs.
const START: &str = "mock_start";
/// The text of tokens before their number.
const TOKEN: &str = "after_";

/// The pages of a stream.
pub(super) struct MockPages {
    pub(super) paginate: Paginate,
    pub(super) records: RecordsPath,
    pub(super) decoder: Decoder,
    pub(super) is_child: bool,
    pub(super) sampler: Sampler,
    pub(super) cursor: Option<CursorFilter>,
}

/// One page: its records, and the position of the next one.
struct MockPage {
    records: Vec<Value>,
    total: u64,
    size: u64,
    next: Option<u64>,
}

impl MockPages {
    pub(super) fn reply(&self, request: &Received) -> Reply {
        let all = self.all(request);
        let total = all.len() as u64;
        let size = self.size(request, total);
        let start = match self.start(request, &all, size) {
            Ok(start) => start.min(total),
            Err(token) => return unknown_token(&token),
        };
        let end = start.saturating_add(size).min(total);
        let records = all[start as usize..end as usize].to_vec();
        self.written(request, MockPage { records, total, size, next: (end < total).then_some(end) })
    }

    /// All records that the request selects.
    fn all(&self, request: &Received) -> Vec<Value> {
        let declared = self.paginate.size.as_ref().map_or(PAGE, |(_, size)| (*size).clamp(1, MOST_PER_PAGE));
        let count = if self.is_child { CHILDREN } else { declared * 5 / 2 };
        let first = first_number(request);
        let records = (1..=count).map(|number| self.sampler.record(first + number));
        records.filter(|record| self.cursor.as_ref().is_none_or(|cursor| cursor.selects(request, record))).collect()
    }

    /// Records per page: as the request or the definition says.
    fn size(&self, request: &Received, total: u64) -> u64 {
        let size = match (&self.paginate.strategy, &self.paginate.size) {
            (Strategy::None, _) => total,
            (_, Some((param, size))) => request.param(param).and_then(|text| text.parse().ok()).unwrap_or(*size),
            (_, None) if self.is_child => CHILD_PAGE,
            (_, None) => PAGE,
        };
        size.clamp(1, MOST_PER_PAGE.max(total))
    }

    /// The position of the requested page's first record, or the unknown token.
    fn start(&self, request: &Received, all: &[Value], size: u64) -> Result<u64, String> {
        let number = |text: &str| text.parse::<u64>().map_err(|_| text.to_owned());
        match &self.paginate.strategy {
            Strategy::None => Ok(0),
            Strategy::Page { param, start, .. } => {
                let page = request.param(param).map_or(Ok(*start), number)?;
                Ok(page.saturating_sub(*start).saturating_mul(size))
            }
            Strategy::Offset { param, .. } => request.param(param).map_or(Ok(0), number),
            Strategy::Link { .. } | Strategy::NextUrl { .. } => request.param(START).map_or(Ok(0), number),
            Strategy::Cursor { token, send } => match (sent(request, send), token) {
                (None, _) => Ok(0),
                (Some(sent), Place::Last(path)) => {
                    let is_last = |record: &Value| at(record, path).is_some_and(|value| plain(value) == sent);
                    all.iter().position(is_last).map(|position| position as u64 + 1).ok_or(sent)
                }
                (Some(sent), _) => sent.strip_prefix(TOKEN).map_or(Err(sent.clone()), number),
            },
        }
    }

    fn written(&self, request: &Received, mut page: MockPage) -> Reply {
        let mut envelope = json!({});
        let mut header = None;
        match &self.paginate.strategy {
            Strategy::None => {}
            Strategy::Page { total: Some(path), .. } => set(&mut envelope, path, page.total.div_ceil(page.size).into()),
            Strategy::Offset { total: Some(path), .. } => set(&mut envelope, path, page.total.into()),
            Strategy::Page { .. } | Strategy::Offset { .. } => {}
            Strategy::Cursor { token, .. } => {
                let next = page.next.map(|start| format!("{TOKEN}{start}"));
                if !matches!(token, Place::Last(_)) {
                    header = place(token, next, &mut envelope, &mut page.records);
                }
            }
            Strategy::NextUrl { at } => {
                let next = page.next.map(|start| next_url(request, start));
                header = place(at, next, &mut envelope, &mut page.records);
            }
            Strategy::Link { rel } => {
                let link = |start| ("Link".to_owned(), format!("<{}>; rel=\"{rel}\"", next_url(request, start)));
                header = page.next.map(link);
            }
        }
        if let Some((path, value)) = self.paginate.more.as_ref().map(|more| more.stated(page.next.is_some())) {
            set(&mut envelope, path, value.into());
        }
        let reply = self.body(envelope, page.records);
        header.into_iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    }

    fn body(&self, mut envelope: Value, records: Vec<Value>) -> Reply {
        if self.decoder == Decoder::JsonLines {
            return Reply::bytes(records.iter().map(|record| format!("{record}\n")).collect::<String>());
        }
        let (names, rest) = self.records.clone().parted();
        let records = placed(&rest, records);
        if names.is_empty() {
            return Reply::json(records);
        }
        set(&mut envelope, &names, records);
        Reply::json(envelope)
    }
}

/// The value that has the records where the rest of the path says.
fn placed(rest: &RecordsPath, records: Vec<Value>) -> Value {
    if let Some(inner) = rest.inner() {
        let (names, rest) = inner.clone().parted();
        let each = records.into_iter().map(|record| {
            let mut element = json!({});
            set(&mut element, &names, placed(&rest, vec![record]));
            element
        });
        return each.collect();
    }
    match rest.is_map() {
        true => (1..).zip(records).map(|(key, record)| (format!("key_{key}"), record)).collect::<Map<_, _>>().into(),
        false => Value::Array(records),
    }
}

/// The reply to a token that no page had.
fn unknown_token(token: &str) -> Reply {
    Reply::json(json!({ "error": format!("unknown page `{token}`") })).with_status(400)
}

/// The token that a request sends.
fn sent(request: &Received, send: &SendAt) -> Option<String> {
    let token = match send {
        SendAt::Param(name) => request.param(name).map(str::to_owned),
        SendAt::Header(name) => request.header(name).map(str::to_owned),
        SendAt::Body(path) => at(&request.json(), path).filter(|value| !value.is_null()).map(plain).or_else(|| {
            let key = path.join(".");
            request.form().into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
        }),
    };
    token.filter(|token| !token.is_empty())
}

/// Puts a token in its place. Returns it if the place is a header.
fn place(at: &Place, token: Option<String>, envelope: &mut Value, records: &mut [Value]) -> Option<(String, String)> {
    match at {
        Place::Header(name) => return token.map(|token| (name.clone(), token)),
        Place::Body(path) => set(envelope, path, token.into()),
        Place::Last(path) => {
            if let Some(last) = records.last_mut() {
                set(last, path, token.into());
            }
        }
    }
    None
}

/// The URL of the page that begins at `start`: that of the request, with another start.
fn next_url(request: &Received, start: u64) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(request.query().iter().filter(|(name, _)| name != START));
    query.append_pair(START, &start.to_string());
    let host = request.header("host").unwrap_or("127.0.0.1");
    format!("http://{host}{}?{}", request.path(), query.finish())
}

/// The number before that of the first record. The records of each parent have other numbers.
fn first_number(request: &Received) -> u64 {
    let digits = |text: &str| {
        let digits = text.trim_end_matches(|last: char| !last.is_ascii_digit());
        let start = digits.rfind(|digit: char| !digit.is_ascii_digit()).map_or(0, |before| before + 1);
        // A capture without a number is a name: its bytes are as good.
        digits[start..].parse::<u64>().unwrap_or_else(|_| text.bytes().map(u64::from).sum())
    };
    let numbers = (1..).map_while(|number: usize| {
        let capture = request.capture(&number.to_string());
        (!capture.is_empty()).then(|| digits(capture))
    });
    // Below the largest i32.
    numbers.fold(0, |first: u64, number| first.wrapping_mul(100).wrapping_add(number) % 10_000_000) * 100
}
