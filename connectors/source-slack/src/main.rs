//! The connector's binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    cdk_core::run::<source_slack::Slack>()
}
