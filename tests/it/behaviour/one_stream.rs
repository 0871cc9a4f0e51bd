//! Cases of one stream that the builder makes: what is said about it, and what `discover` says then.

use std::marker::PhantomData;

use cdk_core::stream::{Paginate, StreamDef};
use cdk_core::testing::Connector;
use cdk_core::{Source, SourceDef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Nothing;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Down {
    id: u64,
}

pub(super) type Definition<Parent> = StreamDef<Down, Nothing, Parent>;

/// One case. It is a type, since a source is defined without a value.
pub(super) trait Case: 'static {
    type Parent: 'static;

    /// What is said about the stream.
    fn define(down: Definition<Self::Parent>) -> Definition<Self::Parent>;

    /// The message of `discover`; empty if the definition can work.
    fn message() -> String;
}

/// Declares cases: `Name: |down| … => "message"`.
macro_rules! cases {
    ($parent:ty; $($name:ident: $define:expr => $message:expr,)*) => { $(
        struct $name;

        impl super::one_stream::Case for $name {
            type Parent = $parent;

            fn define(
                down: super::one_stream::Definition<$parent>,
            ) -> super::one_stream::Definition<$parent> {
                let define: fn(super::one_stream::Definition<$parent>) -> super::one_stream::Definition<$parent> = $define;
                define(down)
            }

            fn message() -> String {
                $message.to_owned()
            }
        }
    )* };
}
pub(super) use cases;

struct OneStream<C>(PhantomData<C>);

impl<C: Case> Source for OneStream<C> {
    type Config = Nothing;
    const NAME: &'static str = "below";
    const VERSION: &'static str = "0.0.0";

    fn definition() -> SourceDef<Self::Config> {
        SourceDef::new()
            .url_base("https://api.example.com")
            .paginate(Paginate::page())
            .stream_def(|| C::define(StreamDef::new("down").source::<Self>()))
    }
}

/// Whether `discover` says what the case expects.
pub(super) fn judge<C: Case>() {
    let output = Connector::<OneStream<C>>::unserved(json!({})).discover();

    match C::message().as_str() {
        "" => drop(output.succeeded()),
        message => assert_eq!(output.failed(), format!("stream `down`: {message}")),
    }
}
