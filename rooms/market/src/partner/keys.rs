//! The doorkeeper for programs: a key `hk_…` opens what its scopes say, for its one seller.
//!
//! A key names its seller, so that it is looked up in that seller's book alone, and holds 32 bytes that nobody can guess;
//! only their SHA-256 is kept. It is looked up anew at every knock: what was revoked opens nothing any more, and one row
//! by its key costs less than what the request then does.

use super::{key_name, store};
use journal::{Fault, Journal};
use network::secrets::fingerprint;
use std::sync::Arc;
use web::{Doorkeeper, Held, Knock, KnockKind, Rule, Visitor};

const PREFIX: &str = "hk_";
/// How often a program comes with one key: ten times a second, each time with up to a thousand items.
static OF_A_KEY: Rule = Rule { surface: "partner", at_most: 600, per_s: 60 };
/// Characters of what follows the prefix: the seller's six digits, a line, 32 bytes in hexadecimal.
const REST_CHARS: usize = 6 + 1 + 64;

/// The key of a seller that holds these 32 bytes.
pub(crate) fn key_of(seller: &str, secret: &[u8; 32]) -> String {
    format!("{PREFIX}{}_{}", seller.trim_start_matches('S'), base::text::hex(secret))
}

/// What is kept of a key.
pub(crate) fn hash_of(key: &str) -> String {
    base::text::hex(&fingerprint(key))
}

/// The seller that a key names, if it looks like one.
fn seller_in(key: &str) -> Option<String> {
    let rest = key.strip_prefix(PREFIX).filter(|rest| rest.len() == REST_CHARS)?;
    let seller = format!("S{}", rest.split_once('_')?.0);
    crate::seller::is_seller_number(&seller).then_some(seller)
}

/// A doorkeeper who knows the keys of sellers, and asks another about everybody else.
#[must_use]
pub fn key_doorkeeper(journal: Journal, others: Doorkeeper) -> Doorkeeper {
    Arc::new(move |knock: Knock| {
        if !knock.token.starts_with(PREFIX) {
            return others(knock);
        }
        let journal = journal.clone();
        Box::pin(async move { opened_by(&journal, &knock).await })
    })
}

async fn opened_by(journal: &Journal, knock: &Knock) -> Result<Option<Visitor>, Fault> {
    let Some(seller) = seller_in(&knock.token).filter(|_| knock.kind == KnockKind::Bearer) else { return Ok(None) };
    let (book, hash) = (seller.clone(), hash_of(&knock.token));
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { store::key(tx, &book, &hash).await }));
    let Some(key) = read.await?.filter(|key| key.revoked.is_none()) else { return Ok(None) };
    let held = key.scopes.iter().map(|scope| Held {
        role: "partner".to_owned(),
        permissions: scope.permissions(),
        path: "/".to_owned(),
    });
    Ok(Some(Visitor {
        person: key_name(&seller, key.number),
        name: key.label.clone(),
        session: key_name(&seller, key.number),
        lang: None,
        held: held.collect(),
        seat: None,
        by_token: true,
        rule: Some(&OF_A_KEY),
    }))
}
