//! The source by the builder, continued: the stream of two parents, and one of them.

use cdk_core::HttpStream;
use cdk_core::prelude::*;
use cdk_core::stream::{BodyTemplate, Paginate, added, entry, not_added, parent_of, template, to_json, typed};
use cdk_core::template::{arg, each};

use super::super::source::{Club, Config};
use super::people::People;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Meetings {
    id: u64,
    like: u64,
}

impl HttpStream for Meetings {
    type Config = Config;
    type Parent = Vec<People>;
    type Slice = ();
    const NAME: &'static str = "meetings";

    fn definition() -> StreamDef<Self, Config, Vec<People>> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .parent(parent_of::<People>().key("team.id").named("person").batch(2).only(are_early))
            .further_parent(parent_of::<Likes>().named("like"))
            .path(template("meetings/{parent.id:,}", |cx: &Cx<'_, Self>| {
                Ok(vec![each(cx.parent()?, "parent.id", |person| arg(&person.id))?])
            }))
            .params([
                entry(
                    "ids",
                    template("{person.id}", |cx: &Cx<'_, Self>| {
                        Ok(vec![each(cx.parent_as::<Vec<People>>("person")?, "person.id", |person| arg(&person.id))?])
                    }),
                ),
                entry(
                    "like",
                    template("{like.id}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.parent_as::<Likes>("like")?.id)])),
                ),
            ])
            .paginate(Paginate::none())
            .add([added("like", typed(|cx: &Cx<'_, Self>| to_json(&cx.parent_as::<Likes>("like")?.id)))])
    }
}

fn are_early(cx: &Cx<'_, Meetings>) -> Result<bool> {
    Ok(cx.parent()?.iter().all(|person| person.id < 3))
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Likes {
    pub(crate) id: u64,
    fetched: Option<String>,
}

impl HttpStream for Likes {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "likes";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .without_on()
            .without_rate_limit()
            .circuit(None)
            .body(BodyTemplate::text(template("all of {config.team}", |cx: &Cx<'_, Self>| {
                Ok(vec![arg(&cx.config().team)])
            })))
            .paginate(Paginate::next_url().at("paging.next"))
            .add([not_added("fetched")])
    }
}
