-- What families paid, spent on a purpose (R66). Each has one line of a payout, whose state says what became of it.
CREATE TABLE fee_spending (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,            -- of the day it was entered
	purpose {text} NOT NULL,        -- direct_consumables | …
	amount {i64} NOT NULL CHECK (amount > 0), -- fen
	document {text} NOT NULL,       -- number of the voucher
	clause {text} NOT NULL,         -- the sentence that permits it
	account {i64} NOT NULL,
	at {i64} NOT NULL
) {strict};
CREATE INDEX fee_spending_school ON fee_spending (school, term);
CREATE INDEX fee_spending_county ON fee_spending (county);
