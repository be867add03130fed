//! `PostgreSQL` below the verbs: every statement is a round trip, so it is prepared once and kept.

use crate::{Boxed, Fault, Kind, Row, Value, together};
use deadpool_postgres::Object;
use std::error::Error;
use std::sync::{Arc, OnceLock};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type};

/// A connection lent by the pool.
pub(crate) struct Wire(pub(crate) Object);

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Integer(n) if *kind == Type::INT4 => i32::try_from(*n)?.to_sql(kind, out),
            Value::Integer(n) => n.to_sql_checked(kind, out),
            Value::Text(text) => text.to_sql_checked(kind, out),
            Value::Boolean(yes) => yes.to_sql_checked(kind, out),
            Value::Bytes(bytes) => bytes.to_sql_checked(kind, out),
            Value::Null(_) => Ok(IsNull::Yes),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // each kind is checked above, against what the statement wants
    }

    tokio_postgres::types::to_sql_checked!();
}

fn parameters<T: ToSql + Sync>(values: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| {
            let value: &(dyn ToSql + Sync) = value;
            value
        })
        .collect()
}

/// A statement that takes lists, and a list for each of its places.
pub(crate) type Asking<'v> = (Arc<str>, Vec<Vec<&'v Value>>);

/// Rows turned into a list for each of their columns.
pub(crate) fn in_lists<'v>(width: usize, rows: impl Iterator<Item = &'v [Value]>) -> Vec<Vec<&'v Value>> {
    let mut lists = vec![Vec::new(); width];
    for row in rows {
        for (list, value) in lists.iter_mut().zip(row) {
            list.push(value);
        }
    }
    lists
}

impl Wire {
    /// Asks all of this in one round trip: each is sent before the answers of those before it are read, and they are done in
    /// order. When one fails, so do all behind it, and the first failure is told.
    pub async fn ask(&self, askings: &[Asking<'_>]) -> Result<Vec<Vec<Row>>, Fault> {
        let prepared = self.prepared(askings).await?;
        let queries = askings.iter().zip(&prepared).map(|((_, values), statement)| -> Boxed<'_, _> {
            Box::pin(async move { self.0.query(statement, &parameters(values)).await })
        });
        let mut all = Vec::with_capacity(askings.len());
        for (rows, statement) in together(queries.collect()).await.into_iter().zip(&prepared) {
            let columns: Arc<[String]> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
            let rows = rows?;
            all.push(
                rows.iter().map(|row| Ok(Row::new(columns.clone(), values_of(row)?))).collect::<Result<_, Fault>>()?,
            );
        }
        Ok(all)
    }

    /// Tells all of this in one round trip, as [`Wire::ask`] asks.
    pub async fn tell(&self, askings: &[Asking<'_>]) -> Result<(), Fault> {
        let prepared = self.prepared(askings).await?;
        let tellings = askings.iter().zip(&prepared).map(|((_, values), statement)| -> Boxed<'_, _> {
            Box::pin(async move { self.0.execute(statement, &parameters(values)).await })
        });
        together(tellings.collect()).await.into_iter().try_for_each(|told| told.map(|_| ()).map_err(Fault::from))
    }

    /// Prepared before any is sent, so that they are sent in order.
    async fn prepared(&self, askings: &[Asking<'_>]) -> Result<Vec<tokio_postgres::Statement>, Fault> {
        let mut prepared = Vec::with_capacity(askings.len());
        for (sql, _) in askings {
            prepared.push(self.0.prepare_cached(sql).await?);
        }
        Ok(prepared)
    }

    pub async fn simple(&self, sql: &str) -> Result<(), Fault> {
        Ok(self.0.batch_execute(sql).await?)
    }

    pub async fn execute(&self, sql: &str, values: &[&Value]) -> Result<u64, Fault> {
        let statement = self.0.prepare_cached(sql).await?;
        Ok(self.0.execute(&statement, &parameters(values)).await?)
    }

    pub async fn query(
        &self,
        sql: &str,
        values: &[&Value],
        columns: Option<&OnceLock<Arc<[String]>>>,
    ) -> Result<Vec<Row>, Fault> {
        let statement = self.0.prepare_cached(sql).await?;
        let read = || statement.columns().iter().map(|column| column.name().to_owned()).collect::<Arc<[String]>>();
        let columns = columns.map_or_else(read, |kept| kept.get_or_init(read).clone());
        let rows = self.0.query(&statement, &parameters(values)).await?;
        rows.iter().map(|row| Ok(Row::new(columns.clone(), values_of(row)?))).collect()
    }

    pub async fn columns(&self, table: &str) -> Result<Vec<String>, Fault> {
        let sql = "select column_name from information_schema.columns \
                   where table_schema = current_schema() and table_name = $1";
        let rows = self.0.query(sql, &[&table]).await?;
        Ok(rows.iter().map(|row| row.get::<_, String>(0)).collect())
    }

    pub async fn understands(&self, sql: &str) -> Result<(), Fault> {
        self.0.prepare(sql).await?;
        Ok(())
    }
}

fn values_of(row: &tokio_postgres::Row) -> Result<Vec<Value>, Fault> {
    let mut values = Vec::with_capacity(row.len());
    for (place, column) in row.columns().iter().enumerate() {
        let null = |kind| move || Value::Null(kind);
        values.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(place)?.map_or_else(null(Kind::Integer), Value::Integer),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(place)?.map_or_else(null(Kind::Integer), |n| Value::Integer(n.into()))
            }
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                row.try_get::<_, Option<String>>(place)?.map_or_else(null(Kind::Text), Value::Text)
            }
            Type::BOOL => row.try_get::<_, Option<bool>>(place)?.map_or_else(null(Kind::Boolean), Value::Boolean),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place)?.map_or_else(null(Kind::Bytes), Value::Bytes),
            ref other => {
                let name = column.name();
                return Err(Fault::Unsound(format!(
                    "column {name} is of type {other}: cast it to one of the five kinds"
                )));
            }
        });
    }
    Ok(values)
}
