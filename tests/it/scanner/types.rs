//! Record types that the scanner is tried on: every width, every shape that schemars writes.

use std::collections::{BTreeMap, HashMap};
use std::num::{NonZeroI32, NonZeroU32};

use cdk_core::testing::scanner::{LeafCheck, leaf_check};
use schemars::JsonSchema;
use schemars::generate::{Contract, SchemaSettings};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

/// The contract schema: deserialise side, everything kept.
pub(super) fn schema_of<T: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft07();
    settings.contract = Contract::Deserialize;
    serde_json::to_value(settings.into_generator().into_root_schema_for::<T>()).unwrap()
}

/// A record type with the leaves that a derive would write for it.
pub(super) trait Subject: DeserializeOwned + JsonSchema {
    fn leaves() -> Vec<(String, LeafCheck)> {
        Vec::new()
    }
}

macro_rules! record {
    ($($(#[$meta:meta])* struct $name:ident { $($(#[$field:meta])* $member:ident: $ty:ty),* $(,)? })*) => {$(
        #[derive(Deserialize, JsonSchema)]
        #[allow(dead_code, reason = "fields are only read by serde")]
        $(#[$meta])*
        pub(super) struct $name { $($(#[$field])* $member: $ty),* }
    )*};
}

#[derive(Deserialize, JsonSchema)]
pub(super) enum Plain {
    A,
    B,
    #[serde(rename = "c \"d\"")]
    C,
}

#[derive(Deserialize, JsonSchema)]
pub(super) enum Color {
    /// A documented variant is a `const` of its own.
    Red,
    Green,
}

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "fields are only read by serde")]
pub(super) enum Data {
    Number(i64),
    Pair { x: u8, y: Option<bool> },
    Nothing,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Unit;

record! {
    struct Point { x: i16, y: Option<f64> }

    #[serde(deny_unknown_fields)]
    struct Deny { a: i64, b: Option<Box<Deny>> }

    struct Visit { at: Option<jiff::Timestamp>, n: i8 }

    struct Flat { x: i64, #[serde(flatten)] rest: HashMap<String, Value> }

    struct Zoo {
        a: i8, b: u8, c: i16, d: u16, e: i32, f: u32, g: i64, h: u64, i: i128, j: u128, k: isize, l: usize,
        m: f32, n: f64, o: char, p: bool, q: String, r: (), s: Unit,
        t: Plain, u: Option<Plain>, v: Color, w: Option<Color>, x: Data, y: Option<Data>,
        deny: Option<Deny>, value: Value, opt_value: Option<Value>,
        opt_int: Option<u8>, opt_opt: Option<Option<i64>>, opt_text: Option<String>, opt_float: Option<f64>,
        list: Vec<i64>, lists: Vec<Vec<Option<bool>>>, map: BTreeMap<String, Point>,
        opt_map: Option<HashMap<String, Option<u16>>>, free_map: HashMap<String, Value>,
        by_number: Option<HashMap<u32, i64>>, tuple: (i64, Option<String>), fixed: Option<[u8; 3]>,
        moment: jiff::Timestamp, opt_moment: Option<jiff::Timestamp>, visits: Vec<Visit>,
        opt_visits: Option<Vec<Option<Visit>>>, non_zero: NonZeroU32, signed_non_zero: Option<NonZeroI32>,
        point: Point, opt_point: Option<Point>, points: Vec<Option<Point>>, flat: Option<Flat>,
        zoo: Option<Box<Zoo>>,
        #[serde(default)] defaulted: i64,
        #[serde(rename = "a/b~c\"d")] odd: Option<i64>,
        #[serde(rename = "é\\")] accent: Option<i64>,
        #[serde(rename = "")] empty: Option<i64>,
        thirteen_by_2: Option<i64>, fourteen_byte: Option<i64>, fifteen_bytes_: Option<i64>,
        sixteen_bytes_xx: Option<i64>, sixteen_bytes_xx_and_one: Option<i64>, sixteen_bytes_xx_and_two: Option<i64>,
    }

    struct Tree { id: u64, label: Option<String>, children: Vec<Tree>, next: Option<Box<Tree>>, forest: Option<Box<Forest>> }

    struct Forest { tree: Box<Tree>, size: Option<u8> }

    struct Address { city: Option<String>, country: Option<String>, line1: Option<String>, postal_code: Option<String> }

    struct Billing { address: Address, email: Option<String>, name: Option<String>, phone: Option<String> }

    struct Outcome { network_status: String, risk_level: Option<String>, risk_score: Option<i64>, seller_message: String }

    struct Charge {
        id: String, object: String, amount: i64, amount_captured: i64, amount_refunded: i64,
        application: Option<String>, application_fee: Option<String>, application_fee_amount: Option<i64>,
        balance_transaction: Option<String>, billing_details: Billing, calculated_statement_descriptor: Option<String>,
        captured: bool, created: i64, currency: String, customer: Option<String>, description: Option<String>,
        disputed: bool, failure_code: Option<String>, failure_message: Option<String>,
        fraud_details: BTreeMap<String, String>, invoice: Option<String>, livemode: bool,
        metadata: BTreeMap<String, String>, outcome: Option<Outcome>, paid: bool, payment_intent: Option<String>,
        payment_method: Option<String>, receipt_email: Option<String>, receipt_url: Option<String>, refunded: bool,
        shipping: Option<Value>, statement_descriptor: Option<String>, status: String, transfer_group: Option<String>,
    }
}

/// A record of one field.
#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "fields are only read by serde")]
pub(super) struct One<T> {
    v: T,
}

impl<T: DeserializeOwned + JsonSchema> Subject for One<T> {
    fn leaves() -> Vec<(String, LeafCheck)> {
        vec![("v".to_owned(), leaf_check::<T>)]
    }
}

macro_rules! wide {
    ($($name:ident)*) => {
        record! { struct Wide { $($name: Option<i64>,)* last: i64 } }
    };
}

wide! {
    f00 f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24 f25 f26 f27
    f28 f29 f30 f31 f32 f33 f34 f35 f36 f37 f38 f39 f40 f41 f42 f43 f44 f45 f46 f47 f48 f49 f50 f51 f52 f53 f54 f55
    f56 f57 f58 f59 f60 f61 f62 f63 f64 f65 f66 f67 f68 f69 f70 f71 f72 f73 f74 f75 f76 f77 f78 f79
}

macro_rules! leaves {
    ($($name:literal: $ty:ty),* $(,)?) => { vec![$(($name.to_owned(), leaf_check::<$ty> as LeafCheck)),*] };
}

impl Subject for Zoo {
    fn leaves() -> Vec<(String, LeafCheck)> {
        leaves! {
            "o": char, "x": Data, "y": Option<Data>, "by_number": Option<HashMap<u32, i64>>,
            "tuple": (i64, Option<String>), "fixed": Option<[u8; 3]>, "moment": jiff::Timestamp,
            "opt_moment": Option<jiff::Timestamp>, "visits": Vec<Visit>, "opt_visits": Option<Vec<Option<Visit>>>,
            "non_zero": NonZeroU32, "signed_non_zero": Option<NonZeroI32>, "zoo": Option<Box<Zoo>>, "a": i8,
        }
    }
}

impl Subject for Tree {}
impl Subject for Charge {}
impl Subject for Wide {}
impl Subject for Flat {}
impl Subject for Point {}
impl Subject for Deny {}
