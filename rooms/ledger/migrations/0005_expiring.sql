-- Holds whose time is over are looked for every minute; those that ended long ago are not looked through for it.
create index ledger_hold_open on ledger_hold (until_ms, book, hold) where state = 'open';
