//! Values and rows are the same on both engines.

use crate::pantry::Step::{Execute, Put};
use crate::pantry::{ADD_LINE, JAR, SWAPPED, both, hand_in};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use db::{Fault, Kind, Target, Value};

#[test]
fn parameters_are_meant_by_their_number_not_by_their_order() {
    both(|db| async move {
        hand_in(&db, "b", &[Execute(1, "x")]).await.unwrap().unwrap();
        let row = db
            .read::<_, Fault, _>(|tx| Box::pin(async move { tx.one(&SWAPPED, &["b".into(), "x".into()]).await }))
            .await
            .unwrap();
        assert_eq!(row.get::<String>("first").unwrap(), "b");
        assert_eq!(row.get::<String>("second").unwrap(), "x");
    });
}

#[test]
fn a_column_of_another_name_or_kind_is_a_fault_that_names_it() {
    both(|db| async move {
        hand_in(&db, "b", &[Put("salt", 1)]).await.unwrap().unwrap();
        let row = db
            .read::<_, Fault, _>(|tx| Box::pin(async move { tx.one(&JAR, &["b".into(), "salt".into()]).await }))
            .await
            .unwrap();
        assert!(row.get::<i64>("pepper").unwrap_err().to_string().contains("pepper"));
        assert!(row.get::<String>("spoons").unwrap_err().to_string().contains("spoons"));
        assert_eq!(row.get::<Paisa>("spoons").unwrap(), Paisa::new(1));
    });
}

#[test]
fn a_reader_may_not_write() {
    both(|db| async move {
        let written = db
            .read::<u64, Fault, _>(|tx| {
                Box::pin(async move { tx.execute(&ADD_LINE, &["b".into(), 1_i64.into(), "x".into()]).await })
            })
            .await;
        assert!(matches!(written, Err(Fault::Unsound(_))));
    });
}

#[test]
fn nouns_become_values_of_their_kind() {
    let day: BusinessDay = "2026-11-23".parse().unwrap();
    assert_eq!(Value::from(day), Value::Text("2026-11-23".into()));
    assert_eq!(Value::from(Moment(5)), Value::Integer(5));
    assert_eq!(Value::from(Paisa::new(-7)), Value::Integer(-7));
    assert_eq!(Value::from(None::<String>), Value::Null(Kind::Text));
    assert_eq!(Value::from(None::<i64>).kind(), Kind::Integer);
    assert_eq!(Value::from(true).kind(), Kind::Boolean);
    assert_eq!(Value::from(vec![1_u8]).kind(), Kind::Bytes);
}

#[test]
fn an_address_is_read_or_refused() {
    assert_eq!("sqlite:/a/b.db".parse::<Target>().unwrap(), Target::Sqlite("/a/b.db".into()));
    assert!(matches!("postgres://h/d".parse::<Target>().unwrap(), Target::Postgres(_)));
    assert!("mysql://h/d".parse::<Target>().is_err());
}
