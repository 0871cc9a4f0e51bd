//! The arguments of `cdk new`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

const EXAMPLES: &str = "\
Examples:
  cdk new source-shop --path ../rust-cdk
  cdk new source-shop --git https://git.example.com/rust-cdk

Then:
  cd source-shop
  cargo test
  cargo run -- mock";

/// Make the crate of a new connector, with streams to replace, tests, an image and a mock.
///
/// The crate compiles, passes its tests, and reads the mock that `cargo run -- mock` serves.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
#[command(group(ArgGroup::new("cdk").required(true).args(["path", "git"])))]
pub(crate) struct NewArguments {
    /// The connector's name, such as source-shop. The crate is a new directory of this name.
    pub(crate) name: String,
    /// The directory of a clone of the Rust CDK, for the dependency `cdk-core`.
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,
    /// The URL of the Rust CDK's repository, for the dependency `cdk-core`.
    #[arg(long, value_name = "URL")]
    pub(crate) git: Option<String>,
}
