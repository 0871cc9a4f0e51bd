//! Record types with every kind of field that a connector may have.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Every kind of field.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Everything {
    /// The number.
    pub(super) u8: u8,
    pub(super) u16: u16,
    pub(super) u32: u32,
    pub(super) u64: u64,
    pub(super) i8: i8,
    pub(super) i64: i64,
    pub(super) f32: f32,
    pub(super) f64: f64,
    pub(super) bool: bool,
    pub(super) char: char,
    pub(super) text: String,
    pub(super) maybe_u64: Option<u64>,
    pub(super) maybe_f64: Option<f64>,
    pub(super) maybe_text: Option<String>,
    pub(super) maybe_bool: Option<bool>,
    pub(super) timestamp: Timestamp,
    pub(super) maybe_timestamp: Option<Timestamp>,
    pub(super) date: Date,
    pub(super) datetime: DateTime,
    pub(super) time: Option<Time>,
    pub(super) id: Id,
    pub(super) maybe_id: Option<Id>,
    pub(super) counts: HashMap<String, u8>,
    pub(super) notes: BTreeMap<String, Option<Inner>>,
    pub(super) by_number: Option<BTreeMap<u32, String>>,
    pub(super) inner: Inner,
    pub(super) maybe_inner: Option<Inner>,
    pub(super) inners: Vec<Inner>,
    pub(super) maybe_inners: Option<Vec<Option<i8>>>,
    pub(super) color: Color,
    pub(super) maybe_color: Option<Color>,
    pub(super) level: Option<Level>,
    pub(super) shape: Shape,
    pub(super) maybe_shape: Option<Shape>,
    pub(super) either: Either,
    pub(super) maybe_either: Option<Either>,
    pub(super) scalar: Option<Scalar>,
    pub(super) pair: (u8, String),
    pub(super) bytes: Option<[u8; 3]>,
    pub(super) tree: Option<Box<Tree>>,
    pub(super) value: Value,
    pub(super) maybe_value: Option<Value>,
    #[serde(flatten)]
    pub(super) flat: Flat,
    #[serde(default)]
    pub(super) defaulted: u8,
}

/// Like a UUID: a text with a type of its own.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Id(pub(super) String);

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Inner {
    /// Where.
    pub(super) x: u8,
    pub(super) y: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Flat {
    pub(super) flat_x: u8,
    pub(super) flat_y: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Color {
    Red,
    Green,
}

/// How loud.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) enum Level {
    /// Hardly.
    Low,
    /// Very.
    High,
    Unknown,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub(super) enum Shape {
    #[serde(rename = "circle")]
    Circle {
        radius: f64,
    },
    #[serde(rename = "square")]
    Square {
        side: u8,
        radius: Option<f64>,
    },
    Unit,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Either {
    Id(String),
    Object { id: String },
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Scalar {
    Number(u32),
    Text(String),
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Tree {
    pub(super) name: String,
    pub(super) next: Option<Box<Tree>>,
    pub(super) children: Vec<Tree>,
}
