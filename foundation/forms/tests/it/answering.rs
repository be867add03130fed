//! Answers held against a form's rules.

use forms::{AnswerCode, Answers, Form};

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().copied().collect()
}

/// The checked answers as `key=text` with a blank between.
fn good(form: &Form, pairs: &[(&str, &str)]) -> String {
    let checked = form.check(&answers(pairs), crate::today()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    checked.answers().iter().map(|(key, text)| format!("{key}={text}")).collect::<Vec<_>>().join(" ")
}

/// The faults as `key:code`.
fn bad(form: &Form, pairs: &[(&str, &str)]) -> Vec<String> {
    let faults = form.check(&answers(pairs), crate::today()).expect_err("these answers should be refused");
    faults
        .iter()
        .map(|fault| format!("{}:{}", fault.field, fault.code.code().trim_start_matches("forms.answer.")))
        .collect()
}

fn one(kind: &str) -> Form {
    crate::form(&format!(
        "type | name | label\n {kind} | a | A\n --\n list_name | name | label\n l | x | X\n l | y | Y"
    ))
}

#[test]
fn each_type_is_read_and_written_in_one_way() {
    let table = [
        ("integer", "১২৩", "123"),
        ("integer", "-007", "-7"),
        ("integer", "১,২৩,৪৫৬", "123456"),
        ("integer", "-0", "0"),
        ("decimal", "২.৫০", "2.5"),
        ("decimal", "3", "3"),
        ("decimal", "0.0", "0"),
        ("date", "২০২৬-১১-২৩", "2026-11-23"),
        ("date", "23/11/2026", "2026-11-23"),
        ("date", "৩.২.২০২৬", "2026-02-03"),
        ("time", "৯:৫", "09:05"),
        ("time", "23:59:30", "23:59"),
        ("geopoint", "২৩.৮১, ৯০.৪১", "23.81 90.41"),
        ("select_one l", "y", "y"),
        ("select_multiple l", "y x y", "x y"),
        ("text", "  আ\u{9af}\u{9bc}েশা   খাতুন ", "আ\u{9af}\u{9bc}েশা খাতুন"),
        ("barcode", "EE876543216CA", "EE876543216CA"),
        ("file", "deed.pdf", "deed.pdf"),
    ];
    for (kind, typed, written) in table {
        assert_eq!(good(&one(kind), &[("a", typed)]), format!("a={}", base::text::clean(written)), "{kind} {typed}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_its_type() {
    let table = [
        ("integer", "abc", "not_a_number"),
        ("integer", "1.5", "not_whole"),
        ("integer", "1e5", "not_a_number"),
        ("integer", "1234567890123456", "not_a_number"),
        ("decimal", "1.2.3", "not_a_number"),
        ("decimal", ".5", "not_a_number"),
        ("decimal", "NaN", "not_a_number"),
        ("date", "2026-02-30", "not_a_date"),
        ("date", "today", "not_a_date"),
        ("date", "23/11/26", "not_a_date"),
        ("time", "24:00", "not_a_time"),
        ("time", "9", "not_a_time"),
        ("geopoint", "91 0", "not_a_place"),
        ("geopoint", "23", "not_a_place"),
        ("select_one l", "z", "not_in_list"),
        ("select_multiple l", "x z", "not_in_list"),
    ];
    for (kind, typed, code) in table {
        assert_eq!(bad(&one(kind), &[("a", typed)]), [format!("a:{code}")], "{kind} {typed}");
    }
    assert_eq!(bad(&one("text"), &[("a", &"ক".repeat(2001))]), ["a:too_long"]);
    assert_eq!(good(&one("text"), &[("a", &"k".repeat(2000))]).len(), 2002);
}

#[test]
fn a_text_of_digits_takes_bangla_digits_and_loses_its_hyphens() {
    let form = crate::form(
        "type | name | label | appearance | constraint | constraint_message::বাংলা (bn)
         text | mobile | M | numbers | regex(., '01[3-9][0-9]{8}') | নম্বরটি মিলিয়ে দেখুন",
    );
    assert_eq!(good(&form, &[("mobile", "০১৭১১-০০০ ০০০")]), "mobile=01711000000");
    let faults = form.check(&answers(&[("mobile", "02711000000")]), crate::today()).unwrap_err();
    assert_eq!(faults[0].code, AnswerCode::Constraint);
    assert_eq!(faults[0].shown(base::Lang::En), ("নম্বরটি মিলিয়ে দেখুন", base::Lang::Bn));
}

#[test]
fn what_is_required_must_be_there_when_it_counts() {
    let form = crate::form(
        "type | name | label | required | relevant | required_message
         text | a | A | yes | | Tell a
         text | b | B | yes | ${a} = 'x' |
         text | c | C | ${a} = 'y' | |",
    );
    assert_eq!(bad(&form, &[]), ["a:required"]);
    assert_eq!(bad(&form, &[("a", "   ")]), ["a:required"]);
    assert_eq!(bad(&form, &[("a", "x")]), ["b:required"]);
    assert_eq!(bad(&form, &[("a", "y")]), ["c:required"]);
    assert_eq!(good(&form, &[("a", "z")]), "a=z");
    let faults = form.check(&Answers::new(), crate::today()).unwrap_err();
    assert_eq!(faults[0].shown(base::Lang::Bn), ("Tell a", base::Lang::En));
}

#[test]
fn what_does_not_count_is_dropped_with_all_that_hangs_on_it() {
    let form = crate::form(
        "type | name | label | relevant
         text | a | A |
         begin group | g | G | ${a} = 'x'
         text | b | B |
         text | c | C | ${b} = 'y'
         end group | | |
         text | d | D | ${c} != ''",
    );
    assert_eq!(good(&form, &[("a", "x"), ("b", "y"), ("c", "z"), ("d", "w")]), "a=x b=y c=z d=w");
    assert_eq!(good(&form, &[("a", "x"), ("b", "n"), ("c", "z"), ("d", "w")]), "a=x b=n");
    assert_eq!(good(&form, &[("a", "n"), ("b", "y"), ("c", "z"), ("d", "w")]), "a=n");
    // Not even a wrong answer matters there.
    let form = crate::form("type | name | label | relevant\n text | a | A |\n integer | b | B | ${a} = 'x'");
    assert_eq!(good(&form, &[("a", "n"), ("b", "abc")]), "a=n");
}

#[test]
fn calculations_are_the_servers_whatever_was_sent() {
    let form = crate::form(
        "type | name | label | calculation | read_only | default
         integer | pages | P | | |
         calculate | fee | | ${double} + 1 | |
         calculate | double | | ${pages} * 2 | |
         text | office | O | | yes | UDC",
    );
    assert_eq!(
        good(&form, &[("pages", "৩"), ("fee", "0"), ("double", "9"), ("office", "mine")]),
        "double=6 fee=7 office=UDC pages=3"
    );
    assert_eq!(good(&form, &[]), "office=UDC");
}

#[test]
fn a_filtered_list_gives_only_what_passes() {
    let form = crate::form(
        "type | name | label | choice_filter
         select_one kind | kind | K |
         select_one exam | exam | E | kind = ${kind}
         select_multiple exam | many | M | kind = ${kind}
         --
         list_name | name | label | kind
         kind | general | G |
         kind | madrasah | M |
         exam | ssc | S | general
         exam | dakhil | D | madrasah",
    );
    assert_eq!(good(&form, &[("kind", "general"), ("exam", "ssc")]), "exam=ssc kind=general");
    assert_eq!(bad(&form, &[("kind", "general"), ("exam", "dakhil")]), ["exam:not_in_list"]);
    assert_eq!(bad(&form, &[("kind", "general"), ("many", "ssc dakhil")]), ["many:not_in_list"]);
    assert_eq!(bad(&form, &[("exam", "ssc")]), ["exam:not_in_list"]);
}

#[test]
fn repeats_are_counted_checked_and_kept_apart() {
    let form = crate::form(
        "type | name | label | required | relevant | calculation | constraint
         begin repeat | heir | H | | | |
         text | name | N | yes | | |
         integer | age | A | | | | . < 120
         text | guardian | G | yes | ${age} < 18 | |
         end repeat | | | | | |
         calculate | heirs | | | | count(${heir}) |",
    );
    assert_eq!(
        good(
            &form,
            &[
                ("heir[1]/name", "a"),
                ("heir[1]/age", "30"),
                ("heir[2]/name", "b"),
                ("heir[2]/age", "9"),
                ("heir[2]/guardian", "a"),
                ("heir[3]/name", "")
            ]
        ),
        "heir[1]/age=30 heir[1]/name=a heir[2]/age=9 heir[2]/guardian=a heir[2]/name=b heirs=2"
    );
    assert_eq!(bad(&form, &[("heir[2]/age", "9")]), ["heir[2]/name:required", "heir[2]/guardian:required"]);
    assert_eq!(bad(&form, &[("heir[1]/name", "a"), ("heir[1]/age", "130")]), ["heir[1]/age:constraint"]);
    assert_eq!(bad(&form, &[("heir[51]/name", "a")]), ["heir[51]/name:too_many"]);
}

#[test]
fn repeats_inside_repeats_and_a_set_number_of_turns() {
    let form = crate::form(
        "type | name | label | repeat_count | calculation | required
         integer | n | N | | |
         begin repeat | house | H | ${n} | |
         text | road | R | | | yes
         begin repeat | room | M | | |
         integer | area | A | | |
         end repeat | | | | |
         calculate | whole | | | sum(${area}) |
         end repeat | | | | |
         calculate | all | | | sum(${area}) |",
    );
    assert_eq!(
        good(
            &form,
            &[
                ("n", "2"),
                ("house[1]/road", "x"),
                ("house[1]/room[1]/area", "3"),
                ("house[1]/room[2]/area", "4"),
                ("house[2]/road", "y"),
                ("house[2]/room[1]/area", "5"),
                ("house[3]/road", "z")
            ]
        ),
        "all=12 house[1]/road=x house[1]/room[1]/area=3 house[1]/room[2]/area=4 house[1]/whole=7 house[2]/road=y house[2]/room[1]/area=5 house[2]/whole=5 n=2"
    );
    assert_eq!(bad(&form, &[("n", "2"), ("house[1]/road", "x")]), ["house[2]/road:required"]);
}

#[test]
fn a_name_in_two_groups_is_told_apart_by_its_path() {
    let form = crate::form(
        "type | name | label\n begin group | g | G\n text | a | A\n end group | |\n begin group | h | H\n text | a | A\n end group | |",
    );
    assert_eq!(good(&form, &[("g/a", "1"), ("h/a", "2")]), "g/a=1 h/a=2");
    assert_eq!(bad(&form, &[("a", "1")]), ["a:unknown_field"]);
}

#[test]
fn unknown_fields_and_crooked_keys_are_refused() {
    let form = crate::form(
        "type | name | label\n note | n | N\n begin repeat | r | R\n text | a | A\n end repeat | |\n text | b | B",
    );
    for key in [
        "zz",
        "n",
        "r",
        "a",
        "r[1]",
        "r[0]/a",
        "r[01]/a",
        "r[x]/a",
        "r[1/a",
        "r[1]/b",
        "r[1]/r[1]/a",
        "b[1]/b",
        "",
        "r[99999999999]/a",
    ] {
        assert_eq!(bad(&form, &[(key, "x")]), [format!("{key}:unknown_field")], "{key}");
    }
}

#[test]
fn all_answers_together_have_a_limit() {
    let form = one("text");
    let many: Answers = (0..2001).map(|n| (format!("x{n}"), "y")).collect();
    assert_eq!(form.check(&many, crate::today()).unwrap_err()[0].code, AnswerCode::TooLarge);
    assert_eq!(bad(&form, &[("a", &"x".repeat(70_000))]), [":too_large"]);
}

#[test]
fn the_api_may_send_numbers_lists_groups_and_repeats() {
    let body = serde_json::json!({
        "n": 5, "sure": true, "none": null, "many": ["a", "b"], "g": {"inner": "x"},
        "heir": [{"name": "a", "g2": {"age": 3}}, {"name": "b"}]
    });
    let read = Answers::from_json(&body).unwrap();
    let flat: Vec<String> = read.iter().map(|(key, text)| format!("{key}={text}")).collect();
    assert_eq!(
        flat,
        ["heir[1]/age=3", "heir[1]/name=a", "heir[2]/name=b", "inner=x", "many=a b", "n=5", "none=", "sure=true"]
    );
    assert!(Answers::from_json(&serde_json::json!([1])).is_err());
    let deep = (0..20).fold(serde_json::json!("x"), |inner, _| serde_json::json!({"a": inner}));
    assert_eq!(Answers::from_json(&deep).unwrap_err().code, AnswerCode::TooLarge);
}

#[test]
fn a_posted_page_gives_the_answers_whose_name_begins_with_a() {
    let read =
        Answers::from_fields([("csrf", "t"), ("a.name", "x"), ("a.many", "p"), ("a.many", "q"), ("a.empty", "")]);
    let flat: Vec<String> = read.iter().map(|(key, text)| format!("{key}={text}")).collect();
    assert_eq!(flat, ["empty=", "many=p q", "name=x"]);
}

#[test]
fn every_code_has_words_in_both_languages() {
    for code in AnswerCode::ALL {
        let fault = forms::FieldFault { field: String::new(), code, values: Vec::new(), message: None };
        let (bn, en) = (fault.shown(base::Lang::Bn).0, fault.shown(base::Lang::En).0);
        assert!(bn.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c)) && en.is_ascii(), "{}", code.code());
    }
}
