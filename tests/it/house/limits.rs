//! Limits: functions of 60 lines and five parameters, files of 400 lines, and one declaration for each type name.

use std::collections::{BTreeMap, BTreeSet};

use super::exceptions::judge;
use super::functions::{Function, functions};
use super::items::Kind;
use super::modules::Modules;
use super::tokens::Tokens;
use super::workspace::{all_files, files, is_checked};

const MOST_LINES_OF_FUNCTION: usize = 60;
const MOST_PARAMETERS: usize = 5;
const MOST_LINES_OF_FILE: usize = 400;

#[test]
fn no_function_is_longer_than_a_screen() {
    let is_long = |function: &Function| function.lines > MOST_LINES_OF_FUNCTION;
    judge("lines", &found(is_long, |function| format!("has {} lines of code", function.lines)));
}

#[test]
fn no_function_takes_more_than_five_parameters() {
    let takes_many = |function: &Function| function.parameters > MOST_PARAMETERS;
    judge("parameters", &found(takes_many, |function| format!("has {} parameters", function.parameters)));
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    let lengths = all_files().into_iter().map(|(path, text)| (path, text.lines().count()));
    let long = lengths.filter(|(_, lines)| *lines > MOST_LINES_OF_FILE);
    judge("file", &long.map(|(path, lines)| (path, format!("has {lines} lines"))).collect::<Vec<_>>());
}

#[test]
fn each_type_name_is_declared_once() {
    let modules = Modules::read(&files());
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for module in modules.all.iter().filter(|module| module.file.starts_with("cdk-core/src/") && !module.is_test) {
        let types = module.definitions.iter().filter(|(_, kind)| [Kind::Type, Kind::Trait].contains(kind));
        types.for_each(|(name, _)| places.entry(name).or_default().push(&module.file));
    }
    let twice = places.into_iter().filter(|(_, files)| files.len() > 1);
    let findings = twice.map(|(name, files)| (name.to_owned(), format!("is declared in {}", files.join(" and "))));
    judge("type", &findings.collect::<Vec<_>>());
}

/// The functions that are wrong, as `FILE::NAME` and in words. Tests are left out.
fn found(is_wrong: impl Fn(&Function) -> bool, words: impl Fn(&Function) -> String) -> Vec<(String, String)> {
    let files = files();
    let modules = Modules::read(&files);
    let tests: BTreeSet<&str> =
        modules.all.iter().filter(|module| module.is_test).map(|module| module.file.as_str()).collect();
    let checked = files.iter().filter(|(path, _)| is_checked(path) && !tests.contains(path.as_str()));
    let mut found = Vec::new();
    for (path, text) in checked {
        let wrong = functions(&Tokens::of_file(path, text)).into_iter().filter(&is_wrong);
        found.extend(wrong.map(|function| (format!("{path}::{}", function.name), words(&function))));
    }
    found
}
