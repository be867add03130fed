//! Opening a Digital Centre at a place, with two vacant seats.

use super::caller::Caller;
use crate::centre::{CENTRE_NAME_CHARS_MAX, CENTRES_PER_DISTRICT_MAX, CentreKind, code_in, district_of, is_code_in};
use crate::doors;
use crate::events::CentreOpened;
use crate::place::Place;
use crate::refusals::NotOpened;
use crate::store::{CENTRE_CODES, LAST_CENTRE};
use base::BusinessDay;
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Opens a centre. Its code and names are made when none are given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenCentre {
    /// Seven digits, when the centre has a code already.
    pub code: Option<String>,
    /// The code of its place: a union, a pourashava or a city ward.
    pub place: String,
    /// Its name in Bangla.
    pub name_bn: Option<String>,
    /// Its name in English.
    pub name_en: Option<String>,
}

/// What opening a centre depends on.
struct Known {
    allowed: bool,
    place: Place,
    above: Place,
    taken: bool,
    /// The district's next running number.
    next: i64,
    code_taken: bool,
    day: BusinessDay,
}

impl OpenCentre {
    fn decide(&self, known: Known) -> Result<CentreOpened, NotOpened> {
        let Known { place, above, day, .. } = known;
        if !known.allowed {
            return Err(NotOpened::NotAllowed);
        }
        let kind = CentreKind::at(place.kind).ok_or(NotOpened::WrongPlace)?;
        let district = district_of(&place.path).ok_or(NotOpened::WrongPlace)?;
        if known.taken {
            return Err(NotOpened::Taken);
        }
        let code = match &self.code {
            Some(code) if !is_code_in(code, district) => return Err(NotOpened::CodeWrong),
            Some(_) if known.code_taken => return Err(NotOpened::CodeTaken),
            Some(code) => code.clone(),
            None => code_in(district, known.next).ok_or(NotOpened::Full)?,
        };
        let (made_bn, made_en) = kind.names_at(&place, &above);
        let given = |name: &Option<String>, made| {
            name.as_deref().map(base::text::clean).filter(|name| !name.is_empty()).unwrap_or(made)
        };
        let (name_bn, name_en) = (given(&self.name_bn, made_bn), given(&self.name_en, made_en));
        let long = |name: &str| name.chars().count() > CENTRE_NAME_CHARS_MAX;
        if long(&name_bn) {
            return Err(NotOpened::LongName);
        }
        if long(&name_en) {
            return Err(NotOpened::LongNameEn);
        }
        Ok(CentreOpened { code, place: place.code, kind, path: place.path, name_bn, name_en, day })
    }
}

impl Deed for OpenCentre {
    const NAME: &'static str = "network.open_centre";
    /// The code of the centre.
    type Done = String;
    type Refusal = NotOpened;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotOpened>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(place) = doors::place(tx, &self.place).await? else {
            return Err(Stop::Refused(NotOpened::NoSuchPlace));
        };
        let Some(above) = doors::place(tx, &place.parent).await? else {
            return Err(Stop::Refused(NotOpened::WrongPlace)); // the country has nothing above it
        };
        let code_taken = match &self.code {
            Some(code) => doors::centre(tx, code).await?.is_some(),
            None => false,
        };
        let known = Known {
            allowed: caller.may("centre.open", &place.path, day),
            taken: doors::centre_at(tx, &place.code).await?.is_some(),
            next: next_number(tx, &place.path).await?,
            code_taken,
            place,
            above,
            day,
        };
        let opened = self.decide(known).map_err(Stop::Refused)?;
        let code = opened.code.clone();
        tx.enter(NATION, vec![happened(opened)]).await?;
        Ok(code)
    }
}

/// The next running number in the district of a path: after the highest; where somebody gave the last one by hand, the
/// lowest that is free.
async fn next_number(tx: &mut Tx<'_, '_>, path: &str) -> Result<i64, Fault> {
    let Some(district) = district_of(path) else { return Ok(1) };
    let values = [NATION.into(), format!("{district}%").into()];
    let number = |code: &str| code.get(4..).and_then(|number| number.parse::<i64>().ok());
    let last: Option<String> = tx.one(&LAST_CENTRE, &values).await?.get("code")?;
    let last = last.as_deref().and_then(number).unwrap_or(0);
    if last < CENTRES_PER_DISTRICT_MAX {
        return Ok(last.saturating_add(1));
    }
    let mut free = 1_i64;
    for row in tx.all(&CENTRE_CODES, &values).await? {
        let taken = number(&row.get::<String>("code")?);
        if taken == Some(free) {
            free = free.saturating_add(1);
        }
    }
    Ok(free)
}
