//! A plan → the builder of a stream, with its hooks.

use std::rc::Rc;

use cdk_core::stream::{Body, Cache, Method, ParentOf, StreamDef, parent_def};
use cdk_core::{Error, Result, SourceDef};
use serde_json::{Map, Value, json};

use super::plan::{Head, ParentPlan, StreamPlan, declare};
use super::request::Injection;
use super::scope::{HookCx, Record, WindowNames, request_variables, slice};
use crate::jinja::Variables;

type Plan = Rc<StreamPlan>;
type Def<P, S> = StreamDef<Record, Value, P, S>;

/// Adds a stream to a source.
pub(super) fn add(source: SourceDef<Value>, plan: Plan) -> SourceDef<Value> {
    match (plan.parent.is_some(), plan.lists.is_empty()) {
        (false, true) => source.stream_def(move || alone(&plan)),
        (false, false) => source.stream_def(move || listed(&plan)),
        (true, true) => source.stream_def(move || child(&plan)),
        (true, false) => source.stream_def(move || listed_child(&plan)),
    }
}

/// Adds a stream that cannot be read: each read of it fails with the reason.
pub(super) fn add_refused(source: SourceDef<Value>, head: Head, why: String) -> SourceDef<Value> {
    source.stream_def(move || {
        let why = why.clone();
        let stream: Def<(), ()> = StreamDef::new(head.name.clone());
        announced(stream.url_base("https://unsupported.invalid"), &head, None)
            .path_hook(move |_: &HookCx<'_, (), ()>| Err(Error::system(format!("the stream cannot be read: {why}"))))
    })
}

fn alone(plan: &Plan) -> Def<(), ()> {
    configured(StreamDef::new(plan.head.name.clone()), plan)
}

fn listed(plan: &Plan) -> Def<(), Value> {
    configured(lists(StreamDef::new(plan.head.name.clone()), plan), plan)
}

fn child(plan: &Plan) -> Def<Record, ()> {
    let stream: Def<Record, ()> = StreamDef::new(plan.head.name.clone());
    configured(with_parent(stream, plan), plan)
}

fn listed_child(plan: &Plan) -> Def<Record, Value> {
    let stream: Def<Record, Value> = StreamDef::new(plan.head.name.clone());
    configured(lists(with_parent(stream, plan), plan), plan)
}

fn with_parent<S: 'static>(stream: Def<Record, S>, plan: &Plan) -> Def<Record, S> {
    match &plan.parent {
        Some(parent) => stream.parent(parent_of(parent)),
        None => stream,
    }
}

fn parent_of(parent: &ParentPlan) -> ParentOf<Record, Value> {
    let plan = parent.stream.clone();
    let of = match (plan.parent.is_some(), plan.lists.is_empty()) {
        (false, true) => parent_def(move || alone(&plan)),
        (false, false) => parent_def(move || listed(&plan)),
        (true, true) => parent_def(move || child(&plan)),
        (true, false) => parent_def(move || listed_child(&plan)),
    };
    let of = of.key(&parent.key).named(&parent.field);
    if parent.is_incremental { of.incremental() } else { of }
}

fn lists<P: 'static>(mut stream: Def<P, Value>, plan: &Plan) -> Def<P, Value> {
    for at in 0..plan.lists.len() {
        let name = plan.lists.get(at).map(|list| list.field.clone()).unwrap_or_default();
        let plan = plan.clone();
        stream = stream.slices_as::<Value>(&name, async move |cx: &cdk_core::stream::SliceContext<'_, Value>| {
            let list = plan.lists.get(at).ok_or_else(|| Error::system("the list of slices is missing"))?;
            list.values(cx.config(), cx.now())
        });
    }
    stream
}

fn announced<P: 'static, S: 'static>(stream: Def<P, S>, head: &Head, cursor: Option<&str>) -> Def<P, S> {
    stream
        .announced_schema(head.schema.clone())
        .contract(contract(head, cursor))
        .undeclared(cdk_core::stream::Undeclared::Keep)
        .primary_key(head.primary_key.iter().map(String::as_str))
}

/// Every value is allowed, as in Python. The builder must find the fields of the primary key and the cursor.
fn contract(head: &Head, cursor: Option<&str>) -> Value {
    let mut contract = json!({ "type": "object", "properties": {} });
    for path in head.primary_key.iter().map(String::as_str).chain(cursor) {
        declare(&mut contract, path);
    }
    contract
}

/// The variables and additions of one request.
struct RequestScope {
    variables: Variables,
    injections: Vec<Injection>,
    next_path: Option<String>,
}

fn window(plan: &StreamPlan) -> Option<&WindowNames> {
    plan.cursor.as_ref().map(|cursor| &cursor.names)
}

fn request<P: 'static, S: 'static>(plan: &StreamPlan, cx: &HookCx<'_, P, S>) -> Result<RequestScope> {
    let slice: Map<String, Value> = slice(cx, window(plan));
    let token = plan.pages.as_ref().and_then(|pages| pages.token(cx.next_page_token()));
    let variables = request_variables(cx, window(plan), token.as_ref());
    let is_next_page = cx.next_page_token().is_some();
    let injections = plan.injections(&variables, &slice, token.as_ref(), is_next_page)?;
    let next_path = plan.pages.as_ref().and_then(|pages| pages.path(token.as_ref()));
    Ok(RequestScope { variables, injections, next_path })
}

/// Sets everything that does not depend on the kind of the slices.
fn configured<P: 'static, S: 'static>(stream: Def<P, S>, plan: &Plan) -> Def<P, S> {
    let cursor = plan.cursor.as_ref().map(|cursor| cursor.field.as_str());
    let stream = announced(stream, &plan.head, cursor).method(plan.request.method.clone()).auth(plan.auth.auth());
    let stream = plan.errors.apply(stream);
    let stream = match &plan.cursor {
        Some(cursor) => cursor.apply(stream),
        None => stream,
    };
    // As in Python, only GET is cached.
    let is_cached = plan.is_parent && plan.request.method == Method::GET;
    let stream = if is_cached { stream.cache(Cache::On) } else { stream };
    let stream = with_request(stream, plan);
    let own = plan.clone();
    let stream = stream.parse_response(move |cx: &HookCx<'_, P, S>| own.records.parse(cx, window(&own)));
    if plan.pages.is_none() {
        return stream;
    }
    let own = plan.clone();
    stream.next_page_token(move |cx: &HookCx<'_, P, S>| match &own.pages {
        Some(pages) => pages.next(cx, window(&own), &own.records),
        None => Ok(None),
    })
}

fn with_request<P: 'static, S: 'static>(stream: Def<P, S>, plan: &Plan) -> Def<P, S> {
    let own = plan.clone();
    let base = cdk_core::stream::template("{config.value}", move |cx: &HookCx<'_, P, S>| {
        let variables = super::scope::variables(cx, window(&own));
        Ok(vec![Some(Value::from(own.request.origin(&variables)?))])
    });
    let own = plan.clone();
    let stream = stream.url_base(base).path_hook(move |cx: &HookCx<'_, P, S>| {
        let scope = request(&own, cx)?;
        own.request.path(&scope.variables, scope.next_path)
    });
    let own = plan.clone();
    let stream = stream.request_params(move |cx: &HookCx<'_, P, S>| {
        let scope = request(&own, cx)?;
        let path = own.request.path(&scope.variables, scope.next_path)?;
        own.request.params(&scope.variables, &path, &scope.injections)
    });
    let own = plan.clone();
    let stream = stream.request_headers(move |cx: &HookCx<'_, P, S>| {
        let scope = request(&own, cx)?;
        own.request.headers(&scope.variables, &scope.injections)
    });
    if !plan.has_body() {
        return stream;
    }
    let own = plan.clone();
    stream.request_body(move |cx: &HookCx<'_, P, S>| {
        let scope = request(&own, cx)?;
        let body = own.request.body(&scope.variables, &scope.injections)?;
        Ok(body.unwrap_or(Body::Text(String::new())))
    })
}
