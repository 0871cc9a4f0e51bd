//! Charges: the connector that the benchmark measures. It says at its end what it took (see `cost`).

mod charge;
mod cost;

use std::process::ExitCode;

fn main() -> ExitCode {
    let code = cdk_core::run::<charge::Charges>();
    cost::tell();
    code
}
