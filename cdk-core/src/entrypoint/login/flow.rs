//! Sign-in flow: the provider's URLs, its token endpoint, and the ways to reach the user.
//!
//! In: the definition of the login, and the client's credentials. Out: tokens for a grant.
//! Default: the user's browser opens if standard error is a terminal.
//! Not here: the requests of one sign-in method (see `code`, `device`).

use std::cell::Cell;
use std::io::Write;
use std::process::{Command, Stdio};
use std::rc::Rc;

use serde_json::Map;
use url::Url;

use crate::auth::{Grant, IssuedTokens, OAuth2Issuer, Sender};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::http::Identity;
use crate::http::url::endpoint;
use crate::protocol::Level;
use crate::stream::Login;
use crate::writer::RunOutput;

/// The resources of a sign-in.
pub(super) struct Flow<'a> {
    pub(super) login: &'a Login,
    pub(super) output: &'a RunOutput,
    pub(super) client: Rc<Client>,
    pub(super) client_id: String,
    pub(super) client_secret: Option<String>,
    pub(super) stand_in: Option<Url>,
    pub(super) port: Option<u16>,
    pub(super) opens_browser: bool,
}

impl Flow<'_> {
    /// A URL of the provider, or of the test server (`--url-base`).
    pub(super) fn endpoint(&self, url: &str, word: &str) -> Result<Url> {
        let url = endpoint(url, self.stand_in.as_ref());
        url.ok_or_else(|| Error::system(format!("login: `{word}` must be a URL that begins with https:// or http://")))
    }

    /// Requests the tokens for a grant.
    ///
    /// # Errors
    /// An error of the token endpoint, or a failed connection to it.
    pub(super) async fn request_tokens(&self, grant: Grant) -> Result<IssuedTokens> {
        let login = self.login;
        let oauth2 = OAuth2Issuer {
            token_url: self.endpoint(&login.token_url, "token_url")?,
            grant,
            grant_type: None,
            client_id: Some(self.client_id.clone()),
            client_secret: self.client_secret.clone().map(Into::into),
            exchange: login.exchange.clone(),
            scopes: Vec::new(),
            params: Map::new(),
            headers: Vec::new(),
            single_use: None,
            identity: Identity::of(&()),
            uses_up: None,
            has_warned: Cell::new(true),
        };
        let sender: Rc<dyn Sender> = self.client.owned();
        oauth2.got(&*sender).await
    }
}

/// Shows the user the URL to open, and opens it if allowed. The URL also goes to standard error: it contains the app's
/// client id, which messages mask if the spec marks it as secret.
pub(super) fn show_url(flow: &Flow<'_>, url: &Url, code: Option<&str>) {
    let with = code.map(|code| format!(" and enter {code}")).unwrap_or_default();
    let text = format!("to sign in, open {url}{with}");
    flow.output.log(Level::Info, &text);
    // If this fails, the user still has the message on standard output.
    let _ = writeln!(std::io::stderr(), "{text}");
    if flow.opens_browser {
        open_browser(url);
    }
}

/// Opens the user's browser, if any.
fn open_browser(url: &Url) {
    let own = std::env::var("BROWSER").ok().filter(|browser| !browser.is_empty());
    let program = own.unwrap_or_else(|| if cfg!(target_os = "macos") { "open" } else { "xdg-open" }.to_owned());
    let mut command = Command::new(program);
    command.arg(url.as_str()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // If this fails, the user still has the printed URL.
    let _ = command.spawn();
}
