//! A private module of another version: the path itself says which version it wants.

use cdk_core::__private_v0_2 as cdk_private;

fn main() {
    cdk_private::now();
}
