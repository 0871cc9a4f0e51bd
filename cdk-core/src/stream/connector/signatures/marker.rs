//! Markers of the two implementations that each signature trait has.

/// The marker of a function with the right signature.
#[derive(Debug)]
pub struct Fits;

/// The marker of a second implementation that no type has. With only one implementation the compiler would report the
/// failed requirement of it; with two it reports the trait, with its message.
#[derive(Debug)]
pub struct Nothing;

/// A type without values.
pub trait Never {
    /// Never called.
    fn never<T>(self) -> T;
}

impl Never for std::convert::Infallible {
    fn never<T>(self) -> T {
        match self {}
    }
}
