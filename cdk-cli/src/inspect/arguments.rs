//! The arguments of `cdk inspect`.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  source-shop read --config config.json --keep-cache tape
  cdk inspect tape
  cdk inspect tape --out report.html";

/// Write an HTML page that shows the requests of a cassette on a timeline.
///
/// The page shows each request with its attempts, waits, headers and bodies, the records of each page, and each state.
/// It needs no server. It contains the records of the API, as the cassette does.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub(crate) struct InspectArguments {
    /// The cassette: the directory that a connector's --keep-cache wrote.
    pub(crate) cassette: PathBuf,
    /// The page to write; an existing file is replaced. Default: inspect.html in the cassette's directory.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Most bytes of a body that the page contains. Default: 64 MiB divided by the number of bodies, at least 2 KiB.
    #[arg(long, value_name = "BYTES")]
    pub(crate) body_bytes: Option<usize>,
}
