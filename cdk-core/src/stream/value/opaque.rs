//! `Debug` for types with closures or secret values: shows only the type's name.

/// Implements `Debug` as the type's name: `Auth { .. }`.
macro_rules! opaque_debug {
    ($([$($generics:tt)*] $type:ty, $name:literal;)*) => {$(
        impl<$($generics)*> std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct($name).finish_non_exhaustive()
            }
        }
    )*};
}

pub(in crate::stream) use opaque_debug;
