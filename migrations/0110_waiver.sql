-- Who pays less, and why: what a family asked for or the school entered, and what a second person said to it.

CREATE TABLE waiver (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	pupil {i64} NOT NULL,
	state {text} NOT NULL,          -- asked | granted | refused | withdrawn
	category {blob} NOT NULL,       -- sealed: a word of the county's rules
	proof {blob} NOT NULL,          -- sealed: what was shown; empty where none is asked for
	number {blob} NOT NULL,         -- sealed: its number, or empty
	seen {i64},                     -- day: when a member of staff saw the proof
	starts {i64} NOT NULL,          -- day
	ends {i64},                     -- day: the last one, by the rule or as it was asked; NULL: while the rule holds
	payer {text},                   -- who bears it, by the rule; NULL: the school
	entered {i64} NOT NULL,         -- account
	at {i64} NOT NULL,              -- instant
	decided_by {i64},               -- account
	decided {i64},                  -- instant
	gone {i64},                     -- instant: withdrawn
	reason {blob} NOT NULL,         -- sealed: why it was refused or withdrawn
	told {i64}                      -- day: when the family was told that it runs out
) {strict};
CREATE INDEX waiver_pupil ON waiver (pupil);
CREATE INDEX waiver_school ON waiver (school, state);
CREATE INDEX waiver_county ON waiver (county, state);
CREATE INDEX waiver_ends ON waiver (ends) WHERE state = 'granted' AND told IS NULL;
