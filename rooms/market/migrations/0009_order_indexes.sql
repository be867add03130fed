-- What is looked for is the last of a centre or a seller, and the few that are disputed or that a wallet is owed. Indexes that
-- nobody asked, or in another order, were written with every order.
drop index market_order_seller;
drop index market_order_state;
drop index market_order_wallet;
create index market_order_centre on market_order (book, moved_ms desc, number);
create index market_order_disputed on market_order (moved_ms, book, number) where disputed;
create index market_order_wallet on market_order (book, number) where refund_due_poisha > 0 and payment = 'wallet';
