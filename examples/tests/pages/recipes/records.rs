//! Recipes: what is in a record.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {}

mod large_ids {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Message))]
    struct Chat;

    // region large_ids
    // {"id": 9007199254740993, "thread": 9007199254740995, "author": 18446744073709551617}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Chat, path = "messages", primary_key = "id", paginate = cursor(token = last("id"), param = "after"))]
    struct Message {
        id: u64,                  // a 64-bit integer: 9007199254740993
        thread: Option<JsonText>, // a string for readers that only have doubles: "9007199254740995"
        author: Option<JsonText>, // more than 64 bits: "18446744073709551617"
    }
    // endregion

    #[test]
    fn every_digit_of_an_id_is_kept() {
        let body = r#"[{"id": 9007199254740993, "thread": 9007199254740995, "author": 18446744073709551617}]"#;
        let api = Api::new()
            .on("GET /messages", move |request| match request.param("after") {
                None => Reply::text(body),
                Some(_) => Reply::text("[]"),
            })
            .start();

        let output = testing::read::<Chat>(&api, json!({}), ["message"]).succeeded();

        let message = &output.records("message")[0];
        assert_eq!(
            *message,
            json!({ "id": 9_007_199_254_740_993_u64, "thread": "9007199254740995", "author": "18446744073709551617" })
        );
        assert_eq!(api.requests()[1].param("after"), Some("9007199254740993"));
    }
}
