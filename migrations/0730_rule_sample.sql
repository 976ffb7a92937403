-- Sample pupils a county keeps for the preview of its drafts: a decision and its facts, as the lines of a worked case.
CREATE TABLE rule_sample (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	name {text} NOT NULL,
	body {text} NOT NULL,
	account {i64},                  -- who wrote it last; NULL: the command line
	at {i64} NOT NULL,
	UNIQUE (county, name)
) {strict};
