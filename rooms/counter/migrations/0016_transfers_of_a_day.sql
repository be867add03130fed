-- A supervisor looks at the transfers of one day at all centres of a place.
create index counter_transfer_of_day on counter_transfer (day, requested_ms);
