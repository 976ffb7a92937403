-- What the bank and the channels say, held against what we booked.

-- A supervised account whose statements are taken in: a school's, or one of the county for all its schools.
CREATE TABLE bank_account (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,          -- 0: of the county
	holder {text} NOT NULL,         -- 户名
	bank {text} NOT NULL,
	number {blob},                  -- sealed
	tail {text} NOT NULL,           -- its last four digits, for lists
	layout {text} NOT NULL,         -- titles of the statement's columns where they differ from the usual ones: field=title, a line each
	footer {i64} NOT NULL,          -- 1: its statements end with sums
	at {i64} NOT NULL,
	account {i64} NOT NULL          -- who entered it last
) {strict};
CREATE INDEX bank_account_county ON bank_account (county, school);

-- A statement that was taken in, whole. The same file again is the same row.
CREATE TABLE bank_statement (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	bank_account {i64} NOT NULL REFERENCES bank_account (id),
	file {text} NOT NULL,           -- its name, for people
	hash {blob} NOT NULL,           -- SHA-256 of the file
	state {text} NOT NULL,          -- taking | taken
	first_day {i64} NOT NULL,
	last_day {i64} NOT NULL,
	lines {i64} NOT NULL,
	known {i64} NOT NULL,           -- of them: in another statement before
	total_in {i64} NOT NULL,        -- fen
	total_out {i64} NOT NULL,       -- fen, not below zero
	at {i64} NOT NULL,
	account {i64} NOT NULL,         -- who sent it
	UNIQUE (bank_account, hash)
) {strict};

-- A line of it. Never changed.
CREATE TABLE bank_line (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	bank_account {i64} NOT NULL REFERENCES bank_account (id),
	statement {i64} NOT NULL REFERENCES bank_statement (id),
	day {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen; in positive, out negative
	serial {text} NOT NULL,         -- the bank's own number of it
	counterparty {text} NOT NULL,
	summary {text} NOT NULL,
	UNIQUE (bank_account, serial)
) {strict};
CREATE INDEX bank_line_day ON bank_line (bank_account, day);
