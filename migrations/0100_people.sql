-- Who there is: the organisation tree, pupils, their guardians, staff, agencies.
-- Every row carries its county: the tenant that owns it.

-- A county (县区). A development zone is one too, with a local code outside GB/T 2260 (D7).
CREATE TABLE county (
	id {i64} NOT NULL PRIMARY KEY,
	code {text} NOT NULL UNIQUE,    -- six digits of GB/T 2260, or a local code that begins with Z
	name {text} NOT NULL,           -- 示例县
	zone {i64} NOT NULL,            -- 1: development zone without a standard code
	ruleset {text} NOT NULL,        -- id of the rule set in force, e.g. RS0 (R10)
	participant {text} NOT NULL     -- attended_once | enrolled_census: who counts for R29 (D2)
) {strict};

-- A school belongs to one county. Nine-year schools have one code: the stage stands on the class.
CREATE TABLE school (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	code {text} NOT NULL UNIQUE,    -- 学校标识码, 10 digits
	name {text} NOT NULL,
	private {i64} NOT NULL,         -- 1: 民办
	boarding {i64} NOT NULL,        -- 1: 寄宿制
	rural {i64} NOT NULL,           -- 1: rural for price dimensions
	lunch_mode {text} NOT NULL,     -- canteen | delivery | other | none (R13)
	end_latest {i64}                -- minute of the day the county has fixed for this school, NULL: the rule set's (R24)
) {strict};
CREATE INDEX school_county ON school (county);

-- An administrative class (行政班) of one school year.
CREATE TABLE class (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	school {i64} NOT NULL REFERENCES school (id),
	stage {i64} NOT NULL,           -- 1 primary, 2 junior, 3 senior
	grade {i64} NOT NULL,           -- 1..12
	number {i64} NOT NULL,          -- 3 in 二年级3班
	name {text} NOT NULL,           -- as people say it: 二年级(3)班
	UNIQUE (school, grade, number)
) {strict};

-- A pupil. Name and numbers are sealed; the blind index finds a pupil by number without reading it.
CREATE TABLE pupil (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	school {i64} NOT NULL REFERENCES school (id),
	class {i64} NOT NULL REFERENCES class (id),
	grade {i64} NOT NULL,           -- of the class; kept here because every enrolment asks for it
	stage {i64} NOT NULL,           -- of the class; likewise
	state {i64} NOT NULL,           -- 1 active, 0 left the school
	boarding {i64} NOT NULL,        -- 1: boards (R25)
	sex {i64} NOT NULL,             -- GB/T 2261.1: 0 1 2 9
	born {i64},                     -- day; needed for the under-14 flag; NULL when not told
	name {blob},                    -- sealed
	pupil_number {blob},            -- sealed 学籍号 (G, J or L number)
	pupil_number_blind {blob} NOT NULL, -- blind index of the 学籍号
	id_number {blob},               -- sealed citizen ID; off by default
	UNIQUE (county, pupil_number_blind)
) {strict};
CREATE INDEX pupil_class ON pupil (class);
CREATE INDEX pupil_school ON pupil (school);

-- A guardian, known by phone within a county; one account may be guardian in several counties.
CREATE TABLE guardian (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	account {i64},                  -- login; NULL until one is made
	name {blob},                    -- sealed
	phone {blob},                   -- sealed
	phone_blind {blob} NOT NULL,    -- blind index of the phone
	UNIQUE (county, phone_blind)
) {strict};

-- Who is guardian of whom. Ended, never deleted: old consents point here.
CREATE TABLE kinship (
	pupil {i64} NOT NULL REFERENCES pupil (id),
	guardian {i64} NOT NULL REFERENCES guardian (id),
	county {i64} NOT NULL,
	relation {text} NOT NULL,       -- GB/T 4761 in words: father mother grandparent other
	since {i64} NOT NULL,           -- day
	until {i64},                    -- day it ended; NULL: still
	PRIMARY KEY (pupil, guardian)
) {strict};
CREATE INDEX kinship_guardian ON kinship (guardian);

-- A member of a school's staff. Rights come from appointments (0002), not from here.
CREATE TABLE staff (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	school {i64} NOT NULL REFERENCES school (id),
	account {i64},                  -- login; NULL until one is made
	number {text} NOT NULL,         -- 工号, unique in the school
	title {text} NOT NULL,          -- post as the school writes it
	state {i64} NOT NULL,           -- 1 employed, 0 left
	name {blob},                    -- sealed
	phone {blob},                   -- sealed
	phone_blind {blob},             -- blind index; NULL when no phone was told
	UNIQUE (school, number)
) {strict};

-- A third-party agency (第三方机构) admitted by the county.
CREATE TABLE agency (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL REFERENCES county (id),
	uscc {text} NOT NULL,           -- unified social credit code (GB 32100)
	name {text} NOT NULL,
	state {text} NOT NULL,          -- admitted | suspended | ended
	UNIQUE (county, uscc)
) {strict};
