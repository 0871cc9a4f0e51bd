//! Signer: a stream's `auth` → what signs its requests.
//!
//! In: the definition and the config. Out: a signer, which all streams of the run with the same credentials share.
//! Not here: the kinds themselves (see `stream::auth`), and the moment of signing (see `client`).

use std::rc::Rc;

use super::run_context::{RunContext, scope};
use crate::auth::{Custom, Signer};
use crate::error::Result;
use crate::http::Identity;
use crate::http::url::Origins;
use crate::stream::scope::Slice;
use crate::stream::{AuthKind, Definition, Resolving};

/// What signs the requests of a stream; `origins`: where a function's own requests go.
pub(crate) fn build_signer<C: 'static>(
    definition: &Definition<C>,
    run: &RunContext<C>,
    origins: &Origins,
) -> Result<Option<Rc<dyn Signer>>> {
    let level = definition.own.auth.as_ref().or(definition.inherited.auth.as_ref());
    level.map_or(Ok(None), |kind| of_kind(kind, definition, run, origins))
}

fn of_kind<C: 'static>(
    kind: &AuthKind<C>,
    definition: &Definition<C>,
    run: &RunContext<C>,
    origins: &Origins,
) -> Result<Option<Rc<dyn Signer>>> {
    match kind {
        AuthKind::Custom(authenticator) => {
            let (authenticator, config) = (authenticator.clone(), run.config.clone());
            // The source's function acts for one account; so does a stream's own, for another perhaps.
            let whose = definition.own.auth.is_some().then_some(&definition.name);
            let identity = Identity::of(&whose);
            Ok(Some(Rc::new(Custom { authenticator, config, origins: origins.clone(), identity })))
        }
        AuthKind::Choice(choice) => {
            let known = choice.name.and_then(|name| run.signers.choice(name));
            if let Some(known) = known {
                return Ok(known);
            }
            let signer = of_kind(&choice.of(&run.config)?, definition, run, origins)?;
            if let Some(name) = choice.name {
                run.signers.keep_choice(name, signer.clone());
            }
            Ok(signer)
        }
        kind => {
            let slice = Slice::default();
            let scope = scope(run, &definition.name, &slice, None, None);
            let signer = kind.resolved(Resolving::new(&scope, run.stand_in.as_ref(), Some(&*run.config_updates)))?;
            signer.map(|signer| run.signers.signers.shared(signer)).transpose()
        }
    }
}
