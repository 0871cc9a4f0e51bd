//! The state of `read`. All streams are full refresh until they have cursors, so it is judged, and then not needed.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::protocol::{AirbyteStateMessage, AirbyteStateType};

/// Judges a state file: a list of state messages, `{}` or nothing for none; what the platform wrote long ago (LEGACY) is
/// one object of stream states by name.
///
/// # Errors
/// A config error that names the place in the state.
pub(crate) fn judge_state(state: &Value) -> Result<()> {
    let messages = match state {
        Value::Null => return Ok(()),
        Value::Object(legacy) if !legacy.contains_key("type") => return judge_legacy(legacy),
        one @ Value::Object(_) => std::slice::from_ref(one),
        Value::Array(messages) => messages.as_slice(),
        other => {
            let kind = super::kind(other);
            return Err(Error::config(format!("state: expected a list of state messages, got {kind}")));
        }
    };
    let shape = super::shape::state_message();
    for (number, message) in messages.iter().enumerate() {
        let place = format!("state[{number}]");
        let message: AirbyteStateMessage = super::decode_file(&place, message, &shape)?;
        let missing = match message.state_type {
            Some(AirbyteStateType::Stream) => message.stream.is_none().then_some("stream"),
            Some(AirbyteStateType::Global) => message.global.is_none().then_some("global"),
            Some(AirbyteStateType::Legacy) => message.data.is_none().then_some("data"),
            None if message.stream.is_none() && message.global.is_none() && message.data.is_none() => {
                Some("stream, global or data")
            }
            None => None,
        };
        if let Some(missing) = missing {
            return Err(Error::config(format!("{place}.{missing}: missing, and the message's type needs it")));
        }
    }
    Ok(())
}

fn judge_legacy(legacy: &serde_json::Map<String, Value>) -> Result<()> {
    for (stream, state) in legacy {
        if !state.is_object() && !state.is_null() {
            let kind = super::kind(state);
            return Err(Error::config(format!("state.{stream}: expected an object, got {kind}")));
        }
    }
    Ok(())
}
