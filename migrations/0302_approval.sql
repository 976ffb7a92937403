-- What one person submits and another decides before money moves: refunds, payouts, subsidies.

-- Every submission is a row; one that was returned is followed by another for the same object.
CREATE TABLE approval (
	id {i64} NOT NULL PRIMARY KEY,
	kind {text} NOT NULL,           -- refund | payout | subsidy | …
	object {i64} NOT NULL,          -- the row that is asked about, in the room that owns it
	level {text} NOT NULL,          -- who decides: school | county | city
	county {i64},                   -- NULL: the city's
	school {i64},                   -- NULL: the county's or the city's
	amount {i64} NOT NULL,          -- fen
	title {text} NOT NULL,          -- what it is about; names no person
	state {text} NOT NULL,          -- waiting | approved | returned
	submitter {i64} NOT NULL,       -- account; 0: the system
	submitted {i64} NOT NULL,       -- instant
	decider {i64},                  -- account
	decided {i64},                  -- instant
	reason {text}                   -- why, as the decider wrote it
) {strict};
-- One answer is awaited at a time.
CREATE UNIQUE INDEX approval_waiting ON approval (kind, object) WHERE state = 'waiting';
CREATE INDEX approval_object ON approval (kind, object, id);
CREATE INDEX approval_county ON approval (county, submitted);
CREATE INDEX approval_school ON approval (school, submitted);

-- Up to which amount a county lets an object of a kind go without a second person.
CREATE TABLE approval_limit (
	county {i64} NOT NULL,
	kind {text} NOT NULL,
	amount {i64} NOT NULL,          -- fen; 0: never
	PRIMARY KEY (county, kind)
) {keyed};
