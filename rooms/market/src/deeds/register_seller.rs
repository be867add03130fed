//! A seller is registered.

use crate::events::SellerRegistered;
use crate::product::NAME_CHARS_MAX;
use crate::seller::{Identity, Payout, Seller, SellerKind, seller_number};
use crate::store::{self, SELLER_MOBILES};
use base::Both;
use base::Refusal;
use base::identity::Nid;
use base::mobile::Mobile;
use base::routing::RoutingNumber;
use journal::{Deed, NATION, Stop, Tx, happened};
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// Characters of a licence's or a business identity's number, at most.
pub const LICENCE_CHARS_MAX: usize = 40;
/// Digits of a bank account, at most.
const ACCOUNT_DIGITS_MAX: usize = 20;
/// And at least.
const ACCOUNT_DIGITS_MIN: usize = 6;

/// Registers a seller in the nation's book and gives it its number. One entry: the seller is either known with consent,
/// identity and payout, or not at all. Who the person is stands sealed; the name on the stall is public. The same press
/// twice gives the first number, and so nobody becomes two sellers; another press with the same mobile is refused with
/// the number that is there.
///
/// # Refusals
/// See [`NotRegistered`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RegisterSeller {
    /// What it is.
    pub kind: SellerKind,
    /// The name on the stall.
    pub name: Both,
    /// The centre's book, for a producer.
    pub centre: String,
    /// The code of the place where it makes or keeps its goods.
    pub place: String,
    /// The producer, or the firm's compliance officer.
    pub person: String,
    /// Their mobile number, as typed.
    pub mobile: String,
    /// Their NID, as typed; may be empty.
    pub nid: String,
    /// A producer's sex, when it was said.
    pub sex: Option<Sex>,
    /// A firm's trade licence.
    pub licence: String,
    /// A firm's Digital Business Identity.
    pub dbid: String,
    /// A bank branch's routing number, as typed; empty for a wallet.
    pub routing: String,
    /// The account there, or the wallet's mobile number; empty for the person's own number.
    pub account: String,
    /// The person agreed, after it was read aloud.
    pub consent: bool,
}

/// Why a seller cannot be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRegistered {
    /// The stall has no Bangla name, or a name is too long.
    Name,
    /// Nobody stands behind it.
    Person,
    /// The mobile number is none.
    Mobile,
    /// The NID is none.
    Nid,
    /// There is no such place.
    Place,
    /// A firm without trade licence or business identity (facts.md 8, rule 15).
    Licence,
    /// A routing or account number that is none.
    Payout,
    /// The person did not agree.
    Consent,
    /// This mobile number is that of a seller already.
    Known(String),
}

impl Refusal for NotRegistered {
    fn code(&self) -> &'static str {
        match self {
            NotRegistered::Name => "market.register.name",
            NotRegistered::Person => "market.register.person",
            NotRegistered::Mobile => "market.register.mobile",
            NotRegistered::Nid => "market.register.nid",
            NotRegistered::Place => "market.register.place",
            NotRegistered::Licence => "market.register.licence",
            NotRegistered::Payout => "market.register.payout",
            NotRegistered::Consent => "market.register.consent",
            NotRegistered::Known(_) => "market.register.known",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotRegistered::Name => vec![("max", NAME_CHARS_MAX.to_string())],
            NotRegistered::Known(number) => vec![("seller", number.clone())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotRegistered::Name => "name_bn",
            NotRegistered::Person => "person",
            NotRegistered::Mobile | NotRegistered::Known(_) => "mobile",
            NotRegistered::Nid => "nid",
            NotRegistered::Place => "place",
            NotRegistered::Licence => "licence",
            NotRegistered::Payout => "account",
            NotRegistered::Consent => "consent",
        };
        Some(field.to_owned())
    }
}

/// The codes of [`NotRegistered`].
pub(crate) const CODES: &[&str] = &[
    "market.register.name",
    "market.register.person",
    "market.register.mobile",
    "market.register.nid",
    "market.register.place",
    "market.register.licence",
    "market.register.payout",
    "market.register.consent",
    "market.register.known",
];

/// What was typed, understood.
#[derive(Debug)]
struct Checked {
    name: Both,
    licence: String,
    dbid: String,
    identity: Identity,
}

/// Holds what was typed to the rules.
fn decide(said: &RegisterSeller) -> Result<Checked, NotRegistered> {
    let name = Both::clean(&said.name.bn, &said.name.en);
    if name.bn.is_empty() || !name.fits(NAME_CHARS_MAX) {
        return Err(NotRegistered::Name);
    }
    let person = base::text::clean(&said.person);
    if person.is_empty() || person.chars().count() > network::person::NAME_CHARS_MAX {
        return Err(NotRegistered::Person);
    }
    let mobile = Mobile::parse(&said.mobile).map_err(|_| NotRegistered::Mobile)?;
    let nid = match said.nid.trim() {
        "" => None,
        text => Some(Nid::parse(text).map_err(|_| NotRegistered::Nid)?.digits().to_owned()),
    };
    let [licence, dbid] = [&said.licence, &said.dbid].map(|text| base::text::clean(text));
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= LICENCE_CHARS_MAX;
    if said.kind == SellerKind::Merchant && !(fits(&licence) && fits(&dbid)) {
        return Err(NotRegistered::Licence);
    }
    let payout = payout(said, &mobile).ok_or(NotRegistered::Payout)?;
    if !said.consent {
        return Err(NotRegistered::Consent);
    }
    let firm = said.kind == SellerKind::Merchant;
    let kept = |text: String| if firm { text } else { String::new() };
    let identity = Identity { person, mobile: mobile.e164(), nid, payout };
    Ok(Checked { name, licence: kept(licence), dbid: kept(dbid), identity })
}

fn payout(said: &RegisterSeller, own: &Mobile) -> Option<Payout> {
    let account = base::number::to_latin_digits(said.account.trim());
    if said.routing.trim().is_empty() {
        let mobile = if account.is_empty() { own.clone() } else { Mobile::parse(&account).ok()? };
        return Some(Payout::Wallet { mobile: mobile.e164() });
    }
    let routing = RoutingNumber::parse(&said.routing).ok()?;
    let account: String = account.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let sound = (ACCOUNT_DIGITS_MIN..=ACCOUNT_DIGITS_MAX).contains(&account.len())
        && account.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| Payout::Bank { routing: routing.text().to_owned(), account })
}

impl Deed for RegisterSeller {
    const NAME: &'static str = "market.register_seller";
    /// The seller's number.
    type Done = String;
    type Refusal = NotRegistered;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotRegistered>> {
        let checked = decide(self).map_err(Stop::Refused)?;
        let place = network::place(tx, &self.place).await?.ok_or(Stop::Refused(NotRegistered::Place))?;
        let mobile_index = tx.keys().blind("market seller", &checked.identity.mobile);
        let key = vec![NATION.into(), mobile_index.as_str().into()];
        if let Some([db::Value::Text(number)]) = tx.fetch(&SELLER_MOBILES, key).await?.as_deref() {
            return Err(Stop::Refused(NotRegistered::Known(number.clone())));
        }
        let number = seller_number(store::given(tx, NATION, "seller").await?.saturating_add(1));
        let identity = tx.seal_new(NATION, &format!("seller-{number}"), &checked.identity).await?;
        let now = tx.now();
        let producer = self.kind == SellerKind::Producer;
        let seller = Seller {
            number: number.clone(),
            kind: self.kind,
            name: checked.name,
            centre: if producer { self.centre.clone() } else { String::new() },
            keeper: tx.by().to_owned(),
            place: place.code,
            path: place.path,
            sex: self.sex.filter(|_| producer),
            licence: checked.licence,
            dbid: checked.dbid,
            identity,
            consented: now.day(),
            registered: now,
        };
        tx.enter(NATION, vec![happened(SellerRegistered { seller, mobile_index })]).await?;
        Ok(number)
    }
}
