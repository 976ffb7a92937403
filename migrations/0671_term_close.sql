-- The closing of a term: what each enrolment was charged in the end goes from the income of its service to
-- the result of its school.

-- One closing of a county's term. It names its day, its instant and its range of numbers beforehand, so that
-- what it writes does not depend on how often it was interrupted.
CREATE TABLE term_close (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	term {i64} NOT NULL,
	state {text} NOT NULL,          -- running | done
	total {i64} NOT NULL,           -- enrolments it may come to: so many numbers are reserved
	first_id {i64} NOT NULL,        -- of the reserved numbers
	done {i64} NOT NULL,            -- enrolments closed
	last_offering {i64} NOT NULL,   -- the last service that was closed; 0: none
	amount {i64} NOT NULL,          -- fen, moved so far
	day {i64} NOT NULL,             -- its entries are booked on
	at {i64} NOT NULL,              -- instant
	account {i64},                  -- who began it; NULL: the system
	UNIQUE (county, term)
) {strict};

-- What an enrolment came to. Its id is the ledger entry's, where it came to something.
CREATE TABLE enrolment_close (
	id {i64} NOT NULL PRIMARY KEY,
	term_close {i64} NOT NULL REFERENCES term_close (id),
	school {i64} NOT NULL,
	offering {i64} NOT NULL,
	enrolment {i64} NOT NULL UNIQUE,
	price {i64} NOT NULL,           -- fen, what stands on its bill
	consumables {i64} NOT NULL      -- fen
) {strict};
