//! Retries: how often and after which waits. The clock is paused.

use super::*;

fn refused(status_code: u16, headers: &[(&'static str, &'static str)]) -> Result<Response, TransportError> {
    let mut response = status(status_code).unwrap();
    for (name, value) in headers {
        response.headers.insert(*name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn with(retry: Retry) -> Sending {
    Sending { retry, ..Sending::default() }
}

/// The waits between the attempts, in seconds; timers round up to milliseconds.
fn waits(asked: &[(Instant, Request)]) -> Vec<f64> {
    asked.windows(2).map(|pair| ((pair[1].0 - pair[0].0).as_millis() / 10) as f64 / 100.0).collect()
}

fn backoff(wait: impl Fn(&Attempt<'_>) -> Option<Duration> + 'static) -> Hooks {
    Hooks { backoff_time: Some(Box::new(move |attempt| Ok(wait(attempt)))), ..Hooks::default() }
}

fn judge(should_retry: impl Fn(&Attempt<'_>) -> bool + 'static) -> Hooks {
    Hooks { should_retry: Some(Box::new(move |attempt| Ok(should_retry(attempt)))), ..Hooks::default() }
}

#[test]
fn as_many_tries_as_are_said_are_requests() {
    for tries in [1, 2, 5, 8] {
        let script = (0..tries).map(|_| status(500)).collect();

        let ((outcome, asked), _) = run_with(script, with(Retry::new().tries(tries)));

        assert_eq!(outcome.unwrap_err().failure_type(), FailureType::TransientError);
        assert_eq!(asked.len(), tries as usize);
    }
}

#[test]
fn the_schedule_is_that_of_the_word() {
    let retry = Retry::new().initial("500ms").factor(3.0).jitter(0.0);

    let ((_, asked), _) = run_with(vec![status(500), broken(), status(429), status(408), status(200)], with(retry));

    assert_eq!(waits(&asked), [0.5, 1.5, 4.5, 13.5]);
}

#[test]
fn no_attempt_begins_after_max_time() {
    let retry = Retry::new().jitter(0.0).max_time("3s");

    let ((outcome, asked), _) = run_with(vec![status(503), status(503), status(503)], with(retry));

    let want = "server error (HTTP 503, after 3 attempts; a retry would exceed `max_time` (3s))";
    assert_eq!(outcome.unwrap_err().to_string(), want);
    assert_eq!(waits(&asked), [1.0, 2.0]);
}

#[test]
fn a_named_wait_is_no_step_of_the_schedule_and_does_not_count_toward_max_time() {
    let retry = Retry::new().jitter(0.0).max_time("3s");
    let script = vec![
        status(500),
        refused(429, &[("retry-after", "100")]),
        refused(429, &[("retry-after", "200")]),
        status(500),
        status(200),
    ];

    let ((outcome, asked), _) = run_with(script, with(retry));

    assert!(outcome.is_ok());
    assert_eq!(waits(&asked), [1.0, 100.0, 200.0, 2.0]);
}

#[test]
fn named_waits_end_with_the_tries_too() {
    let script = (0..5).map(|_| refused(429, &[("retry-after", "3600")])).collect();

    let ((outcome, asked), _) = run_with(script, with(Retry::new()));

    assert_eq!(outcome.unwrap_err().to_string(), "rate limit exceeded (HTTP 429, after 5 attempts)");
    assert_eq!(waits(&asked), [3600.0; 4]);
}

#[test]
fn a_longer_wait_than_max_wait_fails_at_once_and_names_the_time() {
    let date = ("date", "Wed, 31 Jan 2024 12:00:00 GMT");
    for (headers, max_wait) in [
        (vec![("retry-after", "3601")], "1h"),
        (vec![("retry-after", "61")], "1m"),
        (vec![date, ("x-ratelimit-reset", "1706706001")], "1h"),
    ] {
        let before = jiff::Timestamp::now();

        let ((outcome, asked), _) = run_with(vec![refused(429, &headers)], with(Retry::new().max_wait(max_wait)));

        let error = outcome.unwrap_err();
        assert_eq!((error.failure_type(), asked.len()), (FailureType::TransientError, 1));
        let text = error.to_string();
        let start = "rate limit exceeded (HTTP 429; the next attempt would be at ";
        let rest = text.strip_prefix(start).unwrap_or_else(|| panic!("{text}"));
        let (until, rest) = rest.split_once(", ").unwrap();
        assert_eq!(rest, format!("a longer wait than `max_wait` ({max_wait}))"));
        let until: jiff::Timestamp = until.parse().unwrap();
        let wait = until.duration_since(before).as_secs();
        let want = if max_wait == "1m" { 61 } else { 3601 };
        assert!((want - 1..want + 10).contains(&wait), "{wait} of {want}");
    }
}

#[test]
fn a_403_of_a_used_up_quota_waits_for_its_reset() {
    let limited = refused(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "90")]);

    let ((outcome, asked), _) = run_with(vec![limited, status(200)], Sending::default());

    assert!(outcome.is_ok());
    assert_eq!(waits(&asked), [90.0]);
}

#[test]
fn three_seconds_of_a_function_are_three_seconds() {
    // No jitter, not a step of the schedule, and it does not count toward its time. It replaces the server's wait.
    let hooks = backoff(|attempt| (attempt.number() != 3).then_some(Duration::from_secs(3)));
    let script = vec![status(500), refused(429, &[("retry-after", "60")]), status(500), status(500), status(200)];

    let ((outcome, asked), _) = run_hooked(script, with(Retry::new().jitter(0.0).max_time("2s")), hooks);

    assert!(outcome.is_ok());
    assert_eq!(waits(&asked), [3.0, 3.0, 1.0, 3.0]);
}

#[test]
fn slacks_function_takes_the_header_and_else_a_wait_of_its_own() {
    let hooks = backoff(|attempt| {
        let told = attempt.header("Retry-After").and_then(|seconds| seconds.parse().ok());
        Some(Duration::from_secs(told.unwrap_or(5)))
    });

    let script = vec![refused(429, &[("retry-after", "30")]), status(429), status(500), status(200)];
    let ((outcome, asked), _) = run_hooked(script, Sending::default(), hooks);

    assert!(outcome.is_ok());
    assert_eq!(waits(&asked), [30.0, 5.0, 5.0]);
}

#[test]
fn a_function_that_names_no_wait_leaves_the_servers_word() {
    let script = vec![refused(503, &[("retry-after", "7")]), status(500), status(200)];

    let ((_, asked), _) = run_hooked(script, with(Retry::new().jitter(0.0)), backoff(|_| None));

    assert_eq!(waits(&asked), [7.0, 1.0]);
}

#[test]
fn a_function_may_ask_for_max_wait_and_no_more() {
    let hooks = backoff(|_| Some(Duration::from_secs(7200)));

    let ((outcome, asked), _) = run_hooked(vec![status(500)], Sending::default(), hooks);

    let error = outcome.unwrap_err();
    assert!(error.to_string().contains("a longer wait than `max_wait` (1h)"), "{error}");
    assert_eq!((error.failure_type(), asked.len()), (FailureType::TransientError, 1));
}

#[test]
fn a_function_says_what_is_tried_again() {
    let hooks = || judge(|attempt| attempt.status().is_some_and(|status| matches!(status.as_u16(), 404 | 200)));

    let ((outcome, asked), _) = run_hooked((0..5).map(|_| status(404)).collect(), Sending::default(), hooks());
    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "the API rejected the request (HTTP 404, after 5 attempts)");
    assert_eq!((error.failure_type(), asked.len()), (FailureType::TransientError, 5));

    // A success is passed to the hook, too.
    let ((outcome, asked), _) = run_hooked((0..5).map(|_| status(200)).collect(), Sending::default(), hooks());
    assert_eq!(outcome.unwrap_err().failure_type(), FailureType::TransientError);
    assert_eq!(asked.len(), 5);

    // A failure that the hook rejects is not retried, whatever the default is.
    for outcome in [status(429), status(500), broken()] {
        let ((outcome, asked), _) = run_hooked(vec![outcome], Sending::default(), hooks());
        assert_eq!(outcome.unwrap_err().failure_type(), FailureType::TransientError);
        assert_eq!(asked.len(), 1);
    }
}

#[test]
fn a_function_sees_the_attempt() {
    let seen: Rc<RefCell<Vec<String>>> = Rc::default();
    let sink = seen.clone();
    let hooks = judge(move |attempt| {
        let (number, status, by_default) =
            (attempt.number(), attempt.status().map(|status| status.as_u16()), attempt.is_retried_by_default());
        let (elapsed, method) = (attempt.elapsed().as_secs(), attempt.request().method());
        let answer = attempt.json().map(|body| body["ok"].to_string());
        let (what, asked) = (attempt.what(), attempt.header("x-id").map(str::to_owned));
        sink.borrow_mut().push(format!(
            "{number} {elapsed}s {method} {status:?} {by_default} {what} {answer:?} {asked:?} {:?}",
            attempt.server_wait()
        ));
        by_default
    });
    let mut busy = refused(503, &[("retry-after", "30"), ("x-id", "a")]).unwrap();
    busy.body = br#"{"ok":false,"message":"busy"}"#.to_vec();
    let script = vec![Ok(busy), broken(), Ok(Response { status: 200, ..Response::default() }), status(200)];

    let ((outcome, _), _) = run_hooked(script, with(Retry::new().jitter(0.0)), hooks);

    assert!(outcome.is_ok());
    assert_eq!(
        *seen.borrow(),
        [
            r#"1 0s GET Some(503) true HTTP 503: busy Some("false") Some("a") Some(30s)"#,
            "2 30s GET None true connection lost: reset None None None",
            "3 31s GET Some(200) true HTTP 200 with an empty body None None None",
            r#"4 33s GET Some(200) false HTTP 200 Some("null") None None"#,
        ]
    );
}

#[test]
fn the_error_of_a_function_is_the_requests() {
    let error = || crate::error::Error::config("the plan has no reports");
    let says_so = Hooks { should_retry: Some(Box::new(move |_| Err(error()))), ..Hooks::default() };

    let ((outcome, asked), _) = run_hooked(vec![status(200)], Sending::default(), says_so);

    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "hook `should_retry`: the plan has no reports");
    assert_eq!((error.failure_type(), asked.len()), (FailureType::ConfigError, 1));
}

#[test]
fn a_rate_limit_is_told_as_one_with_the_time_of_its_reset() {
    let told: Rc<RefCell<Vec<(bool, bool)>>> = Rc::default();
    let sink = told.clone();
    let sending = Sending {
        observer: Some(Box::new(move |notice| {
            if let Notice::Retry { is_rate_limit, until, .. } = notice {
                sink.borrow_mut().push((*is_rate_limit, until.is_some()));
            }
        })),
        ..Sending::default()
    };
    let script =
        vec![refused(429, &[("retry-after", "9")]), status(429), refused(503, &[("retry-after", "9")]), status(200)];

    run_with(script, sending).0.0.unwrap();

    assert_eq!(*told.borrow(), [(true, true), (true, false), (false, true)]);
}

#[test]
fn no_wait_is_believed_once() {
    let hurried = || refused(503, &[("retry-after", "0")]);

    let ((_, asked), _) = run_with(vec![hurried(), hurried(), hurried(), status(200)], with(Retry::new().jitter(0.0)));

    assert_eq!(waits(&asked), [0.0, 1.0, 2.0]);
}

#[test]
fn a_refusal_that_a_rule_knows_by_its_words_is_a_rate_limit_where_it_names_a_wait() {
    let judge: crate::retry::ResponseRules = Box::new(|response| {
        let is_refused = response.headers.contains_key("retry-after");
        Ok(is_refused.then_some(crate::retry::Ruling { action: crate::retry::Action::Retry, message: None }))
    });
    let told = Rc::new(RefCell::new(Vec::new()));
    let observer = Box::new({
        let told = told.clone();
        move |notice: &Notice<'_>| {
            if let Notice::Retry { is_rate_limit, .. } = notice {
                told.borrow_mut().push(*is_rate_limit);
            }
        }
    });
    let sending = Sending { observer: Some(observer), ..Sending::default() };
    let hooks = Hooks { judge: Some(judge), ..Hooks::default() };

    let refused =
        refused(200, &[("retry-after", "7")]).map(|refused| Response { body: b"{\"ok\":false}".to_vec(), ..refused });
    let ((outcome, asked), _) = run_hooked(vec![refused, status(200)], sending, hooks);

    assert!(outcome.is_ok());
    assert_eq!((waits(&asked), told.take()), (vec![7.0], vec![true]));
}
