//! The kinds of `auth` with their options, and their names in other frameworks.
//!
//! Each option is a call of the method of core's builder with the same name.

use super::entry;

/// One kind.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// One example that parses.
    pub(super) form: &'static str,
    /// Minimum and maximum number of strings before the options, and the same as text.
    pub(super) texts: (usize, usize),
    pub(super) takes: &'static str,
    /// Required options.
    pub(super) needs: &'static [&'static str],
    pub(super) words: &'static [(&'static str, Takes)],
    /// Whether it sends a token, which goes to one of [`PLACE`].
    pub(super) has_place: bool,
}

/// The value of an option.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    Flag,
    Template,
    /// A string or a list of strings.
    Templates,
    /// A string without placeholders; with an example.
    Plain(&'static str),
    Time,
    Choice(&'static [&'static str]),
    Entries(entry::Kind),
    /// Keys and strings without placeholders.
    Pairs,
    /// A string without placeholders, or a list of them.
    Plains(&'static str),
    Jwt,
    /// `json(…)` or `form(…)`.
    Body,
}

/// The options that place a token in the request.
pub(super) const PLACE: &[(&str, Takes)] =
    &[("header", Takes::Plain("X-Token")), ("prefix", Takes::Plain("Token")), ("param", Takes::Plain("token"))];

const ALGORITHMS: &[&str] =
    &["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "bearer",
        form: "bearer(\"{config.api_token}\")",
        texts: (1, 1),
        takes: "one string",
        needs: &[],
        words: &[],
        has_place: true,
    },
    Kind {
        name: "basic",
        form: "basic(\"{config.user}\", \"{config.password}\")",
        texts: (2, 2),
        takes: "two strings, user and password",
        needs: &[],
        words: &[],
        has_place: false,
    },
    Kind {
        name: "api_key",
        form: "api_key(\"{config.api_key}\", header = \"X-Api-Key\")",
        texts: (1, 1),
        takes: "one string, and the option `header` or `param`",
        needs: &[],
        words: &[],
        has_place: true,
    },
    Kind {
        name: "tokens",
        form: "tokens(\"{config.api_tokens}\")",
        texts: (1, 100),
        takes: "strings, each of which may be a list",
        needs: &[],
        words: &[],
        has_place: true,
    },
    Kind {
        name: "oauth2",
        form: "oauth2(token_url = \"https://auth.example.com/token\", client_id = \"{config.client_id}\", client_secret = \"{config.client_secret}\", refresh_token = \"{config.refresh_token}\")",
        texts: (0, 0),
        takes: "options only",
        needs: &["token_url"],
        words: &[
            ("token_url", Takes::Template),
            ("client_id", Takes::Template),
            ("client_secret", Takes::Template),
            ("refresh_token", Takes::Template),
            ("assertion", Takes::Jwt),
            ("grant_type", Takes::Template),
            ("scopes", Takes::Templates),
            ("params", Takes::Entries(entry::Kind::Body)),
            ("headers", Takes::Entries(entry::Kind::Headers)),
            ("client_auth", Takes::Choice(&["body", "basic"])),
            ("body", Takes::Choice(&["form", "json"])),
            ("access_token_at", Takes::Plain("data.access_token")),
            ("refresh_token_at", Takes::Plain("data.refresh_token")),
            ("expires_at", Takes::Plain("data.expires_in")),
            ("single_use_refresh_token", Takes::Flag),
            ("access_token_config_path", Takes::Plain("credentials.access_token")),
            ("refresh_token_config_path", Takes::Plain("credentials.refresh_token")),
            ("token_expiry_date_config_path", Takes::Plain("credentials.token_expiry_date")),
        ],
        has_place: true,
    },
    Kind {
        name: "session_token",
        form: "session_token(login_url = \"https://api.example.com/login\", body = json(user = \"{config.user}\", password = \"{config.password}\"), token = \"id\", header = \"X-Session\")",
        texts: (0, 0),
        takes: "options only",
        needs: &["login_url"],
        words: &[
            ("login_url", Takes::Template),
            ("method", Takes::Choice(METHODS)),
            ("body", Takes::Body),
            ("params", Takes::Entries(entry::Kind::Params)),
            ("headers", Takes::Entries(entry::Kind::Headers)),
            ("user", Takes::Template),
            ("password", Takes::Template),
            ("token", Takes::Plain("session.id")),
            ("token_header", Takes::Plain("X-Session")),
            ("expires_at", Takes::Plain("session.expires_in")),
            ("lifetime", Takes::Time),
        ],
        has_place: true,
    },
    Kind {
        name: "jwt",
        form: "jwt(algorithm = \"RS256\", key = \"{config.private_key}\", claims(iss = \"{config.app_id}\"))",
        texts: (0, 0),
        takes: "options only",
        needs: &["algorithm", "key"],
        words: &[
            ("algorithm", Takes::Choice(ALGORITHMS)),
            ("key", Takes::Template),
            ("base64_key", Takes::Flag),
            ("claims", Takes::Entries(entry::Kind::Body)),
            ("headers", Takes::Entries(entry::Kind::Body)),
            ("lifetime", Takes::Time),
        ],
        has_place: true,
    },
    Kind {
        name: "aws_sigv4",
        form: "aws_sigv4(access_key_id = \"{config.key_id}\", secret_access_key = \"{config.key}\", region = \"eu-west-1\", service = \"s3\")",
        texts: (0, 0),
        takes: "options only",
        needs: &["access_key_id", "secret_access_key", "region", "service"],
        words: &[
            ("access_key_id", Takes::Template),
            ("secret_access_key", Takes::Template),
            ("session_token", Takes::Template),
            ("region", Takes::Template),
            ("service", Takes::Template),
        ],
        has_place: false,
    },
];

/// The attribute `login`, which has the same form.
pub(super) const LOGIN: &Kind = &Kind {
    name: "login",
    form: "login(token_url = \"https://auth.example.com/token\", authorize_url = \"https://auth.example.com/authorize\", scopes = [\"read\"])",
    texts: (0, 0),
    takes: "options only",
    needs: &["token_url"],
    words: &[
        ("token_url", Takes::Plain("https://auth.example.com/token")),
        ("authorize_url", Takes::Plain("https://auth.example.com/authorize")),
        ("device_url", Takes::Plain("https://auth.example.com/device")),
        ("redirect_url", Takes::Plain("http://localhost:8765/callback")),
        ("scopes", Takes::Plains("scopes = [\"read\", \"write\"]")),
        ("params", Takes::Pairs),
        ("client_auth", Takes::Choice(&["body", "basic"])),
        ("body", Takes::Choice(&["form", "json"])),
        ("access_token_at", Takes::Plain("data.access_token")),
        ("refresh_token_at", Takes::Plain("data.refresh_token")),
        ("expires_at", Takes::Plain("data.expires_in")),
        ("client_id_config_path", Takes::Plain("credentials.client_id")),
        ("client_secret_config_path", Takes::Plain("credentials.client_secret")),
        ("access_token_config_path", Takes::Plain("credentials.access_token")),
        ("refresh_token_config_path", Takes::Plain("credentials.refresh_token")),
        ("token_expiry_date_config_path", Takes::Plain("credentials.token_expiry_date")),
        ("predicate_key", Takes::Plain("credentials.auth_type")),
        ("predicate_value", Takes::Plain("oauth")),
    ],
    has_place: false,
};

const METHODS: &[&str] = &["POST", "GET", "PUT", "PATCH"];

/// Names in the Python CDK and elsewhere.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("oauth", "oauth2"),
    ("apikey", "api_key"),
    ("session", "session_token"),
    ("token", "bearer"),
    ("client_credentials", "oauth2"),
    ("refresh_token", "oauth2"),
    ("service_account", "oauth2"),
    ("selective", "choose"),
    ("sigv4", "aws_sigv4"),
    ("digest", "basic"),
    ("hmac", "jwt"),
];
