-- The ledger's books: on which day an entry is booked, funds that never go below zero, reversals, closings.

-- The day an entry is booked on, and who did what it records (NULL: the system, or older than this column).
ALTER TABLE ledger_entry ADD COLUMN day {i64} NOT NULL DEFAULT 0;
ALTER TABLE ledger_entry ADD COLUMN account {i64};

-- An entry has the id of the act it records: an act moves money once, and either is found from the other.
INSERT INTO ledger_entry (id, county, cause, cause_id, at)
	SELECT cause_id, county, cause, cause_id, at FROM ledger_entry WHERE id <> cause_id;
UPDATE posting SET entry = (SELECT n.cause_id FROM ledger_entry n WHERE n.id = posting.entry);
DELETE FROM ledger_entry WHERE id <> cause_id;
UPDATE ledger_entry SET day = (at + 28800000000) / 86400000000;

-- Postings of a school's own accounts. Those of bills are found through their bills, so that an enrolment
-- writes no index.
CREATE INDEX posting_own ON posting (subject, account)
	WHERE account NOT IN ('receivable', 'course', 'care', 'consumables');

-- What a fund holds: raised and lowered in the transaction of its postings, never below zero.
CREATE TABLE fund (
	account {text} NOT NULL,        -- guarantee | …: an account of the ledger that is a fund
	subject {i64} NOT NULL,         -- whose: the school
	county {i64} NOT NULL,
	balance {i64} NOT NULL CHECK (balance >= 0), -- fen, on the account's own side
	PRIMARY KEY (account, subject)
) {keyed};
INSERT INTO fund (account, subject, county, balance)
	SELECT 'guarantee', subject, MIN(county), CAST(SUM(amount) AS BIGINT) FROM posting
	WHERE account = 'guarantee' GROUP BY subject;

-- An entry that takes back another: once, and for a reason.
CREATE TABLE ledger_reversal (
	entry {i64} NOT NULL PRIMARY KEY REFERENCES ledger_entry (id),
	reverses {i64} NOT NULL UNIQUE REFERENCES ledger_entry (id), -- the entry taken back
	county {i64} NOT NULL,
	reason {text} NOT NULL          -- as the one who did it wrote it
) {strict};

-- What came after its period was closed: booked in the open one, with the day it belongs to.
CREATE TABLE ledger_late (
	entry {i64} NOT NULL PRIMARY KEY REFERENCES ledger_entry (id),
	county {i64} NOT NULL,
	belongs {i64} NOT NULL          -- day
) {strict};

-- Through which day a county's books are closed. Whoever books on an earlier day than today passes this row.
CREATE TABLE ledger_book (
	county {i64} NOT NULL PRIMARY KEY,
	closed_through {i64} NOT NULL,  -- day; nothing is booked on it or before
	back_booked {i64} NOT NULL      -- entries booked on a day before the one they were made on
) {strict};

-- The closings of a county, each through the last day of a month.
CREATE TABLE ledger_period (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	last_day {i64} NOT NULL,        -- day
	account {i64} NOT NULL,         -- who closed it; 0: the system
	at {i64} NOT NULL,              -- instant
	entries {i64},                  -- entries booked through that day; NULL: not counted yet
	UNIQUE (county, last_day)
) {strict};

-- What stood in each account when a period was closed: turnovers from the beginning.
CREATE TABLE period_balance (
	period {i64} NOT NULL REFERENCES ledger_period (id),
	account {text} NOT NULL,
	debit {i64} NOT NULL,           -- fen
	credit {i64} NOT NULL,          -- fen, not below zero
	PRIMARY KEY (period, account)
) {strict};
