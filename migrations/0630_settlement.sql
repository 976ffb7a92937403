-- What a course costs and who bears it, and an agency's money: held, released for verified hours, disputed.

-- How the price of a course came about. Never changed once published: another version follows.
CREATE TABLE price_sheet (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	offering {i64} NOT NULL REFERENCES offering (id),
	minutes {i64} NOT NULL,         -- planned over the term
	people {i64} NOT NULL,          -- instructors at a time
	rate {i64} NOT NULL,            -- fen an hour and instructor
	materials {i64} NOT NULL,       -- fen for the term
	headcount {i64} NOT NULL,       -- pupils it is reckoned for
	cost {i64} NOT NULL,            -- fen: minutes x people x rate / 60 + materials
	government {i64} NOT NULL,      -- fen of the cost borne by the government
	own {i64} NOT NULL,             -- by the school
	parents {i64} NOT NULL,         -- by the families; the three sum to the cost
	part {i64} NOT NULL,            -- fen of each pupil's price that is held for the agency
	price {i64} NOT NULL,           -- fen a pupil when it was made
	author {i64} NOT NULL,          -- account
	at {i64} NOT NULL,              -- instant
	publisher {i64},                -- account
	published {i64},                -- instant
	CHECK (government + own + parents = cost)
) {strict};
CREATE INDEX price_sheet_offering ON price_sheet (offering, id);
CREATE INDEX price_sheet_school ON price_sheet (school, id);

-- The agency's share of paid course money, held. Its id is the ledger entry's (none for a share of 0).
CREATE TABLE escrow_take (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	offering {i64} NOT NULL,
	source {i64} NOT NULL,          -- the bill's line, adjustment or refund it follows
	income {i64} NOT NULL,          -- fen that came in by it; negative: went back
	share {i64} NOT NULL,           -- fen of it held for the agency; negative: given back
	at {i64} NOT NULL,
	UNIQUE (offering, source)
) {strict};

-- A statement: an agency's hours of a course in a period.
CREATE TABLE settlement (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	agency {i64} NOT NULL,
	offering {i64} NOT NULL REFERENCES offering (id),
	sheet {i64} NOT NULL REFERENCES price_sheet (id),
	first {i64} NOT NULL,           -- day
	last {i64} NOT NULL,            -- day
	hourly {i64} NOT NULL,          -- fen an hour, of all instructors
	maker {i64} NOT NULL,           -- account
	at {i64} NOT NULL
) {strict};
CREATE INDEX settlement_school ON settlement (school, id);
CREATE INDEX settlement_agency ON settlement (agency, id);
CREATE INDEX settlement_county ON settlement (county, id);

-- A release: money owed to the agency from now on. Its id is the ledger entry's.
CREATE TABLE escrow_release (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	agency {i64} NOT NULL,
	offering {i64} NOT NULL,
	settlement {i64} NOT NULL REFERENCES settlement (id),
	minutes {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen
	day {i64} NOT NULL,             -- it is owed since
	account {i64} NOT NULL,
	at {i64} NOT NULL
) {strict};
CREATE INDEX escrow_release_settlement ON escrow_release (settlement);
CREATE INDEX escrow_release_school ON escrow_release (school, id);
CREATE INDEX escrow_release_agency ON escrow_release (agency, id);

-- A verified sitting of a statement: it stands in one alone, and is released once.
CREATE TABLE settlement_line (
	sitting {i64} NOT NULL PRIMARY KEY REFERENCES sitting (id),
	settlement {i64} NOT NULL REFERENCES settlement (id),
	county {i64} NOT NULL,
	verified {i64} NOT NULL,        -- minutes that were
	minutes {i64} NOT NULL CHECK (minutes >= 0 AND minutes <= verified), -- to be paid; less after a dispute
	state {text} NOT NULL,          -- open | disputed | released
	release {i64}                   -- by which
) {strict};
CREATE INDEX settlement_line_settlement ON settlement_line (settlement);

-- An agency does not agree with a line: the school answers, the county decides.
CREATE TABLE settlement_dispute (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	settlement {i64} NOT NULL,
	sitting {i64} NOT NULL,
	reason {text} NOT NULL,
	opened_by {i64} NOT NULL,
	opened {i64} NOT NULL,
	answer {text},
	answered_by {i64},
	answered {i64},
	minutes {i64},                  -- decided
	decision {text},
	decided_by {i64},
	decided {i64}
) {strict};
CREATE UNIQUE INDEX settlement_dispute_open ON settlement_dispute (sitting) WHERE decided IS NULL;
CREATE INDEX settlement_dispute_settlement ON settlement_dispute (settlement);

-- Where an agency's money goes.
CREATE TABLE agency_payee (
	agency {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	holder {blob} NOT NULL,         -- sealed: name of the account's owner
	number {blob} NOT NULL,         -- sealed: account number
	bank {text} NOT NULL,
	account {i64} NOT NULL,         -- who entered it
	at {i64} NOT NULL
) {strict};
