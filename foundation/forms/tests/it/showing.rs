//! The HTML of a form.

use base::Lang;
use forms::{Answers, Form, Show, anchor};

const SAMPLE: &str = "type | name | label::বাংলা (bn) | label::English (en) | hint::বাংলা (bn) | required | relevant | appearance | choice_filter
    note | n | পড়ুন | Read this | | | | |
    text | name | নাম | Name | পুরো নাম | yes | | |
    text | mobile | মোবাইল | Mobile | | yes | | numbers |
    text | about | বিবরণ | | | | | multiline |
    integer | age | বয়স | Age | | | | |
    date | dob | জন্ম তারিখ | Date of birth | | | | |
    select_one sex | sex | লিঙ্গ | Sex | | yes | | |
    select_one board | board | বোর্ড | Board | | | | | kind = ${sex}
    select_multiple sex | both | দুটি | Both | | | ${age} > 18 and ${sex} = 'f' | |
    begin group | g | ঠিকানা | Address | যেখানে থাকেন | | | |
    text | village | গ্রাম | Village | | | | |
    end group | | | | | | | |
    begin repeat | heir | ওয়ারিশ | Heir | | | | |
    text | heir_name | ${name} এর ওয়ারিশ | Heir of ${name} | | yes | | |
    end repeat | | | | | | | |
    --
    list_name | name | label::বাংলা (bn) | label::English (en) | kind
    sex | f | নারী | Woman |
    sex | m | পুরুষ | Man |
    board | b1 | এক | One | f
    board | b2 | দুই | Two | f
    board | b3 | তিন | Three | m
    board | b4 | চার | Four | m
    board | b5 | পাঁচ | Five | m
    board | b6 | ছয় | Six | m
    board | b7 | সাত | Seven | m
    board | b8 | আট | Eight | m";

fn html(form: &Form, lang: Lang, pairs: &[(&str, &str)]) -> String {
    let answers: Answers = pairs.iter().copied().collect();
    let faults = form.check(&answers, crate::today()).err().unwrap_or_default();
    form.html(lang, &answers, &faults, &Show::at_counter(crate::today()))
}

fn holds(html: &str, part: &str) {
    assert!(html.contains(part), "no {part} in\n{html}");
}

#[test]
fn labels_hints_and_errors_are_tied_to_their_input() {
    let html = html(&crate::form(SAMPLE), Lang::Bn, &[("age", "abc")]);
    holds(&html, r#"<label class="govuk-label" for="a-name">নাম</label>"#);
    holds(&html, r#"<div id="a-name-hint" class="govuk-hint">পুরো নাম</div>"#);
    holds(
        &html,
        r#"<p id="a-name-error" class="govuk-error-message"><span class="govuk-visually-hidden">ভুল:</span> এই ঘরটি পূরণ করুন</p>"#,
    );
    holds(
        &html,
        r#"<input class="govuk-input govuk-input--error" id="a-name" name="a.name" aria-describedby="a-name-hint a-name-error" type="text" autocomplete="off">"#,
    );
    holds(&html, r#"inputmode="numeric" autocomplete="off" value="abc""#);
    holds(&html, r#"<div class="govuk-form-group govuk-form-group--error">"#);
    holds(&html, r#"<label class="govuk-label" for="a-age">বয়স (ঐচ্ছিক)</label>"#);
    assert_eq!(anchor("name"), "a-name");
}

#[test]
fn each_type_has_its_input() {
    let html = html(
        &crate::form(SAMPLE),
        Lang::En,
        &[("sex", "f"), ("both", "f m"), ("board", "b2"), ("dob", "২৩/১১/২০২৬"), ("about", "x\ny")],
    );
    holds(&html, r#"<div class="govuk-inset-text" id="a-n">Read this</div>"#);
    holds(&html, r#"type="date" autocomplete="off" value="2026-11-23""#);
    holds(
        &html,
        r#"<div class="govuk-radios"><div class="govuk-radios__item"><input class="govuk-radios__input" id="a-sex" name="a.sex" type="radio" value="f" checked><label class="govuk-label govuk-radios__label" for="a-sex">Woman</label></div>"#,
    );
    holds(&html, r#"id="a-sex-2" name="a.sex" type="radio" value="m">"#);
    holds(&html, r#"<select class="govuk-select" id="a-board" name="a.board"><option value="">Choose</option>"#);
    holds(&html, r#"<option value="b2" selected data-choice="{&quot;kind&quot;:&quot;f&quot;}">Two</option>"#);
    holds(&html, r#"type="checkbox" value="m" checked>"#);
    holds(&html, r#"<textarea class="govuk-textarea" id="a-about" name="a.about" rows="4">x"#);
    holds(&html, r#"<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Sex</legend>"#);
}

#[test]
fn a_text_in_the_other_language_says_so() {
    let html = html(&crate::form(SAMPLE), Lang::En, &[]);
    holds(&html, r#"<label class="govuk-label" for="a-about" lang="bn">বিবরণ (optional)</label>"#);
    holds(&html, r#"<div id="a-name-hint" class="govuk-hint" lang="bn">পুরো নাম</div>"#);
}

#[test]
fn groups_are_fieldsets_and_repeats_have_a_turn_to_spare() {
    let html = html(&crate::form(SAMPLE), Lang::Bn, &[("name", "রহিমা"), ("heir[1]/heir_name", "করিম")]);
    holds(
        &html,
        r#"<fieldset class="govuk-fieldset haat-group" aria-describedby="a-g-hint"><legend class="govuk-fieldset__legend govuk-fieldset__legend--m">ঠিকানা</legend>"#,
    );
    holds(&html, r#"name="a.heir[1]/heir_name" type="text" autocomplete="off" value="করিম""#);
    holds(&html, r#"id="a-heir-2-heir_name" name="a.heir[2]/heir_name""#);
    holds(&html, "ওয়ারিশ ২</legend>");
    holds(&html, "রহিমা এর ওয়ারিশ");
    assert_eq!(anchor("heir[2]/heir_name"), "a-heir-2-heir_name");
}

#[test]
fn a_condition_is_carried_for_the_script_and_the_field_is_there_without_it() {
    let html = html(&crate::form(SAMPLE), Lang::Bn, &[]);
    holds(
        &html,
        r#"data-relevant="[&quot;and&quot;,[&quot;&gt;&quot;,[&quot;field&quot;,&quot;a.age&quot;],18.0],[&quot;=&quot;,[&quot;field&quot;,&quot;a.sex&quot;],&quot;f&quot;]]""#,
    );
    holds(
        &html,
        r#"data-choice-filter="[&quot;=&quot;,[&quot;column&quot;,&quot;kind&quot;],[&quot;field&quot;,&quot;a.sex&quot;]]""#,
    );
    holds(&html, r#"name="a.both""#);
}

#[test]
fn a_condition_on_a_calculation_carries_the_calculation() {
    let form = crate::form(
        "type | name | label | calculation | relevant
         integer | a | A | |
         calculate | b | | ${a} * 2 |
         calculate | c | | ${b} + 1 |
         text | d | D | | ${c} > 10",
    );
    let page = html(&form, Lang::En, &[]);
    let tree = r#"[">",["+",["*",["field","a.a"],2.0],1.0],10.0]"#.replace('>', "&gt;").replace('"', "&quot;");
    holds(&page, &tree);
}

#[test]
fn a_default_stands_on_a_form_not_yet_touched() {
    let form = crate::form(
        "type | name | label | default | read_only\n text | a | A | Dhaka |\n date | b | B | today() |\n text | c | C | fixed | yes",
    );
    let fresh = html(&form, Lang::En, &[]);
    holds(&fresh, r#"value="Dhaka""#);
    holds(&fresh, r#"value="2026-11-23""#);
    holds(&fresh, r#"value="fixed" readonly>"#);
    let touched = html(&form, Lang::En, &[("b", "2026-01-01")]);
    assert!(!touched.contains("Dhaka"));
}

#[test]
fn only_a_person_at_their_own_screen_gets_autocomplete() {
    let form = crate::form("type | name | label\n text | mobile | M\n text | child | C");
    let own = Show { own_data: true, ..Show::at_counter(crate::today()) };
    let page = form.html(Lang::En, &Answers::new(), &[], &own);
    holds(&page, r#"autocomplete="tel-national""#);
    holds(&page, r#"name="a.child" type="text" autocomplete="off""#);
}

#[test]
fn nothing_that_anybody_wrote_gets_out_unescaped() {
    let evil = r#""><script>alert('x')</script>"#;
    let sheet = format!(
        "type | name | label | hint | relevant | constraint | constraint_message | default
         text | a | {evil} | {evil} | ${{b}} = '{}' | . = 'x' | {evil} ${{b}} | {}
         select_one l | b | {evil} | | | |  |
         select_multiple l | c | B | | | | |
         text | d | E ${{a}} | | | | |
         begin group | g | {evil} | {evil} | | | |
         note | n | {evil} | | | | |
         end group | | | | | | |
         --
         list_name | name | label
         l | {} | {evil}",
        evil.replace(['\'', '"'], ""),
        r#""><script>"#,
        evil.replace(' ', "")
    );
    let form = crate::form(&sheet);
    for answers in [Answers::new(), [("a", evil), ("b", evil), ("c", evil), ("d", evil)].into_iter().collect()] {
        let mut faults = form.check(&answers, crate::today()).err().unwrap_or_default();
        faults.push(forms::FieldFault {
            field: evil.to_owned(),
            code: forms::AnswerCode::UnknownField,
            values: Vec::new(),
            message: None,
        });
        let page = form.html(Lang::En, &answers, &faults, &Show::at_counter(crate::today()));
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("alert('x')"), "{page}");
    }
}

#[test]
fn the_answers_read_back_as_a_person_says_them() {
    let form = crate::form(SAMPLE);
    let answers: Answers = [
        ("name", "রহিমা"),
        ("mobile", "01711000000"),
        ("age", "৩০"),
        ("dob", "1996-11-23"),
        ("sex", "f"),
        ("both", "m f"),
        ("heir[2]/heir_name", "করিম"),
    ]
    .into_iter()
    .collect();
    let checked = form.check(&answers, crate::today()).unwrap();
    let lines: Vec<String> =
        form.summary(Lang::Bn, &checked).iter().map(|(label, value)| format!("{label}: {value}")).collect();
    assert_eq!(
        lines,
        [
            "নাম: রহিমা",
            "মোবাইল: ০১৭১১০০০০০০",
            "বয়স: ৩০",
            "জন্ম তারিখ: ২৩ নভেম্বর ১৯৯৬",
            "লিঙ্গ: নারী",
            "দুটি: নারী, পুরুষ",
            "রহিমা এর ওয়ারিশ ২: করিম"
        ]
        .map(base::text::clean)
    );
    assert_eq!(form.summary(Lang::En, &checked)[3], ("Date of birth".to_owned(), "23 November 1996".to_owned()));
    // And they come back the same from a seal.
    let kept = serde_json::to_string(&checked).unwrap();
    assert_eq!(serde_json::from_str::<forms::Checked>(&kept).unwrap(), checked);
}
