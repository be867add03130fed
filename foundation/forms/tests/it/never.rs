//! What must hold for any input at all.

use base::Lang;
use forms::{Answers, Form, Show, parse_expression};
use proptest::prelude::*;

proptest! {
    #[test]
    fn the_expression_parser_never_panics(text in any::<String>()) {
        let _ = parse_expression(&text);
    }

    #[test]
    fn nor_does_it_on_what_looks_like_expressions(parts in prop::collection::vec(prop::sample::select(vec![
        "1", ".", "..", "${a}", "'x'", "\"", "'", "+", "-", "*", " div ", " mod ", " and ", " or ", "=", "!=", "<", ">=", "(", ")", ",", "if(",
        "not(", "regex(", "selected(", "concat(", "jr:choice-name(", "position(..)", "a", "${", "}", "৫", " ", "1.5.2", "date('2026-01-01')",
    ]), 0..30)) {
        let text = parts.concat();
        if parse_expression(&text).is_ok() {
            // What parses is evaluated on a form, and that never panics either.
            let sheet = format!("| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | {} |\n", text.replace('|', "\\|"));
            if let Ok(form) = Form::from_markdown(&sheet) {
                let _ = form.check(&[("a", "5")].into_iter().collect(), crate::today());
            }
        }
    }

    #[test]
    fn no_markdown_makes_the_reader_panic(text in "(\\| ?(survey|choices|settings|) ?\\|( ?(type|name|label|text|a|select_one l|list_name|begin group|end group|relevant|\\$\\{a\\} = 1|calculate|repeat_count|) ?\\|){0,6}\n){0,12}") {
        let _ = Form::from_markdown(&text);
    }

    #[test]
    fn no_bytes_make_the_xlsx_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0_usize..4000) {
        let _ = Form::from_xlsx(&bytes);
        let mut damaged = include_bytes!("../workbooks/two_sheets.xlsx").to_vec();
        let at = at.min(damaged.len() - 1);
        damaged[at] = damaged[at].wrapping_add(1);
        let _ = Form::from_xlsx(&damaged);
    }

    #[test]
    fn answers_never_come_out_unescaped_nor_make_a_panic(answer in any::<String>(), key in "[a-d\\[\\]/0-9.]{0,12}") {
        let form = crate::form(
            "type | name | label | constraint\n text | a | A ${b} | . = 'x'\n date | b | B |\n begin repeat | r | R |\n geopoint | c | C |\n end repeat | | |\n select_multiple l | d | D |\n --\n list_name | name | label\n l | x | X",
        );
        let marked = format!("<i>{answer}\"'");
        let answers: Answers = [("a", marked.as_str()), ("b", &marked), ("r[1]/c", &marked), ("d", &marked), (&key, &marked)].into_iter().collect();
        let faults = form.check(&answers, crate::today()).unwrap_err();
        let page = form.html(Lang::Bn, &answers, &faults, &Show::at_counter(crate::today()));
        prop_assert!(!page.contains("<i>"));
    }

    #[test]
    fn checking_what_was_checked_changes_nothing(n in -1_000_000_i64..1_000_000, text in "[\\PC]{0,40}", tick in prop::sample::subsequence(vec!["x", "y", "z"], 0..=3)) {
        let form = crate::form(
            "type | name | label | calculation\n integer | n | N |\n text | t | T |\n select_multiple l | m | M |\n calculate | c | | ${n} * 2\n --\n list_name | name | label\n l | z | Z\n l | y | Y\n l | x | X",
        );
        let answers: Answers = [("n", n.to_string()), ("t", text), ("m", tick.join(" "))].into_iter().collect();
        let once = form.check(&answers, crate::today()).unwrap();
        let twice = form.check(once.answers(), crate::today()).unwrap();
        prop_assert_eq!(once, twice);
    }
}
