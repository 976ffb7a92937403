-- Fees that supervisors look into (R41): charged above what the published price or the rules allow, or complained of.
CREATE TABLE fee_case (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	source {text} NOT NULL,         -- query: a row of the over-charge query | complaint
	term {i64},                     -- of a row; all NULL for a complaint without one
	bill {i64},
	offering {i64},
	item {text} NOT NULL,           -- price | consumables; empty for a complaint
	charged {i64} NOT NULL,         -- fen, as it was found
	allowed {i64} NOT NULL,
	formula {text} NOT NULL,        -- a line in zh-CN, a line in English
	clause {text} NOT NULL,
	document {text} NOT NULL,
	state {text} NOT NULL,          -- open | closed
	outcome {text} NOT NULL,        -- corrected | justified | referred; empty while it is open
	at {i64} NOT NULL,
	account {i64} NOT NULL,         -- who opened it
	closed {i64},
	closed_by {i64}
) {strict};
CREATE UNIQUE INDEX fee_case_open ON fee_case (bill, offering, item) WHERE state = 'open' AND bill IS NOT NULL;
CREATE INDEX fee_case_school ON fee_case (school, id);
CREATE INDEX fee_case_county ON fee_case (county, id);

-- What was written about a case, by whom; the first is why it was opened, the last how it was closed.
CREATE TABLE fee_case_note (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	fee_case {i64} NOT NULL REFERENCES fee_case (id),
	words {text} NOT NULL,
	at {i64} NOT NULL,
	account {i64} NOT NULL
) {strict};
CREATE INDEX fee_case_note_case ON fee_case_note (fee_case, id);
