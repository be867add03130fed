//! The market's tables: the only SQL.

use crate::category::Category;
use crate::product::{Product, ProductStanding, ProductState};
use crate::seller::{Seller, SellerStanding, SellerState};
use base::calendar::Moment;
use db::{Fault, Kind, Migration, Row, Shelf, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) const MIGRATIONS: &[Migration] = &[
    migration(1, "market", include_str!("../migrations/0001_market.sql")),
    migration(2, "orders", include_str!("../migrations/0002_orders.sql")),
    migration(3, "payments", include_str!("../migrations/0003_payments.sql")),
    migration(4, "partners", include_str!("../migrations/0004_partners.sql")),
    migration(6, "disputes", include_str!("../migrations/0006_disputes.sql")),
    migration(7, "wholesale", include_str!("../migrations/0007_wholesale.sql")),
    migration(8, "message_queue", include_str!("../migrations/0008_message_queue.sql")),
    migration(9, "order_indexes", include_str!("../migrations/0009_order_indexes.sql")),
];

const fn migration(number: u32, name: &'static str, sql: &'static str) -> Migration {
    Migration { room: "market", number, name, sql }
}

pub(crate) const VIEWS: &[&str] = &[
    "market_count",
    "market_category",
    "market_seller",
    "market_seller_mobile",
    "market_product",
    "market_sku",
    "market_photo",
    "market_stock",
    "market_making",
    "market_reservation",
    "market_rate",
    "market_quote",
    "market_basket",
    "market_order",
    "market_buyer",
    "market_handover",
    "market_lot",
    "market_lot_ask",
    "market_wallet",
    "market_run",
    "market_payout",
    "market_owed",
    "market_key",
    "market_kind",
    "market_reference",
    "market_endpoint",
    "market_dispute",
    "market_order_entry",
    "market_fact",
];

pub(crate) const KEPT: &[&str] = &["market_draft", "market_message"];

pub(crate) const BOOK: (&str, Kind) = ("book", Kind::Text);

pub(crate) static COUNTS: Shelf = Shelf {
    table: "market_count",
    key: &[BOOK, ("kind", Kind::Text)],
    rest: &[("given", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static CATEGORIES: Shelf = Shelf {
    table: "market_category",
    key: &[BOOK, ("code", Kind::Text)],
    rest: &[("place", Kind::Integer), ("open", Kind::Boolean), ("body", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static SELLERS: Shelf = Shelf {
    table: "market_seller",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("state", Kind::Text),
        ("centre", Kind::Text),
        ("keeper", Kind::Text),
        ("moved_ms", Kind::Integer),
        ("reason", Kind::Text),
        ("body", Kind::Text),
    ],
    read: true,
    lock: false,
};

pub(crate) static SELLER_MOBILES: Shelf = Shelf {
    table: "market_seller_mobile",
    key: &[BOOK, ("mobile_index", Kind::Text)],
    rest: &[("number", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static PRODUCTS: Shelf = Shelf {
    table: "market_product",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("state", Kind::Text),
        ("category", Kind::Text),
        ("photos", Kind::Integer),
        ("photos_ever", Kind::Integer),
        ("moved_ms", Kind::Integer),
        ("reason", Kind::Text),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

/// The product of an SKU is empty when the seller gave it up.
pub(crate) static SKUS: Shelf = Shelf {
    table: "market_sku",
    key: &[BOOK, ("sku", Kind::Text)],
    rest: &[("product", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static PHOTOS: Shelf = Shelf {
    table: "market_photo",
    key: &[BOOK, ("product", Kind::Text), ("place", Kind::Integer)],
    rest: &[
        ("sha256", Kind::Text),
        ("gone", Kind::Boolean),
        ("small", Kind::Text),
        ("middle", Kind::Text),
        ("large", Kind::Text),
    ],
    read: true,
    lock: false,
};

db::statements! {
    CATEGORIES_OPEN = "select code, place, body from market_category where book = $1 and open order by place";
    SELLERS_ALL = "select number, state, moved_ms, reason, body from market_seller where book = $1 order by number";
    SELLERS_KEPT = "select number, state, moved_ms, reason, body from market_seller \
                    where book = $1 and (keeper = $2 or centre = $3) order by number limit $4";
    SELLERS_IN = "select number, state, moved_ms, reason, body from market_seller \
                  where book = $1 and state = $2 order by moved_ms, number limit $3";
    PRODUCTS_OF = "select book, number, state, photos, photos_ever, moved_ms, reason, body from market_product \
                   where book = $1 order by number limit $2";
    PRODUCTS_SHOWN = "select book, number, state, photos, photos_ever, moved_ms, reason, body from market_product \
                      where book = $1 and state = $2 order by number";
    PRODUCTS_IN = "select book, number, state, photos, photos_ever, moved_ms, reason, body from market_product \
                   where state = $1 order by moved_ms, book, number limit $2";
    PRODUCT_STATES = "select state, count(*) as products from market_product where book = $1 group by state order by state";
    PHOTOS_OF = "select place, sha256 from market_photo where book = $1 and product = $2 and not gone order by place";
    PHOTOS_FIRST = "select product, min(place) as place from market_photo where book = $1 and not gone \
                    group by product order by product";
    DRAFT_OF = "select body from market_draft where book = $1 and person = $2";
    KEEP_DRAFT = "insert into market_draft (book, person, body, changed_ms) values ($1, $2, $3, $4) \
                  on conflict (book, person) do update set body = excluded.body, changed_ms = excluded.changed_ms";
    SKUS_WRONG = "select sku.book as book, sku.sku as sku from market_sku as sku \
                  left join market_product as product on product.book = sku.book and product.number = sku.product \
                  where sku.product <> '' and product.number is null order by sku.book, sku.sku limit $1";
}

pub(crate) fn unsound(error: &dyn std::fmt::Display) -> Fault {
    Fault::Unsound(format!("market: {error}"))
}

/// A value as JSON, for a body.
pub(crate) fn written<T: Serialize>(value: &T) -> Result<Value, Fault> {
    serde_json::to_string(value).map(Value::Text).map_err(|error| unsound(&error))
}

pub(crate) fn read_body<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| unsound(&error))
}

fn state_of<S>(found: Option<S>) -> Result<S, Fault> {
    found.ok_or_else(|| unsound(&"a state of another kind"))
}

/// A category of a row.
pub(crate) fn category(row: &Row) -> Result<Category, Fault> {
    read_body(&row.get::<String>("body")?)
}

/// A category as it lies on the shelf, if it is open.
pub(crate) fn category_on_shelf(row: Option<&[Value]>) -> Result<Option<Category>, Fault> {
    match row {
        None | Some([_, Value::Boolean(false) | Value::Integer(0), _]) => Ok(None),
        Some([_, _, Value::Text(body)]) => read_body(body).map(Some),
        Some(_) => Err(unsound(&"a category of another shape")),
    }
}

/// A seller of a row.
pub(crate) fn seller(row: &Row) -> Result<SellerStanding, Fault> {
    Ok(SellerStanding {
        seller: read_body(&row.get::<String>("body")?)?,
        state: state_of(SellerState::of_name(&row.get::<String>("state")?))?,
        moved: row.get("moved_ms")?,
        reason: row.get("reason")?,
    })
}

/// A seller as it lies on the shelf.
pub(crate) fn seller_on_shelf(row: &[Value]) -> Result<SellerStanding, Fault> {
    let [Value::Text(state), _, _, Value::Integer(moved), reason, Value::Text(body)] = row else {
        return Err(unsound(&"a seller of another shape"));
    };
    Ok(SellerStanding {
        seller: read_body(body)?,
        state: state_of(SellerState::of_name(state))?,
        moved: Moment::new(*moved),
        reason: text_of(reason),
    })
}

/// A seller as a row of the shelf.
pub(crate) fn seller_row(standing: &SellerStanding) -> Result<Vec<Value>, Fault> {
    let seller: &Seller = &standing.seller;
    Ok(vec![
        standing.state.name().into(),
        (&seller.centre).into(),
        (&seller.keeper).into(),
        standing.moved.into(),
        standing.reason.clone().into(),
        written(seller)?,
    ])
}

/// A product of a row.
pub(crate) fn product(row: &Row) -> Result<ProductStanding, Fault> {
    Ok(ProductStanding {
        seller: row.get("book")?,
        product: read_body(&row.get::<String>("body")?)?,
        state: state_of(ProductState::of_name(&row.get::<String>("state")?))?,
        moved: row.get("moved_ms")?,
        reason: row.get("reason")?,
        photos: row.get("photos")?,
        photos_ever: row.get("photos_ever")?,
    })
}

/// A product as it lies on the shelf.
pub(crate) fn product_on_shelf(seller: &str, row: &[Value]) -> Result<ProductStanding, Fault> {
    let [
        Value::Text(state),
        _,
        Value::Integer(photos),
        Value::Integer(photos_ever),
        Value::Integer(moved),
        reason,
        Value::Text(body),
    ] = row
    else {
        return Err(unsound(&"a product of another shape"));
    };
    Ok(ProductStanding {
        seller: seller.to_owned(),
        product: read_body(body)?,
        state: state_of(ProductState::of_name(state))?,
        moved: Moment::new(*moved),
        reason: text_of(reason),
        photos: *photos,
        photos_ever: *photos_ever,
    })
}

/// A product as a row of the shelf.
pub(crate) fn product_row(standing: &ProductStanding) -> Result<Vec<Value>, Fault> {
    let product: &Product = &standing.product;
    Ok(vec![
        standing.state.name().into(),
        (&product.category).into(),
        standing.photos.into(),
        standing.photos_ever.into(),
        standing.moved.into(),
        standing.reason.clone().into(),
        written(product)?,
    ])
}

fn text_of(value: &Value) -> Option<String> {
    if let Value::Text(text) = value { Some(text.clone()) } else { None }
}

/// The last number given of a kind in a book.
pub(crate) async fn given(tx: &mut db::Tx<'_>, book: &str, kind: &str) -> Result<i64, Fault> {
    match tx.fetch(&COUNTS, vec![book.into(), kind.into()]).await?.as_deref() {
        None => Ok(0),
        Some([Value::Integer(given)]) => Ok(*given),
        Some(_) => Err(unsound(&"a count of another shape")),
    }
}

/// One more of a kind was given.
pub(crate) async fn give(tx: &mut db::Tx<'_>, book: &str, kind: &str) -> Result<(), Fault> {
    let next = given(tx, book, kind).await?.saturating_add(1);
    tx.put(&COUNTS, vec![book.into(), kind.into()], vec![next.into()]);
    Ok(())
}

/// The product that has this SKU.
pub(crate) async fn product_of_sku(tx: &mut db::Tx<'_>, seller: &str, sku: &str) -> Result<Option<String>, Fault> {
    match tx.fetch(&SKUS, vec![seller.into(), sku.into()]).await?.as_deref() {
        Some([Value::Text(product)]) if !product.is_empty() => Ok(Some(product.clone())),
        _ => Ok(None),
    }
}
