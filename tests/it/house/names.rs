//! What a path means: followed through imports and re-exports to the module that defines the item.

use std::collections::BTreeSet;

use super::items::Kind;
use super::modules::{Meaning, Modules};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    Module(usize),
    /// A definition: the module it is in, and its name there.
    Definition(usize, String),
}

/// Imports that are being followed, as module and place: one that leads to itself ends there.
type Followed = BTreeSet<(usize, usize)>;

impl Modules {
    /// What `path` means in module `id`; nothing if it leads out of the package.
    pub(super) fn resolve(&self, id: usize, path: &[String]) -> BTreeSet<Found> {
        self.follow(id, path, &mut Followed::new())
    }

    /// The modules that `path` itself walks through, re-exports aside.
    pub(super) fn walked(&self, id: usize, path: &[String]) -> BTreeSet<usize> {
        let prefixes = (1..=path.len()).flat_map(|length| self.resolve(id, &path[..length]));
        prefixes.filter_map(|found| if let Found::Module(module) = found { Some(module) } else { None }).collect()
    }

    fn follow(&self, id: usize, path: &[String], followed: &mut Followed) -> BTreeSet<Found> {
        let module = &self.all[id];
        let Some((first, rest)) = path.split_first() else { return BTreeSet::from([Found::Module(id)]) };
        let mut current = match first.as_str() {
            "crate" => BTreeSet::from([Found::Module(module.root)]),
            "self" => BTreeSet::from([Found::Module(id)]),
            "super" => module.parent.map(Found::Module).into_iter().collect(),
            name => self.look_up(id, name, followed),
        };
        for segment in rest {
            let mut next = BTreeSet::new();
            for found in &current {
                match found {
                    Found::Module(module) if segment == "super" => {
                        next.extend(self.all[*module].parent.map(Found::Module));
                    }
                    Found::Module(module) => next.extend(self.look_up(*module, segment, followed)),
                    // What comes after a type is its own: a function, a constant, a variant.
                    Found::Definition(..) => {}
                }
            }
            if next.is_empty() {
                return current.into_iter().filter(|found| matches!(found, Found::Definition(..))).collect();
            }
            current = next;
        }
        current
    }

    fn look_up(&self, id: usize, name: &str, followed: &mut Followed) -> BTreeSet<Found> {
        let module = &self.all[id];
        let mut found = BTreeSet::new();
        for meaning in module.names.get(name).into_iter().flatten() {
            match *meaning {
                Meaning::Module(module) => drop(found.insert(Found::Module(module))),
                Meaning::Definition(_) => drop(found.insert(Found::Definition(id, name.to_owned()))),
                Meaning::Exported(module) => drop(found.insert(Found::Definition(module, name.to_owned()))),
                Meaning::Import(place) => found.extend(self.follow_import(id, place, followed)),
            }
        }
        if found.is_empty() {
            for place in (0..module.imports.len()).filter(|place| module.imports[*place].name.is_none()) {
                for target in self.follow_import(id, place, followed) {
                    if let Found::Module(target) = target
                        && followed.insert((id, place))
                    {
                        found.extend(self.look_up(target, name, followed));
                        followed.remove(&(id, place));
                    }
                }
            }
        }
        found
    }

    fn follow_import(&self, id: usize, place: usize, followed: &mut Followed) -> BTreeSet<Found> {
        if !followed.insert((id, place)) {
            return BTreeSet::new();
        }
        let found = self.follow(id, &self.all[id].imports[place].path, followed);
        followed.remove(&(id, place));
        found
    }

    /// The traits that a glob of module `id` brings: their methods are called without their name.
    pub(super) fn traits(&self, id: usize) -> BTreeSet<Found> {
        let names = self.all[id].names.keys();
        let found = names.flat_map(|name| self.look_up(id, name, &mut Followed::new()));
        found.filter(|found| self.is_trait(found)).collect()
    }

    fn is_trait(&self, found: &Found) -> bool {
        let Found::Definition(module, name) = found else { return false };
        self.all[*module].definitions.iter().any(|(defined, kind)| defined == name && *kind == Kind::Trait)
    }
}
