//! The modules of all packages in a tree of files: which file each is in, what it defines and what it names.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::Import;
use super::items::{Item, Kind, items};
use super::paths::{Named, collect};
use super::tokens::Tokens;

/// Source files by path, with `/` between folders.
pub(super) type Files = BTreeMap<String, String>;

#[derive(Default)]
pub(super) struct Modules {
    pub all: Vec<Module>,
}

/// A module: a file, or a part of one.
#[derive(Default)]
pub(super) struct Module {
    pub file: String,
    pub parent: Option<usize>,
    pub root: usize,
    /// Whether it is compiled for tests only.
    pub is_test: bool,
    pub names: BTreeMap<String, Vec<Meaning>>,
    pub imports: Vec<Import>,
    pub paths: Vec<Vec<String>>,
    pub macros: Vec<String>,
    /// Types and the like that are defined here.
    pub definitions: Vec<(String, Kind)>,
}

/// What a name stands for in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Module(usize),
    Definition(Kind),
    /// A macro that another module exports to the root.
    Exported(usize),
    /// The place in the module's imports.
    Import(usize),
}

impl Modules {
    /// All modules of `files`. A file that no other declares is the root of a package.
    pub(super) fn read(files: &Files) -> Self {
        let declared = files.iter().flat_map(|(path, text)| declared(files, path, text)).collect::<BTreeSet<_>>();
        let mut modules = Self::default();
        for path in files.keys().filter(|path| !declared.contains(*path)) {
            let root = modules.all.len();
            modules.add(Module { file: path.clone(), root, ..Module::default() });
            modules.fill(files, root, &Tokens::of_file(path, &files[path]), &[]);
        }
        modules
    }

    fn add(&mut self, module: Module) -> usize {
        self.all.push(module);
        self.all.len() - 1
    }

    /// Reads the code of module `id`; `inline` are the modules of its file that it is in.
    fn fill(&mut self, files: &Files, id: usize, code: &Tokens, inline: &[String]) {
        let mut named = Named::default();
        for item in items(code) {
            match item {
                Item::Uses(imports) => imports.into_iter().for_each(|import| self.add_import(id, import)),
                Item::Definition(definition) => {
                    collect(&definition.code, &mut named);
                    if let Some(name) = definition.name {
                        self.define(id, name, definition.kind);
                    }
                }
                // A file that `#[path]` brings from elsewhere is judged where it belongs.
                Item::Module { is_elsewhere: true, .. } => {}
                Item::Module { name, code, is_test, .. } => {
                    let file = match &code {
                        Some(_) => self.all[id].file.clone(),
                        None => file(files, &self.all[id].file, inline, &name),
                    };
                    let is_test = is_test || self.all[id].is_test;
                    let (parent, root) = (Some(id), self.all[id].root);
                    let child = self.add(Module { file: file.clone(), parent, root, is_test, ..Module::default() });
                    self.name(id, name.clone(), Meaning::Module(child));
                    match code {
                        Some(code) => self.fill(files, child, &code, &[inline, &[name]].concat()),
                        None => self.fill(files, child, &Tokens::of_file(&file, &files[&file]), &[]),
                    }
                }
            }
        }
        named.imports.into_iter().for_each(|import| self.add_import(id, import));
        self.all[id].paths = named.paths;
        self.all[id].macros = named.macros;
    }

    fn add_import(&mut self, id: usize, import: Import) {
        let place = self.all[id].imports.len();
        if let Some(name) = &import.name {
            self.name(id, name.clone(), Meaning::Import(place));
        }
        self.all[id].imports.push(import);
    }

    fn define(&mut self, id: usize, name: String, kind: Kind) {
        if kind == Kind::ExportedMacro {
            let root = self.all[id].root;
            self.name(root, name.clone(), Meaning::Exported(id));
        }
        self.name(id, name.clone(), Meaning::Definition(kind));
        self.all[id].definitions.push((name, kind));
    }

    fn name(&mut self, id: usize, name: String, meaning: Meaning) {
        self.all[id].names.entry(name).or_default().push(meaning);
    }
}

/// The files that the modules of one file are declared to be in.
fn declared(files: &Files, path: &str, text: &str) -> Vec<String> {
    fn inside(files: &Files, path: &str, code: &Tokens, inline: &[String], found: &mut Vec<String>) {
        for item in items(code) {
            match item {
                Item::Module { name, code: Some(code), .. } => {
                    inside(files, path, &code, &[inline, &[name]].concat(), found);
                }
                Item::Module { name, code: None, is_elsewhere: false, .. } => {
                    found.push(file(files, path, inline, &name));
                }
                Item::Module { .. } | Item::Uses(_) | Item::Definition(_) => {}
            }
        }
    }
    let mut found = Vec::new();
    inside(files, path, &Tokens::of_file(path, text), &[], &mut found);
    found
}

/// The file of module `name`, which is declared in the file `parent` inside of the modules `inline`.
fn file(files: &Files, parent: &str, inline: &[String], name: &str) -> String {
    let (folder, own) = parent.rsplit_once('/').unwrap_or(("", parent));
    let own = own.trim_end_matches(".rs");
    let inline: String = inline.iter().map(|name| format!("{name}/")).collect();
    // The root of a package and a `mod.rs` have their modules beside them, any other file in a folder of its name.
    let (beside, below) = (format!("{folder}/{inline}{name}"), format!("{folder}/{own}/{inline}{name}"));
    let places = if ["lib", "main", "mod"].contains(&own) { [beside, below] } else { [below, beside] };
    let mut candidates = places.iter().flat_map(|place| [".rs", "/mod.rs"].map(|ending| format!("{place}{ending}")));
    let found = candidates.find(|candidate| files.contains_key(candidate));
    found.unwrap_or_else(|| panic!("{parent}: no file for `mod {name}`"))
}
