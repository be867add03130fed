//! Whatever jobs meet in one batch, the store stands as if they had been done one after another, each whole or not at all.
//! Held against a model of maps, with jobs that chance wrote: shelves and plain statements, refusals, faults, twins.

use crate::pantry::Step::{Add, Break, Count, Execute, Put, Refuse, Spoons, Stop, Untold};
use crate::pantry::{Step, both, hand_in, lines, spoons};
use db::{Db, Verdict};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

const JARS: [&str; 3] = ["salt", "rice", "oil"];
const WORDS: [&str; 3] = ["one", "two", "three"];

/// A step before it is known what it will find.
#[derive(Debug, Clone, Copy)]
enum Plan {
    Put(usize, i64),
    Untold(usize, i64),
    Add(i64, usize),
    Execute(i64, usize),
    Count,
    Spoons(usize),
    Refuse,
    Break,
    Stop,
}

fn plan() -> impl Strategy<Value = Plan> {
    prop_oneof![
        6 => (0_usize..3, -9_i64..10).prop_map(|(jar, spoons)| Plan::Put(jar, spoons)),
        4 => (0_usize..3, -9_i64..10).prop_map(|(jar, spoons)| Plan::Untold(jar, spoons)),
        4 => (0_i64..60, 0_usize..3).prop_map(|(line, word)| Plan::Add(line, word)),
        2 => (0_i64..60, 0_usize..3).prop_map(|(line, word)| Plan::Execute(line, word)),
        2 => Just(Plan::Count),
        2 => (0_usize..3).prop_map(Plan::Spoons),
        1 => Just(Plan::Refuse),
        1 => Just(Plan::Break),
        1 => Just(Plan::Stop),
    ]
}

/// A step of which no job breaks, so that a batch stays one batch: a broken one runs job by job, and then no job meets
/// what another left in the buffer.
fn gentle() -> impl Strategy<Value = Plan> {
    prop_oneof![
        6 => (0_usize..3, -9_i64..10).prop_map(|(jar, spoons)| Plan::Put(jar, spoons)),
        6 => (0_usize..3, -9_i64..10).prop_map(|(jar, spoons)| Plan::Untold(jar, spoons)),
        3 => (0_i64..1_000_000_000, 0_usize..3).prop_map(|(line, word)| Plan::Add(line, word)),
        1 => (0_i64..1_000_000_000, 0_usize..3).prop_map(|(line, word)| Plan::Execute(line, word)),
        1 => Just(Plan::Count),
        4 => Just(Plan::Refuse),
    ]
}

/// The pantry as maps.
#[derive(Debug, Clone, Default, PartialEq)]
struct Model {
    jars: BTreeMap<usize, i64>,
    lines: BTreeMap<i64, usize>,
}

/// What a job does to the model, the steps with what each will find, and whether it is kept.
fn expected(model: &mut Model, plans: &[Plan]) -> (Vec<Step>, bool) {
    let mut after = model.clone();
    let (mut steps, mut sound, mut ended) = (Vec::new(), true, false);
    for plan in plans {
        match *plan {
            Plan::Put(jar, spoons) => {
                *after.jars.entry(jar).or_insert(0) += spoons;
                steps.push(Put(JARS[jar], spoons));
            }
            Plan::Untold(jar, spoons) => {
                *after.jars.entry(jar).or_insert(0) += spoons;
                steps.push(Untold(JARS[jar], spoons));
            }
            Plan::Add(line, word) => {
                sound &= after.lines.insert(line, word).is_none();
                steps.push(Add(line, WORDS[word]));
            }
            Plan::Execute(line, word) => {
                sound &= after.lines.insert(line, word).is_none();
                steps.push(Execute(line, WORDS[word]));
            }
            Plan::Count => steps.push(Count(after.lines.len())),
            Plan::Spoons(jar) => match after.jars.get(&jar) {
                Some(found) => steps.push(Spoons(JARS[jar], *found)),
                None => continue,
            },
            Plan::Refuse => steps.push(Refuse),
            Plan::Break => steps.push(Break),
            Plan::Stop => steps.push(Stop),
        }
        ended = matches!(plan, Plan::Refuse | Plan::Break | Plan::Stop);
        if ended || !sound {
            break;
        }
    }
    let kept = sound && !ended;
    if kept {
        *model = after;
    }
    (steps, kept)
}

async fn holds(db: &Db, book: &str, model: &Model) {
    let kept: Vec<(i64, String)> = model.lines.iter().map(|(line, word)| (*line, WORDS[*word].to_owned())).collect();
    assert_eq!(lines(db, book).await, kept, "{:?} {book}", db.engine());
    for (place, jar) in JARS.iter().enumerate() {
        assert_eq!(spoons(db, book, jar).await, model.jars.get(&place).copied(), "{:?} {book} {jar}", db.engine());
    }
}

/// Cases that chance wrote, the same at every run.
fn cases(count: usize, plan: &impl Strategy<Value = Plan>, jobs: usize) -> Vec<Vec<Vec<Plan>>> {
    let mut runner = TestRunner::deterministic();
    let batch = prop::collection::vec(prop::collection::vec(plan, 1..9), 1..jobs);
    (0..count).map(|_| batch.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn jobs_handed_in_at_once_leave_what_they_would_leave_in_turn() {
    both(|db| async move {
        // Few jobs a batch: what a refused one undoes is not covered up by the next.
        let rough = cases(60, &plan(), 25);
        for (nth, batch) in rough.into_iter().chain(cases(150, &gentle(), 6)).enumerate() {
            let book = format!("book {nth}");
            let mut model = Model::default();
            let expectations: Vec<_> = batch.iter().map(|plans| expected(&mut model, plans)).collect();
            let answers: Vec<_> = expectations.iter().map(|(steps, _)| hand_in(&db, &book, steps)).collect();
            for (answer, (steps, kept)) in answers.into_iter().zip(&expectations) {
                let told = answer.await.unwrap();
                let stands = matches!(told, Ok(Verdict::Keep));
                assert_eq!(stands, *kept, "{:?} {book}: {told:?} of {} steps", db.engine(), steps.len());
            }
            holds(&db, &book, &model).await;
        }
    });
}

#[test]
fn books_that_share_a_batch_do_not_see_each_other() {
    both(|db| async move {
        let cases = cases(6, &plan(), 25);
        let mut models = vec![Model::default(); cases.len()];
        let mut answers = Vec::new();
        // Dealt like cards: each batch of the desk holds jobs of all books.
        for round in 0..25 {
            for (book, jobs) in cases.iter().enumerate() {
                if let Some(plans) = jobs.get(round) {
                    let (steps, kept) = expected(&mut models[book], plans);
                    answers.push((hand_in(&db, &format!("shared {book}"), &steps), kept));
                }
            }
        }
        for (answer, kept) in answers {
            assert_eq!(matches!(answer.await.unwrap(), Ok(Verdict::Keep)), kept);
        }
        for (book, model) in models.iter().enumerate() {
            holds(&db, &format!("shared {book}"), model).await;
        }
    });
}

#[test]
fn a_job_that_panics_is_told_as_a_fault_and_the_desk_goes_on() {
    both(|db| async move {
        for _ in 0..3 {
            let before = hand_in(&db, "b", &[Put("salt", 1), Add(1, "kept")]);
            let panics = hand_in(&db, "b", &[Put("salt", 100), Execute(2, "gone"), Stop]);
            let after = hand_in(&db, "b", &[Put("salt", 1)]);
            let told = panics.await.unwrap();
            assert!(matches!(told, Err(db::Fault::Unsound(_))), "{told:?}");
            let _ = before.await.unwrap(); // from the second round on its line is a twin
            after.await.unwrap().unwrap();
        }
        assert_eq!(spoons(&db, "b", "salt").await, Some(4));
        assert_eq!(lines(&db, "b").await, vec![(1, "kept".to_owned())]);
    });
}
