//! Circuit breaker: sends no requests to a host that only fails.
//!
//! In: the results of the requests to each host. Out: whether another request may be sent.
//! A request has failed if its attempts are used up and the network or the server was the reason. Any other response
//! closes the circuit. After the limit of failures in a row, all requests fail at once, except for one per [`PROBE`].
//! Default: 20 failures, set by the attribute `circuit`. Not here: the log message (see `client`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

/// Time between two requests to a host whose circuit is open.
const PROBE: Duration = Duration::from_secs(30);

/// The circuit breakers of a run, by origin.
#[derive(Default)]
pub(crate) struct Circuits(RefCell<HashMap<String, Circuit>>);

#[derive(Default)]
struct Circuit {
    failures: u32,
    /// The last failure.
    what: String,
    /// When one request may be sent, once the circuit is open.
    probe_at: Option<Instant>,
    is_told: bool,
}

/// An open circuit breaker.
#[derive(Debug, PartialEq)]
pub(crate) struct OpenCircuit {
    pub(crate) failures: u32,
    pub(crate) what: String,
    /// Whether it has just opened.
    pub(crate) is_news: bool,
}

impl Circuits {
    /// Whether a request to `origin` may be sent. `most`: the limit of failures in a row.
    ///
    /// # Errors
    /// The error of a request that may not be sent.
    pub(crate) fn check(&self, origin: &str, most: u32, now: Instant) -> Result<(), OpenCircuit> {
        let mut circuits = self.0.borrow_mut();
        let Some(circuit) = circuits.get_mut(origin).filter(|circuit| circuit.failures >= most) else { return Ok(()) };
        let probe_at = *circuit.probe_at.get_or_insert(now + PROBE);
        if probe_at <= now {
            circuit.probe_at = Some(now + PROBE);
            return Ok(());
        }
        let is_news = !std::mem::replace(&mut circuit.is_told, true);
        Err(OpenCircuit { failures: circuit.failures, what: circuit.what.clone(), is_news })
    }

    /// Records a failed request.
    pub(crate) fn report_problem(&self, origin: &str, what: &str, now: Instant) {
        let mut circuits = self.0.borrow_mut();
        let circuit = match circuits.get_mut(origin) {
            Some(circuit) => circuit,
            None => circuits.entry(origin.to_owned()).or_default(),
        };
        circuit.failures = circuit.failures.saturating_add(1);
        what.clone_into(&mut circuit.what);
        circuit.probe_at = Some(now + PROBE);
    }

    /// The host has responded.
    pub(crate) fn mark_success(&self, origin: &str) {
        if let Some(circuit) = self.0.borrow_mut().get_mut(origin) {
            *circuit = Circuit::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "https://a.test";

    #[test]
    fn so_many_failures_in_a_row_open_it_for_that_host_alone() {
        let (circuits, now) = (Circuits::default(), Instant::now());
        for _ in 0..2 {
            circuits.report_problem(HOST, "HTTP 500", now);
        }
        circuits.mark_success(HOST);
        for _ in 0..2 {
            circuits.report_problem(HOST, "HTTP 500", now);
            assert_eq!(circuits.check(HOST, 3, now), Ok(()));
        }
        circuits.report_problem(HOST, "HTTP 503", now);

        let open = |is_news| Err(OpenCircuit { failures: 3, what: "HTTP 503".to_owned(), is_news });
        assert_eq!(circuits.check(HOST, 3, now), open(true));
        assert_eq!(circuits.check(HOST, 3, now), open(false), "it is told once");
        assert_eq!(circuits.check(HOST, 4, now), Ok(()), "another stream has more patience");
        assert_eq!(circuits.check("https://b.test", 3, now), Ok(()));
    }

    #[test]
    fn one_asks_every_half_minute_and_a_good_answer_closes_it() {
        let (circuits, now) = (Circuits::default(), Instant::now());
        circuits.report_problem(HOST, "x", now);
        let at = |seconds| now + Duration::from_secs(seconds);

        assert!(circuits.check(HOST, 1, at(29)).is_err());
        assert!(circuits.check(HOST, 1, at(30)).is_ok());
        assert!(circuits.check(HOST, 1, at(30)).is_err(), "one at a time");
        circuits.report_problem(HOST, "x", at(31));
        assert!(circuits.check(HOST, 1, at(60)).is_err());
        assert!(circuits.check(HOST, 1, at(61)).is_ok());
        circuits.mark_success(HOST);
        assert!(circuits.check(HOST, 1, at(61)).is_ok());
    }
}
