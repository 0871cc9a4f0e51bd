//! Hooks: functions for the parts that attributes cannot express. Their names are those of the Python CDK's methods.
//!
//! Each hook is a function of one context: config, parent, token, response, record.

use std::collections::BTreeMap;

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// Maximum length of a message. Longer ones are dropped.
    longest: Option<usize>,
}

#[derive(Source)]
#[source(name = "chat", config = Config, url_base = "https://chat.example.com/api", streams(Message))]
struct Chat;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Chat,
    path = "messages",
    primary_key = "id",
    request_params = page_of,
    parse_response = messages_by_id,
    next_page_token = behind_the_last,
    filter = is_short,
    map = without_address,
)]
struct Message {
    id: String,
    sequence: u64,
    sender: Option<String>,
    text: String,
}

/// The token is `None` for the first page, else the result of `next_page_token`.
fn page_of(cx: &Cx<'_, Message>) -> Result<Params> {
    Ok(Params::new().with("count", 2).with("after", cx.next_page_token()))
}

/// The API returns `{"m1": {…}, "m2": {…}}`: the key is the id.
fn messages_by_id(cx: &Cx<'_, Message>) -> Result<Records> {
    let messages: BTreeMap<String, Value> = cx.response()?.json()?;
    let with_id = |(id, mut message): (String, Value)| {
        message["id"] = Value::from(id);
        message
    };
    Ok(messages.into_iter().map(with_id).collect())
}

/// A page without messages is the last one.
fn behind_the_last(cx: &Cx<'_, Message>) -> Result<Option<Value>> {
    Ok(cx.last_record().map(|message| message["sequence"].clone()))
}

fn is_short(cx: &Cx<'_, Message>) -> Result<bool> {
    Ok(cx.config().longest.is_none_or(|longest| cx.record().is_ok_and(|message| message.text.len() <= longest)))
}

/// Returning `None` would drop the message.
fn without_address(_: &Cx<'_, Message>, mut message: Message) -> Result<Option<Message>> {
    message.sender = message.sender.and_then(|sender| Some(sender.split_once('@')?.0.to_owned()));
    Ok(Some(message))
}

fn main() -> ExitCode {
    cdk_core::run::<Chat>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn hooks_find_pages_and_shape_records() {
        let message = |sequence: u64, text: &str| json!({ "sequence": sequence, "sender": "ada@x.test", "text": text });
        let api = Api::new()
            .on("GET /api/messages", move |request| match request.param("after") {
                None => Reply::json(json!({ "a": message(3, "hi"), "b": message(5, "far too long") })),
                Some("5") => Reply::json(json!({ "c": message(8, "ok") })),
                _ => Reply::json(json!({})),
            })
            .start();

        let output = testing::read::<Chat>(&api, json!({ "longest": 5 }), ["message"]).succeeded();

        let record = |id, sequence, text| json!({ "id": id, "sequence": sequence, "sender": "ada", "text": text });
        assert_eq!(output.records("message"), [record("a", 3, "hi"), record("c", 8, "ok")]);
        assert_eq!(api.count("GET /api/messages"), 3);
    }
}
