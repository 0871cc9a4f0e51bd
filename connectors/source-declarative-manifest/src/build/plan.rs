//! A stream of the manifest as data: everything that its hooks need.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::auth::AuthPlan;
use super::cursor::CursorPlan;
use super::errors::ErrorPlan;
use super::pages::PagePlan;
use super::records::{RecordPlan, decoder};
use super::request::{Injection, RequestOption, RequestPlan};
use super::slices::{ListPlan, injection, named};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Variables};

/// Maximum number of parents above a stream.
const MOST_PARENTS: usize = 8;

/// A stream that can be read.
pub(super) struct StreamPlan {
    pub(super) head: Head,
    pub(super) request: RequestPlan,
    pub(super) auth: AuthPlan,
    pub(super) errors: Rc<ErrorPlan>,
    pub(super) records: RecordPlan,
    pub(super) pages: Option<PagePlan>,
    pub(super) cursor: Option<CursorPlan>,
    pub(super) parent: Option<ParentPlan>,
    pub(super) lists: Vec<ListPlan>,
    /// Other streams read this one too, so its responses are cached.
    pub(super) is_parent: bool,
    ignores_slice_on_next_pages: bool,
}

/// What `discover` announces.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) schema: Value,
    pub(super) primary_key: Vec<String>,
}

/// The parent of a stream, and what its slices add to a request.
pub(super) struct ParentPlan {
    pub(super) stream: Rc<StreamPlan>,
    pub(super) key: String,
    pub(super) field: String,
    pub(super) is_incremental: bool,
    option: Option<RequestOption>,
}

/// Adds a field to a schema that does not declare it. The builder refers only to declared fields.
pub(super) fn declare(schema: &mut Value, path: &str) {
    let mut place = schema;
    for name in path.split('.') {
        let Some(fields) = place.as_object_mut() else { return };
        let properties = fields.entry("properties").or_insert_with(|| Value::Object(Map::new()));
        let Some(properties) = properties.as_object_mut() else { return };
        place = properties.entry(name).or_insert_with(|| Value::Object(Map::new()));
    }
}

impl Head {
    pub(super) fn read(jinja: &Jinja, stream: &Component<'_>) -> Outcome<Self> {
        let name = stream.fixed_text(jinja, "name")?.filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| stream.error("`name` is missing"))?;
        let key = stream.get("primary_key");
        let primary_key = match key {
            None => Vec::new(),
            Some(Value::String(text)) if text.is_empty() => Vec::new(),
            Some(Value::String(field)) => vec![field.clone()],
            Some(Value::Array(fields)) => fields
                .iter()
                .map(|field| match field {
                    Value::String(name) => Ok(name.clone()),
                    Value::Array(path) => {
                        let names: Vec<&str> = path.iter().filter_map(Value::as_str).collect();
                        Ok(names.join("."))
                    }
                    _ => Err(stream.error("`primary_key` must be a list of names")),
                })
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(stream.error("`primary_key` must be a list of names")),
        };
        let schema = match stream.child("schema_loader")? {
            None => json!({ "type": "object", "properties": {} }),
            Some(loader) if loader.kind() == "InlineSchemaLoader" => {
                let schema = loader.get("schema").filter(|schema| schema.is_object());
                let schema = schema.cloned().unwrap_or_else(|| json!({ "type": "object", "properties": {} }));
                loader.finish()?;
                schema
            }
            Some(loader) => return Err(loader.unsupported()),
        };
        Ok(Self { name, schema, primary_key })
    }
}

impl StreamPlan {
    pub(super) fn read(jinja: &Jinja, stream: &Component<'_>, level: usize) -> Outcome<Self> {
        if level > MOST_PARENTS {
            return Err(stream.error(format!("more than {MOST_PARENTS} parents")));
        }
        if stream.kind() != "DeclarativeStream" {
            return Err(stream.unsupported());
        }
        let mut head = Head::read(jinja, stream)?;
        let retriever = stream.needed("retriever")?;
        if retriever.kind() != "SimpleRetriever" {
            return Err(retriever.unsupported());
        }
        let requester = retriever.needed("requester")?;
        if requester.kind() != "HttpRequester" {
            return Err(requester.unsupported());
        }
        decoder(&retriever)?;
        let request = RequestPlan::read(jinja, &requester)?;
        let auth = requester.child("authenticator")?.map_or(Ok(AuthPlan::None), |one| AuthPlan::read(jinja, &one))?;
        let errors =
            requester.child("error_handler")?.map_or(Ok(ErrorPlan::default()), |one| ErrorPlan::read(jinja, &one))?;
        // The engine decides about the cache and about time limits.
        requester.skip(&["use_cache", "connect_timeout_in_seconds", "read_timeout_in_seconds", "use_tcp_keepalive"]);
        requester.finish()?;
        let selector = retriever.needed("record_selector")?;
        if selector.kind() != "RecordSelector" {
            return Err(selector.unsupported());
        }
        let records = RecordPlan::read(jinja, &selector, stream)?;
        let pages = retriever.child("paginator")?.map_or(Ok(None), |one| PagePlan::read(jinja, &one))?;
        let cursor = stream.child("incremental_sync")?.map(|one| CursorPlan::read(jinja, &one)).transpose()?;
        let (parent, lists) = routers(jinja, &retriever, level)?;
        let ignores_slice_on_next_pages = retriever.flag("ignore_stream_slicer_parameters_on_paginated_requests")?;
        retriever.finish()?;
        stream.finish()?;
        let errors = Rc::new(errors);
        for path in head.primary_key.iter().chain(cursor.as_ref().map(|cursor| &cursor.field)) {
            declare(&mut head.schema, path);
        }
        Ok(Self {
            head,
            request,
            auth,
            errors,
            records,
            pages,
            cursor,
            parent,
            lists,
            is_parent: false,
            ignores_slice_on_next_pages,
        })
    }

    /// The names of the streams above this one.
    pub(super) fn add_parents(&self, names: &mut Vec<String>) {
        if let Some(parent) = &self.parent {
            names.push(parent.stream.head.name.clone());
            parent.stream.add_parents(names);
        }
    }

    /// Whether a request can have a body.
    pub(super) fn has_body(&self) -> bool {
        let in_pages = self.pages.as_ref().is_some_and(PagePlan::is_in_body);
        let in_slices = self.parent.as_ref().and_then(|parent| parent.option.as_ref()).into_iter();
        let mut in_slices = in_slices.chain(self.lists.iter().filter_map(|list| list.option.as_ref()));
        let in_window = self.cursor.as_ref().is_some_and(CursorPlan::is_in_body);
        self.request.has_body() || in_pages || in_slices.any(RequestOption::is_in_body) || in_window
    }

    /// What the slice, the window and the page add to a request.
    pub(super) fn injections(
        &self,
        variables: &Variables,
        slice: &Map<String, Value>,
        token: Option<&Value>,
        is_next_page: bool,
    ) -> cdk_core::Result<Vec<Injection>> {
        let mut injections = match &self.pages {
            Some(pages) => pages.injections(variables, token)?,
            None => Vec::new(),
        };
        if is_next_page && self.ignores_slice_on_next_pages {
            return Ok(injections);
        }
        if let Some(parent) = &self.parent {
            injections.extend(injection(parent.option.as_ref(), slice, &parent.field, variables)?);
        }
        for list in &self.lists {
            injections.extend(injection(list.option.as_ref(), slice, &list.field, variables)?);
        }
        if let Some(cursor) = &self.cursor {
            injections.extend(cursor.injections(slice, variables)?);
        }
        Ok(injections)
    }
}

/// The partition routers of a stream.
fn routers(jinja: &Jinja, retriever: &Component<'_>, level: usize) -> Outcome<(Option<ParentPlan>, Vec<ListPlan>)> {
    let (mut parent, mut lists) = (None, Vec::new());
    for router in retriever.children("partition_router")? {
        match router.kind() {
            "ListPartitionRouter" => lists.push(ListPlan::read(jinja, &router)?),
            "SubstreamPartitionRouter" if parent.is_none() => {
                parent = Some(ParentPlan::read(jinja, &router, level)?);
            }
            "SubstreamPartitionRouter" => return Err(router.error("a second parent is not supported")),
            _ => return Err(router.unsupported()),
        }
    }
    Ok((parent, lists))
}

impl ParentPlan {
    fn read(jinja: &Jinja, router: &Component<'_>, level: usize) -> Outcome<Self> {
        let mut configs = router.children("parent_stream_configs")?;
        if configs.len() != 1 {
            return Err(router.error("`parent_stream_configs` with several parents is not supported"));
        }
        let config = configs.remove(0);
        let needed =
            |key: &str| config.fixed_text(jinja, key)?.ok_or_else(|| config.error(format!("`{key}` is missing")));
        let (key, field) = (needed("parent_key")?, needed("partition_field")?);
        named(&config, &field)?;
        let option: Option<RequestOption> =
            config.child("request_option")?.map(|option| RequestOption::read(jinja, &option)).transpose()?;
        let stream = config.needed("stream")?;
        let mut stream = StreamPlan::read(jinja, &stream, level + 1)?;
        stream.is_parent = true;
        declare(&mut stream.head.schema, &key);
        let is_incremental = config.flag("incremental_dependency")?;
        config.finish()?;
        router.finish()?;
        Ok(Self { stream: Rc::new(stream), key, field, is_incremental, option })
    }
}
