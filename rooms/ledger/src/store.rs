//! The ledger's tables: the only SQL.

use crate::account::Account;
use crate::posting::Balance;
use base::Paisa;
use db::{Fault, Kind, Migration, Shelf, Value};

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { room: "ledger", number: 1, name: "ledger", sql: include_str!("../migrations/0001_ledger.sql") },
    Migration { room: "ledger", number: 2, name: "float", sql: include_str!("../migrations/0002_float.sql") },
    Migration { room: "ledger", number: 3, name: "shut_day", sql: include_str!("../migrations/0003_shut_day.sql") },
    Migration { room: "ledger", number: 4, name: "transfer", sql: include_str!("../migrations/0004_transfer.sql") },
    Migration { room: "ledger", number: 5, name: "expiring", sql: include_str!("../migrations/0005_expiring.sql") },
];

pub(crate) const VIEWS: &[&str] = &[
    "ledger_balance",
    "ledger_posting",
    "ledger_reversal",
    "ledger_hold",
    "ledger_top_up",
    "ledger_float_warning",
    "ledger_shut_day",
    "ledger_transfer",
    "ledger_transfer_match",
];

pub(crate) static BALANCES: Shelf = Shelf {
    table: "ledger_balance",
    key: &[("book", Kind::Text), ("account", Kind::Text)],
    rest: &[("poisha", Kind::Integer), ("held_poisha", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static POSTINGS: Shelf = Shelf {
    table: "ledger_posting",
    key: &[("book", Kind::Text), ("folio", Kind::Integer), ("line", Kind::Integer)],
    rest: &[
        ("account", Kind::Text),
        ("poisha", Kind::Integer),
        ("day", Kind::Text),
        ("at_ms", Kind::Integer),
        ("memo", Kind::Text),
    ],
    read: false,
    lock: false,
};

pub(crate) static REVERSALS: Shelf = Shelf {
    table: "ledger_reversal",
    key: &[("book", Kind::Text), ("reversed_folio", Kind::Integer)],
    rest: &[("folio", Kind::Integer)],
    read: true,
    lock: false,
};

pub(crate) static SHUT_DAYS: Shelf = Shelf {
    table: "ledger_shut_day",
    key: &[("book", Kind::Text), ("day", Kind::Text)],
    rest: &[("folio", Kind::Integer)],
    read: true,
    lock: false,
};

pub(crate) static HOLDS: Shelf = Shelf {
    table: "ledger_hold",
    key: &[("book", Kind::Text), ("hold", Kind::Text)],
    rest: &[
        ("account", Kind::Text),
        ("poisha", Kind::Integer),
        ("until_ms", Kind::Integer),
        ("state", Kind::Text),
        ("folio", Kind::Integer),
    ],
    read: true,
    lock: true,
};

pub(crate) static TOP_UPS: Shelf = Shelf {
    table: "ledger_top_up",
    key: &[("book", Kind::Text), ("ask", Kind::Text)],
    rest: &[
        ("path", Kind::Text),
        ("poisha", Kind::Integer),
        ("proof", Kind::Text),
        ("proof_key", Kind::Text),
        ("paid_into", Kind::Text),
        ("paid_on", Kind::Text),
        ("asked_by", Kind::Text),
        ("asked_at_ms", Kind::Integer),
        ("state", Kind::Text),
        ("reason", Kind::Text),
        ("decided_by", Kind::Text),
        ("decided_at_ms", Kind::Integer),
        ("folio", Kind::Integer),
    ],
    read: true,
    lock: true,
};

pub(crate) static FLOAT_WARNINGS: Shelf = Shelf {
    table: "ledger_float_warning",
    key: &[("book", Kind::Text)],
    rest: &[("below_poisha", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static TRANSFERS: Shelf = Shelf {
    table: "ledger_transfer",
    key: &[("book", Kind::Text), ("id", Kind::Text)],
    rest: &[
        ("provider", Kind::Text),
        ("day", Kind::Text),
        ("principal_poisha", Kind::Integer),
        ("by_wallet", Kind::Boolean),
        ("state", Kind::Text),
        ("reference", Kind::Text),
        ("page", Kind::Text),
    ],
    read: true,
    lock: false,
};

pub(crate) static TRANSFER_MATCHES: Shelf = Shelf {
    table: "ledger_transfer_match",
    key: &[("book", Kind::Text), ("transfer", Kind::Text)],
    rest: &[("statement", Kind::Text)],
    read: true,
    lock: false,
};

db::statements! {
    BALANCES_OF = "select account, poisha, held_poisha from ledger_balance where book = $1 order by account";
    BALANCE_OF = "select poisha, held_poisha from ledger_balance where book = $1 and account = $2";
    BALANCE_AS_OF = "select coalesce(cast(sum(poisha) as bigint), 0) as poisha from ledger_posting \
                     where book = $1 and account = $2 and at_ms <= $3";
    STATEMENT_ENDS = "select \
                      coalesce(cast(sum(case when day < $3 then poisha else 0 end) as bigint), 0) as before_poisha, \
                      coalesce(cast(sum(poisha) as bigint), 0) as after_poisha \
                      from ledger_posting where book = $1 and account = $2 and day <= $4";
    STATEMENT_LINES = "select folio, poisha, day, at_ms, memo, \
                       cast(sum(poisha) over (order by day, folio, line) as bigint) as running_poisha \
                       from ledger_posting where book = $1 and account = $2 and day >= $3 and day <= $4 \
                       order by day, folio, line limit $5 offset $6";
    IS_REVERSAL = "select reversed_folio from ledger_reversal where book = $1 and folio = $2";
    LEGS_OF = "select account, poisha from ledger_posting where book = $1 and folio = $2 order by line";
    POSTINGS_AFTER = "select folio, line, account, poisha, day, memo from ledger_posting \
                      where book = $1 and folio > $2 and folio <= $3 order by folio, line";
    NEXT_FOLIOS = "select distinct folio from ledger_posting where book = $1 and folio > $2 order by folio limit $3";
    HOLDS_EXPIRED = "select book, hold from ledger_hold where state = 'open' and until_ms < $1 \
                     order by until_ms, book, hold limit $2";
    SIDES = "select book, folio, substr(account, 1, 1) as side, cast(sum(poisha) as bigint) as off_poisha \
             from ledger_posting group by book, folio, substr(account, 1, 1) having sum(poisha) <> 0 \
             order by book, folio, side limit $1";
    DRIFTED = "select book, account, cast(sum(says) as bigint) as says, cast(sum(ought) as bigint) as ought from \
               (select book, account, poisha as says, 0 as ought from ledger_balance \
               union all select book, account, 0, poisha from ledger_posting) as both_tables \
               group by book, account having sum(says) <> sum(ought) order by book, account limit $1";
    HELD_DRIFTED = "select book, account, cast(sum(says) as bigint) as says, cast(sum(ought) as bigint) as ought from \
                    (select book, account, held_poisha as says, 0 as ought from ledger_balance \
                    union all select book, account, 0, poisha from ledger_hold where state = 'open') as both_tables \
                    group by book, account having sum(says) <> sum(ought) order by book, account limit $1";
    FLOATS_DIFFER = "select book, cast(sum(poisha) as bigint) as off_poisha from ledger_balance \
                     where account in ('P:float', 'E:float') group by book having sum(poisha) <> 0 order by book limit $1";
    TOP_UP = "select book, ask, path, poisha, proof, paid_into, paid_on, asked_by, asked_at_ms, state, reason, decided_by, \
              decided_at_ms, folio from ledger_top_up where book = $1 and ask = $2";
    TOP_UPS_OF = "select book, ask, path, poisha, proof, paid_into, paid_on, asked_by, asked_at_ms, state, reason, decided_by, \
                  decided_at_ms, folio from ledger_top_up where book = $1 order by asked_at_ms desc, ask desc limit $2";
    TOP_UPS_WAITING = "select book, ask, path, poisha, proof, paid_into, paid_on, asked_by, asked_at_ms, state, reason, \
                       decided_by, decided_at_ms, folio from ledger_top_up where state = 'waiting' and path like $1 \
                       order by asked_at_ms, book, ask limit $2";
    WAITING_COUNT = "select count(*) as waiting from ledger_top_up where book = $1 and state = 'waiting'";
    PROOF_HERE = "select ask from ledger_top_up where book = $1 and proof_key = $2 and state <> 'declined' limit 1";
    PROOF_ELSEWHERE = "select book from ledger_top_up where proof_key = $1 and book <> $2 and state <> 'declined' \
                       order by book limit 1";
    FLOAT_WARNING = "select below_poisha from ledger_float_warning where book = $1";
    APPROVED_AMISS = "select t.book, t.ask, t.poisha from ledger_top_up t left join ledger_posting p \
                      on p.book = t.book and p.folio = t.folio and p.account = 'E:float' \
                      where t.state = 'approved' and (p.poisha is null or p.poisha <> t.poisha) order by t.book, t.ask limit $1";
    DAY_SUMS = "select day, cast(sum(case when poisha > 0 then poisha else 0 end) as bigint) as debits, \
                cast(sum(case when poisha < 0 then -poisha else 0 end) as bigint) as credits from ledger_posting \
                where book = $1 and account = $2 and day >= $3 and day <= $4 group by day order by day";
    // $5 is how the memo of a payment begins: all else in the account is commission that was accrued or taken back.
    PARTNER_SUMS = "select cast(coalesce(sum(case when day < $3 then poisha else 0 end), 0) as bigint) as before_poisha, \
                    cast(coalesce(sum(case when day >= $3 and memo not like $5 then poisha else 0 end), 0) as bigint) \
                    as accrued, \
                    cast(coalesce(sum(case when day >= $3 and memo like $5 then -poisha else 0 end), 0) as bigint) as paid \
                    from ledger_posting where book = $1 and account = $2 and day <= $4";
    BALANCES_ON = "select account, cast(sum(poisha) as bigint) as poisha, cast(0 as bigint) as held_poisha \
                   from ledger_posting where book = $1 and day <= $2 group by account order by account";
    NOTED_TRANSFER = "select book, id, provider, day, principal_poisha, by_wallet, state, reference, page \
                      from ledger_transfer where book = $1 and id = $2";
    // Transfers of every centre that stand in no statement yet.
    UNMATCHED_TRANSFERS = "select t.book, t.id, t.provider, t.day, t.principal_poisha, t.by_wallet, t.state, \
                           t.reference, t.page from ledger_transfer as t left join ledger_transfer_match as m \
                           on m.book = $1 and m.transfer = t.id \
                           where t.provider = $2 and t.day >= $3 and t.day <= $4 and m.transfer is null \
                           order by t.id limit $5";
    UNMATCHED_TRANSFER = "select t.book, t.id, t.provider, t.day, t.principal_poisha, t.by_wallet, t.state, \
                          t.reference, t.page from ledger_transfer as t left join ledger_transfer_match as m \
                          on m.book = $1 and m.transfer = t.id \
                          where t.id = $2 and t.provider = $3 and m.transfer is null";
}

/// The balance of an account, from the batch if it is known there.
pub(crate) async fn balance(tx: &mut db::Tx<'_>, book: &str, account: &Account) -> Result<Balance, Fault> {
    let row = tx.fetch(&BALANCES, vec![book.into(), account.code().into()]).await?;
    match row.as_deref() {
        None => Ok(Balance::default()),
        Some([Value::Integer(poisha), Value::Integer(held)]) => {
            Ok(Balance { poisha: Paisa::new(*poisha), held: Paisa::new(*held) })
        }
        Some(_) => Err(Fault::Unsound("a balance of another shape".to_owned())),
    }
}

/// Writes the balance of an account.
pub(crate) fn keep_balance(tx: &mut db::Tx<'_>, book: &str, account: &Account, balance: Balance) {
    let key = vec![book.into(), account.code().into()];
    tx.put(&BALANCES, key, vec![balance.poisha.into(), balance.held.into()]);
}
