//! The order of a login.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;

use serde_json::Map;
use url::Url;

use super::{PATIENCE, code, device, file};
use crate::auth::{Grant, IssuedTokens, OAuth2Issuer, Sender};
use crate::budget::Gate;
use crate::cache::{CacheLocation, Store};
use crate::client::Client;
use crate::entrypoint::files;
use crate::error::{Error, Result};
use crate::http::url::endpoint;
use crate::http::{HttpTransport, Identity, Limits};
use crate::protocol::Level;
use crate::schema::{connection_specification, secrets};
use crate::secret::Pasted;
use crate::source::set;
use crate::stream::{Login, Source};
use crate::writer::Output;

/// What a sign-in works with.
pub(super) struct Flow<'a> {
    pub(super) login: &'a Login,
    pub(super) output: &'a Output,
    pub(super) client: Rc<Client>,
    pub(super) client_id: String,
    pub(super) client_secret: Option<String>,
    stand_in: Option<Url>,
    pub(super) port: Option<u16>,
    opens_browser: bool,
}

/// What the command line says.
pub(in super::super) struct Wanted<'a> {
    pub(in super::super) config: &'a Path,
    pub(in super::super) port: Option<u16>,
    pub(in super::super) no_browser: bool,
    pub(in super::super) device: bool,
    pub(in super::super) stand_in: Option<Url>,
}

/// Signs the user in and writes the tokens into the config file.
///
/// # Errors
/// Where the source has no `login`, the config no client id, the user does not allow it, or takes too long.
pub(in super::super) async fn login<S: Source>(wanted: Wanted<'_>, limits: Limits, output: &Rc<Output>) -> Result<()> {
    let definition = S::definition();
    let Some(login) = &definition.login else {
        return Err(Error::config(
            "this connector has no `login`; create a key or token in the account, and write it into the config",
        ));
    };
    login.judge()?;
    let mut config = files::json("config", "a JSON object", wanted.config)?;
    if config.is_null() {
        config = Map::new().into();
    }
    let text = |path: &[String]| {
        let value = path.iter().try_fold(&config, |value, name| value.get(name))?;
        value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let client_id = text(&login.client_id).ok_or_else(|| {
        Error::config(format!(
            "config.{}: missing; the sign-in needs the client ID of the app",
            login.client_id.join(".")
        ))
    })?;
    let client_secret = text(&login.client_secret);
    client_secret.iter().for_each(|secret| output.redactor.add(secret));
    let secrets = secrets(&connection_specification::<S::Config>(), &config);
    secrets.iter().for_each(|secret| output.redactor.add(secret));
    let pasted = Pasted::new(&config, &secrets);
    pasted.judge_secrets()?;
    [Some(&client_id), client_secret.as_ref()]
        .into_iter()
        .flatten()
        .try_for_each(|text| pasted.judge_credential(text))?;
    let transport = Rc::new(HttpTransport::new(&format!("{}/{}", S::NAME, S::VERSION), limits));
    let store = Store::new(CacheLocation::default(), Box::new(|_| {}));
    let client = Rc::new(Client::new(transport, Gate::new(1), store, output.redactor.clone()));
    let Wanted { port, stand_in, .. } = wanted;
    let opens_browser = !wanted.no_browser && std::io::stderr().is_terminal();
    let flow = Flow { login, output, client, client_id, client_secret, stand_in, port, opens_browser };
    let tokens = async {
        match (&login.authorize_url, &login.device_url) {
            (Some(url), None) if !wanted.device => code::by_code(&flow, url).await,
            (Some(url), Some(_)) if !wanted.device => code::by_code(&flow, url).await,
            (_, Some(url)) => device::by_device(&flow, url).await,
            (_, None) => Err(Error::config("--device: this connector has no sign-in by a device code")),
        }
    };
    let tokens = tokio::time::timeout(PATIENCE, tokens)
        .await
        .map_err(|_| Error::config(format!("login: nobody signed in within {} min", PATIENCE.as_secs() / 60)))??;
    if tokens.refresh_token.is_none() {
        output.log(
            Level::Warn,
            "the provider returned no refresh token: the config works until the access token expires",
        );
    }
    if let (Some(key), Some(value)) = (&login.predicate_key, &login.predicate_value) {
        let is_said = text(key).is_some();
        if !is_said {
            set(&mut config, key, value.as_str().into());
        }
    }
    for (path, value) in login.paths.changes(&tokens, output.now()) {
        set(&mut config, &path, value);
    }
    file::write(wanted.config, &config)?;
    output.log(Level::Info, &format!("signed in: the tokens are in {}", wanted.config.display()));
    Ok(())
}

impl Flow<'_> {
    /// An address of the provider, or of the server in its place.
    pub(super) fn endpoint(&self, url: &str, word: &str) -> Result<Url> {
        let url = endpoint(url, self.stand_in.as_ref());
        url.ok_or_else(|| Error::system(format!("login: `{word}` must be a URL that begins with https:// or http://")))
    }

    /// The tokens for a grant.
    pub(super) async fn tokens(&self, grant: Grant) -> Result<IssuedTokens> {
        let login = self.login;
        let oauth2 = OAuth2Issuer {
            token_url: self.endpoint(&login.token_url, "token_url")?,
            grant,
            grant_type: None,
            client_id: Some(self.client_id.clone()),
            client_secret: self.client_secret.clone().map(Into::into),
            client_auth: login.client_auth,
            body: login.body,
            scopes: Vec::new(),
            params: Map::new(),
            headers: Vec::new(),
            answer: login.answer.clone(),
            single_use: None,
            identity: Identity::of(&()),
            uses_up: None,
            has_warned: Cell::new(true),
        };
        let sender: Rc<dyn Sender> = self.client.owned();
        oauth2.got(&*sender).await
    }
}

/// Shows the user where to go: on standard error, since the URL holds the app's id, which every message masks where the spec
/// calls it a secret.
pub(super) fn tell_url(flow: &Flow<'_>, url: &Url, code: Option<&str>) {
    let with = code.map(|code| format!(" and enter {code}")).unwrap_or_default();
    let told = format!("to sign in, open {url}{with}");
    flow.output.log(Level::Info, &told);
    // Without it the message on standard output has to do.
    let _ = writeln!(std::io::stderr(), "{told}");
    if flow.opens_browser {
        open(url);
    }
}

/// Opens the user's browser, where there is one.
fn open(url: &Url) {
    let own = std::env::var("BROWSER").ok().filter(|browser| !browser.is_empty());
    let program = own.unwrap_or_else(|| if cfg!(target_os = "macos") { "open" } else { "xdg-open" }.to_owned());
    let mut command = Command::new(program);
    command.arg(url.as_str()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The URL is printed, too.
    let _ = command.spawn();
}
