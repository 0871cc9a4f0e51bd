//! Observed: what the values of one place have in common.
//!
//! In: values, one at a time. Out: which kinds were seen, how often, and the same for their fields and elements.

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use super::moments::{Moment, MomentParser};

/// The values of one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observed {
    pub(crate) has_null: bool,
    pub(crate) has_bool: bool,
    pub(crate) numbers: Option<Numbers>,
    pub(crate) texts: Option<Texts>,
    /// The elements of all lists.
    pub(crate) lists: Option<Box<Observed>>,
    pub(crate) objects: Option<Objects>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) has_float: bool,
    pub(crate) has_negative: bool,
    pub(crate) is_above_i64: bool,
}

/// Which types hold every text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts {
    pub(crate) timestamp: bool,
    pub(crate) date_time: bool,
    pub(crate) date: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    pub(crate) count: usize,
    /// In the order in which they were seen first.
    pub(crate) fields: Vec<ObservedField>,
    places: HashMap<String, usize>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ObservedField {
    pub(crate) name: String,
    /// How many objects have it.
    pub(crate) count: usize,
    pub(crate) values: Observed,
}

/// Reads values.
#[derive(Default)]
pub(crate) struct Observer {
    moments: MomentParser,
}

impl Observer {
    pub(crate) fn add(&mut self, value: &Value, to: &mut Observed) {
        match value {
            Value::Null => to.has_null = true,
            Value::Bool(_) => to.has_bool = true,
            Value::Number(number) => to.numbers.get_or_insert_default().add(number),
            Value::String(text) => {
                let texts = self.texts(text);
                to.texts = Some(to.texts.map_or(texts, |others| others.and(texts)));
            }
            Value::Array(elements) => {
                let all = to.lists.get_or_insert_default();
                elements.iter().for_each(|element| self.add(element, all));
            }
            Value::Object(fields) => self.add_object(fields, to.objects.get_or_insert_default()),
        }
    }

    /// Adds an object without a look at what its keys are.
    pub(crate) fn add_object(&mut self, fields: &Map<String, Value>, to: &mut Objects) {
        to.count += 1;
        for (name, value) in fields {
            let field = to.field(name);
            field.count += 1;
            self.add(value, &mut field.values);
        }
    }

    fn texts(&mut self, text: &str) -> Texts {
        let moment = self.moments.moment(text);
        // A date alone is midnight to a `DateTime`.
        let date_time = matches!(moment, Some(Moment::DateTime | Moment::Date));
        Texts { timestamp: moment == Some(Moment::Timestamp), date_time, date: moment == Some(Moment::Date) }
    }
}

impl Observed {
    /// As if the values of the other place had been seen here, too.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.has_null |= other.has_null;
        self.has_bool |= other.has_bool;
        if let Some(numbers) = other.numbers {
            self.numbers.get_or_insert_default().merge(numbers);
        }
        if let Some(texts) = other.texts {
            self.texts = Some(self.texts.map_or(texts, |own| own.and(texts)));
        }
        if let Some(lists) = &other.lists {
            self.lists.get_or_insert_default().merge(lists);
        }
        if let Some(objects) = &other.objects {
            self.objects.get_or_insert_default().merge(objects);
        }
    }

    /// How many kinds of values were seen; null is not counted.
    pub(crate) fn kinds(&self) -> usize {
        [self.has_bool, self.numbers.is_some(), self.texts.is_some(), self.lists.is_some(), self.objects.is_some()]
            .into_iter()
            .filter(|is_seen| *is_seen)
            .count()
    }
}

impl Numbers {
    fn add(&mut self, number: &Number) {
        self.has_float |= number.is_f64();
        self.has_negative |= number.as_i64().is_some_and(|number| number < 0);
        self.is_above_i64 |= number.is_u64() && !number.is_i64();
    }

    fn merge(&mut self, other: Self) {
        self.has_float |= other.has_float;
        self.has_negative |= other.has_negative;
        self.is_above_i64 |= other.is_above_i64;
    }
}

impl Texts {
    fn and(self, other: Self) -> Self {
        Self {
            timestamp: self.timestamp && other.timestamp,
            date_time: self.date_time && other.date_time,
            date: self.date && other.date,
        }
    }
}

impl Objects {
    fn field(&mut self, name: &str) -> &mut ObservedField {
        let place = self.places.get(name).copied().unwrap_or_else(|| {
            self.fields.push(ObservedField { name: name.to_owned(), ..ObservedField::default() });
            self.places.insert(name.to_owned(), self.fields.len() - 1);
            self.fields.len() - 1
        });
        &mut self.fields[place]
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for theirs in &other.fields {
            let field = self.field(&theirs.name);
            field.count += theirs.count;
            field.values.merge(&theirs.values);
        }
    }
}
