-- The city's special fund (市级专项补助资金, R47): a year's total, shared out among the counties by their evaluation.
CREATE TABLE special (
	id {i64} NOT NULL PRIMARY KEY,
	year {i64} NOT NULL UNIQUE,
	total {i64} NOT NULL,           -- fen
	document {text} NOT NULL,       -- what provides it
	formula {text} NOT NULL,        -- version of the formula
	state {text} NOT NULL,          -- scoring | closed | proposed | approved
	round {i64} NOT NULL,           -- which proposal; shares of earlier ones are kept
	account {i64},                  -- who opened it; NULL: the system
	at {i64} NOT NULL
) {strict};

-- What a county was given in the evaluation, and how many pupils it counts for.
CREATE TABLE special_score (
	special {i64} NOT NULL REFERENCES special (id),
	county {i64} NOT NULL,
	score {i64} NOT NULL,           -- hundredths of a point, 0 .. 10000
	pupils {i64} NOT NULL,          -- that took part
	account {i64},
	at {i64} NOT NULL,
	PRIMARY KEY (special, county)
) {strict};

-- A county's share by a proposal.
CREATE TABLE special_share (
	id {i64} NOT NULL PRIMARY KEY,
	special {i64} NOT NULL REFERENCES special (id),
	round {i64} NOT NULL,
	county {i64} NOT NULL,
	score {i64} NOT NULL,
	pupils {i64} NOT NULL,
	per_pupil {i64} NOT NULL,       -- fen
	rest {i64} NOT NULL,            -- fen beyond per_pupil × pupils
	amount {i64} NOT NULL,          -- fen
	UNIQUE (special, round, county)
) {strict};

CREATE TABLE special_step (
	id {i64} NOT NULL PRIMARY KEY,  -- of a proposal: what is submitted for approval
	special {i64} NOT NULL REFERENCES special (id),
	round {i64} NOT NULL,
	step {text} NOT NULL,           -- opened | closed | proposed | returned | approved
	reason {text} NOT NULL,
	account {i64},
	at {i64} NOT NULL
) {strict};

-- A county objects; the city's office answers.
CREATE TABLE special_objection (
	id {i64} NOT NULL PRIMARY KEY,
	special {i64} NOT NULL REFERENCES special (id),
	county {i64} NOT NULL,
	said {text} NOT NULL,
	account {i64},
	at {i64} NOT NULL,
	answer {text},                  -- NULL: not answered
	answered_by {i64},
	answered {i64}                  -- instant
) {strict};
