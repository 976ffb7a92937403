-- A title that sounds like a school subject, looked at by a second person (R31, R62). One row an offering:
-- it holds for the title it names; another title asks anew.
CREATE TABLE offering_review (
	offering {i64} NOT NULL PRIMARY KEY REFERENCES offering (id),
	county {i64} NOT NULL,
	title {text} NOT NULL,          -- the one that was asked about
	asked_by {i64} NOT NULL,        -- account that wrote it; 0: the system
	asked {i64} NOT NULL,           -- instant
	reviewed_by {i64},              -- account of the leader who found no subject teaching; NULL: waits
	reviewed {i64},                 -- instant
	reason {text}                   -- why it is none
) {strict};
CREATE INDEX offering_review_county ON offering_review (county);
