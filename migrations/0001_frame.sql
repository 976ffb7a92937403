-- What the store itself keeps.

-- Facts about this database.
CREATE TABLE meta (
	key {text} NOT NULL PRIMARY KEY, -- key_check: proves that the keyring belongs here
	value {blob} NOT NULL
) {strict};

-- The migrations that were applied.
CREATE TABLE migration (
	number {i64} NOT NULL PRIMARY KEY, -- NNNN of migrations/NNNN_name.sql
	name {text} NOT NULL,           -- 0100_people
	hash {text} NOT NULL,           -- SHA-256 of the file: a changed old file is refused
	at {i64} NOT NULL               -- instant
) {strict};

-- Who did what (wall 6). Only ever appended to; each record carries the hash over the one before it.
CREATE TABLE audit (
	id {i64} NOT NULL PRIMARY KEY,  -- chain << 40 | sequence number within the chain, from 1
	at {i64} NOT NULL,              -- instant
	account {i64},                  -- who; NULL: nobody was logged in, or the system itself
	role {i64} NOT NULL,            -- in which role (enum role)
	verb {text} NOT NULL,           -- enrolment.create
	what {text} NOT NULL,           -- what was done, e.g. created
	object {text} NOT NULL,         -- to what kind of thing
	object_id {i64} NOT NULL,       -- to which
	county {i64},                   -- the tenant it belongs to
	detail {text} NOT NULL,         -- small JSON without sealed values
	hash {blob} NOT NULL            -- SHA-256 over the hash before and this record
) {strict};
-- Who looked at this child: the one question that is asked by thing and not by time.
CREATE INDEX audit_pupil ON audit (object_id) WHERE object = 'pupil';

-- Where each chain ends, so that records cut off its end are missed; once per commit.
CREATE TABLE audit_head (
	chain {i64} NOT NULL PRIMARY KEY,
	seq {i64} NOT NULL,             -- of the last record
	hash {blob} NOT NULL,           -- of the last record
	mark {blob}                     -- made with a key outside the database; NULL: opened without keys
) {strict};

-- First answers to requests that carried an idempotency key (wall 2), kept for the term.
CREATE TABLE idem (
	account {i64} NOT NULL,         -- whose key; 0: nobody was logged in
	key {text} NOT NULL,            -- made by the client
	body {blob} NOT NULL,           -- hash of the verb's name and the request
	answer {text} NOT NULL,         -- what was told the first time
	at {i64} NOT NULL,              -- instant
	PRIMARY KEY (account, key)
) {keyed};
