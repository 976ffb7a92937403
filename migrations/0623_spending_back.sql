-- A spending that was entered wrongly and is taken back: the reversed entry, on the day it is taken back.
CREATE TABLE spending_back (
	id {i64} NOT NULL PRIMARY KEY,  -- the reversed entry's as well
	county {i64} NOT NULL,
	school {i64},                   -- NULL: the county's own
	spending {i64} NOT NULL UNIQUE REFERENCES spending (id),
	reason {text} NOT NULL,
	state {text} NOT NULL,          -- waiting | booked
	account {i64},                  -- who asked for it last; NULL: the system
	at {i64} NOT NULL,
	booked {i64}                    -- instant
) {strict};
