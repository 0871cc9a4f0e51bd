//! A whole manifest → a source, and a report about each of its streams.

use std::rc::Rc;

use cdk_core::SourceDef;
use serde_json::{Map, Value, json};

use super::plan::{Head, StreamPlan};
use super::stream;
use crate::component::{Component, Outcome};
use crate::jinja::Jinja;
use crate::resolve::resolve;

/// Keys of a manifest that do not change what is read.
const DESCRIPTIVE: [&str; 6] =
    ["version", "definitions", "schemas", "metadata", "max_concurrent_async_job_count", "api_budget"];

/// A manifest that has been read.
pub struct Manifest {
    spec: Value,
    advanced_auth: Option<Value>,
    documentation_url: Option<String>,
    concurrency: Option<u16>,
    checked: Vec<String>,
    streams: Vec<(Head, Outcome<StreamPlan>)>,
}

/// Whether a stream can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamReport {
    /// The stream's name.
    pub name: String,
    /// Why it cannot be read; `None` if it can.
    pub refused: Option<String>,
}

impl Manifest {
    /// Reads a manifest: references, types, components and texts.
    ///
    /// # Errors
    /// A sentence with the place in the manifest, if something concerns all streams. What concerns one stream is in
    /// its [report](Self::reports).
    pub fn read(manifest: &Value) -> Outcome<Self> {
        let manifest = resolve(manifest)?;
        let root = Component::new("manifest", &manifest)?;
        let jinja = Jinja::default();
        root.skip(&DESCRIPTIVE);
        let checked = match root.child("check")? {
            None => Vec::new(),
            Some(check) if check.kind() == "CheckStream" => {
                let names = check.get("stream_names").and_then(Value::as_array).cloned().unwrap_or_default();
                check.finish()?;
                names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(check) => return Err(check.unsupported()),
        };
        let concurrency = root.child("concurrency_level")?.map(|level| level.get("default_concurrency").cloned());
        let concurrency =
            concurrency.flatten().and_then(|level| level.as_u64()).and_then(|level| level.try_into().ok());
        let spec = root.child("spec")?;
        let field = |key: &str| spec.as_ref().and_then(|spec| spec.get(key)).cloned();
        let mut read = Self {
            spec: field("connection_specification").unwrap_or_else(|| json!({ "type": "object", "properties": {} })),
            advanced_auth: field("advanced_auth"),
            documentation_url: field("documentation_url").and_then(|url| url.as_str().map(str::to_owned)),
            concurrency,
            checked,
            streams: Vec::new(),
        };
        if let Some(spec) = &spec {
            spec.skip(&["changelog_url", "authSpecification"]);
            spec.finish()?;
        }
        read.add_streams(&jinja, &root)?;
        root.finish()?;
        Ok(read)
    }

    fn add_streams(&mut self, jinja: &Jinja, root: &Component<'_>) -> Outcome<()> {
        for (at, stream) in root.children("streams")?.iter().enumerate() {
            let head = Head::read(jinja, stream).unwrap_or_else(|_| Head {
                name: stream.get("name").and_then(Value::as_str).map_or_else(|| format!("stream_{at}"), str::to_owned),
                schema: json!({ "type": "object", "properties": {} }),
                primary_key: Vec::new(),
            });
            if self.streams.iter().any(|(known, _)| known.name == head.name) {
                return Err(stream.error(format!("a second stream has the name `{}`", head.name)));
            }
            self.streams.push((head, StreamPlan::read(jinja, stream, 0)));
        }
        let mut parents = Vec::new();
        self.streams.iter().filter_map(|(_, plan)| plan.as_ref().ok()).for_each(|plan| plan.add_parents(&mut parents));
        for (head, plan) in &mut self.streams {
            if let Ok(plan) = plan {
                plan.is_parent = parents.contains(&head.name);
            }
        }
        Ok(())
    }

    /// What is known about each stream, in the order of the manifest.
    pub fn reports(&self) -> Vec<StreamReport> {
        let report = |(head, plan): &(Head, Outcome<StreamPlan>)| StreamReport {
            name: head.name.clone(),
            refused: plan.as_ref().err().cloned(),
        };
        self.streams.iter().map(report).collect()
    }

    /// Accepts a key in the config that the manifest's spec does not declare.
    pub fn accept_key(&mut self, key: &str) {
        self.spec = complete(std::mem::take(&mut self.spec));
        if let Some(properties) = self.spec.get_mut("properties").and_then(Value::as_object_mut) {
            properties.entry(key).or_insert_with(|| Value::Object(Map::new()));
        }
    }

    /// The source of the manifest.
    pub fn into_source(self) -> SourceDef<Value> {
        let mut source = SourceDef::<Value>::new()
            .name("source-declarative-manifest")
            .version(env!("CARGO_PKG_VERSION"))
            .spec(complete(self.spec));
        if let Some(auth) = self.advanced_auth {
            source = source.advanced_auth(auth);
        }
        if let Some(url) = &self.documentation_url {
            source = source.documentation_url(url);
        }
        if let Some(concurrency) = self.concurrency {
            source = source.concurrency(concurrency.clamp(1, 256));
        }
        if let Some(name) = self.checked.first() {
            source = source.check_stream(name);
        }
        for (head, plan) in self.streams {
            source = match plan {
                Ok(plan) => stream::add(source, Rc::new(plan)),
                Err(why) => stream::add_refused(source, head, why),
            };
        }
        source
    }
}

/// The spec as an object with properties.
fn complete(mut spec: Value) -> Value {
    if let Some(spec) = spec.as_object_mut() {
        spec.entry("type").or_insert_with(|| "object".into());
        spec.entry("properties").or_insert_with(|| Value::Object(Map::new()));
    }
    spec
}
