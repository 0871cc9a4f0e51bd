//! Recipes: accounts, signatures and tokens.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};

mod accounts {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Order))]
    struct Shop;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        accounts: Vec<Account>,
    }

    // region accounts
    #[derive(Clone, Serialize, Deserialize, JsonSchema)]
    struct Account {
        id: String,
        #[serde(skip_serializing)] // the state names the account, not its token
        token: Secret,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Shop,
        slices(accounts, slice = Account),
        path = "orders",
        headers("Authorization" = "Bearer {slice.token}"),
        add(account = slice.id),
        on(status = 401, ignore, "the API rejects the token of account {slice.id}"),
    )]
    struct Order {
        account: String,
        id: u64,
    }

    async fn accounts(cx: &SliceCx<'_, Order>) -> Result<Vec<Account>> {
        Ok(cx.config().accounts.clone())
    }
    // endregion

    #[test]
    fn each_account_has_its_own_token_and_a_bad_one_does_not_stop_the_others() {
        let api = Api::new()
            .on("GET /orders", |request| match request.header("authorization") {
                Some("Bearer token-a") => Reply::json(json!([{ "id": 1 }])),
                Some("Bearer token-c") => Reply::json(json!([{ "id": 3 }])),
                _ => Reply::status(401),
            })
            .start();
        let account = |id: &str| json!({ "id": id, "token": format!("token-{id}") });
        let config = json!({ "accounts": [account("a"), account("b"), account("c")] });

        let output = Connector::<Shop>::new(&api, config).read(["order"]).succeeded();

        assert!(output.lines().concat().contains("the API rejects the token of account b"), "{output}");
        assert_eq!(output.records("order").len(), 2);
        assert!(!output.lines().concat().contains("token-b"), "{output}");
        assert!(output.lines().concat().contains(r#"{"id":"a"}"#), "{output}");
    }
}

mod signature {
    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_key: String,
        api_secret: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Exchange, path = "trades")]
    struct Trade {
        id: u64,
    }

    // region signature
    use ring::hmac; // or any other crate that computes an HMAC

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", auth = signed, streams(Trade))]
    struct Exchange;

    async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
        let (request, time) = (cx.request(), Timestamp::now().as_millisecond());
        let text = format!("{time}{}{}", request.method(), request.url());
        let key = hmac::Key::new(hmac::HMAC_SHA256, cx.config().api_secret.expose().as_bytes());
        let body = request.body().unwrap_or_default();
        let signature = hmac::sign(&key, &[text.as_bytes(), body].concat());
        let hex: String = signature.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let credentials = Credentials::new().header("X-Key", &cx.config().api_key);
        Ok(credentials.header("X-Time", time.to_string()).header("X-Signature", hex))
    }
    // endregion

    #[test]
    fn the_signature_is_the_one_of_the_request() {
        let api = Api::new().on("GET /trades", |_| Reply::json(json!([{ "id": 1 }]))).start();
        let config = json!({ "api_key": "k-123456", "api_secret": "s3cret" });

        let output = Connector::<Exchange>::new(&api, config).read(["trade"]).succeeded();

        let request = &api.requests()[0];
        let (time, key) = (request.header("x-time").unwrap(), ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"s3cret"));
        let text = format!("{time}GET{}/trades", api.url());
        let expected = ring::hmac::sign(&key, text.as_bytes());
        let hex: String = expected.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(request.header("x-signature"), Some(hex.as_str()));
        assert!(!output.lines().concat().contains(&hex));
    }
}

mod single_use {
    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        credentials: OAuth,
    }
    #[derive(Deserialize, JsonSchema)]
    struct OAuth {
        client_id: String,
        client_secret: Secret,
        refresh_token: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Books, path = "invoices")]
    struct Invoice {
        id: u64,
    }

    // region single_use
    #[derive(Source)]
    #[source(
        config = Config, url_base = "https://api.example.com",
        auth = oauth2(
            token_url = "https://login.example.com/oauth/token",
            client_id = "{config.credentials.client_id}",
            client_secret = "{config.credentials.client_secret}",
            refresh_token = "{config.credentials.refresh_token}",
            single_use_refresh_token,
        ),
        streams(Invoice),
    )]
    struct Books;
    // endregion

    #[test]
    fn a_new_refresh_token_is_announced_before_it_is_needed() {
        let answer = json!({ "access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 3600 });
        let api = Api::new()
            .on("POST /oauth/token", move |_| Reply::json(answer.clone()))
            .on("GET /invoices", |_| Reply::json(json!([{ "id": 1 }])))
            .start();
        let credentials = json!({ "client_id": "app", "client_secret": "hush-hush", "refresh_token": "refresh-1" });

        let output = Connector::<Books>::new(&api, json!({ "credentials": credentials })).read(["invoice"]);

        let control = output.succeeded().of_type("CONTROL").next().cloned().unwrap();
        let config = &control["control"]["connectorConfig"]["config"]["credentials"];
        assert_eq!((&config["refresh_token"], &config["access_token"]), (&json!("refresh-2"), &json!("access-2")));
        assert!(config["token_expiry_date"].is_string(), "{config}");
    }
}
