//! The five kinds of value that pass between a room and its tables.

/// What a column holds. A null carries it too, because `PostgreSQL` wants every parameter typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A whole number: amounts in poisha, times in milliseconds, counts.
    Integer,
    /// Text, always NFC; days as `yyyy-mm-dd`.
    Text,
    /// Yes or no.
    Boolean,
    /// Exact bytes: hashes, events, sealed data.
    Bytes,
}

impl Kind {
    /// The name of its type in `PostgreSQL`.
    pub(crate) fn in_postgres(self) -> &'static str {
        match self {
            Kind::Integer => "bigint",
            Kind::Text => "text",
            Kind::Boolean => "boolean",
            Kind::Bytes => "bytea",
        }
    }
}

/// One value, owned, so that a job may be run again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// Exact bytes.
    Bytes(Vec<u8>),
    /// Nothing, of a kind.
    Null(Kind),
}

impl Value {
    /// The kind of this value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Value::Integer(_) => Kind::Integer,
            Value::Text(_) => Kind::Text,
            Value::Boolean(_) => Kind::Boolean,
            Value::Bytes(_) => Kind::Bytes,
            Value::Null(kind) => *kind,
        }
    }
}

/// Rust types that have a kind, so that `Option<T>` can become a typed null.
pub trait HasKind {
    /// The kind of every value of this type.
    const KIND: Kind;
}

macro_rules! from {
    ($type:ty, $kind:ident, $make:expr) => {
        impl HasKind for $type {
            const KIND: Kind = Kind::$kind;
        }
        impl From<$type> for Value {
            fn from(value: $type) -> Value {
                let make: fn($type) -> Value = $make;
                make(value)
            }
        }
    };
}

from!(i64, Integer, Value::Integer);
from!(u32, Integer, |n| Value::Integer(i64::from(n)));
from!(String, Text, Value::Text);
from!(&str, Text, |s| Value::Text(s.to_owned()));
from!(&String, Text, |s| Value::Text(s.clone()));
from!(bool, Boolean, Value::Boolean);
from!(Vec<u8>, Bytes, Value::Bytes);
from!(&[u8], Bytes, |b| Value::Bytes(b.to_vec()));
from!([u8; 32], Bytes, |b| Value::Bytes(b.to_vec()));
from!(base::Paisa, Integer, |p| Value::Integer(p.get()));
from!(base::calendar::Moment, Integer, |m| Value::Integer(m.0));
from!(base::calendar::BusinessDay, Text, |d| Value::Text(d.to_string()));

impl<T: Into<Value> + HasKind> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null(T::KIND), Into::into)
    }
}
