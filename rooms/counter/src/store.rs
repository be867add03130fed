//! The counter's tables: the only SQL.

use crate::case::Case;
use crate::receipt::{PENDING, Receipt, Reversal, Standing};
use crate::service::{Offer, Service, Tariff};
use base::calendar::Moment;
use db::{Fault, Kind, Migration, Row, Shelf, Value};
use serde::de::DeserializeOwned;

const fn migration(number: u32, name: &'static str, sql: &'static str) -> Migration {
    Migration { room: "counter", number, name, sql }
}

pub(crate) const MIGRATIONS: &[Migration] = &[
    migration(1, "counter", include_str!("../migrations/0001_counter.sql")),
    migration(2, "whole_counter", include_str!("../migrations/0002_whole_counter.sql")),
    migration(3, "catalogue", include_str!("../migrations/0003_catalogue.sql")),
    migration(4, "cases", include_str!("../migrations/0004_cases.sql")),
    migration(5, "transfers", include_str!("../migrations/0005_transfers.sql")),
    migration(7, "honesty", include_str!("../migrations/0007_honesty.sql")),
    migration(8, "supervision", include_str!("../migrations/0008_supervision.sql")),
    migration(9, "day", include_str!("../migrations/0009_day.sql")),
    migration(10, "registers", include_str!("../migrations/0010_registers.sql")),
    migration(11, "honest", include_str!("../migrations/0011_honest.sql")),
    migration(12, "reconcile", include_str!("../migrations/0012_reconcile.sql")),
    migration(13, "editor", include_str!("../migrations/0013_editor.sql")),
    migration(14, "suspension", include_str!("../migrations/0014_suspension.sql")),
    migration(15, "matches", include_str!("../migrations/0015_matches.sql")),
    migration(16, "transfers_of_a_day", include_str!("../migrations/0016_transfers_of_a_day.sql")),
];

pub(crate) const VIEWS: &[&str] = &[
    "counter_service",
    "counter_offer",
    "counter_revision",
    "counter_day",
    "counter_closed_day",
    "counter_receipt",
    "counter_register_row",
    "counter_printing",
    "counter_service_day",
    "counter_customer",
    "counter_customer_mobile",
    "counter_centre",
    "counter_tally",
    "counter_case",
    "counter_tariff_proposal",
    "counter_inspection",
    // transfers
    "counter_transfer",
    "counter_transfer_use",
    "counter_limit",
    "counter_reversal",
    "counter_case_move",
    "counter_attachment",
    // honesty
    "counter_complaint",
    "counter_complaint_step",
    "counter_person_day",
    "counter_person_usual",
    "counter_asked",
    // the day
    "counter_operator_day",
    "counter_drawer_entry",
    "counter_drawer",
    // The registers.
    "counter_attendance",
    "counter_absence",
    "counter_stock",
    "counter_stock_move",
    "counter_statement",
    "counter_statement_line",
    "counter_statement_item",
];

pub(crate) const KEPT: &[&str] = &["counter_cart", "counter_held_cart", "counter_handover_code", "counter_amendment"];

pub(crate) const BOOK: (&str, Kind) = ("book", Kind::Text);

pub(crate) static SERVICES: Shelf = Shelf {
    table: "counter_service",
    key: &[BOOK, ("code", Kind::Text), ("version", Kind::Integer)],
    rest: &[("body", Kind::Text), ("form", Kind::Text), ("published_ms", Kind::Integer), ("change_note", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static OFFERS: Shelf = Shelf {
    table: "counter_offer",
    key: &[BOOK, ("code", Kind::Text)],
    rest: &[
        ("version", Kind::Integer),
        ("body", Kind::Text),
        ("tariffs", Kind::Text),
        ("has_form", Kind::Boolean),
        ("closed", Kind::Text),
        ("edited", Kind::Boolean),
    ],
    read: true,
    lock: false,
};

pub(crate) static REVISION: Shelf =
    Shelf { table: "counter_revision", key: &[BOOK], rest: &[("folio", Kind::Integer)], read: true, lock: false };

pub(crate) static DAYS: Shelf = Shelf {
    table: "counter_day",
    key: &[BOOK, ("day", Kind::Text), ("session", Kind::Text)],
    rest: &[
        ("given", Kind::Integer),
        ("official_poisha", Kind::Integer),
        ("charge_poisha", Kind::Integer),
        ("income_poisha", Kind::Integer),
        ("reversed", Kind::Integer),
        ("reversed_official_poisha", Kind::Integer),
        ("reversed_charge_poisha", Kind::Integer),
        ("reversed_income_poisha", Kind::Integer),
    ],
    read: true,
    lock: true,
};

pub(crate) static CLOSED_DAYS: Shelf = Shelf {
    table: "counter_closed_day",
    key: &[BOOK, ("day", Kind::Text)],
    rest: &[("closed_ms", Kind::Integer), ("by_whom", Kind::Text), ("body", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static RECEIPTS: Shelf = Shelf {
    table: "counter_receipt",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("day", Kind::Text),
        ("state", Kind::Text),
        ("official_poisha", Kind::Integer),
        ("charge_poisha", Kind::Integer),
        ("folio", Kind::Integer),
        ("body", Kind::Text),
        ("reversal", Kind::Text),
    ],
    read: true,
    lock: true,
};

pub(crate) static REGISTER_ROWS: Shelf = Shelf {
    table: "counter_register_row",
    key: &[BOOK, ("mark", Kind::Text)],
    rest: &[("number", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static PRINTINGS: Shelf = Shelf {
    table: "counter_printing",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[("papers", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static SERVICE_DAYS: Shelf = Shelf {
    table: "counter_service_day",
    key: &[BOOK, ("day", Kind::Text), ("service", Kind::Text)],
    rest: &[("quantity", Kind::Integer), ("total_poisha", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static CUSTOMERS: Shelf = Shelf {
    table: "counter_customer",
    key: &[BOOK, ("customer", Kind::Text)],
    rest: &[("seal", Kind::Text), ("mobile_blind", Kind::Text), ("met_ms", Kind::Integer)],
    read: true,
    lock: false,
};

pub(crate) static CUSTOMER_MOBILES: Shelf = Shelf {
    table: "counter_customer_mobile",
    key: &[BOOK, ("mobile_blind", Kind::Text)],
    rest: &[("customer", Kind::Text), ("seal", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static CENTRES: Shelf = Shelf {
    table: "counter_centre",
    key: &[BOOK],
    rest: &[("path", Kind::Text), ("open_day", Kind::Text), ("last_closed", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static TALLIES: Shelf = Shelf {
    table: "counter_tally",
    key: &[BOOK, ("period", Kind::Text)],
    rest: &[("path", Kind::Text), ("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static CASES: Shelf = Shelf {
    table: "counter_case",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("path", Kind::Text),
        ("service", Kind::Text),
        ("state", Kind::Text),
        ("pending", Kind::Boolean),
        ("owner", Kind::Text),
        ("due", Kind::Text),
        ("opened_ms", Kind::Integer),
        ("changed_ms", Kind::Integer),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

db::statements! {
    ALL_OFFERS = "select version, body, tariffs, has_form, closed, edited from counter_offer where book = $1 \
                  order by code";
    CATALOGUE_FOLIO = "select folio from counter_revision where book = $1";
    VERSIONS_OF = "select version, published_ms, change_note from counter_service \
                   where book = $1 and code = $2 order by version desc limit $3";
    FORM_OF = "select form from counter_service where book = $1 and code = $2 and version = $3";
    ONE_RECEIPT = "select state, body, folio, reversal from counter_receipt where book = $1 and number = $2";
    DAY_RECEIPTS = "select state, body, folio, reversal from counter_receipt where book = $1 and day = $2 \
                    order by folio desc limit $3";
    DAY_STANDING = "select count(*) as given, coalesce(cast(sum(official_poisha) as bigint), 0) as official, \
                    coalesce(cast(sum(charge_poisha) as bigint), 0) as charge \
                    from counter_receipt where book = $1 and day = $2 and state <> 'reversed'";
    PRINTED = "select papers from counter_printing where book = $1 and number = $2";
    CUSTOMER_WITH = "select seal from counter_customer_mobile where book = $1 and mobile_blind = $2";
    DAY_SERVICES = "select service, quantity, total_poisha from counter_service_day \
                    where book = $1 and day = $2 and quantity <> 0 order by total_poisha desc, service";
    DAY_SUMS = "select day, cast(sum(given) as bigint) as given, \
                cast(sum(official_poisha - reversed_official_poisha) as bigint) as official, \
                cast(sum(charge_poisha - reversed_charge_poisha) as bigint) as charge, \
                cast(sum(income_poisha - reversed_income_poisha) as bigint) as income, \
                cast(sum(reversed) as bigint) as reversed \
                from counter_day where book = $1 and day >= $2 and day <= $3 group by day order by day";
    FAVOURITES = "select service, cast(sum(quantity) as bigint) as quantity from counter_service_day \
                  where book = $1 and day >= $2 group by service having sum(quantity) > 0 \
                  order by quantity desc, service limit $3";
    CART_OF = "select cart from counter_cart where book = $1 and person = $2";
    KEEP_CART = "insert into counter_cart (book, person, cart, changed_ms) values ($1, $2, $3, $4) \
                 on conflict (book, person) do update set cart = excluded.cart, changed_ms = excluded.changed_ms";
    DAYS_DIFFER = "select book, day, cast(sum(given) as bigint) as given_off, \
                   cast(sum(poisha) as bigint) as poisha_off from \
                   (select book, day, given, official_poisha + charge_poisha as poisha from counter_day \
                   union all select book, day, -1, -(official_poisha + charge_poisha) from counter_receipt) as both_tables \
                   group by book, day having sum(given) <> 0 or sum(poisha) <> 0 order by book, day limit $1";
}

/// JSON kept as text in a row.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Unsound(format!("a row's text: {error}")))
}

/// JSON to be kept as text in a row.
pub(crate) fn to_text<T: serde::Serialize>(thing: &T) -> Result<String, Fault> {
    serde_json::to_string(thing).map_err(|error| Fault::Unsound(format!("a row's text: {error}")))
}

/// An offer as read by a statement.
pub(crate) fn offer(row: &Row) -> Result<Offer, Fault> {
    let service: Service = from_text(&row.get::<String>("body")?)?;
    let tariffs: Vec<Tariff> = from_text(&row.get::<String>("tariffs")?)?;
    let closed = from_text(&row.get::<String>("closed")?)?;
    let (version, has_form, edited) = (row.get("version")?, row.get("has_form")?, row.get("edited")?);
    Ok(Offer { version, service, tariffs, has_form, closed, edited })
}

/// An offer as it lies on the shelf.
pub(crate) fn offer_on_shelf(rest: &[Value]) -> Result<Offer, Fault> {
    let [
        Value::Integer(version),
        Value::Text(body),
        Value::Text(tariffs),
        Value::Boolean(has_form),
        Value::Text(closed),
        Value::Boolean(edited),
    ] = rest
    else {
        return Err(Fault::Unsound("an offer of another shape".to_owned()));
    };
    let (service, tariffs, closed) = (from_text(body)?, from_text(tariffs)?, from_text(closed)?);
    Ok(Offer { version: *version, service, tariffs, has_form: *has_form, closed, edited: *edited })
}

/// A case as it lies on the shelf.
pub(crate) fn case_row(case: &Case, path: &str, changed: Moment) -> Result<Vec<Value>, Fault> {
    Ok(vec![
        path.into(),
        Value::from(&case.service),
        case.state.name().into(),
        case.state.is_pending().into(),
        case.owner().name().into(),
        case.due.map(|due| due.to_string()).into(),
        case.opened.into(),
        changed.into(),
        to_text(case)?.into(),
    ])
}

/// A case as it lies on the shelf, and the place path of its centre.
pub(crate) fn case_on_shelf(rest: &[Value]) -> Result<(Case, String), Fault> {
    let [Value::Text(path), _, _, _, _, _, _, _, Value::Text(body)] = rest else {
        return Err(Fault::Unsound("a case of another shape".to_owned()));
    };
    Ok((from_text(body)?, path.clone()))
}

/// A receipt as read by a statement.
pub(crate) fn standing(row: &Row) -> Result<Standing, Fault> {
    let receipt: Receipt = from_text(&row.get::<String>("body")?)?;
    let reversal = row.get::<Option<String>>("reversal")?;
    let reversal: Option<Reversal> = reversal.as_deref().map(from_text).transpose()?;
    let pending = row.get::<String>("state")? == PENDING;
    Ok(Standing { receipt, folio: row.get("folio")?, reversal, pending })
}

/// A receipt as it lies on the shelf.
pub(crate) fn standing_on_shelf(rest: &[Value]) -> Result<Standing, Fault> {
    let [_, Value::Text(state), _, _, Value::Integer(folio), Value::Text(body), reversal] = rest else {
        return Err(Fault::Unsound("a receipt of another shape".to_owned()));
    };
    let reversal = if let Value::Text(text) = reversal { Some(from_text(text)?) } else { None };
    Ok(Standing { receipt: from_text(body)?, folio: *folio, reversal, pending: state == PENDING })
}
