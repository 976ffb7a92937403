-- What a draft of rules would move in a live term, asked in the background: the question with the text it holds,
-- how far it is, and what came out. Derived from the rows of the term, and forgotten after a month.

CREATE TABLE simulation (
	id {i64} NOT NULL PRIMARY KEY,
	asker {i64} REFERENCES county (id),   -- county whose officers asked; NULL: the city's office
	county {i64} REFERENCES county (id),  -- county it is asked for; NULL: every county
	edition {i64} REFERENCES edition (id), -- stored draft the text was taken from; NULL: it was sent
	ruleset {text} NOT NULL,        -- id of the rule set, as the text says
	title {text} NOT NULL,          -- of the document
	hash {blob} NOT NULL,           -- SHA-256 of the text
	body {text} NOT NULL,           -- the text as it was when it began; empty once purged
	term {text} NOT NULL,           -- code of the term; empty: the current one of each county
	state {text} NOT NULL,          -- waiting | running | done | cancelled | failed | purged
	schools {i64} NOT NULL,         -- how many there are
	done {i64} NOT NULL,            -- how many of them are done: the number of the last result
	account {i64},                  -- who asked; NULL: the command line
	created {i64} NOT NULL,         -- instant
	finished {i64}                  -- instant; NULL while it is under way
) {strict};
CREATE INDEX simulation_asker ON simulation (asker, id);

-- One county of it: what the rules were asked with, and the sums.
CREATE TABLE simulation_county (
	simulation {i64} NOT NULL REFERENCES simulation (id),
	county {i64} NOT NULL REFERENCES county (id),
	place {i64} NOT NULL,           -- 1.. in the order they are asked
	state {text} NOT NULL,          -- waiting | running | done | failed
	schools {i64} NOT NULL,
	done {i64} NOT NULL,            -- schools that are done
	at {text} NOT NULL,             -- code of the last one; empty: none
	term {i64} REFERENCES term (id), -- NULL while it waits
	day {i64},                      -- day whose rules are asked; NULL while it waits
	base {text} NOT NULL,           -- set the county stood on when it began
	book {i64} NOT NULL,            -- version of the county's book when it began (county_book); 0: none
	failure {text},                 -- code of the refusal that ended it
	found {text},                   -- what it was about
	figures {text} NOT NULL,        -- JSON object: sums of its schools' figures
	causes {text} NOT NULL,         -- JSON array: sentences that decide, with what each moves
	PRIMARY KEY (simulation, county)
) {strict};

-- The figures of one school.
CREATE TABLE simulation_school (
	simulation {i64} NOT NULL REFERENCES simulation (id),
	number {i64} NOT NULL,          -- 1.. in the order they were done
	county {i64} NOT NULL,
	code {text} NOT NULL,
	name {text} NOT NULL,
	moved {i64} NOT NULL,           -- pupils that move
	figures {text} NOT NULL,        -- JSON object
	movers {text} NOT NULL,         -- lines "pupil now draft refused_now refused_draft cause"; empty in the city's
	PRIMARY KEY (simulation, number)
) {strict};
