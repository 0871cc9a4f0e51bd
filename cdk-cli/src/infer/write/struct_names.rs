//! Struct names: one name for each struct of a record.
//!
//! In: the record's type. Out: its structs in the order in which a reader meets them, each with a unique name: what the
//! schema calls it, else the name of the struct around it and of the field. Equal structs of equal fields share one.

use std::collections::HashSet;
use std::rc::Rc;

use super::super::guess::{pascal_case, singular};
use super::super::record::{Kind, StructType, Typed};

/// Names that the file uses with another meaning.
const TAKEN: [&str; 46] = [
    "AuthCx",
    "BTreeMap",
    "BeforeSliceCx",
    "Body",
    "Box",
    "Credentials",
    "Cx",
    "Date",
    "DateTime",
    "Deserialize",
    "Duration",
    "DynRecord",
    "Err",
    "Error",
    "ExitCode",
    "Headers",
    "HttpStream",
    "JsonSchema",
    "JsonText",
    "None",
    "Ok",
    "Option",
    "Params",
    "RawRecord",
    "Records",
    "Request",
    "Result",
    "Secret",
    "Self",
    "Serialize",
    "SliceCx",
    "SliceStream",
    "Some",
    "Source",
    "SourceCx",
    "Stream",
    "StreamDef",
    "StreamState",
    "StreamsCx",
    "String",
    "TemplateValue",
    "Timestamp",
    "ToString",
    "Value",
    "Vec",
    "Copy",
];

/// A struct with its name.
#[derive(Debug)]
pub(super) struct NamedStruct {
    pub(super) name: String,
    pub(super) found: Rc<StructType>,
    /// The field that it was found in.
    field: String,
    /// Whether another struct is the same, so this one is not printed.
    pub(super) is_alias: bool,
}

/// The structs of a record, the record first. `source` is a name that is taken, too.
pub(super) fn struct_names(record: &Rc<StructType>, name: &str, source: &str) -> Vec<NamedStruct> {
    let mut names = StructNames { record: name.to_owned(), all: Vec::new(), used: HashSet::from([source.to_owned()]) };
    names.add(record, name, "");
    names.all
}

/// The name of a struct.
pub(super) fn name_of<'a>(all: &'a [NamedStruct], wanted: &Rc<StructType>) -> &'a str {
    let found = all.iter().find(|named| Rc::ptr_eq(&named.found, wanted));
    found.map_or("Value", |named| &named.name)
}

struct StructNames {
    /// The name of the record.
    record: String,
    all: Vec<NamedStruct>,
    used: HashSet<String>,
}

impl StructNames {
    fn add(&mut self, found: &Rc<StructType>, wanted: &str, field: &str) {
        if self.all.iter().any(|named| Rc::ptr_eq(&named.found, found)) {
            return;
        }
        let is_same = |named: &&NamedStruct| {
            !field.is_empty() && named.field == field && !named.is_alias && named.found == *found
        };
        if let Some(same) = self.all.iter().find(is_same) {
            let named =
                NamedStruct { name: same.name.clone(), found: found.clone(), field: field.to_owned(), is_alias: true };
            self.all.push(named);
            // The structs in it are equal, too, and need a name each.
            return self.add_fields(found, wanted);
        }
        let name = self.unique(wanted);
        self.all.push(NamedStruct {
            name: name.clone(),
            found: found.clone(),
            field: field.to_owned(),
            is_alias: false,
        });
        self.add_fields(found, &name);
    }

    fn add_fields(&mut self, found: &Rc<StructType>, name: &str) {
        for field in &found.fields {
            self.add_typed(&field.typed, name, &field.name);
        }
    }

    fn add_typed(&mut self, typed: &Typed, around: &str, field: &str) {
        match &typed.kind {
            Kind::List(inner) | Kind::Map(inner) => self.add_typed(inner, around, &singular(field)),
            Kind::Struct(found) => {
                let own = found.name.as_deref().map(pascal_case).filter(|name| !name.is_empty());
                let of_field = pascal_case(field);
                // `SubscriptionItem` of a `Subscription` says it all.
                let says_record = of_field.starts_with(&self.record) && of_field != self.record;
                let wanted = own.unwrap_or_else(|| if says_record { of_field } else { format!("{around}{of_field}") });
                self.add(found, &wanted, field);
            }
            _ => {}
        }
    }

    fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "Record" } else { wanted };
        let wanted = if TAKEN.contains(&wanted) { format!("{wanted}Record") } else { wanted.to_owned() };
        let numbered = std::iter::once(wanted.clone()).chain((2..).map(|number| format!("{wanted}{number}")));
        let mut free = numbered.filter(|name| !self.used.contains(name) && !TAKEN.contains(&name.as_str()));
        let name = free.next().unwrap_or(wanted);
        self.used.insert(name.clone());
        name
    }
}
