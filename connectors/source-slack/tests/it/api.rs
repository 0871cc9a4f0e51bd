//! Slack's Web API, scripted as its documentation describes it: one small workspace.
//!
//! In: channels, messages and who is in them. Out: an [`Api`] that pages by cursors, gives fewer objects than are asked for
//! (also none, with a cursor), refuses with 200 and `"ok": false`, and shows the messages of a channel only to who joined it.
//!
//! Source: <https://docs.slack.dev/apis/web-api/pagination>, <https://docs.slack.dev/reference/methods>.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cdk_core::prelude::Timestamp;
use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Map, Value, json};

/// A token that is found wherever it is printed.
pub(crate) const TOKEN: &str = "xoxb-263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1MBS";
/// Slack takes a `limit` below this.
const LIMIT: usize = 1_000;
const SECONDS_A_DAY: i64 = 86_400;

/// What Airbyte's own connector announces, by stream.
pub(crate) fn announced() -> Map<String, Value> {
    serde_json::from_str(include_str!("announced_streams.json")).expect("the list is a JSON object")
}

/// What configs begin with: midnight of 150 days ago, so that messages have two windows, the second one open.
pub(crate) fn start() -> i64 {
    static START: OnceLock<i64> = OnceLock::new();
    *START.get_or_init(|| (Timestamp::now().as_second() / SECONDS_A_DAY - 150) * SECONDS_A_DAY)
}

/// A config with nothing but what must be there.
pub(crate) fn config() -> Value {
    json!({
        "start_date": Timestamp::from_second(start()).expect("it is a time").to_string(),
        "lookback_window": 0,
        "join_channels": true,
        "credentials": { "option_title": "API Token Credentials", "api_token": TOKEN },
    })
}

/// The same with another value at a key.
pub(crate) fn config_with(key: &str, value: Value) -> Value {
    let mut config = config();
    config[key] = value;
    config
}

/// A channel as it is listed.
pub(crate) fn channel(id: &str, more: Value) -> Value {
    let mut channel = json!({ "id": id, "name": id.to_lowercase(), "is_channel": true, "is_private": false, "is_archived": false, "is_member": true });
    channel.as_object_mut().expect("a channel is an object").extend(more.as_object().cloned().unwrap_or_default());
    channel
}

/// A message that was sent so many seconds after the start.
pub(crate) fn message(after: i64, more: Value) -> Value {
    let mut message = json!({ "type": "message", "user": "U1", "text": format!("message {after}"), "ts": ts(after) });
    message.as_object_mut().expect("a message is an object").extend(more.as_object().cloned().unwrap_or_default());
    message
}

/// A time as Slack writes it.
pub(crate) fn ts(after: i64) -> String {
    format!("{}.000100", start() + after)
}

/// A workspace with objects of every kind.
#[derive(Clone, Default)]
pub(crate) struct Workspace {
    pub(crate) users: Vec<Value>,
    pub(crate) channels: Vec<Value>,
    /// Messages of every channel, the earliest first; a reply names its thread and stands below it alone.
    pub(crate) messages: Vec<Value>,
    /// How many objects a page has, whatever is asked for. None: as many as are asked for.
    pub(crate) page: Option<usize>,
    /// Whether a list begins with a page of no objects and a cursor.
    pub(crate) begins_empty: bool,
    /// The method of which every other request is one too many.
    pub(crate) busy: Option<&'static str>,
    /// Channels that were joined since.
    pub(crate) joined: Arc<Mutex<BTreeSet<String>>>,
}

impl Workspace {
    /// Two users, a channel that the app is in and one that it is not, in each two messages, one of them with two replies.
    pub(crate) fn small() -> Self {
        let thread =
            json!({ "thread_ts": ts(60), "reply_count": 2, "reply_users_count": 1, "latest_reply": ts(7_200) });
        let reply = json!({ "thread_ts": ts(60), "parent_user_id": "U1" });
        Self {
            users: ["U1", "U2"].map(|id| json!({ "id": id, "name": id.to_lowercase(), "deleted": false })).to_vec(),
            channels: vec![channel("C1", json!({})), channel("C2", json!({ "is_member": false }))],
            messages: vec![
                message(60, thread),
                message(120, json!({})),
                message(3_600, reply.clone()),
                message(7_200, reply),
            ],
            ..Self::default()
        }
    }

    /// One channel, with these messages.
    pub(crate) fn with_messages(messages: Vec<Value>) -> Self {
        Self { channels: vec![channel("C1", json!({}))], messages, ..Self::default() }
    }

    /// The API of the workspace.
    pub(crate) fn api(self) -> Api {
        self.routed(Api::new())
    }

    /// Adds the workspace's methods to an API whose own routes are asked first.
    pub(crate) fn routed(self, api: Api) -> Api {
        type Method = fn(&Workspace, &Received) -> Reply;
        let methods: [(&str, Method); 6] = [
            ("GET /users.list", |workspace, request| workspace.listed("members", &workspace.users, request)),
            ("GET /conversations.list", Self::list),
            ("GET /conversations.members", Self::members),
            ("GET /conversations.history", Self::history),
            ("GET /conversations.replies", Self::replies),
            ("POST /conversations.join", Self::join),
        ];
        methods.into_iter().fold(api, |api, (route, method)| {
            let workspace = self.clone();
            let (is_busy, turn) = (self.busy.is_some_and(|busy| route.ends_with(busy)), AtomicUsize::new(0));
            api.on(&route.replace('/', "/api/"), move |request| match request.header("authorization") {
                _ if is_busy && turn.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) => {
                    refusal("ratelimited").with_status(429).header("Retry-After", "0")
                }
                None => refusal("not_authed"),
                Some(token) if token != format!("Bearer {TOKEN}") => refusal("invalid_auth"),
                Some(_) => method(&workspace, request),
            })
        })
    }

    fn list(&self, request: &Received) -> Reply {
        let types: Vec<&str> = request.param("types").unwrap_or("public_channel").split(',').collect();
        let kind = |channel: &Value| if channel["is_private"] == true { "private_channel" } else { "public_channel" };
        let listed: Vec<Value> =
            self.channels.iter().filter(|channel| types.contains(&kind(channel))).cloned().collect();
        self.listed("channels", &listed, request)
    }

    fn members(&self, request: &Received) -> Reply {
        match self.channel(request.param("channel")) {
            None => refusal("channel_not_found"),
            Some(_) => {
                let members: Vec<Value> = self.users.iter().map(|user| user["id"].clone()).collect();
                self.listed("members", &members, request)
            }
        }
    }

    /// What stands in the channel itself, the latest first.
    fn history(&self, request: &Received) -> Reply {
        let Some(channel) = self.channel(request.param("channel")) else { return refusal("channel_not_found") };
        if !self.is_in(channel) {
            return refusal("not_in_channel");
        }
        let is_inclusive = matches!(request.param("inclusive"), Some("true" | "1"));
        let within = |message: &&Value| {
            let ts = message["ts"].as_str().unwrap_or_default();
            let after = request.param("oldest").is_none_or(|oldest| ts > oldest || is_inclusive && ts == oldest);
            after && request.param("latest").is_none_or(|latest| ts < latest || is_inclusive && ts == latest)
        };
        let is_reply = |message: &&Value| message["thread_ts"].is_string() && message["thread_ts"] != message["ts"];
        let found =
            self.messages.iter().filter(|message| !is_reply(message) || message["subtype"] == "thread_broadcast");
        let found: Vec<Value> = found.filter(within).rev().cloned().collect();
        self.listed("messages", &found, request)
    }

    /// A thread, the earliest first.
    pub(crate) fn replies(&self, request: &Received) -> Reply {
        let Some(channel) = self.channel(request.param("channel")) else { return refusal("channel_not_found") };
        if !self.is_in(channel) {
            return refusal("not_in_channel");
        }
        let ts = request.param("ts").map(Value::from);
        let is_of_it =
            |message: &&Value| [&message["ts"], &message["thread_ts"]].into_iter().any(|own| Some(own) == ts.as_ref());
        let found: Vec<Value> = self.messages.iter().filter(is_of_it).cloned().collect();
        if found.is_empty() { refusal("thread_not_found") } else { self.listed("messages", &found, request) }
    }

    fn join(&self, request: &Received) -> Reply {
        let asked = request.json()["channel"].as_str().map(str::to_owned);
        let asked =
            asked.or_else(|| request.form().into_iter().find_map(|(name, value)| (name == "channel").then_some(value)));
        let Some(channel) = self.channel(asked.as_deref()) else { return refusal("channel_not_found") };
        if channel["is_archived"] == true {
            return refusal("is_archived");
        }
        if channel["is_private"] == true {
            return refusal("method_not_supported_for_channel_type");
        }
        self.joined.lock().unwrap_or_else(PoisonError::into_inner).insert(asked.unwrap_or_default());
        Reply::json(json!({ "ok": true, "channel": channel }))
    }

    fn channel(&self, id: Option<&str>) -> Option<&Value> {
        self.channels.iter().find(|channel| channel["id"].as_str() == id)
    }

    fn is_in(&self, channel: &Value) -> bool {
        let joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        channel["is_member"] == true || channel["id"].as_str().is_some_and(|id| joined.contains(id))
    }

    /// One page of a list.
    fn listed(&self, name: &str, objects: &[Value], request: &Received) -> Reply {
        let limit = request.param("limit").map_or(Ok(100), str::parse::<usize>);
        let Some(limit) = limit.ok().filter(|limit| (1..LIMIT).contains(limit)) else {
            return refusal("invalid_limit");
        };
        let start = match request.param("cursor").map(|cursor| cursor.strip_prefix("next:").map(str::parse::<usize>)) {
            None if self.begins_empty => return page(name, &[], Some(0)),
            None => 0,
            Some(Some(Ok(start))) if start <= objects.len() => start,
            Some(_) => return refusal("invalid_cursor"),
        };
        let end = objects.len().min(start + self.page.unwrap_or(limit).min(limit));
        page(name, &objects[start..end], (end < objects.len()).then_some(end))
    }
}

/// A page as Slack writes it: lists of messages have no `response_metadata` at their end, others an empty cursor.
fn page(name: &str, objects: &[Value], next: Option<usize>) -> Reply {
    let mut body = json!({ "ok": true, name: objects });
    let next = next.map(|next| format!("next:{next}"));
    if name == "messages" {
        body["has_more"] = json!(next.is_some());
    }
    if name != "messages" || next.is_some() {
        body["response_metadata"] = json!({ "next_cursor": next.unwrap_or_default() });
    }
    Reply::json(body)
}

/// What Slack answers to a request that it refuses.
pub(crate) fn refusal(error: &str) -> Reply {
    Reply::json(json!({ "ok": false, "error": error }))
}

/// What the API was asked for, in order: methods, and all parameters by name; of a POST the fields of its body. Times are
/// written as days and seconds since the start.
pub(crate) fn asked(api: &RunningApi) -> Vec<String> {
    let written = |request: &Received| {
        let body = request.json();
        let fields = body.as_object().into_iter().flatten();
        let fields = fields.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
        let all = request.query().iter().cloned().chain(fields);
        let mut query: Vec<String> = all.map(|(name, value)| format!("{name}={}", since_start(&value))).collect();
        query.sort();
        format!("{}?{}", request.path().trim_start_matches("/api/"), query.join("&"))
    };
    api.requests().iter().map(written).collect()
}

/// `day 100` for its first moment, `end of day 99` for the last one before, `60 s` for the time of a message, `now` for that.
fn since_start(value: &str) -> String {
    let age =
        value.parse().ok().filter(|_| value.contains('.')).map(|time: f64| Timestamp::now().as_second() as f64 - time);
    if age.is_some_and(|age| (-60.0..3_600.0).contains(&age)) {
        return "now".to_owned();
    }
    let seconds = |text: &str| text.parse().ok().map(|seconds: i64| seconds - start());
    let time = value.split_once('.').and_then(|(whole, parts)| Some((seconds(whole)?, parts)));
    match time {
        Some((seconds, "0")) if seconds % SECONDS_A_DAY == 0 => format!("day {}", seconds / SECONDS_A_DAY),
        Some((seconds, "999999")) if (seconds + 1) % SECONDS_A_DAY == 0 => {
            format!("end of day {}", seconds / SECONDS_A_DAY)
        }
        Some((seconds, "000100")) => format!("{seconds} s"),
        _ => value.to_owned(),
    }
}
