//! Charges: the connector that the benchmark measures. At its end it prints its cost (see `cost`).

mod charge;
mod cost;

use std::process::ExitCode;

fn main() -> ExitCode {
    let code = cdk_core::run::<charge::Charges>();
    cost::print();
    code
}
