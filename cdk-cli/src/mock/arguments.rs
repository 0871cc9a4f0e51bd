//! The arguments of `cdk mock`.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  source-shop read --config config.json --keep-cache tape
  cdk mock tape --port 8090
  source-shop read --config config.json --url-base http://127.0.0.1:8090";

/// Serve a cassette as an API on this machine, until Ctrl-C.
///
/// Equal requests get their recorded responses in order; the last one repeats. Credentials are not compared. Other
/// requests get a 404 that names the nearest recorded request.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub(crate) struct MockArguments {
    /// The cassette: the directory that a connector's --keep-cache wrote.
    pub(crate) cassette: PathBuf,
    /// The port on 127.0.0.1; 0 is a free port.
    #[arg(long, value_name = "PORT", default_value_t = 8090)]
    pub(crate) port: u16,
}
