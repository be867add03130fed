-- At which centre's counter a case was gone on with, when not at its own.
alter table counter_case_move add column at_centre text;
