-- Government money for care.

-- What finance has paid to a school towards the guarantee (R29).
CREATE TABLE appropriation (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen
	document {text} NOT NULL,       -- payment order
	account {i64} NOT NULL,         -- who entered it
	at {i64} NOT NULL
) {strict};
CREATE INDEX appropriation_school ON appropriation (school, term);
