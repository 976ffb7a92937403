-- Money going out: batches of lines for the bank, whoever they pay and whatever for.

CREATE TABLE payout (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64},                   -- NULL: the county's own
	title {text} NOT NULL,          -- what it pays; names no person
	state {text} NOT NULL,          -- draft | submitted | exported | cancelled
	made {i64} NOT NULL,            -- instant
	maker {i64} NOT NULL,           -- account; 0: the system
	exported {i64},                 -- instant of the first bank file: it stands in it
	cancelled {text}                -- why it was given up
) {strict};
CREATE INDEX payout_county ON payout (county, made);
CREATE INDEX payout_school ON payout (school, made);

CREATE TABLE payout_line (
	id {i64} NOT NULL PRIMARY KEY,  -- stands in the bank file too
	county {i64} NOT NULL,
	payout {i64} NOT NULL REFERENCES payout (id),
	payee {blob} NOT NULL,          -- sealed: name of the account's owner
	number {blob} NOT NULL,         -- sealed: account number
	bank {text} NOT NULL,           -- where the account is kept
	amount {i64} NOT NULL CHECK (amount > 0), -- fen
	purpose {text} NOT NULL,        -- as it stands on the payee's statement
	cause {text} NOT NULL,          -- kind of the row it pays: settlement, subsidy_line, …
	cause_id {i64} NOT NULL,        -- that row, in the room that owns it
	debit {text} NOT NULL,          -- account of the ledger it is taken from when paid, and whose
	debit_subject {i64} NOT NULL,
	credit {text} NOT NULL,         -- account it is paid out of, and whose
	credit_subject {i64} NOT NULL,
	state {text} NOT NULL           -- open | paid | returned | dropped
) {strict};
CREATE INDEX payout_line_payout ON payout_line (payout, id);
CREATE INDEX payout_line_cause ON payout_line (cause, cause_id);
-- What is paid or on its way is not paid by another line.
CREATE UNIQUE INDEX payout_line_live ON payout_line (cause, cause_id) WHERE state IN ('open', 'paid');

-- What the bank said of a line. One that says paid has the id of its entry in the ledger; so has one that says
-- returned of a line that was paid.
CREATE TABLE payout_outcome (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	line {i64} NOT NULL REFERENCES payout_line (id),
	state {text} NOT NULL,          -- paid | returned
	day {i64} NOT NULL,             -- of the bank
	reason {text} NOT NULL,         -- of a return; empty when paid
	account {i64} NOT NULL,         -- who entered it; 0: the system
	at {i64} NOT NULL
) {strict};
CREATE INDEX payout_outcome_line ON payout_outcome (line, id);
