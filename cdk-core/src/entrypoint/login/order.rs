//! The steps of a login: read the config, sign in at the provider, write the tokens to the config file.
//!
//! In: the config file, and the options of the command. Out: the same file with the tokens.
//! Default: a sign-in has the time limit [`SIGN_IN_TIMEOUT`].
//! Not here: the two sign-in methods (see `code`, `device`).

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::flow::Flow;
use super::{code, device};
use crate::auth::IssuedTokens;
use crate::budget::Gate;
use crate::cache::{CacheLocation, Store};
use crate::client::Client;
use crate::entrypoint::files;
use crate::error::{Error, Result};
use crate::http::{HttpTransport, Limits};
use crate::json::at;
use crate::protocol::Level;
use crate::schema::secrets;
use crate::secret::Pasted;
use crate::source::{ConfigType, config_schema, set, write_config_file};
use crate::stream::{Login, SourceDef};
use crate::writer::RunOutput;

/// Time limit of a sign-in.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(600);

/// The options of the command `login`.
pub(in super::super) struct LoginOptions {
    pub(in super::super) config: PathBuf,
    pub(in super::super) port: Option<u16>,
    pub(in super::super) browser: Browser,
    pub(in super::super) method: SignInMethod,
    pub(in super::super) stand_in: Option<Url>,
}

/// Whether the command may open the user's browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Browser {
    Open,
    PrintUrlOnly,
}

/// How the user signs in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum SignInMethod {
    /// By an authorization code; by a device code if the source supports only that.
    Default,
    DeviceCode,
}

/// Signs the user in and writes the tokens into the config file.
///
/// # Errors
/// A config error if the source has no `login`, if the config has no client id, or if the user refuses or takes too
/// long.
pub(in super::super) async fn login<C: ConfigType>(
    source: &SourceDef<C>,
    options: LoginOptions,
    limits: Limits,
    output: &Rc<RunOutput>,
) -> Result<()> {
    let Some(login) = &source.login else {
        return Err(Error::config(
            "this connector has no `login`; create a key or token in the account, and write it into the config",
        ));
    };
    login.judge()?;
    let mut config = files::json("config", "a JSON object", &options.config)?;
    if config.is_null() {
        config = Value::Object(serde_json::Map::new());
    }
    let (client_id, client_secret) = client_credentials(source, login, &config, output)?;
    let transport = Rc::new(HttpTransport::new(&format!("{}/{}", source.name, source.version), limits));
    let store = Store::new(CacheLocation::default(), Box::new(|_| {}));
    let client = Rc::new(Client::new(transport, Gate::new(1), store, output.redactor.clone()));
    let LoginOptions { port, stand_in, .. } = options;
    let opens_browser = options.browser == Browser::Open && std::io::stderr().is_terminal();
    let flow = Flow { login, output, client, client_id, client_secret, stand_in, port, opens_browser };
    let tokens = tokio::time::timeout(SIGN_IN_TIMEOUT, sign_in(&flow, options.method)).await.map_err(|_| {
        Error::config(format!("login: nobody signed in within {} min", SIGN_IN_TIMEOUT.as_secs() / 60))
    })??;
    if tokens.refresh_token.is_none() {
        output.log(
            Level::Warn,
            "the provider returned no refresh token: the config works until the access token expires",
        );
    }
    save(login, &tokens, &mut config, output, &options.config)
}

/// The client's id and secret; from here on every secret of the config is masked.
fn client_credentials<C: ConfigType>(
    source: &SourceDef<C>,
    login: &Login,
    config: &Value,
    output: &RunOutput,
) -> Result<(String, Option<String>)> {
    let client_id = text_at(config, &login.client_id).ok_or_else(|| {
        Error::config(format!(
            "config.{}: missing; the sign-in needs the client ID of the app",
            login.client_id.join(".")
        ))
    })?;
    let client_secret = text_at(config, &login.client_secret);
    client_secret.iter().for_each(|secret| output.redactor.add(secret));
    let secrets = secrets(&config_schema(source), config);
    secrets.iter().for_each(|secret| output.redactor.add(secret));
    let pasted = Pasted::new(config, &secrets);
    pasted.judge_secrets()?;
    pasted.judge_credential(&client_id)?;
    client_secret.iter().try_for_each(|secret| pasted.judge_credential(secret))?;
    Ok((client_id, client_secret))
}

async fn sign_in(flow: &Flow<'_>, method: SignInMethod) -> Result<IssuedTokens> {
    match (&flow.login.authorize_url, &flow.login.device_url) {
        (Some(url), _) if method == SignInMethod::Default => code::sign_in(flow, url).await,
        (_, Some(url)) => device::sign_in(flow, url).await,
        (_, None) => Err(Error::config("--device: this connector has no sign-in by a device code")),
    }
}

/// Writes the tokens, and selects this sign-in method in the config if it has not selected one.
fn save(login: &Login, tokens: &IssuedTokens, config: &mut Value, output: &RunOutput, path: &Path) -> Result<()> {
    if let (Some(key), Some(value)) = (&login.predicate_key, &login.predicate_value)
        && text_at(config, key).is_none()
    {
        set(config, key, value.as_str().into());
    }
    for (path, value) in login.paths.changes(tokens, output.now()) {
        set(config, &path, value);
    }
    write_config_file(path, config)?;
    output.log(Level::Info, &format!("signed in: the tokens are in {}", path.display()));
    Ok(())
}

/// The text at a path of the config, trimmed; `None` if absent or empty.
fn text_at(config: &Value, path: &[String]) -> Option<String> {
    at(config, path)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
