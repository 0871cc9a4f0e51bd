//! Error handlers: response filters as rules of `on`, backoff strategies as `backoff_time`.

use std::time::Duration;

use cdk_core::stream::{Attempt, On, Retry, StreamDef, StreamView, template};
use cdk_core::{Error, FailureType, Result};
use jiff::Timestamp;
use regex_lite::Regex;
use serde_json::{Value, json};

use super::scope::{HookCx, Record};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text, Variables};

/// Statuses that the first handler of a composite does not decide by default, so that later ones decide.
const LEFT_TO_LATER: [u16; 6] = [400, 401, 403, 404, 405, 429];

/// The error handlers of a requester.
#[derive(Default)]
pub(super) struct ErrorPlan {
    rules: Vec<RulePlan>,
    backoffs: Vec<Backoff>,
    retries: Option<u32>,
}

#[derive(Clone)]
struct RulePlan {
    statuses: Vec<u16>,
    contains: Option<String>,
    action: Action,
    message: Option<Text>,
}

#[derive(Clone, Copy)]
enum Action {
    Ignore,
    Retry,
    Fail(Option<FailureType>),
    RefreshToken,
    ResetPagination,
}

enum Backoff {
    Constant(Text),
    Exponential(Text),
    Header { name: Text, pattern: Option<Regex>, most: Option<f64>, least: Option<f64>, is_time: bool },
}

impl ErrorPlan {
    pub(super) fn read(jinja: &Jinja, handler: &Component<'_>) -> Outcome<Self> {
        let mut plan = Self::default();
        match handler.kind() {
            "DefaultErrorHandler" => plan.add(jinja, handler, false)?,
            "CompositeErrorHandler" => {
                for (at, one) in handler.children("error_handlers")?.iter().enumerate() {
                    if one.kind() != "DefaultErrorHandler" {
                        return Err(one.unsupported());
                    }
                    plan.add(jinja, one, at > 0)?;
                }
                handler.finish()?;
            }
            _ => return Err(handler.unsupported()),
        }
        Ok(plan)
    }

    fn add(&mut self, jinja: &Jinja, handler: &Component<'_>, is_later: bool) -> Outcome<()> {
        for filter in handler.children("response_filters")? {
            let mut rules = rules(jinja, &filter)?;
            if is_later {
                for rule in &mut rules {
                    if rule.statuses.is_empty() {
                        rule.statuses = LEFT_TO_LATER.to_vec();
                    }
                    rule.statuses.retain(|status| LEFT_TO_LATER.contains(status));
                }
                rules.retain(|rule| !rule.statuses.is_empty());
            }
            self.rules.extend(rules);
        }
        for strategy in handler.children("backoff_strategies")? {
            self.backoffs.push(backoff(jinja, &strategy)?);
        }
        match handler.get("max_retries") {
            None => {}
            Some(retries) => {
                let retries = retries.as_u64().and_then(|retries| u32::try_from(retries).ok());
                let retries = retries.ok_or_else(|| handler.error("`max_retries` must be a whole number"))?;
                self.retries.get_or_insert(retries);
            }
        }
        handler.finish()
    }

    /// Sets the rules and the retry policy of a stream.
    pub(super) fn apply<P: 'static, S: 'static>(
        self: &std::rc::Rc<Self>,
        mut stream: StreamDef<Record, Value, P, S>,
    ) -> StreamDef<Record, Value, P, S> {
        for rule in &self.rules {
            stream = stream.on(on(rule));
        }
        if let Some(retries) = self.retries {
            stream = stream.retry(Retry::new().tries(retries.saturating_add(1)));
        }
        if !self.backoffs.is_empty() {
            let plan = self.clone();
            stream = stream.backoff_time(move |cx: &HookCx<'_, P, S>| plan.wait(cx.config(), cx.now(), cx.attempt()?));
        }
        stream
    }

    fn wait(&self, config: &Value, now: Timestamp, attempt: &Attempt<'_>) -> Result<Option<Duration>> {
        let variables = Variables::new(now).with("config", config);
        for backoff in &self.backoffs {
            let seconds = backoff.seconds(&variables, now, attempt)?.filter(|seconds| *seconds > 0.0);
            if let Some(wait) = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
                return Ok(Some(wait));
            }
        }
        Ok(None)
    }
}

impl Backoff {
    fn seconds(&self, variables: &Variables, now: Timestamp, attempt: &Attempt<'_>) -> Result<Option<f64>> {
        let number = |text: &Text| Ok(text.value(variables, Kinds::Any)?.as_f64());
        match self {
            Self::Constant(seconds) => number(seconds),
            Self::Exponential(factor) => {
                let exponent = i32::try_from(attempt.number()).unwrap_or(i32::MAX).min(30);
                Ok(number(factor)?.map(|factor| factor * 2_f64.powi(exponent)))
            }
            Self::Header { name, pattern, most, least, is_time } => {
                let Some(text) = attempt.header(&name.text(variables)?) else { return Ok(*least) };
                let found = match pattern {
                    Some(pattern) => pattern.captures(text).and_then(|found| Some(found.get(1)?.as_str())),
                    None => Some(text),
                };
                let Some(value) = found.and_then(|text| text.trim().parse::<f64>().ok()) else { return Ok(*least) };
                let wait = if *is_time { value - now.as_millisecond() as f64 / 1000.0 } else { value };
                let wait = least.map_or(wait, |least| wait.max(least));
                match most {
                    Some(most) if wait >= *most => {
                        Err(Error::transient(format!("the API requests a wait of {wait} s, which is too long")))
                    }
                    _ => Ok(Some(wait)),
                }
            }
        }
    }
}

fn backoff(jinja: &Jinja, strategy: &Component<'_>) -> Outcome<Backoff> {
    let needed = |key: &str| strategy.text(jinja, key)?.ok_or_else(|| strategy.error(format!("`{key}` is missing")));
    let number = |key: &str| match strategy.get(key) {
        None => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or_else(|| strategy.error(format!("`{key}` must be a number"))),
    };
    let header = |most, least, is_time| {
        let pattern = match strategy.fixed_text(jinja, "regex")? {
            None => None,
            Some(text) => Some(Regex::new(&text).map_err(|error| strategy.error(format!("`regex`: {error}")))?),
        };
        Ok::<_, String>(Backoff::Header { name: needed("header")?, pattern, most, least, is_time })
    };
    let backoff = match strategy.kind() {
        "ConstantBackoffStrategy" => Backoff::Constant(needed("backoff_time_in_seconds")?),
        "ExponentialBackoffStrategy" => match strategy.text(jinja, "factor")? {
            Some(factor) => Backoff::Exponential(factor),
            None => Backoff::Exponential(strategy.compiled(jinja, &json!(5))?),
        },
        "WaitTimeFromHeader" => header(number("max_waiting_time_in_seconds")?, None, false)?,
        "WaitUntilTimeFromHeader" => {
            let most = number("max_waiting_time_in_seconds")?;
            header(most, number("min_wait")?, true)?
        }
        _ => return Err(strategy.unsupported()),
    };
    // Waits are random within this range in Python; the engine has its own jitter.
    strategy.skip(&["jitter_range_in_seconds"]);
    strategy.finish()?;
    Ok(backoff)
}

/// The conditions of a filter are alternatives, so each is a rule.
fn rules(jinja: &Jinja, filter: &Component<'_>) -> Outcome<Vec<RulePlan>> {
    if filter.kind() != "HttpResponseFilter" {
        return Err(filter.unsupported());
    }
    let failure = match filter.get("failure_type").and_then(Value::as_str) {
        None => None,
        Some("config_error") => Some(FailureType::ConfigError),
        Some("transient_error") => Some(FailureType::TransientError),
        Some("system_error") => Some(FailureType::SystemError),
        Some(other) => return Err(filter.error(format!("unknown `failure_type` `{other}`"))),
    };
    let action = match filter.get("action").and_then(Value::as_str) {
        Some("IGNORE" | "SUCCESS") => Action::Ignore,
        Some("RETRY" | "RATE_LIMITED") => Action::Retry,
        Some("FAIL") => Action::Fail(failure),
        Some("REFRESH_TOKEN_THEN_RETRY") => Action::RefreshToken,
        Some("RESET_PAGINATION") => Action::ResetPagination,
        Some(other) => return Err(filter.error(format!("the action `{other}` is not supported"))),
        None => Action::Fail(failure),
    };
    if filter.get("predicate").is_some_and(|predicate| predicate != "") {
        return Err(filter.error("`predicate` is not supported"));
    }
    let message = filter.text(jinja, "error_message")?.filter(|text| text.constant() != Some(&"".into()));
    let rule = |statuses, contains| RulePlan { statuses, contains, action, message: message.clone() };
    let mut rules = Vec::new();
    if let Some(codes) = filter.get("http_codes").filter(|codes| codes.as_array().is_none_or(|codes| !codes.is_empty()))
    {
        let status = |code: &Value| {
            let number = code.as_u64().or_else(|| code.as_str()?.parse().ok());
            number.and_then(|number| u16::try_from(number).ok()).filter(|number| (100..600).contains(number))
        };
        let statuses = codes.as_array().and_then(|codes| codes.iter().map(status).collect());
        rules.push(rule(statuses.ok_or_else(|| filter.error("`http_codes` must be a list of statuses"))?, None));
    }
    if let Some(text) = filter.fixed_text(jinja, "error_message_contains")?.filter(|text| !text.is_empty()) {
        rules.push(rule(Vec::new(), Some(text)));
    }
    let is_success = filter.get("action").is_some_and(|action| action == "SUCCESS");
    if is_success && rules.iter().any(|rule| rule.statuses.iter().any(|status| *status < 300)) {
        return Err(filter.error("the action `SUCCESS` for a status below 300 is not supported"));
    }
    filter.finish()?;
    Ok(rules)
}

fn on<P: 'static, S: 'static>(rule: &RulePlan) -> On<StreamView<Record, Value, P, S>> {
    let mut on = On::new();
    if !rule.statuses.is_empty() {
        on = on.status(rule.statuses.iter().copied());
    }
    if let Some(text) = &rule.contains {
        on = on.body_contains(text);
    }
    on = match rule.action {
        Action::Ignore => on.ignore(),
        Action::Retry => on.retry(),
        Action::Fail(None) => on.fail(),
        Action::Fail(Some(failure)) => on.fail_as(failure),
        Action::RefreshToken => on.refresh_token(),
        Action::ResetPagination => on.reset_pagination(),
    };
    let Some(message) = rule.message.clone() else { return on };
    on.message(template("{config.value}", move |cx: &HookCx<'_, P, S>| {
        let response = cx.attempt().ok().and_then(|attempt| attempt.json()).unwrap_or_else(|| json!({}));
        let variables = Variables::new(cx.now()).with("config", cx.config()).with("response", &response);
        Ok(vec![Some(Value::from(message.text(&variables)?))])
    }))
}
