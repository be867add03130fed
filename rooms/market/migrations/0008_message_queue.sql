-- Messages of a seller by state, and by age: each is looked for while all of the house's writes wait.
create index market_message_waiting on market_message (book, state, number);
create index market_message_age on market_message (book, at_ms);
