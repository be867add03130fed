//! What several pages show: faults beside their fields, a person's name and number, the way down to a place.

use crate::doors;
use crate::person::Person;
use crate::place::{Place, PlaceKind, codes_of};
use base::mobile::Mobile;
use base::{Lang, Refusal};
use journal::{Deed, Envelope, Fault, Stop, Tx};
use web::{Frame, House, Trouble, Visitor};

/// (field, message) pairs, as the pages' parts take them.
pub(super) type Faults = Vec<(String, String)>;

/// A refusal beside its field, in the reader's words.
pub(super) fn fault(frame: &Frame, refusal: &dyn Refusal) -> Faults {
    fault_at(frame, refusal, refusal.field().unwrap_or_default())
}

/// A refusal beside this field: what plain nouns refuse knows no field.
pub(super) fn fault_at(frame: &Frame, refusal: &dyn Refusal, field: impl Into<String>) -> Faults {
    vec![(field.into(), frame.house().words.tell(frame.lang, refusal).sentence)]
}

/// The id of a new form: pressed twice, it is done once.
pub(super) fn form_id() -> Result<String, Fault> {
    Ok(crate::secrets::new_token()?.chars().take(32).collect())
}

/// Does a deed for a visitor, once for each form.
pub(super) async fn act<D: Deed>(
    house: &House,
    visitor: &Visitor,
    form_id: &str,
    deed: D,
) -> Result<D::Done, Stop<D::Refusal>> {
    let envelope = Envelope::new(&visitor.person, form_id);
    crate::doorkeeper::write(&house.journal, envelope, deed).await.map(|written| written.done)
}

/// One of two names, by the reader's language.
pub(super) fn either(lang: Lang, bn: &str, en: &str) -> String {
    match lang {
        Lang::Bn => bn.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// The name of a place of this code; the code itself where none is known.
pub(super) async fn place_name(tx: &mut db::Tx<'_>, code: &str, lang: Lang) -> Result<String, Fault> {
    let place = doors::place(tx, code).await?;
    Ok(place.map_or_else(|| code.to_owned(), |place| either(lang, &place.name_bn, &place.name_en)))
}

/// A person's name and mobile number, the number masked unless it may be seen (security.md 4.7).
pub(super) async fn name_and_mobile(
    tx: &mut Tx<'_, '_>,
    person: &Person,
    lang: Lang,
    clear: bool,
) -> Result<(String, String), Fault> {
    let Some(identity) = doors::identity(tx, person).await? else {
        return Ok((String::new(), String::new())); // erased
    };
    let mobile = Mobile::parse(&identity.mobile).map(|mobile| match (clear, lang) {
        (false, lang) => mobile.masked(lang),
        (true, Lang::Bn) => base::number::to_bangla_digits(&mobile.local()),
        (true, Lang::En) => mobile.local(),
    });
    Ok((identity.name, mobile.unwrap_or_default()))
}

/// The place asked for, or the topmost one where the visitor holds this permission. What lies outside is not there (404).
pub(super) async fn area(
    tx: &mut db::Tx<'_>,
    visitor: &Visitor,
    permission: &str,
    asked: &str,
) -> Result<Place, Trouble> {
    let held = visitor.held.iter().filter(|held| held.permissions.contains(&permission)).map(|held| held.path.as_str());
    let own = held.min_by_key(|path| path.len()).and_then(|path| codes_of(path).pop()).unwrap_or("");
    let code = if asked.is_empty() { own } else { asked };
    let place = doors::place(tx, code).await?;
    place.filter(|place| visitor.may_at(permission, &place.path)).ok_or(Trouble::NotFound)
}

/// The way down to a place as far as the visitor may go up: (href, name).
pub(super) async fn trail(
    tx: &mut db::Tx<'_>,
    visitor: &Visitor,
    place: &Place,
    page: &str,
    lang: Lang,
) -> Result<Vec<(String, String)>, Fault> {
    let mut trail = Vec::new();
    for code in codes_of(&place.path) {
        if let Some(above) = doors::place(tx, code).await?
            && visitor.may_at("people.view", &above.path)
        {
            trail.push((format!("{page}?place={code}"), either(lang, &above.name_bn, &above.name_en)));
        }
    }
    Ok(trail)
}

/// The places one step further down, where there is something to choose from: (href, name).
pub(super) async fn below(
    tx: &mut db::Tx<'_>,
    place: &Place,
    page: &str,
    lang: Lang,
) -> Result<Vec<(String, String)>, Fault> {
    let areas = [PlaceKind::Division, PlaceKind::District, PlaceKind::Upazila, PlaceKind::CityCorporation];
    let link = |place: &Place| (format!("{page}?place={}", place.code), either(lang, &place.name_bn, &place.name_en));
    let children = doors::children(tx, &place.code).await?;
    Ok(children.iter().filter(|child| areas.contains(&child.kind)).map(link).collect())
}

/// May the visitor know of this person? At the place of registration, at any seat ever held, at any role's place.
pub(super) async fn may_see(tx: &mut db::Tx<'_>, visitor: &Visitor, person: &Person) -> Result<bool, Fault> {
    let mut paths = vec![person.path.clone()];
    paths.extend(doors::grants_of(tx, &person.id).await?.into_iter().map(|grant| grant.path));
    for contract in doors::contracts_of(tx, &person.id).await? {
        paths.extend(doors::centre(tx, &contract.centre).await?.map(|centre| centre.path));
    }
    Ok(paths.iter().any(|path| visitor.may_at("people.view", path)))
}
