-- Who buys the consumables of a service: a family's later word.

-- The first word stands in the application (R37); a later one is added, never changed. Entrusting is signed by saying so.
CREATE TABLE consumables_choice (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	enrolment {i64} NOT NULL,
	self_purchase {i64} NOT NULL,   -- 1: the family buys them itself
	guardian {i64} NOT NULL,        -- whose word it is
	account {i64} NOT NULL,
	channel {text} NOT NULL,        -- page | api
	at {i64} NOT NULL
) {strict};
CREATE INDEX consumables_choice_enrolment ON consumables_choice (enrolment, id);
