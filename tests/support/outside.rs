//! Servers on loopback that nobody here wrote: an OAuth server (npm `oidc-provider`) and `httpbin` (PyPI).
//!
//! In: nothing. Out: an address, once it answers. A server ends when it is dropped.
//! Node's packages are installed on first use, into `target/clients`, as Python's are; where that cannot be done, a test says so
//! aloud and passes, or fails with `CDK_REQUIRE_CLIENTS=1`.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::binary::target;
use crate::clients::{Client, INSTALL_TIME, last_lines, script, skipped};
use crate::process::{finished, killed};

/// Pinned: a server that changes overnight judges nothing.
const OIDC_PROVIDER: &str = "oidc-provider@9.13.3";

/// `httpbin` by the server of its own framework; prints its port as the other one does.
const HTTPBIN: &str = "import httpbin; from werkzeug.serving import make_server; \
                       server = make_server('127.0.0.1', 0, httpbin.app, threaded=True); \
                       print('listening', server.port, flush=True); server.serve_forever()";

/// A running server.
#[derive(Debug)]
pub struct Outside {
    child: Child,
    port: u16,
}

impl Outside {
    /// An OAuth server with an API behind it; `tests/clients/oidc.mjs` says what it knows. `None` after saying aloud that it cannot be had.
    ///
    /// # Panics
    /// If it does not start, or cannot be had and `CDK_REQUIRE_CLIENTS=1`.
    pub fn oidc() -> Option<Self> {
        match npm(OIDC_PROVIDER) {
            Ok(folder) => {
                let mut command = Command::new("node");
                command.arg(script("oidc.mjs")).arg(folder);
                Some(Self::started(command))
            }
            Err(reason) => {
                skipped(&format!("{OIDC_PROVIDER}: {reason}"));
                None
            }
        }
    }

    /// A server that checks credentials and tells back what it was asked.
    ///
    /// # Panics
    /// As [`Self::oidc`].
    pub fn httpbin() -> Option<Self> {
        let mut command = Command::new(Client::Httpbin.python()?);
        command.args(["-c", HTTPBIN]);
        Some(Self::started(command))
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn started(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it was installed");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let port = lines.find_map(|line| line.ok()?.strip_prefix("listening ")?.trim().parse().ok());
        // Whoever writes to a closed pipe ends.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port: port.expect("it says its port") }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        killed(&mut self.child);
    }
}

/// The folder that has a package of Node's, installed now if need be.
fn npm(package: &str) -> Result<PathBuf, String> {
    let folder = target().join("clients").join(package.replace('@', "-"));
    let marker = folder.join("installed.txt");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    // Tests of several processes may ask at the same time; the lock ends with the process.
    let lock = File::create(folder.join("lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if marker.is_file() {
        return Ok(folder);
    }
    let mut install = Command::new("npm");
    install.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder).arg(package);
    let run = finished(&mut install, &[], INSTALL_TIME)?;
    if run.exit_code != Some(0) {
        return Err(format!("it was not installed: {}", last_lines(&run.stderr, 5)));
    }
    std::fs::write(&marker, package).map_err(|error| error.to_string())?;
    Ok(folder)
}
