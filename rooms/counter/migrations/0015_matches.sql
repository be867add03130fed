-- Which transfers stand in a statement is the ledger's to know: it has those of every room.
drop table counter_statement_match;
drop index counter_transfer_id;
drop index counter_transfer_provider;
