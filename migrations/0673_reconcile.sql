-- Reconciliation: the channels' daily files, what they come to at the bank, and what does not fit.

-- How a collecting account's money comes to the bank.
CREATE TABLE channel_terms (
	collecting {i64} NOT NULL PRIMARY KEY, -- the collecting account
	county {i64} NOT NULL,
	bank_account {i64} NOT NULL,    -- the supervised account it is paid to
	fee_per_million {i64} NOT NULL, -- agreed fee of each payment
	days {i64} NOT NULL,            -- the bank has it so many days after at the latest
	at {i64} NOT NULL,
	account {i64} NOT NULL          -- who entered it last
) {strict};

-- A channel's file of a day, whole.
CREATE TABLE channel_file (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	collecting {i64} NOT NULL,
	day {i64} NOT NULL,
	lines {i64} NOT NULL,
	state {text} NOT NULL,          -- taking | taken
	at {i64} NOT NULL,
	UNIQUE (collecting, day)
) {strict};

CREATE TABLE channel_line (
	id {i64} NOT NULL PRIMARY KEY,
	file {i64} NOT NULL REFERENCES channel_file (id),
	line {i64} NOT NULL,            -- 1, 2, … in the file
	number {text} NOT NULL,         -- of our order
	refund {text} NOT NULL,         -- of our refund; empty: a payment
	channel_number {text} NOT NULL,
	amount {i64} NOT NULL,          -- fen, above zero
	UNIQUE (file, line)
) {strict};

-- Something that does not fit; one row as long as it is the same.
CREATE TABLE difference (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,          -- 0: not known, or the county's
	kind {text} NOT NULL,           -- payment_missing | … (audit/reconcile.h)
	collecting {i64} NOT NULL,      -- 0: none
	day {i64} NOT NULL,
	number {text} NOT NULL,         -- of the order or refund; empty at the bank
	bank_line {i64} NOT NULL,       -- 0: none
	found {i64} NOT NULL,           -- fen
	expected {i64} NOT NULL,        -- fen
	state {text} NOT NULL,          -- open | closed | gone
	assignee {i64},                 -- account that looks into it
	assigned {i64},
	reason {text} NOT NULL,         -- how it was settled; empty while open
	closed_by {i64},
	closed {i64},
	seen {i64} NOT NULL,            -- instant of the last run that saw it
	at {i64} NOT NULL,              -- first seen
	UNIQUE (county, kind, collecting, day, number, bank_line)
) {strict};
CREATE INDEX difference_open ON difference (county, school) WHERE state = 'open';
