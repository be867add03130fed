//! A code is sent to the applicant's telephone: whoever shows it collects what is ready.

use crate::case::CaseState;
use crate::cases::read;
use crate::cases::store::CODES as SHELF;
use crate::deeds::cases::move_case::NotMoved;
use crate::deeds::customer::CustomerData;
use crate::service::is_default;
use base::Refusal;
use db::Value;
use journal::{Deed, Keys, Stop, Tx};
use serde::{Deserialize, Serialize};

/// How long a code holds, in milliseconds: the applicant stands at the counter.
pub const CODE_MS_MAX: i64 = 10 * 60_000;
/// Tries for one code, at most: five of a million.
pub const CODE_TRIES_MAX: i64 = 5;
/// Between one code and the next, in milliseconds, at least: texts are slow, and each costs.
pub const CODE_PAUSE_MS_MIN: i64 = 60_000;
/// Codes for one case in a day, at most.
pub const CODES_MAX: i64 = 5;
/// After so many milliseconds without a code they are counted anew.
const DAY_MS: i64 = 24 * 3_600_000;

/// Makes a new code for a case that is ready, in place of the one before. Nothing is entered into the book: only the
/// handover that it proves is a fact. It is done without an idempotency key, since its answer must be kept nowhere.
///
/// # Refusals
/// See [`NotSent`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendHandoverCode {
    /// The centre's book.
    pub book: String,
    /// The case's number.
    pub number: String,
    /// The centre at whose counter it is done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
}

/// A code to be sent at once.
#[derive(Clone, Serialize, Deserialize)]
pub struct CodeToSend {
    /// To whom, in E.164.
    pub mobile: String,
    /// Six digits.
    pub code: String,
}

/// Why no code can be sent.
#[derive(Debug)]
pub enum NotSent {
    /// There is no such case, or it is not ready.
    Moved(NotMoved),
    /// No telephone is known.
    NoMobile,
    /// One was sent just now.
    TooSoon,
    /// Too many were sent.
    TooMany,
}

impl Refusal for NotSent {
    fn code(&self) -> &'static str {
        match self {
            NotSent::Moved(refused) => refused.code(),
            NotSent::NoMobile => "counter.code.no_mobile",
            NotSent::TooSoon => "counter.code.too_soon",
            NotSent::TooMany => "counter.code.too_many",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotSent::Moved(refused) => refused.values(),
            NotSent::TooMany => vec![("max", CODES_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        if let NotSent::Moved(refused) = self { refused.status() } else { 422 }
    }
}

/// The codes of [`NotSent`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.code.no_mobile", "counter.code.too_soon", "counter.code.too_many"];

/// A code as it is kept: who reads the table learns nothing without the store's key.
pub(super) fn hash_of(keys: &Keys, book: &str, number: &str, code: &str) -> String {
    keys.blind("handover code", &format!("{book}/{number}/{code}"))
}

impl Deed for SendHandoverCode {
    const NAME: &'static str = "counter.send_code";
    type Done = CodeToSend;
    type Refusal = NotSent;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CodeToSend, Stop<NotSent>> {
        let refused = |refused| Stop::Refused(NotSent::Moved(refused));
        super::may_serve(tx, &self.book, self.at.as_deref()).await.map_err(|stop| stop.map(NotSent::Moved))?;
        let case = read::held(tx, &self.book, &self.number).await?.ok_or_else(|| refused(NotMoved::Unknown))?;
        if case.state != CaseState::Ready {
            return Err(refused(NotMoved::Elsewhere(case.state)));
        }
        let data: Option<CustomerData> = match &case.customer_seal {
            Some(seal) => tx.unseal(&self.book, seal).await?,
            None => None,
        };
        let mobile = data.map(|data| data.mobile).filter(|mobile| !mobile.is_empty());
        let mobile = mobile.ok_or(Stop::Refused(NotSent::NoMobile))?;
        let key = vec![Value::from(&self.book), Value::from(&self.number)];
        let now = tx.now().get();
        let sent = match tx.fetch(&SHELF, key.clone()).await?.as_deref() {
            Some([_, _, _, Value::Integer(sent), Value::Integer(at)]) => {
                let since = now.saturating_sub(*at);
                if since < CODE_PAUSE_MS_MIN {
                    return Err(Stop::Refused(NotSent::TooSoon));
                }
                if since >= DAY_MS { 0 } else { *sent }
            }
            _ => 0,
        };
        if sent >= CODES_MAX {
            return Err(Stop::Refused(NotSent::TooMany));
        }
        let lot = u64::from_be_bytes(tx.random()?).checked_rem(1_000_000).unwrap_or(0);
        let code = format!("{lot:06}");
        let hash = hash_of(tx.keys(), &self.book, &self.number, &code);
        let ends = now.saturating_add(CODE_MS_MAX);
        tx.put(&SHELF, key, vec![hash.into(), ends.into(), 0_i64.into(), sent.saturating_add(1).into(), now.into()]);
        Ok(CodeToSend { mobile, code })
    }
}
