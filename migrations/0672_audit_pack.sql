-- Audit packs that were asked for on a page: made by a job, kept until a newer one of the same scope or for a
-- month.
CREATE TABLE audit_pack (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,          -- whose officer asked; 0: the city's
	scope {text} NOT NULL,          -- JSON: codes of county, school and term; empty ones: all
	state {text} NOT NULL,          -- waiting | done | failed
	progress {i64} NOT NULL,        -- thousandths
	at {i64} NOT NULL,              -- instant it was asked for
	account {i64} NOT NULL,         -- who asked
	finished {i64},                 -- instant
	bytes {i64} NOT NULL,           -- of the file; 0 until it is made
	rows {i64} NOT NULL,
	root {text} NOT NULL,           -- its root hash; empty until it is made
	failure {text} NOT NULL         -- fault code; else empty
) {strict};
CREATE INDEX audit_pack_county ON audit_pack (county, id);

-- The file, in pieces of at most a quarter of a MiB.
CREATE TABLE audit_pack_part (
	audit_pack {i64} NOT NULL REFERENCES audit_pack (id),
	part {i64} NOT NULL,            -- 0, 1, …
	bytes {blob} NOT NULL,
	PRIMARY KEY (audit_pack, part)
) {strict};
