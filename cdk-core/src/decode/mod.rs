//! Decode (the scanner lands here).

/// What happens to fields that the struct does not declare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undeclared {
    /// Cut.
    #[default]
    Drop,
    /// Passed on.
    Keep,
    /// An error.
    Fail,
}

/// What happens to a value that does not fit its nullable field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnMismatch {
    /// It becomes null.
    #[default]
    Null,
    /// An error.
    Fail,
}

/// Why serde refuses a value.
#[derive(Debug)]
pub struct LeafError {
    /// Where.
    pub pointer: String,
    /// Why.
    pub message: String,
}

/// Asks serde.
pub type LeafCheck = fn(&[u8]) -> Result<(), LeafError>;

/// The check of one type.
pub fn leaf_check<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<(), LeafError> {
    serde_json::from_slice::<T>(json)
        .map(drop)
        .map_err(|error| LeafError { pointer: String::new(), message: error.to_string() })
}
