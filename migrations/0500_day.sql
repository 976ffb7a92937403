-- What happened: the register of each sitting.

CREATE TABLE register (
	sitting {i64} NOT NULL PRIMARY KEY REFERENCES sitting (id),
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	saved {i64} NOT NULL,           -- instant of the first save
	staff {i64} NOT NULL,           -- who saved it first
	present {i64} NOT NULL,         -- present and late
	expected {i64} NOT NULL         -- size of the roster
) {strict};

-- One mark a pupil a sitting: the present value.
CREATE TABLE mark (
	sitting {i64} NOT NULL,
	pupil {i64} NOT NULL,
	county {i64} NOT NULL,
	mark {text} NOT NULL,           -- present | absent | leave | late
	at {i64} NOT NULL,              -- when it was seen (the teacher's time)
	account {i64} NOT NULL,
	PRIMARY KEY (sitting, pupil)
) {strict};
CREATE INDEX mark_pupil ON mark (pupil);

-- A later change keeps the old value.
CREATE TABLE mark_change (
	id {i64} NOT NULL PRIMARY KEY,
	sitting {i64} NOT NULL,
	pupil {i64} NOT NULL,
	county {i64} NOT NULL,
	was {text} NOT NULL,
	became {text} NOT NULL,
	account {i64} NOT NULL,
	at {i64} NOT NULL,
	reason {text} NOT NULL          -- why; empty while the sitting still ran or when a program sent it
) {strict};
CREATE INDEX mark_change_sitting ON mark_change (sitting);

-- Pupils who attended at least once, by term and kind: the participants of R29 (D2), counted without
-- reading every mark.
CREATE TABLE participation (
	pupil {i64} NOT NULL,
	term {i64} NOT NULL,
	kind {text} NOT NULL,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	sittings {i64} NOT NULL,        -- attended so far (present or late); a row at 0 is taken away
	PRIMARY KEY (pupil, term, kind)
) {strict};
CREATE INDEX participation_school ON participation (school, term, kind);
