//! How short a stream is: its lines without its fields, and how many hooks there are.

use std::fs;
use std::path::Path;

/// Lines of Rust that a stream may take without its fields: doc, attributes, struct and hooks.
const MOST_LINES: usize = 12;
/// Streams for each hook.
const STREAMS_PER_HOOK: usize = 3;

/// A stream's struct, and how many lines it and its hooks take.
struct Measured {
    name: String,
    lines: usize,
    hooks: usize,
}

/// Measures the streams of a file: what follows the imports, item by item. A function belongs to the stream above it.
fn measured(text: &str) -> Vec<Measured> {
    let mut streams: Vec<Measured> = Vec::new();
    for item in text.split("\n\n").skip_while(|item| !item.contains("HttpStream)]")) {
        let lines: Vec<&str> = item.lines().collect();
        if let Some(start) = lines.iter().position(|line| line.contains("struct ")) {
            let fields = lines[start + 1..].iter().filter(|line| **line != "}").count();
            let name = lines[start].trim_end_matches(" {").rsplit(' ').next().unwrap_or_default().to_owned();
            streams.push(Measured { name, lines: lines.len() - fields, hooks: 0 });
        } else {
            let stream = streams.last_mut().expect("a stream stands above its hook");
            stream.lines += lines.len();
            stream.hooks += 1;
        }
    }
    streams
}

fn streams() -> Vec<Measured> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/streams");
    let files = fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("a file").path());
    let families = files.filter(|file| file.file_name().is_some_and(|name| name != "mod.rs"));
    families.flat_map(|file| measured(&fs::read_to_string(file).expect("a file of Rust"))).collect()
}

#[test]
fn a_stream_is_at_most_twelve_lines_beside_its_fields() {
    let streams = streams();

    // Those of the catalog, and the one that only is a parent.
    assert_eq!(streams.len(), 48);
    let long: Vec<String> = streams
        .iter()
        .filter(|stream| stream.lines > MOST_LINES)
        .map(|stream| format!("{}: {}", stream.name, stream.lines))
        .collect();
    assert_eq!(long, [] as [String; 0]);
}

#[test]
fn hooks_are_few() {
    let streams = streams();
    let hooks: usize = streams.iter().map(|stream| stream.hooks).sum();

    assert!(hooks > 0 && hooks * STREAMS_PER_HOOK <= streams.len(), "{hooks} hooks for {} streams", streams.len());
}
