//! The two implementations that each trait about a function has.

/// The marker of a function that fits.
#[derive(Debug)]
pub struct Fits;

/// The marker of the second implementation of each trait, which nothing has: the compiler names the one requirement that
/// failed where a trait has one implementation, and the trait with its message where it has two.
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
