//! Incremental streams: `DatetimeBasedCursor` as the builder's `Incremental`.

use cdk_core::stream::{Incremental, Order, StreamDef, StreamView, template};
use cdk_core::{Error, Result};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::request::{Injection, RequestOption};
use super::scope::{HookCx, Record, WindowNames, variables};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text, Variables, parse_time};

/// The format of a start date that has none of the given formats.
const FALLBACK: &str = "%Y-%m-%dT%H:%M:%S.%f%z";

/// A cursor by dates.
pub(super) struct CursorPlan {
    pub(super) field: String,
    pub(super) names: WindowNames,
    format: String,
    start: Bound,
    end: Option<Bound>,
    step: Option<String>,
    granularity: Option<String>,
    lookback: Option<Text>,
    start_option: Option<RequestOption>,
    end_option: Option<RequestOption>,
    is_data_feed: bool,
    is_client_side: bool,
}

/// A `MinMaxDatetime`, or a text.
#[derive(Clone)]
struct Bound {
    date: Text,
    formats: Vec<String>,
    min: Option<Text>,
    max: Option<Text>,
}

impl Bound {
    fn read(jinja: &Jinja, cursor: &Component<'_>, key: &str, format: &str) -> Outcome<Option<Self>> {
        let mut formats = vec![format.to_owned(), FALLBACK.to_owned()];
        match cursor.get(key) {
            None => Ok(None),
            Some(Value::Object(_)) => {
                let date = cursor.needed(key)?;
                if let Some(own) = date.fixed_text(jinja, "datetime_format")?.filter(|format| !format.is_empty()) {
                    formats.insert(0, own);
                }
                let bound = Self {
                    date: date.text(jinja, "datetime")?.ok_or_else(|| date.error("`datetime` is missing"))?,
                    formats,
                    min: date.text(jinja, "min_datetime")?,
                    max: date.text(jinja, "max_datetime")?,
                };
                date.finish()?;
                Ok(Some(bound))
            }
            Some(value) => Ok(Some(Self { date: cursor.compiled(jinja, value)?, formats, min: None, max: None })),
        }
    }

    fn time(&self, variables: &Variables) -> Result<Option<Timestamp>> {
        let parse = |text: &Text| {
            let text = text.text(variables)?;
            if text.is_empty() {
                return Ok(None);
            }
            let time = self.formats.iter().find_map(|format| parse_time(&text, Some(format)));
            let time = time.or_else(|| parse_time(&text, None));
            time.map(Some).ok_or_else(|| Error::config(format!("`{text}` is not a date of the expected format")))
        };
        let mut time = parse(&self.date)?;
        if let Some(min) = self.min.as_ref().map(parse).transpose()?.flatten() {
            time = time.map(|time| time.max(min));
        }
        if let Some(max) = self.max.as_ref().map(parse).transpose()?.flatten() {
            time = time.map(|time| time.min(max));
        }
        Ok(time)
    }
}

impl CursorPlan {
    pub(super) fn read(jinja: &Jinja, cursor: &Component<'_>) -> Outcome<Self> {
        if cursor.kind() != "DatetimeBasedCursor" {
            return Err(cursor.unsupported());
        }
        let text = |key: &str| cursor.fixed_text(jinja, key);
        let needed = |key: &str| text(key)?.ok_or_else(|| cursor.error(format!("`{key}` is missing")));
        let format = needed("datetime_format")?;
        let start = Bound::read(jinja, cursor, "start_datetime", &format)?;
        let start = start.ok_or_else(|| cursor.error("`start_datetime` is missing"))?;
        for key in ["global_substream_cursor", "clamping", "allow_catalog_defined_cursor_field"] {
            if !matches!(cursor.get(key), None | Some(Value::Bool(false))) {
                return Err(cursor.error(format!("`{key}` is not supported")));
            }
        }
        for format in cursor.get("cursor_datetime_formats").and_then(Value::as_array).into_iter().flatten() {
            let format = format.as_str().unwrap_or_default();
            if !format.starts_with("%Y-%m-%d") && format != needed("datetime_format")? {
                return Err(
                    cursor.error(format!("the format `{format}` of `cursor_datetime_formats` is not supported"))
                );
            }
        }
        let option = |key: &str| cursor.child(key)?.map(|option| RequestOption::read(jinja, &option)).transpose();
        let plan = Self {
            field: needed("cursor_field")?,
            names: WindowNames {
                start: text("partition_field_start")?.unwrap_or_else(|| "start_time".to_owned()),
                end: text("partition_field_end")?.unwrap_or_else(|| "end_time".to_owned()),
            },
            end: Bound::read(jinja, cursor, "end_datetime", &format)?,
            format,
            start,
            step: text("step")?,
            granularity: text("cursor_granularity")?,
            lookback: cursor.text(jinja, "lookback_window")?,
            start_option: option("start_time_option")?,
            end_option: option("end_time_option")?,
            is_data_feed: cursor.flag("is_data_feed")?,
            is_client_side: cursor.flag("is_client_side_incremental")?,
        };
        // Without effect in Python.
        cursor.skip(&["is_compare_strictly"]);
        if plan.step.is_some() != plan.granularity.is_some() {
            return Err(cursor.error("`step` and `cursor_granularity` must be set together"));
        }
        if plan.is_data_feed && !plan.is_client_side {
            return Err(cursor.error("`is_data_feed` is not supported"));
        }
        if plan.granularity.as_deref() == Some("PT0S") {
            return Err(cursor.error("a `cursor_granularity` of zero is not supported"));
        }
        cursor.finish()?;
        Ok(plan)
    }

    /// Whether the window goes in the body.
    pub(super) fn is_in_body(&self) -> bool {
        [&self.start_option, &self.end_option].into_iter().flatten().any(RequestOption::is_in_body)
    }

    /// What the window adds to a request.
    pub(super) fn injections(&self, slice: &Map<String, Value>, variables: &Variables) -> Result<Vec<Injection>> {
        let options = [(&self.start_option, &self.names.start), (&self.end_option, &self.names.end)];
        let mut injections = Vec::new();
        for (option, name) in options {
            if let (Some(option), Some(value)) = (option, slice.get(name)) {
                injections.push(option.inject(variables, value.clone())?);
            }
        }
        Ok(injections)
    }

    /// Sets the cursor of a stream.
    pub(super) fn apply<P: 'static, S: 'static>(
        &self,
        stream: StreamDef<Record, Value, P, S>,
    ) -> StreamDef<Record, Value, P, S> {
        let mut incremental: Incremental<StreamView<Record, Value, P, S>> =
            Incremental::new().format(&self.format).start(bound(self.start.clone()));
        if let Some(end) = &self.end {
            incremental = incremental.end(bound(end.clone()));
        }
        if let Some(step) = &self.step {
            incremental = incremental.step(step.clone());
        }
        if let Some(granularity) = &self.granularity {
            incremental = incremental.granularity(granularity);
        }
        if let Some(lookback) = &self.lookback {
            incremental = incremental.lookback(super::scope::from_config(lookback.clone(), Kinds::Text));
        }
        if self.is_client_side {
            incremental = incremental.drop_outside();
        }
        if self.is_data_feed {
            incremental = incremental.order(Order::Desc);
        }
        stream.cursor_field(&self.field).incremental(incremental)
    }
}

/// A date of the config, as RFC 3339.
fn bound<P: 'static, S: 'static>(
    bound: Bound,
) -> cdk_core::stream::Template<impl Fn(&HookCx<'_, P, S>) -> Result<cdk_core::template::Args> + 'static> {
    template("{config.value}", move |cx: &HookCx<'_, P, S>| {
        let time = bound.time(&variables(cx, None))?;
        Ok(vec![time.map(|time| Value::from(format!("{time:.6}")))])
    })
}
