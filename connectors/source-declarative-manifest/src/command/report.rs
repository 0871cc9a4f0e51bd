//! `manifest FILE`: per stream, whether it runs.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use super::find::read;
use crate::build::{Manifest, StreamReport};

/// Writes the report. Returns the exit code: 0 if all streams run, 1 if one does not, 2 for a usage error.
///
/// # Errors
/// If the output cannot be written.
pub(super) fn report(arguments: &[OsString], out: &mut dyn Write) -> std::io::Result<u8> {
    let (mut path, mut is_json) = (None, false);
    for argument in arguments {
        match argument.to_str() {
            Some("--json") => is_json = true,
            Some(option) if option.starts_with('-') => {
                writeln!(out, "unknown option `{option}`; usage: manifest FILE [--json]")?;
                return Ok(2);
            }
            _ if path.is_none() => path = Some(PathBuf::from(argument)),
            _ => path = None,
        }
    }
    let Some(path) = path else {
        writeln!(out, "usage: manifest FILE [--json]")?;
        return Ok(2);
    };
    let manifest = read(&path).and_then(|manifest| Manifest::read(&manifest));
    let (streams, problem) = match manifest {
        Ok(manifest) => (manifest.reports(), None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let is_complete = problem.is_none() && streams.iter().all(|stream| stream.refused.is_none());
    if is_json {
        as_json(&streams, problem, out)?
    } else {
        as_text(&streams, problem, out)?
    }
    Ok(u8::from(!is_complete))
}

fn as_json(streams: &[StreamReport], problem: Option<String>, out: &mut dyn Write) -> std::io::Result<()> {
    let stream = |StreamReport { name, refused }: &StreamReport| json!({ "name": name, "runs": refused.is_none(), "cannot_run": refused });
    let streams: Vec<_> = streams.iter().map(stream).collect();
    writeln!(out, "{}", json!({ "streams": streams, "error": problem }))
}

fn as_text(streams: &[StreamReport], problem: Option<String>, out: &mut dyn Write) -> std::io::Result<()> {
    if let Some(problem) = problem {
        return writeln!(out, "cannot run: {problem}");
    }
    for StreamReport { name, refused } in streams {
        match refused {
            None => writeln!(out, "runs        {name}")?,
            Some(why) => writeln!(out, "cannot run  {name}: {why}")?,
        }
    }
    let number = streams.iter().filter(|stream| stream.refused.is_none()).count();
    writeln!(out, "{number} of {} streams run", streams.len())
}
