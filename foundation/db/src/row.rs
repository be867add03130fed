//! A row, read by column name.

use crate::{Fault, Value};
use std::sync::Arc;

/// One row of an answer. Columns are read by name, so that a statement may be reordered safely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(columns: Arc<[String]>, values: Vec<Value>) -> Row {
        Row { columns, values }
    }

    /// The value of a column as a Rust type.
    ///
    /// # Errors
    /// [`Fault::Column`] when there is no such column or it holds another kind.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Fault> {
        let wrong = |what| Fault::Column { column: column.to_owned(), what };
        let place = self.columns.iter().position(|name| name == column);
        let value = place.and_then(|place| self.values.get(place)).ok_or_else(|| wrong("no such column"))?;
        T::from_value(value).ok_or_else(|| wrong("another kind of value"))
    }

    /// All values in the order of the statement: for comparing tables row by row.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Makes rows of both engines comparable: yes and no as 1 and 0, every null alike.
    pub(crate) fn normalise(&mut self) {
        for value in &mut self.values {
            match value {
                Value::Boolean(yes) => *value = Value::Integer(i64::from(*yes)),
                Value::Null(_) => *value = Value::Null(crate::Kind::Text),
                _ => {}
            }
        }
    }

    /// The names of the columns in the same order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// A Rust type that can be read from a value.
pub trait FromValue: Sized {
    /// The value as this type, or nothing when it is of another kind.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<i64> {
        if let Value::Integer(n) = value { Some(*n) } else { None }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<String> {
        if let Value::Text(text) = value { Some(text.clone()) } else { None }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<bool> {
        match value {
            Value::Boolean(yes) => Some(*yes),
            Value::Integer(n @ (0 | 1)) => Some(*n == 1), // SQLite keeps yes and no as 1 and 0
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Option<Vec<u8>> {
        if let Value::Bytes(bytes) = value { Some(bytes.clone()) } else { None }
    }
}

impl FromValue for base::Paisa {
    fn from_value(value: &Value) -> Option<base::Paisa> {
        i64::from_value(value).map(base::Paisa::new)
    }
}

impl FromValue for base::calendar::Moment {
    fn from_value(value: &Value) -> Option<base::calendar::Moment> {
        i64::from_value(value).map(base::calendar::Moment)
    }
}

impl FromValue for base::calendar::BusinessDay {
    fn from_value(value: &Value) -> Option<base::calendar::BusinessDay> {
        String::from_value(value)?.parse().ok()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Option<T>> {
        if let Value::Null(_) = value { Some(None) } else { T::from_value(value).map(Some) }
    }
}
