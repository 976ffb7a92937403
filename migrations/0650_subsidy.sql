-- What staff and outside persons get for after-school services (R44, R48, R49). A person is a row of staff, or of
-- outsider; identifiers never meet.

-- Somebody from outside who works for a school and gets a labour fee (劳务费).
CREATE TABLE outsider (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL REFERENCES school (id),
	work {text} NOT NULL,           -- what for: 退休教师,书法
	rate {i64} NOT NULL,            -- fen a sitting, as agreed
	name {blob},                    -- sealed
	phone {blob},                   -- sealed
	phone_blind {blob} NOT NULL,    -- blind index as of staff.phone, so that one person in both is found
	state {i64} NOT NULL,           -- 1 works here, 0 ended
	UNIQUE (school, phone_blind)
) {strict};

-- Where a person's money goes.
CREATE TABLE payee (
	person {i64} NOT NULL PRIMARY KEY, -- staff or outsider
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	bank {text} NOT NULL,           -- name of the bank
	number {blob},                  -- sealed account number
	number_blind {blob} NOT NULL,   -- one account of two persons is found
	account {i64},                  -- who entered it
	at {i64} NOT NULL               -- instant
) {strict};
CREATE INDEX payee_number ON payee (number_blind);

-- Who led a sitting is written down where it was not simply those who run the offering: this row says that the rows of
-- duty are all of them.
CREATE TABLE duty_sheet (
	sitting {i64} NOT NULL PRIMARY KEY REFERENCES sitting (id),
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	account {i64},                  -- who wrote it last
	at {i64} NOT NULL               -- instant
) {strict};
CREATE TABLE duty (
	sitting {i64} NOT NULL REFERENCES sitting (id),
	person {i64} NOT NULL,          -- staff or outsider
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	role {text} NOT NULL,           -- a word of the rule files: teacher class_teacher leader duty support instructor volunteer
	rate {i64},                     -- fen for this sitting where the rules leave a range; NULL: the rules'
	PRIMARY KEY (sitting, person)
) {strict};
CREATE INDEX duty_person ON duty (person);

-- A school's claim of a month. `run` counts its computations: what an earlier one came to stays.
CREATE TABLE subsidy_batch (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL REFERENCES school (id),
	first_day {i64} NOT NULL,       -- day: the first of the month
	last_day {i64} NOT NULL,        -- day: its last
	state {text} NOT NULL,          -- computing | draft | submitted | returned | approved | paying | paid
	run {i64} NOT NULL,             -- 1, 2, …
	stage {i64} NOT NULL,           -- of the computation: 0 the month, 1 earlier months, 2 checks over all, 3 done
	place {i64} NOT NULL,           -- of the computation: the last sitting that was reckoned in this stage
	sittings {i64} NOT NULL,        -- of the month: to be reckoned
	reckoned {i64} NOT NULL,        -- of them: done
	known {i64} NOT NULL,           -- day up to which documents were known when it was reckoned
	total {i64} NOT NULL,           -- fen, subsidy and labour fee
	subsidy {i64} NOT NULL,         -- fen
	labour {i64} NOT NULL,          -- fen
	account {i64},                  -- who had it reckoned
	at {i64} NOT NULL,              -- when
	UNIQUE (school, first_day)
) {strict};
CREATE INDEX subsidy_batch_county ON subsidy_batch (county, first_day);

-- What one person gets by a computation: the sum of its details.
CREATE TABLE subsidy_line (
	id {i64} NOT NULL UNIQUE,       -- what a payout names it by
	batch {i64} NOT NULL REFERENCES subsidy_batch (id),
	run {i64} NOT NULL,
	person {i64} NOT NULL,
	county {i64} NOT NULL,
	form {text} NOT NULL,           -- subsidy | labour_fee
	sittings {i64} NOT NULL,        -- of the month
	minutes {i64} NOT NULL,         -- of the month
	amount {i64} NOT NULL,          -- fen; below zero when more is taken back than earned
	PRIMARY KEY (batch, run, person)
) {strict};
CREATE INDEX subsidy_line_person ON subsidy_line (person);

-- What a sitting comes to for a person. amount = due - before. A detail of an earlier month carries what changed since
-- its batch was approved, and names that batch.
CREATE TABLE subsidy_detail (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	batch {i64} NOT NULL REFERENCES subsidy_batch (id),
	run {i64} NOT NULL,
	person {i64} NOT NULL,
	sitting {i64} NOT NULL,
	refers {i64},                   -- the approved batch it corrects; NULL: of the batch's own month
	day {i64} NOT NULL,
	starts {i64} NOT NULL,
	ends {i64} NOT NULL,
	role {text} NOT NULL,
	stated {i64},                   -- fen for the sitting as stated on the duty or agreed with an outsider; NULL: the rules'
	due {i64} NOT NULL,             -- fen this sitting is worth to the person by all that is known now
	before {i64} NOT NULL,          -- fen of it in approved batches
	amount {i64} NOT NULL,          -- fen
	formula {text} NOT NULL,        -- a line in zh-CN, a line in English
	requirement {text} NOT NULL,    -- of the rule that decided
	document {text} NOT NULL,       -- likewise; empty: nothing is due
	UNIQUE (batch, run, person, sitting)
) {strict};
CREATE INDEX subsidy_detail_sitting ON subsidy_detail (sitting, person);

-- What the checks found in a computation.
CREATE TABLE subsidy_finding (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	batch {i64} NOT NULL REFERENCES subsidy_batch (id),
	run {i64} NOT NULL,
	code {text} NOT NULL,           -- hours_without_attendance | double_booked | over_the_day | …
	weight {i64} NOT NULL,          -- 2 stops the submission, 1 does until somebody answers for it, 0 is told
	person {i64} NOT NULL,          -- 0: of nobody
	sitting {i64} NOT NULL,         -- 0: of no single one
	day {i64} NOT NULL,
	found {text} NOT NULL,
	allowed {text} NOT NULL,
	answered_by {i64},              -- account that answers for it
	answer {text}                   -- why
) {strict};
CREATE INDEX subsidy_finding_batch ON subsidy_finding (batch, run);

-- What happened to a batch, in order.
CREATE TABLE subsidy_step (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	batch {i64} NOT NULL REFERENCES subsidy_batch (id),
	run {i64} NOT NULL,
	step {text} NOT NULL,           -- reckoned | submitted | returned | approved | paying | paid
	total {i64} NOT NULL,           -- fen then
	account {i64},                  -- NULL: the system
	reason {text} NOT NULL,         -- empty but for what needs one
	at {i64} NOT NULL
) {strict};
CREATE INDEX subsidy_step_batch ON subsidy_step (batch);

-- The performance-pay total (绩效工资总量) recorded for a school and a year, out of which subsidies come (R49).
CREATE TABLE subsidy_quota (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	year {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen; the newest row of a school's year holds
	document {text} NOT NULL,       -- what fixed it
	account {i64},                  -- who; NULL: the system
	at {i64} NOT NULL
) {strict};
CREATE INDEX subsidy_quota_school ON subsidy_quota (school, year);

-- What a county sets: the most minutes a person may be down for on one day.
CREATE TABLE subsidy_setting (
	county {i64} NOT NULL PRIMARY KEY,
	day_minutes {i64} NOT NULL,
	account {i64},                  -- who; NULL: the system
	at {i64} NOT NULL
) {strict};

-- To which account of its own books a county carries what a voucher says; what is not here is as the program has it.
CREATE TABLE voucher_account (
	county {i64} NOT NULL,
	use {text} NOT NULL,            -- staff_expense | labour_expense | staff_payable | labour_payable | bank
	code {text} NOT NULL,           -- 5001
	name {text} NOT NULL,           -- 业务活动费用
	economic {text} NOT NULL,       -- economic class: 30107; empty: none
	account {i64},                  -- who; NULL: the system
	at {i64} NOT NULL,
	PRIMARY KEY (county, use)
) {strict};
