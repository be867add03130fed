//! A toy room: a shop that counts what it sells and remembers its customers.

use base::Refusal;
use db::{Kind, Shelf, Value};
use journal::{
    Deed, EntryHead, Envelope, Event, EventKind, Fault, Journal, Migration, Register, Sealed, Stop, Tx, happened,
};
use serde::{Deserialize, Serialize};

static STOCK: Shelf = Shelf {
    table: "shop_stock",
    key: &[("book", Kind::Text), ("item", Kind::Text)],
    rest: &[("left_count", Kind::Integer), ("open", Kind::Boolean)],
    read: true,
    lock: true,
};

db::statements! {
    ADD_SALE = "insert into shop_sale (book, folio, item, seal) values ($1, $2, $3, $4)";
    COUNT_SALES = "select count(*) as sales from shop_sale where book = $1";
    SEAL_OF = "select seal from shop_sale where book = $1 and folio = $2";
}

pub fn register() -> Register {
    Register {
        migrations: vec![Migration {
            room: "shop",
            number: 1,
            name: "shop",
            sql: "create table shop_stock (book text not null, item text not null, left_count bigint not null, \
                  open boolean not null, primary key (book, item));\n\
                  create table shop_sale (book text not null, folio bigint not null, item text not null, seal text, \
                  primary key (book, folio));",
        }],
        events: vec![EventKind::of::<Stocked>(), EventKind::of::<Sold>()],
        views: vec!["shop_stock", "shop_sale"],
        audits: vec![],
    }
}

#[derive(Serialize, Deserialize)]
struct Stocked {
    item: String,
    left: i64,
}

impl Event for Stocked {
    const KIND: &'static str = "shop.stocked";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.item)];
        tx.put(&STOCK, key, vec![self.left.into(), true.into()]);
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
struct Sold {
    item: String,
    left: i64,
    customer: Option<Sealed>,
}

impl Event for Sold {
    const KIND: &'static str = "shop.sold";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.item)];
        tx.put(&STOCK, key, vec![self.left.into(), (self.left > 0).into()]);
        let seal = self.customer.as_ref().map(|sealed| sealed.seal.clone());
        tx.execute(&ADD_SALE, &[(&at.book).into(), at.folio.into(), (&self.item).into(), seal.into()]).await?;
        Ok(())
    }
}

#[derive(Debug)]
pub enum NotSold {
    SoldOut,
}

impl Refusal for NotSold {
    fn code(&self) -> &'static str {
        "shop.sell.sold_out"
    }
}

#[derive(Serialize)]
pub struct Stock {
    pub book: String,
    pub item: String,
    pub left: i64,
}

impl Deed for Stock {
    const NAME: &'static str = "shop.stock";
    type Done = ();
    type Refusal = NotSold;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSold>> {
        tx.enter(&self.book, vec![happened(Stocked { item: self.item.clone(), left: self.left })]).await?;
        Ok(())
    }
}

#[derive(Serialize, Clone)]
pub struct Sell {
    pub book: String,
    pub item: String,
    pub customer: Option<String>,
    /// What goes wrong in this deed, to see that it harms no other.
    pub breaks: Option<Breaks>,
}

#[derive(Serialize, Clone, Copy)]
pub enum Breaks {
    Panics,
    BadRow,
}

impl Deed for Sell {
    const NAME: &'static str = "shop.sell";
    type Done = i64;
    type Refusal = NotSold;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![(&STOCK, vec![(&self.book).into(), (&self.item).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotSold>> {
        let row = tx.fetch(&STOCK, vec![(&self.book).into(), (&self.item).into()]).await?;
        let left = match row.as_deref() {
            Some([Value::Integer(left), Value::Boolean(_)]) => *left,
            _ => 0,
        };
        let customer = match &self.customer {
            Some(name) => Some(tx.seal(&self.book, &format!("c-{name}"), name).await?),
            None => None,
        };
        // The entry comes before the refusal on purpose: nothing of it may stay.
        let sold = Sold { item: self.item.clone(), left: left - 1, customer };
        let entered = tx.enter(&self.book, vec![happened(sold)]).await?;
        match self.breaks {
            Some(Breaks::Panics) => panic!("on purpose"),
            Some(Breaks::BadRow) => {
                let row = [(&self.book).into(), entered.folio.into(), (&self.item).into(), Value::Null(Kind::Text)];
                tx.execute(&ADD_SALE, &row).await?;
            }
            None => {}
        }
        if left < 1 {
            return Err(Stop::Refused(NotSold::SoldOut));
        }
        Ok(left - 1)
    }
}

pub fn sell(book: &str) -> Sell {
    Sell { book: book.into(), item: "rice".into(), customer: None, breaks: None }
}

pub async fn stock(journal: &Journal, book: &str, left: i64) {
    let deed = Stock { book: book.into(), item: "rice".into(), left };
    journal.write(Envelope::system(), deed).await.unwrap();
}

pub async fn sales(journal: &Journal, book: &str) -> i64 {
    let book = book.to_owned();
    journal
        .read::<i64, Fault, _>(move |tx| {
            Box::pin(async move { tx.one(&COUNT_SALES, &[book.into()]).await?.get("sales") })
        })
        .await
        .unwrap()
}

pub async fn customer(journal: &Journal, book: &str, folio: i64) -> Option<String> {
    let book = book.to_owned();
    journal
        .read::<Option<String>, Fault, _>(move |tx| {
            Box::pin(async move {
                let seal: String = tx.one(&SEAL_OF, &[book.as_str().into(), folio.into()]).await?.get("seal")?;
                tx.unseal(&book, &seal).await
            })
        })
        .await
        .unwrap()
}

#[derive(Serialize)]
pub struct Forget {
    pub book: String,
    pub name: String,
}

impl Deed for Forget {
    const NAME: &'static str = "shop.forget";
    type Done = ();
    type Refusal = NotSold;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSold>> {
        tx.erase(&self.book, &format!("c-{}", self.name)).await?;
        Ok(())
    }
}

/// Seals for a customer of whom it says that nobody knew them.
#[derive(Serialize)]
pub struct Meet {
    pub book: String,
    pub name: String,
}

impl Deed for Meet {
    const NAME: &'static str = "shop.meet";
    type Done = ();
    type Refusal = NotSold;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSold>> {
        tx.seal_new(&self.book, &format!("c-{}", self.name), &self.name).await?;
        // What was begun a moment ago is known: a second seal is under the same key.
        tx.seal(&self.book, &format!("c-{}", self.name), &self.name).await?;
        Ok(())
    }
}

/// Empties a view behind the journal's back.
#[derive(Serialize)]
pub struct LoseSales;

impl Deed for LoseSales {
    const NAME: &'static str = "shop.lose_sales";
    type Done = ();
    type Refusal = NotSold;

    fn book(&self) -> &'static str {
        "b1"
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSold>> {
        tx.empty("shop_sale").await?;
        Ok(())
    }
}
