//! A stream with a body, by hand.

use cdk_core::HttpStream;
use cdk_core::prelude::*;
use cdk_core::stream::{Auth, BodyTemplate, Decoder, Emit, Paginate, Place, entry, field, list, object, template};
use cdk_core::template::arg;

use super::super::source::{Club, Config};

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Search {
    id: u64,
    score: Option<f64>,
}

impl HttpStream for Search {
    type Config = Config;
    type Parent = ();
    type Slice = ();
    const NAME: &'static str = "search";

    fn definition() -> StreamDef<Self, Config, ()> {
        StreamDef::new(Self::NAME)
            .source::<Club>()
            .url_base("https://search.test/search/v2")
            .path("find")
            .method("POST")
            .body(BodyTemplate::json([
                entry("query", template("team:{config.team}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().team)]))),
                entry(
                    "deep",
                    object([
                        entry(
                            "since",
                            template("{config.since}", |cx: &Cx<'_, Self>| Ok(vec![arg(&cx.config().since)])),
                        ),
                        entry("ids", list([field(1), field(2)])),
                        entry("exact", true),
                    ]),
                ),
                entry("weight", 1.5),
            ]))
            .paginate(Paginate::cursor().token(Place::last("id")).body("page.after").size("page.first", 2))
            .auth(Auth::basic(
                "u",
                template("{config.token}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().token)])),
            ))
            .decoder(Decoder::Json)
            .emit(Emit::Typed)
    }
}
