//! Response rules: `on(…)`.
//!
//! In: conditions, an action and a sentence for the user, one [`On`] a rule. Out: a `Rule`.
//! A stream's rules are tried before its source's, in the order in which they were declared. The first one that matches
//! decides. Default: no rules. A response that no rule matches is a success with a 2XX, is retried with 408, 429 and
//! any 5XX, and is an error otherwise.
//! Not here: carrying out the action (see `client` and `read`).

use std::fmt::Display;
use std::str::FromStr;

use http::HeaderName;
use serde_json::Value;

use super::source_def::SourceDef;
use super::stream_def::StreamDef;
use super::template::IntoTemplate;
use super::view::{SourceView, StreamView, View};
use crate::error::{Error, FailureType, Result};
use crate::json::split;
use crate::retry::{Action, Conditions};
use crate::stream::definition::{Defaults, Rule};

/// A response rule: conditions that must all match, an action, and a message for the user.
///
/// ```
/// use cdk_core::FailureType;
/// use cdk_core::stream::{On, StreamDef};
/// # use serde::{Serialize, Deserialize};
/// # #[derive(Serialize, Deserialize, schemars::JsonSchema)] struct User { id: u64 }
/// # struct Config {}
/// let users: StreamDef<User, Config> = StreamDef::new("users")
///     .url_base("https://api.example.com")
///     .on(On::new().status([404]).ignore())
///     .on(On::new()
///         .status([403])
///         .json("error.code", ["missing_scope".into()])
///         .fail_as(FailureType::ConfigError)
///         .message("Add the scope {response.error.needed} to the app"));
/// ```
pub struct On<X: View> {
    rule: Rule<X::Config>,
    has_action: bool,
    problem: Option<Error>,
}

impl<X: View> Default for On<X> {
    fn default() -> Self {
        let rule = Rule { conditions: Conditions::default(), action: Action::Fail(None), message: None };
        Self { rule, has_action: false, problem: None }
    }
}

impl<X: View> On<X> {
    /// An empty rule. It needs a condition and an action.
    pub fn new() -> Self {
        Self::default()
    }

    /// The status is one of these, each from 100 to 599: `[404, 410]`, `500..=599`.
    #[must_use]
    pub fn status(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        let statuses: Vec<u16> = statuses.into_iter().take(1_000).collect();
        if statuses.is_empty() || !statuses.iter().all(|status| (100..600).contains(status)) {
            self.report_problem("`status` must be a number from 100 to 599");
        }
        self.rule.conditions.statuses.get_or_insert_default().extend(statuses);
        self
    }

    /// The JSON body has one of these values at `path` (`"error.code"`, `"errors.0.reason"`). Without values: any value
    /// except null, an empty list, an empty object and an empty text.
    #[must_use]
    pub fn json(mut self, path: &str, values: impl IntoIterator<Item = Value>) -> Self {
        let is_odd = path.split('.').any(|name| name.is_empty() || name == "*");
        let path = split(path);
        if is_odd {
            self.report_problem("`json` must be the path of one value in the body, like `error.code`");
        }
        self.rule.conditions.json.push((path, values.into_iter().collect()));
        self
    }

    /// The response has this header with one of these values. Without values: with any value.
    #[must_use]
    pub fn header<'a>(mut self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        match HeaderName::from_str(name) {
            Ok(name) => self.rule.conditions.headers.push((name, values.into_iter().map(str::to_owned).collect())),
            Err(_) => self.report_problem(format!("`{name}` is not a header name")),
        }
        self
    }

    /// The body contains this text. Upper and lower case differ.
    #[must_use]
    pub fn body_contains(mut self, text: &str) -> Self {
        if text.is_empty() {
            self.report_problem("`body_contains` must not be empty");
        }
        self.rule.conditions.texts.push(text.to_owned());
        self
    }

    /// The body is empty. Without a status condition: only of a 2XX status, except 204 and 205.
    #[must_use]
    pub fn empty(mut self) -> Self {
        self.rule.conditions.is_empty = true;
        self
    }

    /// Retries the request, by the retry policy. For a success this is polling, and not a failure.
    #[must_use]
    pub fn retry(self) -> Self {
        self.action(Action::Retry)
    }

    /// Fails the slice without a retry. The status determines the type of the failure, as without rules.
    #[must_use]
    pub fn fail(self) -> Self {
        self.action(Action::Fail(None))
    }

    /// Fails the slice without a retry, with this type of failure.
    #[must_use]
    pub fn fail_as(self, failure_type: FailureType) -> Self {
        self.action(Action::Fail(Some(failure_type)))
    }

    /// Ends the slice with a warning. Its records so far are kept, and the stream continues with its other slices.
    #[must_use]
    pub fn ignore(self) -> Self {
        self.action(Action::Ignore)
    }

    /// Reads the slice again from its first page, up to five times. Records read before are emitted again. For APIs
    /// whose page tokens expire.
    #[must_use]
    pub fn reset_pagination(self) -> Self {
        self.action(Action::ResetPagination)
    }

    /// Renews the credentials and sends the request once more. If they cannot be renewed, or have just been renewed,
    /// the slice fails with a config error about the credentials. This is the default for a 401.
    #[must_use]
    pub fn refresh_token(self) -> Self {
        self.action(Action::RefreshToken)
    }

    /// The message for the user, in lower case and without a full stop. Roots: `config`, `response`, `header`; for a
    /// stream also `slice`, `parent` and the others. An absent value is written as `?`.
    #[must_use]
    pub fn message(mut self, template: impl IntoTemplate<X>) -> Self {
        match template.into_template() {
            Ok(message) => self.rule.message = Some(message),
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
        self
    }

    fn action(mut self, action: Action) -> Self {
        if self.has_action {
            self.report_problem("a rule can have only one action");
        }
        (self.rule.action, self.has_action) = (action, true);
        self
    }

    fn report_problem(&mut self, problem: impl Display) {
        self.problem.get_or_insert_with(|| wrong(problem));
    }

    fn into_rule(self) -> Result<Rule<X::Config>> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if self.rule.conditions.is_nothing() {
            return Err(wrong("a rule needs a condition, such as `status`"));
        }
        if !self.has_action {
            return Err(wrong("a rule needs an action, such as `ignore`"));
        }
        Ok(self.rule)
    }
}

fn wrong(why: impl Display) -> Error {
    Error::system(format!("on: {why}"))
}

impl<C> Defaults<C> {
    fn push_rule<X: View<Config = C>>(&mut self, rule: On<X>) {
        if let Some(rule) = self.keep(rule.into_rule()) {
            self.rules.push(rule.into());
        }
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Adds a response rule. Rules are tried in order: those of the stream, then those of the source. Default: no
    /// rules.
    #[must_use]
    pub fn on(mut self, rule: On<StreamView<R, C, P, S>>) -> Self {
        self.definition.own.push_rule(rule);
        self
    }

    /// Removes the source's rules for this stream.
    #[must_use]
    pub fn without_on(mut self) -> Self {
        self.definition.drops_rules = true;
        self
    }
}

impl<C: 'static> SourceDef<C> {
    /// Adds a response rule for all streams. Rules are tried in order, after those of the stream. Default: no rules.
    #[must_use]
    pub fn on(mut self, rule: On<SourceView<C>>) -> Self {
        self.defaults.push_rule(rule);
        self
    }
}
