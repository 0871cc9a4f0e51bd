//! Which file names what of which other file.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::Import;
use super::items::Kind;
use super::modules::Modules;
use super::names::Found;

/// The names that a file uses of another one, by the two files.
pub(super) type Edges = BTreeMap<(String, String), BTreeSet<String>>;

/// All edges between files: an item is looked up in the file that defines it.
pub(super) fn edges(modules: &Modules) -> Edges {
    let macros = macros(modules);
    let mut edges = Edges::new();
    for id in 0..modules.all.len() {
        let file = &modules.all[id].file;
        for found in named(modules, id, &macros) {
            let Found::Definition(other, name) = found else { continue };
            let other = &modules.all[other].file;
            if other != file {
                edges.entry((file.clone(), other.clone())).or_default().insert(name);
            }
        }
    }
    edges
}

/// All that module `id` names.
fn named(modules: &Modules, id: usize, macros: &BTreeMap<(usize, &str), Found>) -> BTreeSet<Found> {
    let module = &modules.all[id];
    let mut found: BTreeSet<Found> = module.paths.iter().flat_map(|path| modules.resolve(id, path)).collect();
    for import in &module.imports {
        let targets = modules.resolve(id, &import.path);
        let is_glob = import.name.is_none();
        let of_glob = targets.iter().filter(|_| is_glob).flat_map(|target| match target {
            Found::Module(target) => modules.traits(*target),
            Found::Definition(..) => BTreeSet::new(),
        });
        let imported: BTreeSet<Found> = of_glob.chain(targets.iter().cloned()).collect();
        found.extend(imported.into_iter().filter(|target| !is_passed_on(modules, id, import, target)));
    }
    found.extend(module.macros.iter().filter_map(|name| macros.get(&(module.root, name.as_str())).cloned()));
    found
}

/// Whether the import only shows others what is below module `id`, or is one of a list of re-exports.
fn is_passed_on(modules: &Modules, id: usize, import: &Import, target: &Found) -> bool {
    let Found::Definition(mut target, _) = *target else { return false };
    let is_list = modules.all[id].definitions.is_empty();
    if import.is_public && is_list {
        return true;
    }
    while let Some(parent) = modules.all[target].parent {
        if parent == id {
            return import.is_public;
        }
        target = parent;
    }
    false
}

/// Macros by package and name: one that comes before is found without an import.
fn macros(modules: &Modules) -> BTreeMap<(usize, &str), Found> {
    let all = modules.all.iter().enumerate().flat_map(|(id, module)| {
        let macros = module.definitions.iter().filter(|(_, kind)| *kind == Kind::Macro);
        macros.map(move |(name, _)| ((module.root, name.as_str()), Found::Definition(id, name.clone())))
    });
    all.collect()
}
