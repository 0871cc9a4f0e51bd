//! The code of the page about authentication.

mod auth {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region auth
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, auth = basic("api", "{config.api_token}"))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod auth_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region auth_source
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = bearer("{config.api_token}"), streams(Employee))]
    struct Employees;
    // endregion
}

mod login {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        credentials: Login,
    }
    #[derive(Deserialize, JsonSchema)]
    struct Login {
        client_id: String,
        client_secret: Secret,
        refresh_token: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region login
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.credentials.client_id}",
        client_secret = "{config.credentials.client_secret}",
        refresh_token = "{config.credentials.refresh_token}",
    ),
    login(
        token_url = "https://auth.example.com/token",
        authorize_url = "https://auth.example.com/authorize",
        scopes = ["contacts.read"],
        params(access_type = "offline"),
    ),
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod oauth_2_0 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        credentials: Login,
    }
    #[derive(Deserialize, JsonSchema)]
    struct Login {
        client_id: String,
        client_secret: Secret,
        refresh_token: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region oauth_2_0
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = oauth2(
        token_url = "https://auth.example.com/oauth/token",
        client_id = "{config.credentials.client_id}",
        client_secret = "{config.credentials.client_secret}",
        refresh_token = "{config.credentials.refresh_token}",
        single_use_refresh_token,
    ),
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod oauth_2_0_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        client_email: String,
        private_key: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Drive)]
    struct File {
        id: String,
    }

    // region oauth_2_0_2
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://www.googleapis.com/drive/v3",
    auth = oauth2(
        token_url = "https://oauth2.googleapis.com/token",
        assertion = jwt(
            algorithm = "RS256",
            key = "{config.private_key}",
            lifetime = "1h",
            claims(
                iss = "{config.client_email}",
                aud = "https://oauth2.googleapis.com/token",
                scope = "https://www.googleapis.com/auth/drive.readonly",
            ),
        ),
    ),
    streams(File),
)]
    struct Drive;
    // endregion
}

mod the_config_s_choice {
    use cdk_core::prelude::*;
    use cdk_core::stream::{Auth, OAuth2, text};
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        credentials: Login,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region the_config_s_choice
    #[derive(Deserialize, JsonSchema)]
    #[serde(tag = "auth_type", rename_all = "snake_case")]
    enum Login {
        /// By an API key
        ApiKey { api_key: Secret },
        /// By OAuth
        Oauth { client_id: String, client_secret: Secret, refresh_token: Secret },
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = choose(signed), streams(Employee))]
    struct Employees;

    fn signed(config: &Config) -> Auth<Config> {
        match &config.credentials {
            Login::ApiKey { api_key } => Auth::api_key(api_key).header("X-Api-Key"),
            Login::Oauth { client_id, client_secret, refresh_token } => Auth::oauth2(
                OAuth2::new("https://auth.example.com/oauth/token")
                    .client_id(text(client_id))
                    .client_secret(client_secret)
                    .refresh_token(refresh_token),
            ),
        }
    }
    // endregion
}

mod session_tokens {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        user: String,
        password: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region session_tokens
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = session_token(
        login_url = "https://api.example.com/v1/session",
        body = json(username = "{config.user}", password = "{config.password}"),
        token = "session.id",
        lifetime = "8h",
        header = "X-Session",
        prefix = "",
    ),
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod a_function_or_a_type_of_your_own {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        subdomain: String,
        api_token: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region a_function_or_a_type_of_your_own
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = signed, streams(Employee))]
    struct Employees;

    async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
        let Config { subdomain, api_token, .. } = cx.config();
        let body = json!({ "account": subdomain, "key": api_token.expose() });
        let login = cx.send(Request::post_json("https://login.example.com/session", &body)?).await?;
        let answer: Value = login.json()?;
        let session = answer["session"].as_str().ok_or_else(|| Error::config("the login gives no session"))?;
        Ok(Credentials::new().header("X-Session", session))
    }
    // endregion
}
