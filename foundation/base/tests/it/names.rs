//! Languages, ids and the codes of refusals: names that machines read and that must not change.

use base::{Id, Lang, Refusal};
use std::collections::{BTreeSet, HashSet};

struct Receipt;

const TEXT: &str = "01939f5e-7b2a-7c3d-8e4f-5a6b7c8d9e0f";

#[test]
fn a_language_is_its_code() {
    assert_eq!("bn".parse(), Ok(Lang::Bn));
    assert_eq!("en".parse::<Lang>().map(Lang::code), Ok("en"));
    assert_eq!("fr".parse::<Lang>().unwrap_err().code(), "base.lang.unknown");
    assert_eq!(Lang::default(), Lang::Bn);
    assert_eq!(Lang::Bn.other().other(), Lang::Bn);
    assert_eq!(serde_json::to_string(&Lang::Bn).unwrap(), "\"bn\"");
    assert_eq!(serde_json::from_str::<Lang>("\"en\"").unwrap(), Lang::En);
}

#[test]
fn an_id_is_written_in_one_way() {
    let id: Id<Receipt> = TEXT.parse().unwrap();
    assert_eq!(id.to_string(), TEXT);
    assert_eq!(Id::from_uuid(id.uuid()), id);
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{TEXT}\""));
    assert_eq!(serde_json::from_str::<Id<Receipt>>(&format!("\"{TEXT}\"")).unwrap(), id);
    assert_eq!(Id::<Receipt>::parse(&TEXT.to_uppercase()), Ok(id));
    assert_eq!(HashSet::from([id, id]).len(), 1);
    assert_eq!(format!("{id:?}"), format!("Id({TEXT})"));
    for other in
        [TEXT.replace('-', ""), format!("{{{TEXT}}}"), format!("urn:uuid:{TEXT}"), String::new(), "x".repeat(36)]
    {
        assert_eq!(Id::<Receipt>::parse(&other).unwrap_err().code(), "base.id.form", "{other}");
    }
}

#[test]
fn every_refusal_of_this_crate_has_its_own_listed_code() {
    use base::{calendar, identity, lang, mobile, money, number, routing, s10};
    let text = String::new;
    let refusals: Vec<Box<dyn Refusal>> = vec![
        Box::new(lang::Refused::Unknown),
        Box::new(money::Refused::Empty),
        Box::new(money::Refused::NotANumber),
        Box::new(money::Refused::Decimals),
        Box::new(money::Refused::TooLarge),
        Box::new(number::Refused::Empty),
        Box::new(number::Refused::NotANumber),
        Box::new(number::Refused::TooLarge),
        Box::new(mobile::Refused::Empty),
        Box::new(mobile::Refused::Character),
        Box::new(mobile::Refused::Foreign),
        Box::new(mobile::Refused::NotMobile),
        Box::new(mobile::Refused::Length { digits: 1 }),
        Box::new(identity::Refused::Empty),
        Box::new(identity::Refused::Character),
        Box::new(identity::Refused::NidLength { digits: 1 }),
        Box::new(identity::Refused::BirthLength { digits: 1 }),
        Box::new(identity::Refused::Year),
        Box::new(s10::Refused::Length { characters: 1 }),
        Box::new(s10::Refused::Service),
        Box::new(s10::Refused::Serial),
        Box::new(s10::Refused::Country),
        Box::new(s10::Refused::CheckDigit { got: text(), want: 0 }),
        Box::new(s10::Refused::CheckDigitMissing { complete: text() }),
        Box::new(s10::Refused::Reserved { letter: 'J' }),
        Box::new(routing::Refused::Character),
        Box::new(routing::Refused::Length { digits: 1 }),
        Box::new(routing::Refused::Bank),
        Box::new(routing::Refused::CheckDigit),
        Box::new(calendar::Refused::Form),
        Box::new(calendar::Refused::NoSuchDay),
        Box::new(calendar::HolidaysRefused::Columns),
        Box::new(calendar::HolidaysRefused::Row { line: 1 }),
        Box::new(calendar::HolidaysRefused::Day { line: 1 }),
        Box::new(base::id::Refused::Form),
    ];
    let codes: BTreeSet<&str> = refusals.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes, BTreeSet::from(base::refusal::CODES));
    assert_eq!(codes.len(), refusals.len(), "no two share a code");
    assert!(refusals.iter().all(|refusal| refusal.status() == 422 && refusal.field().is_none()));
}
