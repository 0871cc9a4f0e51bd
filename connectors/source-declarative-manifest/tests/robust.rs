//! Manifests that are wrong, and real ones: a message or a run, never a panic.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::path::Path;

use serde_json::Value;
use source_declarative_manifest::build::Manifest;
use source_declarative_manifest::yaml;

/// Mutations of each manifest.
const MUTATIONS: u64 = 300;

/// Numbers that look random, from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

fn files(directory: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.sort();
    files.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

/// Replaces, removes, repeats or cuts a line, or a few signs of one.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        match random.below(6) {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, other),
            2 => lines[at] = lines[other].clone(),
            3 => {
                let signs =
                    ["{{", "}}", "[", "{", "*", "&a", "$ref: '#/'", "~", "-1", "\"", ": ", "%", "999999999999999999"];
                let sign = signs[random.below(signs.len())];
                let place = random.below(lines[at].chars().count() + 1);
                let byte = lines[at].char_indices().nth(place).map_or(lines[at].len(), |(byte, _)| byte);
                lines[at].insert_str(byte, sign);
            }
            4 => {
                let len = random.below(lines[at].chars().count() + 1);
                lines[at] = lines[at].chars().take(len).collect();
            }
            _ => {
                let key = lines[at].split(':').next().unwrap_or_default().to_owned();
                let values =
                    ["null", "[]", "{}", "true", "1.5", "''", "[[1]]", "\"{{ 1 / 0 }}\"", "-9223372036854775808"];
                lines[at] = format!("{key}: {}", values[random.below(values.len())]);
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}

/// A manifest is read, or refused with a sentence.
fn judge(name: &str, text: &str) -> Option<Manifest> {
    match yaml::parse(text).and_then(|value: Value| Manifest::read(&value)) {
        Ok(manifest) => Some(manifest),
        Err(why) => {
            assert!(!why.is_empty() && !why.ends_with('.'), "{name}: {why}");
            None
        }
    }
}

#[test]
fn a_mutated_manifest_is_a_message_or_a_run() {
    let seed = std::env::var("CDK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_201);
    println!("CDK_SEED={seed}");
    let mut random = Random(seed);
    let (mut read, mut refused) = (0, 0);
    for (name, text) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests")) {
        assert!(judge(&name, &text).is_some(), "{name} is refused");
        for _ in 0..MUTATIONS {
            match judge(&name, &mutated(&text, &mut random)) {
                Some(manifest) => {
                    manifest.into_source();
                    read += 1;
                }
                None => refused += 1,
            }
        }
    }
    println!("{read} read, {refused} refused");
    assert!(read > 0 && refused > 0);
}

/// Real manifests, in the directory of `CDK_MANIFESTS`.
#[test]
fn real_manifests_are_read_or_refused_with_a_place() {
    let Some(directory) = std::env::var_os("CDK_MANIFESTS") else {
        println!("skipped: CDK_MANIFESTS is not set");
        return;
    };
    let (mut streams, mut running) = (0, 0);
    for (name, text) in files(Path::new(&directory)) {
        let Some(manifest) = judge(&name, &text) else {
            println!("{name}: refused");
            continue;
        };
        let reports = manifest.reports();
        streams += reports.len();
        running += reports.iter().filter(|report| report.refused.is_none()).count();
        for why in reports.into_iter().filter_map(|report| report.refused) {
            assert!(why.starts_with("`manifest"), "{name}: {why}");
        }
        manifest.into_source();
    }
    println!("{running} of {streams} streams run");
    assert!(streams > 0);
}
