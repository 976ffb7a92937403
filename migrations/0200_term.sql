-- What a school opens for a term, and when.

-- A term (学期) of a county.
CREATE TABLE term (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	code {text} NOT NULL,           -- 2026-1: school year 2026, first term
	name {text} NOT NULL,           -- 2026-2027学年第一学期
	first_day {i64} NOT NULL,
	last_day {i64} NOT NULL,
	UNIQUE (county, code)
) {strict};

-- Days that differ from the week: the county's (school 0) or one school's own. National holidays are
-- data of the policy room and are not repeated here.
CREATE TABLE calendar_day (
	county {i64} NOT NULL REFERENCES county (id),
	school {i64} NOT NULL,          -- 0: the whole county
	day {i64} NOT NULL,
	teaching {i64} NOT NULL,        -- 1: lessons are held, 0: none
	follows {i64} NOT NULL,         -- weekday 1..7 whose timetable is followed; 0: its own
	note {text} NOT NULL,           -- 校运动会
	PRIMARY KEY (county, school, day)
) {strict};

-- A service a school opens for a term.
CREATE TABLE offering (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	school {i64} NOT NULL REFERENCES school (id),
	term {i64} NOT NULL REFERENCES term (id),
	code {text} NOT NULL,           -- the school's own short code; imports update by it
	kind {text} NOT NULL,           -- care | course | lunch | evening_study (R26)
	state {text} NOT NULL,          -- draft | open | closed | cancelled
	title {text} NOT NULL,
	about {text} NOT NULL,          -- what the children do (R9)
	category {text} NOT NULL,       -- homework reading handicraft sport arts science activity other (R28, R31)
	agency {i64} REFERENCES agency (id), -- NULL: the school's own staff
	grades {i64} NOT NULL,          -- bit g set: grade g may join
	price {i64} NOT NULL,           -- fen a term, without consumables
	consumables {i64} NOT NULL,     -- fen a term when bought through the provider (R36)
	consumables_standard {text} NOT NULL, -- item, quantity, unit price; required when consumables > 0
	opens {i64} NOT NULL,           -- instant enrolment opens
	closes {i64} NOT NULL,          -- instant it closes
	starts {i64} NOT NULL,          -- first day of the service
	ends {i64} NOT NULL,            -- last day
	place {text} NOT NULL,
	UNIQUE (school, term, code)
) {strict};
CREATE INDEX offering_agency ON offering (agency);

-- Seats of an offering: one small row, the only one a rush writes again and again. NULL: no limit (care).
CREATE TABLE seat (
	offering {i64} NOT NULL PRIMARY KEY REFERENCES offering (id),
	county {i64} NOT NULL,
	seats {i64},                    -- NULL: no limit
	taken {i64} NOT NULL,
	waiting {i64} NOT NULL,         -- length of the waitlist
	next_place {i64} NOT NULL,      -- the place the next one to wait gets; never given twice
	CHECK (taken >= 0 AND waiting >= 0 AND (seats IS NULL OR taken <= seats))
) {strict};

-- Weekly time of an offering.
CREATE TABLE slot (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	offering {i64} NOT NULL REFERENCES offering (id),
	weekday {i64} NOT NULL,         -- 1 Monday .. 7
	starts {i64} NOT NULL,          -- minute of the day
	ends {i64} NOT NULL,
	CHECK (weekday BETWEEN 1 AND 7 AND starts < ends),
	UNIQUE (offering, weekday, starts)
) {strict};

-- Who runs an offering on the school's side (marks attendance).
CREATE TABLE offering_staff (
	offering {i64} NOT NULL REFERENCES offering (id),
	staff {i64} NOT NULL REFERENCES staff (id),
	county {i64} NOT NULL,
	PRIMARY KEY (offering, staff)
) {strict};
CREATE INDEX offering_staff_staff ON offering_staff (staff);

-- One dated occurrence of an offering (课次).
CREATE TABLE sitting (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	offering {i64} NOT NULL REFERENCES offering (id),
	day {i64} NOT NULL,
	starts {i64} NOT NULL,
	ends {i64} NOT NULL,
	state {text} NOT NULL,          -- planned | held | cancelled
	UNIQUE (offering, day, starts)
) {strict};
CREATE INDEX sitting_day ON sitting (school, day);

-- What parents are told before enrolment opens (告知书, R9). A published version is never changed.
CREATE TABLE notice (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL REFERENCES school (id),
	term {i64} NOT NULL REFERENCES term (id),
	version {i64} NOT NULL,
	title {text} NOT NULL,
	times {text} NOT NULL,          -- service time
	manner {text} NOT NULL,
	content {text} NOT NULL,
	fees {text} NOT NULL,
	safety {text} NOT NULL,
	channels {text} NOT NULL,       -- page,paper,meeting,message: at least two (several channels)
	published {i64},                -- instant; NULL: draft
	hash {blob},                    -- of the published text
	UNIQUE (school, term, version)
) {strict};

-- A guardian has read a notice version for a child.
CREATE TABLE notice_confirmation (
	pupil {i64} NOT NULL,
	notice {i64} NOT NULL REFERENCES notice (id),
	county {i64} NOT NULL,
	guardian {i64} NOT NULL,
	at {i64} NOT NULL,
	channel {text} NOT NULL,        -- page | api | paper
	PRIMARY KEY (pupil, notice)
) {strict};
CREATE INDEX notice_confirmation_notice ON notice_confirmation (notice);

-- Agreement text of a school for a term and a kind of service (协议, R50). Published versions are fixed.
CREATE TABLE agreement (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL REFERENCES school (id),
	term {i64} NOT NULL REFERENCES term (id),
	kind {text} NOT NULL,           -- care | course | lunch | evening_study
	version {i64} NOT NULL,
	title {text} NOT NULL,
	body {text} NOT NULL,           -- rights, duties, price and refund rule, safety
	published {i64},                -- instant; NULL: draft
	hash {blob},
	UNIQUE (school, term, kind, version)
) {strict};

-- Signatures of school and agency under an agreement for one offering; the guardian's stands on the
-- application.
CREATE TABLE agreement_party (
	offering {i64} NOT NULL REFERENCES offering (id),
	agreement {i64} NOT NULL REFERENCES agreement (id),
	party {text} NOT NULL,          -- school | agency
	county {i64} NOT NULL,
	account {i64} NOT NULL,         -- who signed
	at {i64} NOT NULL,
	PRIMARY KEY (offering, agreement, party)
) {strict};
