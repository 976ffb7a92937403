-- What a school comes to in a term, counted.

-- The day that decides who is enrolled, where a county counts the enrolled for R29 (D2).
CREATE TABLE census (
	county {i64} NOT NULL,
	term {i64} NOT NULL,
	day {i64} NOT NULL,
	account {i64} NOT NULL,         -- who set it
	at {i64} NOT NULL,
	PRIMARY KEY (county, term)
) {strict};

-- Counts of a school's term as they were at an instant, so that a list of many schools does not count a
-- hundred thousand children for each reader. Always derived: a row may be thrown away at any time.
CREATE TABLE school_count (
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	county {i64} NOT NULL,
	classes {i64} NOT NULL,
	pupils {i64} NOT NULL,          -- active ones
	confirmed {i64} NOT NULL,       -- of them: the newest notice was confirmed
	enrolled {i64} NOT NULL,        -- pupils with a seat in an after-school service now
	census {i64} NOT NULL,          -- pupils who had one in care on the census day
	attended {i64} NOT NULL,        -- pupils who attended care at least once
	offerings {i64} NOT NULL,       -- open or closed
	seats {i64} NOT NULL,           -- of offerings with a limit
	taken {i64} NOT NULL,           -- of them
	waiting {i64} NOT NULL,
	billed {i64} NOT NULL,          -- fen
	counted {i64} NOT NULL,         -- instant
	PRIMARY KEY (school, term)
) {strict};
CREATE INDEX school_count_county ON school_count (county, term);
