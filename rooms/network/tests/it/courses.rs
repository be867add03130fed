//! Courses that people passed: who may note one, once, with its proof sealed.

use crate::town::{UNION, UPAZILA, both, does, officer, refuses, staffed};
use network::NotNoted;
use network::deeds::NoteCoursePassed;

fn note(who: &str, course: &str, proof: &str) -> NoteCoursePassed {
    NoteCoursePassed { person: who.to_owned(), course: course.to_owned(), proof: proof.to_owned() }
}

#[test]
fn a_course_is_noted_once_by_those_above_with_its_proof() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        let admin = officer(&t, 2, "administrator", "bd").await;
        let uno = officer(&t, 3, "upazila_supervisor", UPAZILA).await;
        let far = officer(&t, 4, "upazila_supervisor", "302614").await;
        let proof = "সনদ ৭৭, বিমা একাডেমি";
        for (who, deed, refusal) in [
            (&far, note(&woman, "insurance", proof), NotNoted::NotAllowed),
            (&woman, note(&woman, "insurance", proof), NotNoted::NotAllowed),
            (&uno, note(&uno, "insurance", proof), NotNoted::Yourself),
            (&uno, note("nobody", "insurance", proof), NotNoted::NoSuchPerson),
            (&uno, note(&woman, "", proof), NotNoted::Course),
            (&uno, note(&woman, "Bank ing!", proof), NotNoted::Course),
            (&uno, note(&woman, "insurance", " "), NotNoted::Proof),
            (&uno, note(&woman, "insurance", &"ক".repeat(201)), NotNoted::Proof),
        ] {
            assert_eq!(refuses(&t, who, deed.clone()).await, refusal, "{deed:?}");
        }
        does(&t, &uno, note(&woman, " Insurance ", proof)).await;
        assert_eq!(refuses(&t, &admin, note(&woman, "insurance", proof)).await, NotNoted::Already);
        does(&t, "system", note(&woman, "agent_banking", "passed here")).await;
        let who = woman.clone();
        let read = t.journal.read::<_, journal::Fault, _>(move |tx| {
            Box::pin(async move {
                let passed = network::passed_course(tx, &who, "insurance").await?;
                Ok((passed, network::courses_of(tx, &who).await?))
            })
        });
        let (passed, courses) = read.await.unwrap();
        assert!(passed);
        assert_eq!(courses.iter().map(|one| one.course.as_str()).collect::<Vec<_>>(), ["agent_banking", "insurance"]);
        let written = format!("{:?}", t.journal.entries(journal::NATION, 0, 1_000).await.unwrap());
        assert!(!written.contains("সনদ ৭৭"), "the proof is sealed");
        t.verify().await;
    });
}
