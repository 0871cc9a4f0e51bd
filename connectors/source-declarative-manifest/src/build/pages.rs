//! Pagination: the paginators of a manifest as the hook `next_page_token`.

use cdk_core::{Error, Result};
use serde_json::{Map, Value};

use super::records::{RecordPlan, decoder};
use super::request::{Injection, RequestOption};
use super::scope::{HookCx, WindowNames, variables};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text, Variables};
use crate::truth::is_truthy;

/// A paginator, and where its token and size are sent.
pub(super) struct PagePlan {
    strategy: Strategy,
    size: Option<Text>,
    token_option: Option<TokenPlace>,
    size_option: Option<RequestOption>,
}

enum Strategy {
    Page { start: i64, is_first_sent: bool },
    Offset { is_first_sent: bool },
    Cursor { value: Text, stop: Option<Text> },
}

enum TokenPlace {
    Path,
    Option(RequestOption),
}

impl PagePlan {
    pub(super) fn read(jinja: &Jinja, paginator: &Component<'_>) -> Outcome<Option<Self>> {
        match paginator.kind() {
            "NoPagination" => return Ok(None),
            "DefaultPaginator" => {}
            _ => return Err(paginator.unsupported()),
        }
        let strategy = paginator.needed("pagination_strategy")?;
        let size = strategy.text(jinja, "page_size")?;
        let is_first_sent = |strategy: &Component<'_>| strategy.flag("inject_on_first_request");
        let kind = match strategy.kind() {
            "PageIncrement" => Strategy::Page {
                start: strategy.get("start_from_page").map_or(Ok(0), |start| {
                    start.as_i64().ok_or_else(|| strategy.error("`start_from_page` must be a whole number"))
                })?,
                is_first_sent: is_first_sent(&strategy)?,
            },
            "OffsetIncrement" => Strategy::Offset { is_first_sent: is_first_sent(&strategy)? },
            "CursorPagination" => Strategy::Cursor {
                value: strategy
                    .text(jinja, "cursor_value")?
                    .ok_or_else(|| strategy.error("`cursor_value` is missing"))?,
                stop: strategy.text(jinja, "stop_condition")?,
            },
            _ => return Err(strategy.unsupported()),
        };
        decoder(&strategy)?;
        strategy.finish()?;
        let token_option = match paginator.child("page_token_option")? {
            None => None,
            Some(option) if option.kind() == "RequestPath" => {
                option.finish()?;
                Some(TokenPlace::Path)
            }
            Some(option) => Some(TokenPlace::Option(RequestOption::read(jinja, &option)?)),
        };
        let size_option =
            paginator.child("page_size_option")?.map(|option| RequestOption::read(jinja, &option)).transpose()?;
        if size_option.is_some() && size.is_none() {
            return Err(paginator.error("`page_size_option` needs a `page_size`"));
        }
        decoder(paginator)?;
        // Python reads `url_base` here only for messages.
        paginator.skip(&["url_base"]);
        paginator.finish()?;
        Ok(Some(Self { strategy: kind, size, token_option, size_option }))
    }

    /// The token of the requested page: that of the previous page, or the first one.
    pub(super) fn token(&self, next_page_token: Option<&Value>) -> Option<Value> {
        next_page_token.cloned().or(match &self.strategy {
            Strategy::Page { start, is_first_sent: true } => Some((*start).into()),
            Strategy::Offset { is_first_sent: true } => Some(0.into()),
            _ => None,
        })
    }

    /// The path of the next page, if the token is one.
    pub(super) fn path(&self, token: Option<&Value>) -> Option<String> {
        match (&self.token_option, token) {
            (Some(TokenPlace::Path), Some(token)) => Some(crate::jinja::written(token)),
            _ => None,
        }
    }

    /// Whether the token or the size goes in the body.
    pub(super) fn is_in_body(&self) -> bool {
        let token = matches!(&self.token_option, Some(TokenPlace::Option(option)) if option.is_in_body());
        token || self.size_option.as_ref().is_some_and(RequestOption::is_in_body)
    }

    /// What the paginator adds to a request.
    pub(super) fn injections(&self, variables: &Variables, token: Option<&Value>) -> Result<Vec<Injection>> {
        let mut injections = Vec::new();
        if let (Some(TokenPlace::Option(option)), Some(token)) = (&self.token_option, token) {
            injections.push(option.inject(variables, token.clone())?);
        }
        if let (Some(option), Some(size)) = (&self.size_option, self.page_size(variables)?) {
            injections.push(option.inject(variables, size.into())?);
        }
        Ok(injections)
    }

    fn page_size(&self, variables: &Variables) -> Result<Option<u64>> {
        let Some(size) = &self.size else { return Ok(None) };
        match size.value(variables, Kinds::Any)? {
            Value::Null => Ok(None),
            value => match value.as_u64() {
                Some(size) => Ok(Some(size).filter(|size| *size > 0)),
                None => Err(Error::config(format!("the page size `{value}` is not a whole number"))),
            },
        }
    }

    /// The hook `next_page_token`.
    pub(super) fn next<P: 'static, S: 'static>(
        &self,
        cx: &HookCx<'_, P, S>,
        window: Option<&WindowNames>,
        records: &RecordPlan,
    ) -> Result<Option<Value>> {
        let mut variables = variables(cx, window);
        let body = cx.response()?.body();
        let written = cx.page_len().unwrap_or_default();
        let Strategy::Cursor { value, stop } = &self.strategy else {
            let len = if records.keeps_number() { written } else { records.count(body, &variables)? };
            return self.next_number(cx.next_page_token(), len as u64, &mut variables, body);
        };
        variables.set("response", &decoded(body));
        variables.set("headers", &headers(cx)?);
        variables.set("last_record", cx.last_record().unwrap_or(&Value::Null));
        variables.set("last_page_size", &written.into());
        if let Some(size) = self.page_size(&variables)? {
            variables.set("page_size", &size.into());
        }
        if let Some(stop) = stop
            && stop.holds(&variables)?
        {
            return Ok(None);
        }
        Ok(Some(value.value(&variables, Kinds::Any)?).filter(is_truthy))
    }

    fn next_number(
        &self,
        token: Option<&Value>,
        len: u64,
        variables: &mut Variables,
        body: &[u8],
    ) -> Result<Option<Value>> {
        if self.size.as_ref().is_some_and(|size| size.reads("response")) {
            variables.set("response", &decoded(body));
        }
        if len == 0 || self.page_size(variables)?.is_some_and(|size| len < size) {
            return Ok(None);
        }
        let start = match &self.strategy {
            Strategy::Page { start, .. } => *start,
            _ => 0,
        };
        let step = if matches!(self.strategy, Strategy::Page { .. }) { 1 } else { i64::try_from(len).unwrap_or(1) };
        let last = token.and_then(Value::as_i64).unwrap_or(start);
        Ok(Some(last.saturating_add(step).into()))
    }
}

/// A body that is not JSON is an empty object, as in Python.
fn decoded(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| Value::Object(Map::new()))
}

/// The headers by their names in lower case and as `X-Next-Page`, and `link` as an object.
fn headers<P: 'static, S: 'static>(cx: &HookCx<'_, P, S>) -> Result<Value> {
    let mut headers = Map::new();
    for (name, value) in cx.response()?.headers() {
        let value = Value::from(String::from_utf8_lossy(value.as_bytes()).into_owned());
        headers.insert(title(name.as_str()), value.clone());
        headers.insert(name.as_str().to_owned(), value);
    }
    let links = cx.response()?.header("link").map(links).unwrap_or_default();
    headers.insert("link".to_owned(), Value::Object(links));
    Ok(Value::Object(headers))
}

fn title(name: &str) -> String {
    let capital = |part: &str| {
        let mut signs = part.chars();
        signs.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(signs).collect::<String>()
    };
    name.split('-').map(capital).collect::<Vec<_>>().join("-")
}

/// The links of a `Link` header, by `rel`.
fn links(header: &str) -> Map<String, Value> {
    let mut links = Map::new();
    for link in header.split(", <") {
        let (url, parameters) = link.split_once(';').unwrap_or((link, ""));
        let url = url.trim_matches([' ', '<', '>', '\'', '"']);
        let mut fields = Map::from_iter([("url".to_owned(), Value::from(url))]);
        for parameter in parameters.split(';') {
            let Some((key, value)) = parameter.split_once('=') else { break };
            let clean = |text: &str| text.trim_matches([' ', '\'', '"']).to_owned();
            fields.insert(clean(key), clean(value).into());
        }
        let key = fields.get("rel").and_then(Value::as_str).unwrap_or(url).to_owned();
        links.insert(key, Value::Object(fields));
    }
    links
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_link_header_is_an_object_by_rel() {
        let header = r#"<https://a.example/x?page=2>; rel="next", <https://a.example/x?page=9>; rel=last"#;

        assert_eq!(links(header)["next"], json!({ "url": "https://a.example/x?page=2", "rel": "next" }));
        assert_eq!(links(header)["last"]["url"], "https://a.example/x?page=9");
        assert_eq!(title("x-next-page"), "X-Next-Page");
    }
}
