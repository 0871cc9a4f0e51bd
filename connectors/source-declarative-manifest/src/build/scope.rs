//! The variables of a text in a hook of a stream, and templates that are computed from the config.

use cdk_core::stream::{Template, template};
use cdk_core::template::Args;
use cdk_core::{Context, Result, SourceCx};
use serde_json::{Map, Value, json};

use crate::jinja::{Kinds, Text, Variables};

/// The record of every stream.
pub(super) type Record = cdk_core::stream::DynRecord;
/// The context of a hook.
pub(super) type HookCx<'a, P, S> = Context<'a, Record, Value, P, S>;

/// A template that is only a value from the config.
pub(super) fn from_config(
    text: Text,
    kinds: Kinds,
) -> Template<impl Fn(&SourceCx<'_, Value>) -> Result<Args> + 'static> {
    template("{config.value}", move |cx: &SourceCx<'_, Value>| {
        let variables = Variables::new(cx.now()).with("config", cx.config());
        Ok(vec![Some(text.value(&variables, kinds)?).filter(|value| !value.is_null())])
    })
}

/// The names of a slice's window.
#[derive(Clone, Debug, Default)]
pub(super) struct WindowNames {
    pub(super) start: String,
    pub(super) end: String,
}

/// The slice as Python's `stream_slice`: the partition and the window.
pub(super) fn slice<P: 'static, S: 'static>(cx: &HookCx<'_, P, S>, window: Option<&WindowNames>) -> Map<String, Value> {
    let mut slice = Map::clone(cx.partition());
    if let Some(names) = window {
        let edges = [(&names.start, cx.window().start()), (&names.end, cx.window().end())];
        for (name, edge) in edges {
            if let Some(edge) = edge {
                slice.insert(name.clone(), edge);
            }
        }
    }
    slice
}

/// `config` and the slice.
pub(super) fn variables<P: 'static, S: 'static>(cx: &HookCx<'_, P, S>, window: Option<&WindowNames>) -> Variables {
    let slice = Value::Object(slice(cx, window));
    let mut variables = Variables::new(cx.now()).with("config", cx.config());
    for name in ["stream_slice", "stream_partition", "stream_interval"] {
        variables.set(name, &slice);
    }
    variables
}

/// The variables of a request: also `next_page_token`.
pub(super) fn request_variables<P: 'static, S: 'static>(
    cx: &HookCx<'_, P, S>,
    window: Option<&WindowNames>,
    token: Option<&Value>,
) -> Variables {
    let token = token.map_or(Value::Null, |token| json!({ "next_page_token": token }));
    variables(cx, window).with("next_page_token", &token)
}
