//! Reporting: updates the gate, the budgets and the tokens after a response.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::budget::{Permit, QuotaReport, WaitAt};
use crate::client::call::Call;
use crate::client::token_turn::TokenTurn;
use crate::http::wait::longest;
use crate::http::{Quota, Response, TransportError, server_now, wait_in};
use crate::json::JsonLookup;
use crate::retry::{Failure, GraphQlErrors};

/// Reports the outcome of a request.
pub(in crate::client) struct Reporting<'a> {
    pub(in crate::client) call: &'a Call,
    pub(in crate::client) tokens: &'a mut TokenTurn,
    /// The errors of a response to a GraphQL query.
    pub(in crate::client) graphql: Option<&'a GraphQlErrors>,
}

impl Reporting<'_> {
    /// Reports the response, or the transport error, to tokens and gate.
    pub(in crate::client) fn report(
        &mut self,
        outcome: Result<&Response, &TransportError>,
        permit: Option<&mut Permit>,
    ) {
        let now = self.call.client.now();
        let refused = outcome.ok().and_then(|response| Failure::refused_for(response, self.graphql, now));
        let has_other_token = self.tokens.rest(self.call, refused);
        match (outcome, permit) {
            (Ok(response), Some(permit)) => {
                let quota = if permit.has_budgets() { Quota::of(&response.headers, now) } else { None };
                let quota = self.tokens.shared_quota(self.call, quota);
                let refused = refused.filter(|_| !has_other_token);
                let is_good = !matches!(response.status, 408 | 500..);
                permit.answered(QuotaReport { quota: quota.as_ref(), refused, is_good });
                permit.hold_back(|at| {
                    let wait = wait_at(at, response, now)?;
                    self.tokens.shared_wait(self.call, wait)
                });
            }
            (Err(_), Some(permit)) => permit.failed(),
            (_, None) => {}
        }
    }
}

/// The wait in a response (also a success) at the declared position.
fn wait_at(at: &WaitAt, response: &Response, now: Timestamp) -> Option<Duration> {
    let wait = match at {
        WaitAt::Header(name) => longest(&response.headers, name, server_now(&response.headers, now)),
        WaitAt::Json(path) => match JsonLookup::new(&response.body).at(path)? {
            Value::String(text) => wait_in(&text),
            Value::Number(number) => wait_in(&number.to_string()),
            _ => None,
        },
    };
    wait.filter(|wait| !wait.is_zero())
}
