//! A toy table and jobs that are written down as steps, so that a test reads like what it does.

use db::{Boxed, Clock, Db, Engine, Fault, Job, Kind, Migration, Row, Shelf, Target, Tx, Value, Verdict, Want};
use std::sync::Arc;
use tokio::sync::oneshot;

pub static JARS: Shelf = Shelf {
    table: "pantry_jar",
    key: &[("book", Kind::Text), ("jar", Kind::Text)],
    rest: &[("spoons", Kind::Integer), ("sealed", Kind::Boolean), ("note", Kind::Text)],
    read: true,
    lock: true,
};

pub static LOG: Shelf = Shelf {
    table: "pantry_log",
    key: &[("book", Kind::Text), ("line", Kind::Integer)],
    rest: &[("what", Kind::Text)],
    read: false,
    lock: false,
};

db::statements! {
    JAR = "select spoons, sealed, note from pantry_jar where book = $1 and jar = $2";
    LINES = "select line, what from pantry_log where book = $1 order by line";
    ADD_LINE = "insert into pantry_log (book, line, what) values ($1, $2, $3)";
    SWAPPED = "select $2 as second, $1 as first from pantry_log where book = $1 and what = $2";
}

pub const MIGRATIONS: &[Migration] = &[Migration {
    room: "pantry",
    number: 1,
    name: "pantry",
    sql: "create table pantry_jar (book text not null, jar text not null, spoons bigint not null, \
          sealed boolean not null, note text, primary key (book, jar));\n\
          -- a comment; with a semicolon\n\
          create table pantry_log (book text not null, line bigint not null, what text not null, \
          primary key (book, line));",
}];

/// What a job does, one after another.
#[derive(Clone)]
pub enum Step {
    /// Adds spoons to a jar over the shelf.
    Put(&'static str, i64),
    /// [`Step::Put`] of a jar of which the job did not tell ahead.
    Untold(&'static str, i64),
    /// Learns jars in one go.
    Learn(&'static [&'static str]),
    /// Appends a line over the shelf.
    Add(i64, &'static str),
    /// Inserts a line by a statement of its own.
    Execute(i64, &'static str),
    /// Reads the lines by a statement and expects so many.
    Count(usize),
    /// Reads a jar by a statement and expects so many spoons.
    Spoons(&'static str, i64),
    /// Says no.
    Refuse,
    /// Breaks.
    Break,
    /// Falls over.
    Stop,
}

struct Steps {
    book: String,
    all: Vec<Step>,
    verdict: Option<Verdict>,
    answer: Option<oneshot::Sender<Result<Verdict, Fault>>>,
}

async fn go(book: &str, steps: &[Step], tx: &mut Tx<'_>) -> Result<Verdict, Fault> {
    for step in steps {
        match step {
            Step::Put(jar, spoons) | Step::Untold(jar, spoons) => {
                let key = vec![book.into(), Value::from(*jar)];
                let before = match tx.fetch(&JARS, key.clone()).await?.as_deref() {
                    Some([Value::Integer(spoons), ..]) => *spoons,
                    _ => 0,
                };
                tx.put(&JARS, key, vec![(before + spoons).into(), true.into(), Value::Null(Kind::Text)]);
            }
            Step::Learn(jars) => {
                let want = |jar: &&str| -> Want { (&JARS, vec![book.into(), Value::from(*jar)]) };
                tx.prefetch(jars.iter().map(want).collect()).await?;
            }
            Step::Add(line, what) => tx.add(&LOG, vec![book.into(), (*line).into()], vec![Value::from(*what)]),
            Step::Execute(line, what) => {
                tx.execute(&ADD_LINE, &[book.into(), (*line).into(), Value::from(*what)]).await?;
            }
            Step::Count(count) => assert_eq!(tx.all(&LINES, &[book.into()]).await?.len(), *count),
            Step::Spoons(jar, spoons) => {
                let row = tx.one(&JAR, &[book.into(), Value::from(*jar)]).await?;
                assert_eq!(row.get::<i64>("spoons")?, *spoons);
                assert!(row.get::<bool>("sealed")?);
                assert_eq!(row.get::<Option<String>>("note")?, None);
            }
            Step::Refuse => return Ok(Verdict::Drop),
            Step::Break => return Err(Fault::Unsound("on purpose".into())),
            Step::Stop => panic!("on purpose"),
        }
    }
    Ok(Verdict::Keep)
}

impl Job for Steps {
    fn gate(&self) -> Option<Want> {
        Some((&JARS, vec![Value::from(&self.book), "gate".into()]))
    }

    fn wants(&self, _: base::calendar::Moment) -> Vec<Want> {
        let jars = self.all.iter().filter_map(|step| match step {
            Step::Put(jar, _) => Some((&JARS, vec![Value::from(&self.book), Value::from(*jar)])),
            _ => None,
        });
        jars.map(|(shelf, key)| -> Want { (shelf, key) }).collect()
    }

    fn run<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Verdict, Fault>> {
        Box::pin(async move {
            let verdict = go(&self.book, &self.all, tx).await?;
            self.verdict = Some(verdict);
            Ok(verdict)
        })
    }

    fn done(mut self: Box<Self>, outcome: Result<(), Fault>) {
        let verdict = self.verdict.unwrap_or(Verdict::Drop);
        let _ = self.answer.take().unwrap().send(outcome.map(|()| verdict));
    }
}

/// Hands a job in; its answer can be awaited later, so that several lie in one batch.
pub fn hand_in(db: &Db, book: &str, steps: &[Step]) -> oneshot::Receiver<Result<Verdict, Fault>> {
    let (answer, wait) = oneshot::channel();
    db.hand_in(Box::new(Steps { book: book.into(), all: steps.to_vec(), verdict: None, answer: Some(answer) }));
    wait
}

pub async fn lines(db: &Db, book: &str) -> Vec<(i64, String)> {
    let book = book.to_owned();
    let rows: Vec<Row> =
        db.read::<_, Fault, _>(move |tx| Box::pin(async move { tx.all(&LINES, &[book.into()]).await })).await.unwrap();
    rows.iter().map(|row| (row.get("line").unwrap(), row.get("what").unwrap())).collect()
}

pub async fn spoons(db: &Db, book: &str, jar: &str) -> Option<i64> {
    let values = [book.into(), jar.into()];
    db.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { tx.optional(&JAR, &values).await?.map(|row| row.get("spoons")).transpose() })
    })
    .await
    .unwrap()
}

/// Runs a test on a fresh store of each engine.
pub fn both<F, Fut>(test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    trial::run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let dir = trial::Dir::new();
            let target = match engine {
                Engine::Sqlite => Target::Sqlite(dir.path().join("pantry.db")),
                Engine::Postgres => Target::Postgres(trial::fresh_schema().await),
            };
            let clock: Clock = Arc::new(|| trial::MORNING);
            test(Db::open(&target, MIGRATIONS, clock).await.unwrap()).await;
        }
    });
}
