//! Every refusal is listed, worded in both languages, and tells its numbers.

use base::{Lang, Paisa, Refusal};
use ledger::{NotAsked, NotDecided, NotEnded, NotHeld, NotPaid, NotPosted, NotToppedUp, NotWarned};
use std::collections::BTreeSet;
use web::{Words, key_of};

fn words() -> Words {
    Words::new(&[ledger::room().words]).unwrap()
}

fn short() -> NotPosted {
    NotPosted::Short { account: "P:float".into(), free: Paisa::new(123_450), needed: Paisa::new(600_000) }
}

fn all() -> Vec<Box<dyn Refusal>> {
    let posted = || {
        [
            NotPosted::Unbalanced,
            NotPosted::FloatsDiffer,
            NotPosted::Shape,
            NotPosted::TooLarge,
            short(),
            NotPosted::Short { account: "P:escrow:o1".into(), free: Paisa::new(1), needed: Paisa::new(2) },
            NotPosted::AlreadyReversed,
            NotPosted::NothingToReverse,
            NotPosted::IsReversal,
        ]
    };
    let mut all: Vec<Box<dyn Refusal>> = Vec::new();
    all.extend(posted().map(|refusal| -> Box<dyn Refusal> { Box::new(refusal) }));
    all.extend(posted().map(|refusal| -> Box<dyn Refusal> { Box::new(NotToppedUp::Posting(refusal)) }));
    all.extend(posted().map(|refusal| -> Box<dyn Refusal> { Box::new(NotEnded::Posting(refusal)) }));
    for refusal in [NotHeld::Id, NotHeld::Account, NotHeld::Amount, NotHeld::Until, NotHeld::Known, NotHeld::Short] {
        all.push(Box::new(refusal));
    }
    for refusal in [NotEnded::Unknown, NotEnded::Ended, NotEnded::Expired, NotEnded::More] {
        all.push(Box::new(refusal));
    }
    for refusal in [NotToppedUp::Person, NotToppedUp::Amount, NotToppedUp::Proof] {
        all.push(Box::new(refusal));
    }
    all.extend(of_the_float());
    all
}

fn of_the_float() -> Vec<Box<dyn Refusal>> {
    let mut all: Vec<Box<dyn Refusal>> = vec![Box::new(NotWarned::Below)];
    let asked = [NotAsked::Book, NotAsked::Amount, NotAsked::Proof, NotAsked::ProofUsed];
    for refusal in asked.into_iter().chain([NotAsked::Bank, NotAsked::Day, NotAsked::Many]) {
        all.push(Box::new(refusal));
    }
    for refusal in [NotDecided::Unknown, NotDecided::Before, NotDecided::Own, NotDecided::Reason] {
        all.push(Box::new(refusal));
    }
    for refusal in [NotPaid::Provider, NotPaid::Amount, NotPaid::More(Paisa::new(5)), NotPaid::Reference] {
        all.push(Box::new(refusal));
    }
    all.push(Box::new(NotDecided::Posting(short())));
    all.push(Box::new(NotPaid::Posting(short())));
    all
}

#[test]
fn every_refusal_is_listed_once_and_every_listed_one_can_be_given() {
    let listed: Vec<&str> = ledger::room().refusals.to_vec();
    let set: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(listed.len(), set.len());
    let mut given: BTreeSet<&str> = all().iter().map(|refusal| refusal.code()).collect();
    given.extend(["ledger.statement.days"]); // by the pages and the API alone
    assert_eq!(given, set);
}

#[test]
fn every_refusal_says_what_happened_whether_the_money_is_safe_and_what_to_do() {
    let words = words();
    for code in ledger::room().refusals {
        for lang in [Lang::Bn, Lang::En] {
            for part in ["", ".what", ".money", ".do"] {
                assert!(words.has(lang, &format!("{}{part}", key_of(code))), "{code}{part} in {}", lang.code());
            }
        }
    }
}

#[test]
fn a_deed_that_posts_tells_the_ledgers_refusal_with_its_numbers() {
    let words = words();
    let refusals: [&dyn Refusal; 3] = [&short(), &NotToppedUp::Posting(short()), &NotEnded::Posting(short())];
    for refusal in refusals {
        let told = words.tell(Lang::Bn, refusal);
        assert!(told.what.contains("১,২৩৪.৫০") && told.what.contains("৬,০০০"), "{told:?}");
        assert_eq!(refusal.status(), 422);
    }
    for refusal in [&NotPosted::AlreadyReversed as &dyn Refusal, &NotEnded::Posting(NotPosted::AlreadyReversed)] {
        assert_eq!(refusal.status(), 409);
    }
    assert_eq!(NotToppedUp::Posting(NotPosted::AlreadyReversed).status(), 409);
}

#[test]
fn both_languages_have_the_same_keys_and_a_name_for_every_account() {
    let words = words();
    assert_eq!(words.keys(Lang::Bn), words.keys(Lang::En));
    for name in ledger::chart() {
        let key = format!("ledger-account-{}", name.replace(':', "-"));
        assert!(words.has(Lang::Bn, &key), "{key}");
    }
}
