//! What a derive of another version says: what it generates is wrapped like this.

use cdk_core::prelude::*;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Employee {
    id: u64,
}

cdk_core::__derived! {
    "0.2"
    const _: () = {
        impl ::cdk_core::__private_v0_2::HttpStream for Employee {}
    };
}

fn main() {}
