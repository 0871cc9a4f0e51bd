//! Lines: reads the file of a cassette line by line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;

/// The file in the directory of `--keep-cache`.
pub(crate) const FILE: &str = "exchanges.jsonl";
/// The newest format that is known.
const NEWEST: u64 = 2;

/// The first line of a cassette.
pub(crate) struct Head {
    pub(crate) connector: String,
    pub(crate) version: String,
    /// The clock of the run.
    pub(crate) now: String,
    pub(crate) format: u64,
}

/// Passes each line after the head to `each`, and returns the head and whether the end line exists.
///
/// # Errors
/// If the file cannot be read, is not a cassette, or has a damaged line.
pub(crate) fn each_line(input: &Path, mut each: impl FnMut(Value)) -> Result<(Head, bool), Failure> {
    let path = file_of(input);
    let shown = path.display();
    let (mut reader, mut line, mut number) = (opened(&path)?, Vec::new(), 0_u64);
    let (mut head, mut is_whole) = (None, false);
    loop {
        line.clear();
        number += 1;
        let read = reader.read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::new(format!("cannot read the cassette `{shown}`: {error}")))? == 0 {
            break;
        }
        let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if text.trim_ascii().is_empty() {
            continue;
        }
        match (serde_json::from_slice::<Value>(text), &head) {
            (Ok(value), None) => head = Some(head_of(&value, &shown.to_string())?),
            (Ok(value), Some(_)) if value.get("end").is_some() => is_whole = true,
            (Ok(value), Some(_)) => each(value),
            (Err(_), None) => return Err(not_a_cassette(&shown.to_string())),
            (Err(_), Some(_)) if line.last() != Some(&b'\n') => break,
            (Err(error), Some(_)) => {
                return Err(Failure::new(format!(
                    "line {number} of the cassette `{shown}` is damaged: {error}; record the run again"
                )));
            }
        }
    }
    head.map(|head| (head, is_whole)).ok_or_else(|| not_a_cassette(&shown.to_string()))
}

/// The number of exchanges, by the beginning of each line. Parsing the JSON for it would double the time of a command.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn exchanges(input: &Path) -> Result<u64, Failure> {
    let path = file_of(input);
    let (mut reader, mut line, mut count) = (opened(&path)?, Vec::new(), 0);
    loop {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(count),
            Ok(_) => count += u64::from(line.starts_with(b"{\"exchange\"")),
            Err(error) => return Err(Failure::new(format!("cannot read the cassette `{}`: {error}", path.display()))),
        }
    }
}

fn opened(path: &Path) -> Result<BufReader<File>, Failure> {
    File::open(path).map(BufReader::new).map_err(|error| {
        Failure::new(format!(
            "cannot read the cassette `{}`: {error}; give the directory that a connector's --keep-cache wrote",
            path.display()
        ))
    })
}

fn file_of(input: &Path) -> PathBuf {
    if input.is_dir() { input.join(FILE) } else { input.to_owned() }
}

fn head_of(line: &Value, shown: &str) -> Result<Head, Failure> {
    let format = line["cassette"].as_u64().ok_or_else(|| not_a_cassette(shown))?;
    if format > NEWEST {
        return Err(Failure::new(format!(
            "the cassette `{shown}` has format {format}, but this `cdk` knows format {NEWEST}: install a newer `cdk`"
        )));
    }
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    Ok(Head { connector: text("connector"), version: text("version"), now: text("now"), format })
}

fn not_a_cassette(shown: &str) -> Failure {
    Failure::new(format!("`{shown}` is not a cassette; give the directory that a connector's --keep-cache wrote"))
}
