-- What came to the bank, booked: bank against clearing, the channel's fee, and what no booking explains.

-- Who bears the channel's fee.
ALTER TABLE channel_terms ADD COLUMN bearer {text} NOT NULL DEFAULT 'school'; -- school | county

-- A line that comes twice is found by its order.
CREATE INDEX channel_line_number ON channel_line (number);

-- Money of a collecting account's day, or of days that came together, at the bank. Never changed; when it does not
-- hold any more it is taken back as a whole.
CREATE TABLE arrival (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	collecting {i64} NOT NULL REFERENCES collecting_account (id),
	first_day {i64} NOT NULL,       -- paid
	last_day {i64} NOT NULL,
	came {i64} NOT NULL,            -- day the last of it was at the bank; booked on it
	agreed {i64} NOT NULL,          -- 1: the fee is the agreed one; 0: somebody said it is right
	at {i64} NOT NULL,
	undone {i64}                    -- instant it was taken back; NULL: it stands
) {strict};
CREATE INDEX arrival_county ON arrival (county, last_day);

-- The lines of the bank's statement it is. A line is of one arrival.
CREATE TABLE arrival_line (
	arrival {i64} NOT NULL REFERENCES arrival (id),
	bank_line {i64} NOT NULL REFERENCES bank_line (id),
	undone {i64},
	PRIMARY KEY (arrival, bank_line)
) {strict};
CREATE UNIQUE INDEX arrival_line_once ON arrival_line (bank_line) WHERE undone IS NULL;

-- What of it is one school's. Its id is the ledger entry's.
CREATE TABLE arrival_part (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	arrival {i64} NOT NULL REFERENCES arrival (id),
	gross {i64} NOT NULL,           -- fen: payments booked by us less refunds booked by us
	odd {i64} NOT NULL,             -- fen beyond them: no booking of ours explains it
	fee {i64} NOT NULL,             -- fen the channel kept
	bearer {text} NOT NULL,         -- school | county: of the fee
	undone {i64},                   -- entry that took it back; NULL: it stands
	UNIQUE (arrival, school)
) {strict};
CREATE INDEX arrival_part_school ON arrival_part (school);

-- What the counter took in and paid back of it: payments and paid refunds. Rows without their arrival are of one that
-- was interrupted before it was booked.
CREATE TABLE arrival_item (
	arrival {i64} NOT NULL,
	item {i64} NOT NULL,            -- payment, or the row that a refund was paid
	amount {i64} NOT NULL,          -- fen; below zero: paid back
	PRIMARY KEY (arrival, item)
) {keyed};
