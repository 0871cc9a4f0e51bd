//! Columns: the top-level fields that the catalog selects of a stream.
//!
//! In: the properties of a configured stream's schema, the stream's definition, and the fields that its children use.
//! Out: the fields that are written; `None` if all of them are.
//! Default: a catalog with no properties, or with all that the stream announces, selects every field.
//! Not here: leaving out the other fields of a record (see `record::selected_columns`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::stream::Definition;

/// The fields that are written.
#[derive(Debug)]
pub(crate) struct Columns {
    names: BTreeSet<String>,
    /// Announced fields that are not written.
    omitted: Vec<String>,
}

/// For each parent stream, the fields that its children use.
pub(crate) type FieldsForChildren = BTreeMap<String, BTreeSet<String>>;

impl Columns {
    /// The columns of a stream. Besides the selected fields, the primary key, the cursor and the fields that children
    /// use are always written.
    pub(crate) fn new<C>(
        definition: &Definition<C>,
        selected: BTreeSet<String>,
        for_children: &FieldsForChildren,
    ) -> Option<Self> {
        if selected.is_empty() {
            return None;
        }
        let announced = (definition.record.announced)();
        let announced = || announced["properties"].as_object().into_iter().flat_map(|fields| fields.keys());
        if announced().next().is_some() && announced().all(|field| selected.contains(field)) {
            return None;
        }
        let mut names = selected;
        // Syncs after the first one may have another key and cursor.
        for definition in std::iter::once(definition).chain(definition.later.as_deref()) {
            let cursor = definition.cursor.as_ref().map(|cursor| &cursor.field);
            names.extend(definition.primary_key().iter().chain(cursor).filter_map(|path| path.first().cloned()));
        }
        names.extend(for_children.get(&definition.name).into_iter().flatten().cloned());
        let omitted = announced().filter(|field| !names.contains(*field)).cloned().collect();
        Some(Self { names, omitted })
    }

    /// Whether a top-level field is written.
    pub(crate) fn contains(&self, field: &str) -> bool {
        self.names.contains(field)
    }

    /// Whether the place of a change, with dots between names, is in a field that is written.
    pub(crate) fn contain_place(&self, place: &str) -> bool {
        let mut ends = place.match_indices('.').map(|(at, _)| at).chain([place.len()]);
        ends.any(|end| place.get(..end).is_some_and(|field| self.contains(field)))
    }

    /// A sentence about the fields that are not written.
    pub(crate) fn sentence(&self) -> String {
        let fields = self.omitted.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        match fields.as_str() {
            "" => "fields that the catalog does not select are not written".to_owned(),
            fields => format!("the catalog does not select these fields, so they are not written: {fields}"),
        }
    }
}

/// The fields that the streams of a source use of their parents' records: keys, embedded lists, and placeholders.
/// An invalid option about a parent uses none; it is reported when its stream is read.
pub(crate) fn fields_for_children<'a, C: 'static>(
    definitions: impl IntoIterator<Item = &'a Definition<C>>,
) -> FieldsForChildren {
    let mut fields = FieldsForChildren::new();
    for definition in definitions {
        for parent in definition.parents() {
            let name = (parent.build)().name;
            let own: &mut BTreeSet<String> = fields.entry(name).or_default();
            let needs = parent.words.for_child().unwrap_or_default();
            let (list, more) = needs.embedded.map(|embedded| (embedded.way, embedded.more)).unzip();
            let paths = [needs.key, list, more.flatten()];
            own.extend(paths.into_iter().flatten().filter_map(|path| path.into_iter().next()));
            let places = definition.templates().into_iter().flat_map(|template| template.places());
            own.extend(
                places
                    .filter(|place| place.root == parent.words.name())
                    .filter_map(|place| place.path.first().cloned()),
            );
        }
    }
    fields
}

/// The names of the fields in the schema of a configured stream.
pub(crate) fn selected_fields(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect()
}
