//! The tables of stock, quotes and orders.

use crate::order::{OrderStanding, Quote, QuoteState};
use crate::rate::Rate;
use crate::stock::{Reservation, ReservationState, Stock};
use crate::store::{BOOK, read_body, unsound, written};
use crate::wallet::WalletStanding;
use db::{Fault, Kind, Row, Shelf, Value};
use journal::NATION;

pub(crate) static STOCKS: Shelf = Shelf {
    table: "market_stock",
    key: &[BOOK, ("sku", Kind::Text)],
    rest: &[("free", Kind::Integer), ("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static MAKINGS: Shelf = Shelf {
    table: "market_making",
    key: &[BOOK, ("product", Kind::Text), ("month", Kind::Text)],
    rest: &[("promised", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static RESERVATIONS: Shelf = Shelf {
    table: "market_reservation",
    key: &[BOOK, ("quote", Kind::Text)],
    rest: &[("state", Kind::Text), ("until_ms", Kind::Integer), ("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static RATES: Shelf = Shelf {
    table: "market_rate",
    key: &[BOOK, ("subject", Kind::Text)],
    rest: &[("body", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static QUOTES: Shelf = Shelf {
    table: "market_quote",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[("basket", Kind::Text), ("state", Kind::Text), ("until_ms", Kind::Integer), ("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static BASKETS: Shelf = Shelf {
    table: "market_basket",
    key: &[BOOK, ("basket", Kind::Text)],
    rest: &[("number", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static ORDERS: Shelf = Shelf {
    table: "market_order",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("seller", Kind::Text),
        ("state", Kind::Text),
        ("day", Kind::Text),
        ("moved_ms", Kind::Integer),
        ("clock_ms", Kind::Integer),
        ("refund_due_poisha", Kind::Integer),
        ("disputed", Kind::Boolean),
        ("payment", Kind::Text),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

pub(crate) static BUYERS: Shelf = Shelf {
    table: "market_buyer",
    key: &[BOOK, ("buyer_index", Kind::Text)],
    rest: &[("taken", Kind::Integer), ("refused", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static HANDOVERS: Shelf = Shelf {
    table: "market_handover",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[("seller", Kind::Text), ("poisha", Kind::Integer), ("state", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static WALLETS: Shelf = Shelf {
    table: "market_wallet",
    key: &[BOOK, ("id", Kind::Text)],
    rest: &[("subject", Kind::Text), ("state", Kind::Text), ("asked_ms", Kind::Integer), ("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static RUNS: Shelf = Shelf {
    table: "market_run",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[("state", Kind::Text), ("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static PAYOUTS: Shelf = Shelf {
    table: "market_payout",
    key: &[BOOK, ("id", Kind::Text)],
    rest: &[("run", Kind::Text), ("poisha", Kind::Integer), ("state", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static OWED: Shelf =
    Shelf { table: "market_owed", key: &[BOOK], rest: &[("poisha", Kind::Integer)], read: true, lock: true };

db::statements! {
    BROUGHT_IN_BY = "select book from market_buyer where buyer_index = $1 and taken > 0 \
                     order by taken desc, book limit 1";
    WALLETS_OF = "select body from market_wallet where book = $1 and subject = $2 order by asked_ms, id";
    WALLETS_WAITING = "select book, id, body from market_wallet where state in ('requested', 'unknown', 'returning') \
                       and (asked_ms > $1 or (asked_ms = $1 and (book > $2 or (book = $2 and id > $3)))) \
                       order by asked_ms, book, id limit $4";
    WALLETS_CONTRADICTED = "select book, body from market_wallet where state = 'contradicted' \
                            and asked_ms >= $1 order by asked_ms desc, book, id limit $2";
    WALLET_REFUNDS = "select book, body from market_order where refund_due_poisha > 0 and payment = 'wallet' \
                      and (book > $1 or (book = $1 and number > $2)) order by book, number limit $3";
    OWED_MOST = "select book, poisha from market_owed where poisha >= $1 and poisha > 0 order by book limit $2";
    RUNS_LAST = "select state, body from market_run where book = $1 order by number desc limit $2";
    RUNS_IN = "select body from market_run where book = $1 and state = $2 order by number";
    PAYOUT_STATES = "select state, count(*) as payouts from market_payout where run = $1 group by state order by state";
    RUN_WAITING = "select number from market_run where book = $1 and state = 'proposed' order by number limit 1";
    STOCK_OF = "select sku, body from market_stock where book = $1 order by sku";
    RESERVATIONS_OVER = "select book, quote, body from market_reservation where state = 'open' and until_ms < $1 \
                         order by until_ms, book, quote limit $2";
    QUOTES_OPEN = "select body from market_quote where book = $1 and number >= $2 and until_ms > $3 and state <> 'taken' \
                   order by number desc limit $4";
    ORDERS_OF_CENTRE = "select body from market_order where book = $1 order by moved_ms desc, number limit $2";
    ORDERS_OF_SELLER = "select book, body from market_order where seller = $1 order by moved_ms desc, number limit $2";
    RATES_ALL = "select subject, body from market_rate where book = $1 order by subject";
    ORDERS_DISPUTED = "select book, body from market_order where disputed order by moved_ms, book, number limit $1";
    ORDERS_TO_REFUND = "select book, body from market_order where refund_due_poisha > 0 \
                        order by moved_ms, book, number limit $1";
    ORDERS_LATE = "select book, body from market_order where clock_ms < $1 order by clock_ms, book, number limit $2";
    ORDERS_AFTER = "select book, body from market_order where book > $1 or (book = $1 and number > $2) \
                    order by book, number limit $3";
    ORDERS_DUE = "select book, number from market_order where clock_ms < $1 and (disputed = $2 or state in \
                  ('placed', 'accepted', 'packed', 'handed_to_carrier', 'in_transit')) \
                  order by clock_ms, book, number limit $3";
    REFUSALS_OF = "select coalesce(cast(sum(refused) as bigint), 0) as refused from market_buyer where buyer_index = $1";
    HANDOVERS_IN = "select book, number, seller, poisha from market_handover where state = $1 \
                    order by book, number limit $2";
}

/// What of an SKU lies where; nothing lies where nothing was ever counted.
pub(crate) fn stock_on_shelf(row: Option<&[Value]>) -> Result<Stock, Fault> {
    match row {
        None => Ok(Stock::default()),
        Some([_, Value::Text(body)]) => read_body(body),
        Some(_) => Err(unsound(&"a stock of another shape")),
    }
}

/// A stock as a row of the shelf.
pub(crate) fn stock_row(stock: &Stock) -> Result<Vec<Value>, Fault> {
    Ok(vec![stock.free().into(), written(stock)?])
}

/// A reservation as it lies on the shelf.
pub(crate) fn reservation_on_shelf(row: &[Value]) -> Result<(Reservation, ReservationState), Fault> {
    let [Value::Text(state), _, Value::Text(body)] = row else {
        return Err(unsound(&"a reservation of another shape"));
    };
    let state = ReservationState::of_name(state).ok_or_else(|| unsound(&"a reservation of another state"))?;
    Ok((read_body(body)?, state))
}

/// A reservation as a row of the shelf.
pub(crate) fn reservation_row(reservation: &Reservation, state: ReservationState) -> Result<Vec<Value>, Fault> {
    Ok(vec![state.name().into(), reservation.until.into(), written(reservation)?])
}

/// Where the rates of a subject lie.
pub(crate) fn rates_want(subject: &str) -> db::Want {
    (&RATES, vec![NATION.into(), subject.into()])
}

/// The rates of a subject.
pub(crate) async fn rates(tx: &mut db::Tx<'_>, subject: &str) -> Result<Vec<Rate>, Fault> {
    let (shelf, key) = rates_want(subject);
    match tx.fetch(shelf, key).await?.as_deref() {
        None => Ok(Vec::new()),
        Some([Value::Text(body)]) => read_body(body),
        Some(_) => Err(unsound(&"rates of another shape")),
    }
}

/// A quote as it lies on the shelf, and where it stands.
pub(crate) fn quote_on_shelf(row: &[Value]) -> Result<(Quote, QuoteState), Fault> {
    let [_, Value::Text(state), _, Value::Text(body)] = row else {
        return Err(unsound(&"a quote of another shape"));
    };
    let state = QuoteState::of_name(state).ok_or_else(|| unsound(&"a quote of another state"))?;
    Ok((read_body(body)?, state))
}

/// A quote as a row of the shelf.
pub(crate) fn quote_row(quote: &Quote, state: QuoteState) -> Result<Vec<Value>, Fault> {
    Ok(vec![(&quote.basket).into(), state.name().into(), quote.until.into(), written(quote)?])
}

/// An order as it lies on the shelf.
pub(crate) fn order_on_shelf(row: &[Value]) -> Result<OrderStanding, Fault> {
    match row.last() {
        Some(Value::Text(body)) => read_body(body),
        _ => Err(unsound(&"an order of another shape")),
    }
}

/// An order of a row.
pub(crate) fn order(row: &Row) -> Result<OrderStanding, Fault> {
    read_body(&row.get::<String>("body")?)
}

/// An order as a row of the shelf.
pub(crate) fn order_row(standing: &OrderStanding) -> Result<Vec<Value>, Fault> {
    Ok(vec![
        (&standing.order.part.seller).into(),
        standing.state.name().into(),
        standing.order.day.into(),
        standing.moved.into(),
        standing.clock.map_or(Value::Null(Kind::Integer), Value::from),
        standing.refund_due.into(),
        standing.disputed.into(),
        standing.order.payment.name().into(),
        written(standing)?,
    ])
}

/// A wallet's transfer as a row of the shelf.
pub(crate) fn wallet_row(standing: &WalletStanding) -> Result<Vec<Value>, Fault> {
    let transfer = &standing.transfer;
    Ok(vec![(&transfer.of).into(), standing.kept_as().into(), transfer.at.into(), written(standing)?])
}
