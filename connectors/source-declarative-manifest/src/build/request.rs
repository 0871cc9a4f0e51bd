//! Requests: URL, parameters, headers and body, as hooks.

use cdk_core::stream::{Body, Method, Params};
use cdk_core::{Error, Result};
use serde_json::{Map, Value};

use super::url::{origin, query, quoted};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text, Variables, written};

/// Where a value goes in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Param,
    Header,
    Form,
    Json,
}

/// A `RequestOption`: the place of a page token, a page size, a slice or a window.
pub(super) struct RequestOption {
    place: Place,
    path: Vec<Text>,
}

/// A value with its place.
pub(super) struct Injection {
    place: Place,
    path: Vec<String>,
    value: Value,
}

impl RequestOption {
    pub(super) fn read(jinja: &Jinja, option: &Component<'_>) -> Outcome<Self> {
        if !matches!(option.kind(), "RequestOption" | "") {
            return Err(option.unsupported());
        }
        let place = match option.get("inject_into").and_then(Value::as_str) {
            Some("request_parameter") => Place::Param,
            Some("header") => Place::Header,
            Some("body_data") => Place::Form,
            Some("body_json") => Place::Json,
            _ => return Err(option.error("`inject_into` must be a place in the request")),
        };
        let path = match (option.get("field_name"), option.get("field_path")) {
            (Some(name), None) => vec![option.compiled(jinja, name)?],
            (None, Some(Value::Array(names))) if place == Place::Json => {
                names.iter().map(|name| option.compiled(jinja, name)).collect::<Result<_, _>>()?
            }
            _ => return Err(option.error("either `field_name`, or `field_path` with `body_json`, is required")),
        };
        option.finish()?;
        Ok(Self { place, path })
    }

    /// The name and place, if both are known without a config: for an API key.
    pub(super) fn fixed(&self) -> Option<(Place, String)> {
        match self.path.as_slice() {
            [name] => Some((self.place, name.constant()?.as_str()?.to_owned())),
            _ => None,
        }
    }

    /// Whether the value goes in the body.
    pub(super) fn is_in_body(&self) -> bool {
        matches!(self.place, Place::Form | Place::Json)
    }

    pub(super) fn inject(&self, variables: &Variables, value: Value) -> Result<Injection> {
        let path = self.path.iter().map(|name| name.text(variables)).collect::<Result<_>>()?;
        Ok(Injection { place: self.place, path, value })
    }
}

type Entries = Vec<(Text, Text)>;

/// The requester of a stream.
pub(super) struct RequestPlan {
    pub(super) method: Method,
    base: Text,
    path: Option<Text>,
    params: Entries,
    headers: Entries,
    body: BodyPlan,
}

enum BodyPlan {
    None,
    Form(Entries),
    Text(Text),
    Json(Value, Vec<(Vec<String>, Text)>),
}

impl RequestPlan {
    pub(super) fn read(jinja: &Jinja, requester: &Component<'_>) -> Outcome<Self> {
        let method = match requester.get("http_method").map(|method| method.as_str().unwrap_or_default()) {
            None | Some("GET") => Method::GET,
            Some("POST") => Method::POST,
            Some(other) => return Err(requester.error(format!("the method `{other}` is not supported"))),
        };
        let (base, path) = match (requester.text(jinja, "url_base")?, requester.text(jinja, "url")?) {
            (Some(base), None) => (base, requester.text(jinja, "path")?),
            (None, Some(url)) => (url, requester.text(jinja, "path")?),
            (Some(_), Some(_)) => return Err(requester.error("`url` and `url_base` exclude each other")),
            (None, None) => return Err(requester.error("`url` is missing")),
        };
        let body = BodyPlan::read(jinja, requester)?;
        let params = entries(jinja, requester, "request_parameters")?;
        let headers = entries(jinja, requester, "request_headers")?;
        Ok(Self { method, base, path, params, headers, body })
    }

    /// The whole URL, before query parameters.
    fn url(&self, variables: &Variables, next_path: Option<String>) -> Result<String> {
        let base = self.base.text(variables)?;
        let path = match (next_path, &self.path) {
            (Some(path), _) => path,
            (None, Some(path)) => path.text(variables)?.trim_start_matches('/').to_owned(),
            (None, None) => String::new(),
        };
        if path.is_empty() {
            return Ok(quoted(base.trim()));
        }
        if path.starts_with("http://") || path.starts_with("https://") {
            return Ok(quoted(path.trim()));
        }
        let origin = origin(&base);
        Ok(quoted(&match path.strip_prefix('/') {
            Some(_) => format!("{origin}{path}"),
            None if path.starts_with('?') => format!("{}{path}", base.trim()),
            None => format!("{}/{path}", base.trim().trim_end_matches('/')),
        }))
    }

    /// Whether the manifest sets a body.
    pub(super) fn has_body(&self) -> bool {
        !matches!(self.body, BodyPlan::None)
    }

    /// Scheme and host of the requests.
    pub(super) fn origin(&self, variables: &Variables) -> Result<String> {
        let base = self.base.text(variables)?;
        if base.trim().is_empty() {
            return Err(Error::config("the base URL is empty; check the config"));
        }
        Ok(origin(&base))
    }

    /// The URL after the origin; a URL of another origin as it is.
    pub(super) fn path(&self, variables: &Variables, next_path: Option<String>) -> Result<String> {
        let url = self.url(variables, next_path)?;
        let origin = self.origin(variables)?;
        Ok(match url.strip_prefix(&origin) {
            Some("") => "/".to_owned(),
            Some(path) if path.starts_with(['/', '?', '#']) => path.to_owned(),
            _ => url,
        })
    }

    pub(super) fn params(&self, variables: &Variables, path: &str, more: &[Injection]) -> Result<Params> {
        let mut params = Params::new();
        let query: Vec<(String, String)> = query(path);
        for (name, value) in merged(&self.params, variables, Kinds::TextOrList, more, Place::Param)? {
            params = match value {
                Value::Object(_) => {
                    return Err(Error::system(format!("the parameter `{name}` must not be an object")));
                }
                Value::Array(values) => params.with_all(name, values.iter().map(written)),
                value => {
                    let text = written(&value);
                    // In Python, a parameter that the URL already contains is not added again.
                    if query.iter().any(|(known, content)| *known == name && *content == text) {
                        continue;
                    }
                    params.with(name, text)
                }
            };
        }
        Ok(params)
    }

    pub(super) fn headers(&self, variables: &Variables, more: &[Injection]) -> Result<Params> {
        let headers = merged(&self.headers, variables, Kinds::Any, more, Place::Header)?;
        Ok(headers.into_iter().fold(Params::new(), |headers, (name, value)| headers.with(name, written(&value))))
    }

    pub(super) fn body(&self, variables: &Variables, more: &[Injection]) -> Result<Option<Body>> {
        let has = |place| more.iter().any(|injection| injection.place == place);
        match &self.body {
            BodyPlan::Text(text) => {
                let text = text.text(variables)?;
                Ok(Some(text).filter(|text| !text.is_empty()).map(Body::Text))
            }
            BodyPlan::Json(constant, texts) => {
                let mut body = constant.clone();
                for (path, text) in texts {
                    let value = text.value(variables, Kinds::Any)?;
                    place(&mut body, path, value);
                }
                prune(&mut body);
                self.json(body, more)
            }
            BodyPlan::None if has(Place::Json) => self.json(Value::Object(Map::new()), more),
            BodyPlan::None if has(Place::Form) => self.form(&Vec::new(), variables, more),
            BodyPlan::None => Ok(None),
            BodyPlan::Form(entries) => self.form(entries, variables, more),
        }
    }

    fn json(&self, mut body: Value, more: &[Injection]) -> Result<Option<Body>> {
        for injection in more.iter().filter(|injection| injection.place == Place::Json) {
            place(&mut body, &injection.path, injection.value.clone());
        }
        // Python does not send an empty body.
        let is_empty = body.as_object().is_some_and(Map::is_empty);
        Ok((!is_empty).then_some(Body::Json(body)))
    }

    fn form(&self, entries: &Entries, variables: &Variables, more: &[Injection]) -> Result<Option<Body>> {
        let mut form = Params::new();
        let mut is_empty = true;
        for (name, value) in merged(entries, variables, Kinds::TextOrList, more, Place::Form)? {
            is_empty = false;
            form = match value {
                Value::Array(values) => form.with_all(name, values.iter().map(written)),
                value => form.with(name, written(&value)),
            };
        }
        Ok((!is_empty).then_some(Body::Form(form)))
    }
}

impl BodyPlan {
    fn read(jinja: &Jinja, requester: &Component<'_>) -> Outcome<Self> {
        let mut bodies = Vec::new();
        if let Some(value) = requester.get("request_body_json") {
            bodies.push(Self::json(jinja, requester, value)?);
        }
        match requester.get("request_body_data") {
            None => {}
            Some(Value::Object(_)) => bodies.push(Self::Form(entries(jinja, requester, "request_body_data")?)),
            Some(text) => bodies.push(Self::Text(requester.compiled(jinja, text)?)),
        }
        if let Some(body) = requester.child("request_body")? {
            let value = body.get("value").ok_or_else(|| body.error("`value` is missing"))?;
            bodies.push(match body.kind() {
                "RequestBodyJsonObject" | "RequestBodyGraphQL" => Self::json(jinja, &body, value)?,
                "RequestBodyPlainText" => Self::Text(body.compiled(jinja, value)?),
                "RequestBodyUrlEncodedForm" => Self::Form(entries(jinja, &body, "value")?),
                _ => return Err(body.unsupported()),
            });
            body.finish()?;
        }
        match bodies.len() {
            0 => Ok(Self::None),
            1 => Ok(bodies.remove(0)),
            _ => Err(requester.error("a request can have only one body")),
        }
    }

    fn json(jinja: &Jinja, component: &Component<'_>, value: &Value) -> Outcome<Self> {
        if !value.is_object() {
            return Err(component.error("a JSON body must be a mapping"));
        }
        let mut texts = Vec::new();
        collect(jinja, component, value, &mut Vec::new(), &mut texts)?;
        Ok(Self::Json(value.clone(), texts))
    }
}

/// The expressions in a JSON body, with their paths.
fn collect(
    jinja: &Jinja,
    component: &Component<'_>,
    value: &Value,
    path: &mut Vec<String>,
    texts: &mut Vec<(Vec<String>, Text)>,
) -> Outcome<()> {
    match value {
        Value::String(_) => texts.push((path.clone(), component.compiled(jinja, value)?)),
        Value::Object(entries) => {
            for (key, value) in entries {
                if key.contains("{{") {
                    return Err(component.error(format!("the expression `{key}` as a key of a body is not supported")));
                }
                path.push(key.clone());
                collect(jinja, component, value, path, texts)?;
                path.pop();
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                path.push(at.to_string());
                collect(jinja, component, value, path, texts)?;
                path.pop();
            }
        }
        _ => {}
    }
    Ok(())
}

fn entries(jinja: &Jinja, component: &Component<'_>, key: &str) -> Outcome<Entries> {
    match component.get(key) {
        None => Ok(Vec::new()),
        Some(Value::Object(entries)) => entries
            .iter()
            .map(|(name, value)| {
                if value.is_object() {
                    return Err(component.error(format!("an object as the value of `{key}.{name}` is not supported")));
                }
                Ok((component.compiled(jinja, &Value::from(name.as_str()))?, component.compiled(jinja, value)?))
            })
            .collect(),
        Some(_) => Err(component.error(format!("`{key}` as a text is not supported"))),
    }
}

/// The manifest's entries and the injected ones. Two values for one name are an error, as in Python.
fn merged(
    entries: &Entries,
    variables: &Variables,
    kinds: Kinds,
    more: &[Injection],
    place: Place,
) -> Result<Map<String, Value>> {
    let mut merged = Map::new();
    for (name, value) in entries {
        let value = value.value(variables, kinds)?;
        if !value.is_null() {
            merged.insert(name.text(variables)?, value);
        }
    }
    for injection in more.iter().filter(|injection| injection.place == place) {
        let name = injection.path.first().cloned().unwrap_or_default();
        if merged.contains_key(&name) {
            return Err(Error::system(format!("the request has two values for `{name}`")));
        }
        merged.insert(name, injection.value.clone());
    }
    Ok(merged)
}

/// Sets the value at a path; objects on the way are created.
fn place(body: &mut Value, path: &[String], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *body = value;
        return;
    };
    let next = match body {
        Value::Array(values) => first.parse::<usize>().ok().and_then(|at| values.get_mut(at)),
        Value::Object(entries) => Some(entries.entry(first.clone()).or_insert(Value::Null)),
        other => {
            *other = Value::Object(Map::new());
            other.as_object_mut().map(|entries| entries.entry(first.clone()).or_insert(Value::Null))
        }
    };
    if let Some(next) = next {
        place(next, rest, value);
    }
}

/// Removes absent values at the top level.
fn prune(body: &mut Value) {
    if let Value::Object(entries) = body {
        entries.retain(|_, value| !value.is_null());
    }
}
