//! The state file of `read`.
//!
//! In: the state file of the platform, or STATE messages, one per line. Out: the state of each stream, with its place in
//! the file. If a stream has several states, the last one counts.
//! Default: no state; null and `{}` also mean no state.
//! Not here: the content of a stream's state (see `state`).

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::json::kind;
use crate::protocol::{AirbyteStateMessage, AirbyteStateType, AirbyteStreamState, StreamDescriptor};
use crate::state::State;

/// The states of a file.
#[derive(Debug, Default)]
pub(crate) struct States(Vec<StreamStateEntry>);

#[derive(Debug)]
struct StreamStateEntry {
    stream: StreamDescriptor,
    state: State,
    /// Its place in the file.
    at: String,
}

impl States {
    /// The state of a stream, and its place. If there are several, the last one counts, since it was written last.
    pub(super) fn take(&mut self, stream: &StreamDescriptor) -> Option<(State, String)> {
        let at = self.0.iter().rposition(|kept| kept.stream == *stream)?;
        let kept = self.0.remove(at);
        Some((kept.state, kept.at))
    }

    fn keep(&mut self, kept: AirbyteStreamState, at: String) {
        let AirbyteStreamState { mut stream_descriptor, stream_state } = kept;
        // Some platforms write an empty namespace instead of none.
        stream_descriptor.namespace = stream_descriptor.namespace.filter(|namespace| !namespace.is_empty());
        let state = stream_state.unwrap_or_default();
        self.0.push(StreamStateEntry { stream: stream_descriptor, state, at: format!("{at}.stream_state") });
    }
}

/// The content of a state file.
#[derive(Debug)]
pub(crate) enum StateFile {
    /// One JSON value: a list of state messages, one message, or the LEGACY form.
    Json(Value),
    /// The STATE messages of a connector's output, with the numbers of their lines.
    Lines(Vec<(usize, Value)>),
}

/// Reads a state file: a list of state messages; `{}` or null for none. The LEGACY form is one object of stream states
/// by name. A message may be a whole STATE message or the value of its `state`.
///
/// # Errors
/// A config error that names the place in the state.
pub(crate) fn states(file: &StateFile) -> Result<States> {
    let mut states = States::default();
    let one = |message| vec![("state[0]".to_owned(), message)];
    let messages: Vec<(String, &Value)> = match file {
        StateFile::Lines(lines) => {
            lines.iter().map(|(line, message)| (format!("state, line {line}"), message)).collect()
        }
        StateFile::Json(Value::Null) => return Ok(states),
        StateFile::Json(Value::Object(legacy)) if !legacy.contains_key("type") => {
            keep_legacy(legacy, "state", &mut states)?;
            return Ok(states);
        }
        StateFile::Json(message @ Value::Object(_)) => one(message),
        StateFile::Json(Value::Array(messages)) => {
            messages.iter().enumerate().map(|(number, message)| (format!("state[{number}]"), message)).collect()
        }
        StateFile::Json(other) => {
            let kind = kind(other);
            return Err(Error::config(format!("state: expected a list of state messages, got {kind}")));
        }
    };
    let shape = super::shape::state_message();
    messages.into_iter().try_for_each(|(place, message)| keep_message(&place, message, &shape, &mut states))?;
    Ok(states)
}

fn keep_message(place: &str, message: &Value, shape: &Value, states: &mut States) -> Result<()> {
    let is_whole = message["type"] == "STATE";
    let message = message.get("state").filter(|_| is_whole).unwrap_or(message);
    let place = if is_whole { format!("{place}.state") } else { place.to_owned() };
    let message: AirbyteStateMessage =
        super::decode_file(&place, message, shape).map_err(|error| of_stream(error, message))?;
    let missing = |what: &str| Error::config(format!("{place}.{what}: missing; the `type` of the message requires it"));
    match (message.state_type, message.stream, message.global, message.data) {
        (Some(AirbyteStateType::Stream), None, ..) => return Err(missing("stream")),
        (Some(AirbyteStateType::Global), _, None, _) => return Err(missing("global")),
        (Some(AirbyteStateType::Legacy), _, _, None) => return Err(missing("data")),
        (None, None, None, None) => {
            return Err(Error::config(format!("{place}: expected a state message with `stream`, `global` or `data`")));
        }
        (Some(AirbyteStateType::Stream) | None, Some(stream), ..) => states.keep(stream, format!("{place}.stream")),
        (Some(AirbyteStateType::Global) | None, _, Some(global), _) => {
            if global.shared_state.is_some_and(|shared| !shared.is_empty()) {
                return Err(Error::config(format!(
                    "{place}.global.shared_state: this source has no shared state; reset the connection"
                )));
            }
            for (number, stream) in global.stream_states.into_iter().enumerate() {
                states.keep(stream, format!("{place}.global.stream_states[{number}]"));
            }
        }
        (Some(AirbyteStateType::Legacy) | None, _, _, Some(data)) => match data {
            Value::Object(data) => keep_legacy(&data, &format!("{place}.data"), states)?,
            Value::Null => {}
            other => {
                let kind = kind(&other);
                return Err(Error::config(format!("{place}.data: expected an object, got {kind}")));
            }
        },
    }
    Ok(())
}

/// Adds the stream's name to an error, if the error's place belongs to one stream.
fn of_stream(error: Error, message: &Value) -> Error {
    let number = error.message().split_once("stream_states[").and_then(|(_, after)| after.split_once(']'));
    let stream = match number.and_then(|(number, _)| number.parse::<usize>().ok()) {
        Some(number) => message["global"]["stream_states"].get(number),
        None => message.get("stream"),
    };
    match stream.and_then(|stream| stream["stream_descriptor"]["name"].as_str()) {
        Some(name) => error.in_stream(name),
        None => error,
    }
}

fn keep_legacy(legacy: &Map<String, Value>, at: &str, states: &mut States) -> Result<()> {
    for (name, state) in legacy {
        let state = match state {
            Value::Object(state) => state.clone(),
            Value::Null => continue,
            other => {
                let kind = kind(other);
                let error = Error::config(format!(
                    "{at}.{name}: expected the state of stream `{name}` (an object), got {kind}"
                ));
                return Err(error.in_stream(name));
            }
        };
        let stream = StreamDescriptor { name: name.clone(), namespace: None };
        states.0.push(StreamStateEntry { stream, state, at: format!("{at}.{name}") });
    }
    Ok(())
}
