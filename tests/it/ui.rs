//! The derives as a user meets them: every file of `ui/pass` compiles and runs, every file of `ui/fail` gives its messages.
//!
//! `TRYBUILD=overwrite` writes the `.stderr` files anew; each changed line is then read, since a wrong message passes too.

#[test]
fn what_the_derives_accept_and_what_they_say() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    cases.compile_fail("ui/fail/*/*.rs");
}
