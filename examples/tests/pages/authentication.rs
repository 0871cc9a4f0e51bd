//! The code of the page about authentication.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
        user: String,
        password: Secret,
    }

    // GET https://api.example.com/v1/employee
    // Authorization: Bearer …
    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://api.example.com/v1",
        auth = bearer("{config.api_token}"),
        streams(Employee, Salary, Status),
    )]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // Authorization: Basic …
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, auth = basic("{config.user}", "{config.password}"))]
    struct Salary {
        id: u64,
    }

    // Without credentials
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, auth = none)]
    struct Status {
        id: u64,
    }
    // endregion
}

mod oauth {
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

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    // region oauth2
    #[source(auth = oauth2(
        token_url = "https://auth.example.com/oauth/token",
        client_id = "{config.credentials.client_id}",
        client_secret = "{config.credentials.client_secret}",
        refresh_token = "{config.credentials.refresh_token}",
        single_use_refresh_token,
    ))]
    // endregion
    // region login
    #[source(login(
        token_url = "https://auth.example.com/oauth/token",
        authorize_url = "https://auth.example.com/authorize",
        scopes = ["contacts.read"],
        params(access_type = "offline"),
    ))]
    // endregion
    struct Employees;
}

mod service_account {
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

    #[derive(Source)]
    #[source(config = Config, url_base = "https://www.googleapis.com/drive/v3", streams(File))]
    // region service_account
    #[source(auth = oauth2(
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
    ))]
    // endregion
    struct Drive;
}

mod choice {
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

    // region choice
    #[derive(Deserialize, JsonSchema)]
    #[serde(tag = "auth_type", rename_all = "snake_case")]
    enum Login {
        /// By an API key
        ApiKey { api_key: Secret },
        /// By OAuth
        Oauth { client_id: String, client_secret: Secret, refresh_token: Secret },
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = choose(credentials), streams(Employee))]
    struct Employees;

    fn credentials(config: &Config) -> Auth<Config> {
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

mod session_token {
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

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    // region session_token
    #[source(auth = session_token(
        login_url = "https://api.example.com/v1/session",
        body = json(username = "{config.user}", password = "{config.password}"),
        token = "session.id",
        lifetime = "8h",
        header = "X-Session",
        prefix = "",
    ))]
    // endregion
    struct Employees;
}

mod jwt {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        app_id: String,
        key_id: String,
        private_key: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    // region jwt
    #[source(auth = jwt(
        algorithm = "ES256",
        key = "{config.private_key}",
        claims(iss = "{config.app_id}"),
        headers(kid = "{config.key_id}"),
    ))]
    // endregion
    struct Employees;
}

mod function {
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

    // region function
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = session, streams(Employee))]
    struct Employees;

    async fn session(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
        let Config { subdomain, api_token } = cx.config();
        let body = json!({ "account": subdomain, "key": api_token.expose() });
        let response = cx.send(Request::post_json("https://login.example.com/session", &body)?).await?;
        let answer: Value = response.json()?;
        let session = answer["session"].as_str().ok_or_else(|| Error::config("the login returned no session"))?;
        Ok(Credentials::new().header("X-Session", session))
    }
    // endregion
}
