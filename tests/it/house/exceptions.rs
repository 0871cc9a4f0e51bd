//! The list of exceptions, `exceptions.txt`: what may break a rule, and why. One that nothing needs is an error.

/// One line `rule subject: reason`.
pub(super) struct Exception {
    pub rule: String,
    pub subject: String,
}

/// The exceptions of one rule.
pub(super) fn exceptions(rule: &str) -> Vec<Exception> {
    read(include_str!("exceptions.txt")).into_iter().filter(|exception| exception.rule == rule).collect()
}

fn read(text: &str) -> Vec<Exception> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (named, reason) = line.split_once(": ").unwrap_or_default();
            let (rule, subject) = named.split_once(' ').unwrap_or_default();
            let is_rule = ["circle", "lines", "parameters", "file", "type"].contains(&rule);
            assert!(is_rule && reason.len() > 20, "not of the form `rule subject: reason`: {line}");
            Exception { rule: rule.to_owned(), subject: subject.to_owned() }
        })
        .collect()
}

/// Fails if a finding, a subject and what is wrong with it, has no exception, or an exception no finding.
pub(super) fn judge(rule: &str, findings: &[(String, String)]) {
    let wrong = without_exception(&exceptions(rule), findings);
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

fn without_exception(exceptions: &[Exception], findings: &[(String, String)]) -> Vec<String> {
    let is_excepted = |subject: &str| exceptions.iter().any(|exception| exception.subject == subject);
    let is_found = |exception: &&Exception| findings.iter().any(|(subject, _)| *subject == exception.subject);
    let wrong =
        findings.iter().filter(|(subject, _)| !is_excepted(subject)).map(|(subject, what)| format!("{subject} {what}"));
    wrong.chain(exceptions.iter().filter(|exception| !is_found(exception)).map(unneeded)).collect()
}

pub(super) fn unneeded(exception: &Exception) -> String {
    format!("exceptions.txt: `{} {}` is not needed any more", exception.rule, exception.subject)
}

#[test]
fn a_finding_needs_an_exception_and_an_exception_a_finding() {
    let exceptions =
        read("# Text.\nfile a.rs: one idea, which a split would cut in two\nfile b.rs: one idea, as in a.rs as well\n");
    let findings = ["a.rs", "c.rs"].map(|file| (file.to_owned(), "has 500 lines".to_owned()));

    let wrong = without_exception(&exceptions, &findings);

    assert_eq!(wrong, ["c.rs has 500 lines", "exceptions.txt: `file b.rs` is not needed any more"]);
}
