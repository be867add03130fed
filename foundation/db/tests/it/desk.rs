//! Jobs in one batch: each whole or not at all, none harmed by another.

use crate::pantry::Step::{Add, Break, Count, Execute, Learn, Put, Refuse, Spoons, Untold};
use crate::pantry::{both, hand_in, lines, spoons};
use db::Verdict;
use std::sync::atomic::Ordering;

#[test]
fn what_a_job_put_is_there_when_it_is_answered() {
    both(|db| async move {
        let verdict = hand_in(&db, "b", &[Put("salt", 3), Put("salt", 4), Add(1, "salt")]).await.unwrap().unwrap();
        assert_eq!(verdict, Verdict::Keep);
        assert_eq!(spoons(&db, "b", "salt").await, Some(7));
        assert_eq!(lines(&db, "b").await, vec![(1, "salt".to_owned())]);
    });
}

#[test]
fn a_later_job_of_the_batch_builds_on_an_earlier_one() {
    both(|db| async move {
        let jobs: Vec<_> = (0..100).map(|n| hand_in(&db, "b", &[Put("salt", 1), Add(n, "x")])).collect();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert_eq!(spoons(&db, "b", "salt").await, Some(100));
        assert_eq!(lines(&db, "b").await.len(), 100);
        assert!(db.figures().batches.load(Ordering::Relaxed) < 100);
    });
}

#[test]
fn a_refused_job_leaves_no_trace_whether_it_only_buffered_or_also_executed() {
    both(|db| async move {
        let cases: [&[_]; 4] = [
            &[Put("salt", 5), Add(10, "no"), Refuse],
            &[Execute(10, "no"), Put("salt", 5), Refuse],
            &[Put("salt", 5), Add(10, "no"), Execute(11, "no"), Add(12, "no"), Put("salt", 5), Refuse],
            &[Put("salt", 5), Count(1), Put("salt", 5), Refuse],
        ];
        hand_in(&db, "b", &[Put("salt", 1), Add(1, "yes")]).await.unwrap().unwrap();
        for case in cases {
            let before = hand_in(&db, "b", &[Put("salt", 1)]);
            let refused = hand_in(&db, "b", case);
            let after = hand_in(&db, "b", &[Put("salt", 1)]);
            before.await.unwrap().unwrap();
            assert_eq!(refused.await.unwrap().unwrap(), Verdict::Drop);
            after.await.unwrap().unwrap();
        }
        assert_eq!(spoons(&db, "b", "salt").await, Some(9));
        assert_eq!(lines(&db, "b").await, vec![(1, "yes".to_owned())]);
    });
}

#[test]
fn a_statement_sees_what_the_same_and_earlier_jobs_buffered() {
    both(|db| async move {
        let first = hand_in(&db, "b", &[Put("salt", 2), Add(1, "one")]);
        let second = hand_in(&db, "b", &[Put("salt", 3), Add(2, "two"), Count(2), Spoons("salt", 5), Add(3, "three")]);
        first.await.unwrap().unwrap();
        second.await.unwrap().unwrap();
        assert_eq!(lines(&db, "b").await.len(), 3);
        assert_eq!(spoons(&db, "b", "salt").await, Some(5));
    });
}

#[test]
fn a_job_that_breaks_harms_no_other_of_its_batch() {
    both(|db| async move {
        let mut jobs = Vec::new();
        for n in 0..30 {
            let steps = match n {
                10 => vec![Put("salt", 100), Break],
                20 => vec![Add(5, "twice"), Put("salt", 100)],
                _ => vec![Put("salt", 1), Add(n, "x")],
            };
            jobs.push(hand_in(&db, "b", &steps));
        }
        let mut broken = 0;
        for job in jobs {
            broken += i64::from(job.await.unwrap().is_err());
        }
        assert_eq!(broken, 2);
        assert_eq!(spoons(&db, "b", "salt").await, Some(28));
        assert_eq!(lines(&db, "b").await.len(), 28);
    });
}

#[test]
fn what_is_learnt_in_one_go_is_what_earlier_jobs_left_and_what_lies_there() {
    both(|db| async move {
        hand_in(&db, "b", &[Put("salt", 3), Put("tea", 1)]).await.unwrap().unwrap();
        let all: &[&str] = &["tea", "salt", "none", "salt", "honey"];
        let jobs: Vec<_> = (0..20)
            .map(|_| hand_in(&db, "b", &[Learn(all), Put("salt", 1), Learn(all), Put("salt", 1), Put("honey", 1)]))
            .collect();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        hand_in(&db, "b", &[Learn(all), Spoons("salt", 43), Spoons("tea", 1), Spoons("honey", 20)])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(spoons(&db, "b", "none").await, None);
    });
}

#[test]
fn many_rows_of_one_batch_all_arrive() {
    both(|db| async move {
        let steps: Vec<_> = (0..777).map(|n| Add(n, "row")).collect();
        hand_in(&db, "b", &steps).await.unwrap().unwrap();
        assert_eq!(lines(&db, "b").await.len(), 777);
    });
}

#[test]
fn jobs_that_lack_rows_step_aside_and_each_is_done_once() {
    const SHELF: [&str; 5] = ["salt", "rice", "oil", "dal", "gur"];
    both(|db| async move {
        let mut left = [0_i64; 5];
        let mut answers = Vec::new();
        for n in 0..60_usize {
            let (one, other) = (n % 5, (n * 3 + 1) % 5);
            let steps = match n % 6 {
                4 => vec![Untold(SHELF[one], 1), Untold(SHELF[other], 1), Add(0, "never"), Refuse],
                // What it did before it stepped aside is done once; behind a statement of its own it steps aside no more.
                5 => {
                    let line = i64::try_from(n).unwrap();
                    let first = [Add(line, "first"), Untold(SHELF[one], 1)];
                    first.into_iter().chain([Execute(line + 100, "then"), Untold(SHELF[other], 1)]).collect()
                }
                _ => vec![Untold(SHELF[one], 1), Untold(SHELF[other], 1)],
            };
            if n % 6 != 4 {
                left[one] += 1;
                left[other] += 1;
            }
            answers.push((n, hand_in(&db, "b", &steps)));
        }
        for (n, answer) in answers {
            let refused = n % 6 == 4;
            assert_eq!(answer.await.unwrap().unwrap() == Verdict::Drop, refused, "{:?} {n}", db.engine());
        }
        for (jar, left) in SHELF.iter().zip(left) {
            assert_eq!(spoons(&db, "b", jar).await, Some(left), "{:?} {jar}", db.engine());
        }
        assert_eq!(lines(&db, "b").await.len(), 20, "{:?}", db.engine());
        assert_eq!(db.figures().broken.load(Ordering::Relaxed), 0, "{:?}", db.engine());
    });
}
