-- Bills and the ledger. Integer fen everywhere.

-- One bill a pupil a term (R59). Its totals are the cap ledger of R34: whoever raises them does so by one
-- conditional update.
CREATE TABLE bill (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	pupil {i64} NOT NULL,
	state {text} NOT NULL,          -- open | collected
	total {i64} NOT NULL,           -- fen, sum of the lines
	course {i64} NOT NULL,          -- part of it that counts as course price
	consumables {i64} NOT NULL,     -- part of it that is consumables
	care {i64} NOT NULL,            -- part of it that is care
	self_bought {i64} NOT NULL,     -- what the family buys itself, by estimate: outside the total (D1)
	UNIQUE (pupil, term)
) {strict};
CREATE INDEX bill_school ON bill (school, term);

-- Lines are added, never changed; withdrawing adds the reversed line.
CREATE TABLE bill_line (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	bill {i64} NOT NULL REFERENCES bill (id),
	enrolment {i64} NOT NULL,
	offering {i64} NOT NULL,
	item {text} NOT NULL,           -- price | consumables | waiver
	amount {i64} NOT NULL,          -- fen; negative on a reversal
	formula {text} NOT NULL,        -- how the amount came about, as printed: a line in zh-CN, a line in English
	requirement {text} NOT NULL,    -- R34
	document {text} NOT NULL,       -- rule set and clause that decided it
	reverses {i64},                 -- the line this one takes back
	at {i64} NOT NULL
) {strict};
CREATE INDEX bill_line_bill ON bill_line (bill);

-- Double entry: the legs of an entry sum to zero. Never changed, only reversed.
CREATE TABLE ledger_entry (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	cause {text} NOT NULL,          -- bill_line | appropriation | …
	cause_id {i64} NOT NULL,
	at {i64} NOT NULL
) {strict};

CREATE TABLE posting (
	entry {i64} NOT NULL REFERENCES ledger_entry (id),
	leg {i64} NOT NULL,             -- 1, 2, …
	county {i64} NOT NULL,
	account {text} NOT NULL,        -- receivable | course_income | consumables | appropriation | guarantee
	subject {i64} NOT NULL,         -- whose: the bill, the offering, the school
	amount {i64} NOT NULL,          -- fen, debit positive
	PRIMARY KEY (entry, leg)
) {strict};
