//! How requests are signed: every kind of `auth`, against a scripted API that looks at what it gets.

mod browser;
mod choice;
mod kinds;
mod leaks;
mod login;
mod oauth2;
mod outside;
mod pasted;
mod session_token;
mod single_use;
mod tokens;

/// A source with one stream of `/items` whose `auth` is what follows its name.
macro_rules! source {
    ($name:ident, $stream:ident, $config:ty, $($auth:tt)*) => {
        #[derive(cdk_core::Source)]
        #[source(
            config = $config,
            url_base = "https://api.example.com",
            records = "data",
            retry(initial = "1ms", jitter = 0),
            streams($stream),
            $($auth)*
        )]
        struct $name;

        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema, cdk_core::HttpStream)]
        #[stream(source = $name, name = "items", path = "items")]
        struct $stream {
            id: u64,
        }
    };
}
use source;

/// The page that an API answers to good credentials.
fn page() -> cdk_core::testing::Reply {
    cdk_core::testing::Reply::json(serde_json::json!({"data": [{"id": 1}]}))
}

/// A part of a JWT, whose JSON is base64 without padding.
fn decoded(part: &str) -> serde_json::Value {
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in part.bytes() {
        (bits, count) = (bits << 6 | u32::from(digit(letter)), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    serde_json::from_slice(&bytes).unwrap()
}
