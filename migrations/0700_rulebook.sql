-- The rule sets a county enters itself, their life, and the decisions it records where a document leaves
-- something open.

-- One edition of a rule set. Its text is the canonical form of the file and never changes once it was submitted;
-- the columns beside it are read out of the text, so that a list needs no reader.
CREATE TABLE edition (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	ruleset {text} NOT NULL,        -- id of the rule set, as the file says
	number {i64} NOT NULL,          -- 1.. within the rule set of this county
	state {text} NOT NULL,          -- draft | review | approved | published | superseded | withdrawn
	title {text} NOT NULL,          -- of the document
	document {text} NOT NULL,       -- its number; empty: it has none
	level {text} NOT NULL,          -- nation | province | city | county | school
	place {text} NOT NULL,          -- code of the county or school it is for
	starts {i64} NOT NULL,          -- first day it holds
	ends {i64},                     -- last day; NULL while open
	known {i64} NOT NULL,           -- day on which it became known here
	body {text} NOT NULL,           -- the file
	hash {blob} NOT NULL,           -- SHA-256 of the file
	disclosure {text},              -- what the public reads; needed before publication
	drafter {i64},                  -- account that wrote it last; NULL: the command line
	approver {i64},                 -- account that approved it
	published {i64},                -- instant
	withdrawn {i64},                -- day on which it was withdrawn
	until {i64},                    -- last day a withdrawn one still holds; NULL: none
	superseded_by {i64},            -- the later edition that took its place
	UNIQUE (county, ruleset, number)
) {strict};

-- What was done to an edition, in order.
CREATE TABLE edition_step (
	edition {i64} NOT NULL REFERENCES edition (id),
	id {i64} NOT NULL,              -- orders the steps
	what {text} NOT NULL,           -- drafted | submitted | returned | approved | published | withdrawn | superseded
	account {i64},                  -- who; NULL: the command line
	at {i64} NOT NULL,
	reason {text},
	PRIMARY KEY (edition, id)
) {strict};

-- What a document leaves open, decided by the county.
CREATE TABLE decision (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	ruleset {text} NOT NULL,        -- the set that asks
	question {text} NOT NULL,       -- name of its open question
	answer {text} NOT NULL,         -- one of its choices
	starts {i64} NOT NULL,          -- first day it holds; until the next one to the same question
	decided {i64} NOT NULL,         -- day of the decision
	known {i64} NOT NULL,           -- day on which it was recorded
	decided_by {text} NOT NULL,     -- post and person, or the meeting
	why {text} NOT NULL,
	account {i64},                  -- who recorded it
	at {i64} NOT NULL
) {strict};
CREATE INDEX decision_county ON decision (county, ruleset, question);

-- The set a county stands on, where it is no longer the one it began with (county.ruleset).
CREATE TABLE county_base (
	county {i64} NOT NULL REFERENCES county (id),
	id {i64} NOT NULL,              -- of two with the same first day the later one holds
	ruleset {text} NOT NULL,
	starts {i64} NOT NULL,          -- first day
	known {i64} NOT NULL,           -- day on which it was chosen
	reason {text} NOT NULL,
	account {i64},
	at {i64} NOT NULL,
	PRIMARY KEY (county, id)
) {strict};

-- Grows with whatever changes the rules of a county, so that a node knows when what it remembers is old.
-- An identifier, not a count: no two states of any database share one.
CREATE TABLE county_book (
	county {i64} NOT NULL PRIMARY KEY REFERENCES county (id),
	version {i64} NOT NULL
) {strict};
