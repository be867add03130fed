//! What expressions give. Values by the `XPath` 1.0 recommendation and the ODK `XForms` specification.

use forms::Answers;

/// The value of an expression over a few fixed answers.
fn value(expression: &str) -> String {
    let sheet = format!(
        "type | name | label | calculation
         text | t | T |
         integer | n | N |
         decimal | d | D |
         date | dob | B |
         text | blank | E |
         select_one l | one | O |
         select_multiple l | many | M |
         begin repeat | r | R |
         integer | cost | C |
         calculate | place | | position(..)
         calculate | share | | ${{cost}} div sum(${{cost}})
         end repeat | | |
         calculate | result | | {}
         --
         list_name | name | label
         l | a | আম
         l | b | জাম
         l | c | কাঁঠাল",
        expression.replace('|', "\\|")
    );
    let answers: Answers = [
        ("t", "Haat"),
        ("n", "7"),
        ("d", "2.5"),
        ("dob", "2026-10-09"),
        ("one", "b"),
        ("many", "a c"),
        ("r[1]/cost", "10"),
        ("r[3]/cost", "32"),
    ]
    .into_iter()
    .collect();
    let form = crate::form(&sheet);
    form.check(&answers, crate::today())
        .unwrap_or_else(|faults| panic!("{expression}: {faults:?}"))
        .answers()
        .get("result")
        .to_owned()
}

/// Expressions with what they give; `!` for those that are refused.
const GIVEN: &[(&str, &str)] = &[
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("7 div 2", "3.5"),
    ("7 mod 3", "1"),
    ("-7 mod 3", "-1"),
    ("- -5", "5"),
    ("10 - 2 - 3", "5"),
    ("2 * 3 div 4", "1.5"),
    ("${n} + ${d}", "9.5"),
    ("${n}-1", "6"),
    ("1 div 0", ""),
    ("'x' + 1", ""),
    ("1 = 1", "true"),
    ("'a' != 'b'", "true"),
    ("2 > 10", "false"),
    ("'2' > '10'", "false"),
    ("1 < 2 and 2 <= 2", "true"),
    ("1 > 2 or 3 >= 3", "true"),
    ("true() = 'x'", "true"),
    ("not(${blank})", "true"),
    ("${blank} = ''", "true"),
    ("${blank} > 0", "false"),
    ("${blank} < 0", "false"),
    ("${blank} != 5", "true"),
    ("1 = 1 and 2 = 3 or 4 = 4", "true"),
    ("if(${n} > 5, 'big', 'small')", "big"),
    ("if('', 1, 2)", "2"),
    ("selected(${many}, 'a')", "true"),
    ("selected(${many}, 'b')", "false"),
    ("selected('ab', 'a')", "false"),
    ("count-selected(${many})", "2"),
    ("selected-at(${many}, 1)", "c"),
    ("selected-at(${many}, 9)", ""),
    ("regex(${t}, '[A-Z][a-z]+')", "true"),
    ("regex(${t}, 'Haa')", "false"),
    ("regex('১', '\\d')", "false"),
    ("regex('5', '\\d')", "true"),
    ("regex('কখ', '[\u{980}-\u{9ff}]+')", "true"),
    ("string-length('হাট')", "3"),
    ("string-length('')", "0"),
    ("concat(${t}, '-', 3, true())", "Haat-3true"),
    ("concat()", ""),
    ("coalesce(${blank}, 'none')", "none"),
    ("coalesce(${t}, 'none')", "Haat"),
    ("string(2.50)", "2.5"),
    ("string(3.0)", "3"),
    ("substr(${t}, 1)", "aat"),
    ("substr(${t}, 1, 3)", "aa"),
    ("substr(${t}, 3, 1)", ""),
    ("substr(${t}, -2)", "at"),
    ("contains(${t}, 'aa')", "true"),
    ("starts-with(${t}, 'H')", "true"),
    ("ends-with(${t}, 'H')", "false"),
    ("int(7.9)", "7"),
    ("int(-7.9)", "-7"),
    ("round(2.5)", "3"),
    ("round(-2.5)", "-2"),
    ("round(3.14159, 2)", "3.14"),
    ("round(1234, -2)", "1200"),
    ("number('12')", "12"),
    ("number('১২')", ""),
    ("pow(2, 10)", "1024"),
    ("min(3, 1, 2)", "1"),
    ("max(3, ${blank}, 2)", "3"),
    ("min(${blank})", ""),
    ("boolean(0)", "false"),
    ("boolean('0')", "true"),
    ("today()", "2026-11-23"),
    ("now()", "2026-11-23"),
    ("today() - ${dob}", "45"),
    ("${dob} <= today()", "true"),
    ("${dob} > date('2026-10-08')", "true"),
    ("${dob} = '2026-10-09'", "true"),
    ("date(${dob} + 45)", "2026-11-23"),
    ("date('2026-02-30')", ""),
    ("decimal-date-time('1970-01-02')", "1"),
    ("int((today() - date('2000-11-24')) div 365.25)", "25"),
    ("count(${r})", "2"),
    ("sum(${cost})", "42"),
    ("max(${cost})", "32"),
    ("count(${place})", "2"),
    ("sum(${place})", "3"),
    ("sum(${share})", "2"),
    ("${cost} = 32", "true"),
    ("${cost} = 33", "false"),
    ("once('first')", "first"),
    ("jr:choice-name(${one}, '${one}')", "জাম"),
    ("3div 2", "1.5"),
    ("5. + .5", "5.5"),
    ("'it''s'", "!"),
];

#[test]
fn expressions_give_what_the_specification_says() {
    for (expression, expected) in GIVEN {
        if *expected == "!" {
            assert!(forms::parse_expression(expression).is_err(), "{expression}");
        } else {
            assert_eq!(value(expression), *expected, "{expression}");
        }
    }
}

#[test]
fn every_function_is_named_and_refused_with_too_many_arguments() {
    for name in [
        "if",
        "selected",
        "count-selected",
        "string-length",
        "coalesce",
        "today",
        "int",
        "round",
        "substr",
        "pow",
        "not",
    ] {
        let function = forms::Function::named(name).unwrap();
        assert_eq!(function.written(), name);
        let arguments = vec!["1"; function.arguments().1 + 1].join(", ");
        assert!(forms::parse_expression(&format!("{name}({arguments})")).is_err(), "{name}");
    }
}

#[test]
fn expressions_have_limits() {
    let deep = |levels: usize| format!("{}1{}", "(".repeat(levels), ")".repeat(levels));
    assert!(forms::parse_expression(&deep(forms::EXPRESSION_DEPTH_MAX - 1)).is_ok());
    assert!(forms::parse_expression(&deep(forms::EXPRESSION_DEPTH_MAX + 1)).is_err());
    assert!(forms::parse_expression(&format!("1{}", " + 1".repeat(60))).is_err());
    assert!(forms::parse_expression(&"-".repeat(200)).is_err());
    assert!(forms::parse_expression(&format!("'{}'", "x".repeat(forms::EXPRESSION_CHARS_MAX))).is_err());
    assert!(forms::parse_expression("regex(., '(a{1000}){1000}')").is_err());
    assert!(forms::parse_expression("regex(., ${t})").is_err());
}

#[test]
fn the_pages_script_gets_the_rule_as_a_small_tree() {
    let tree = forms::parse_expression("${card} = 'epi' and not(. > 3)")
        .unwrap()
        .to_json(&|name| serde_json::json!(["field", format!("a.{name}")]));
    assert_eq!(tree.to_string(), r#"["and",["=",["field","a.card"],"epi"],["call","not",[">",["."],3.0]]]"#);
}
