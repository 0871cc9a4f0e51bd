//! Slots: which top-level fields have their place noted.
//!
//! In: the names that captures and leaves ask for. Out: a number for each, written into the field, so that the scanner
//! notes where the value stands and nobody has to look for it again.
//! A field that the connector adds has no leaf's slot, as it is not in the page.
//! Not here: the way inside a captured field (see `found`).

use super::leaf::LeafCheck;
use super::node::{FREE, Leaf, Members, OtherNames, Role, field};

/// Gives top-level fields a slot to note their place in; an undeclared name becomes known (and stays undeclared).
pub(super) struct Slots<'a> {
    top: &'a mut Members,
    used: u16,
}

impl<'a> Slots<'a> {
    pub(super) fn new(top: &'a mut Members) -> Self {
        Self { top, used: 0 }
    }

    /// How many slots were given.
    pub(super) fn used(&self) -> u16 {
        self.used
    }

    /// The leaf of a field.
    pub(super) fn leaf(&mut self, name: &str, check: LeafCheck) -> Result<Leaf, String> {
        let known = self.top.fields.iter().position(|field| field.name == name).ok_or("a leaf of no field")?;
        let added = self.top.fields.get(known).is_some_and(|field| field.role == Role::Added);
        let node = self.top.fields.get(known).map_or(FREE, |field| field.node);
        let slot = if added { None } else { Some(self.of(name)?) };
        Ok(Leaf { field: u32::try_from(known).map_err(|_| "too many fields")?, slot, node, check })
    }

    /// The slot of a field; an undeclared name becomes known, and stays undeclared.
    pub(super) fn of(&mut self, name: &str) -> Result<u16, String> {
        let known = match self.top.fields.iter().position(|field| field.name == name) {
            Some(known) => known,
            None => {
                // In a map (`flatten`) every name is declared.
                let (node, role) = match self.top.rest {
                    OtherNames::Map(node) => (node, Role::Declared),
                    OtherNames::Undeclared | OtherNames::Denied => (FREE, Role::Undeclared),
                };
                self.top.fields.push(field(name, node, false, role));
                self.top.fields.len() - 1
            }
        };
        let field = self.top.fields.get_mut(known).ok_or("no such field")?;
        let slot = match field.slot {
            Some(slot) => slot,
            None => {
                let slot = self.used;
                self.used = slot.checked_add(1).ok_or("too many captures")?;
                slot
            }
        };
        field.slot = Some(slot);
        Ok(slot)
    }
}
