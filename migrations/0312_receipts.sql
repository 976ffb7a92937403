-- Receipts, and money going back.

-- Numbers of a school's receipts, without gaps within a year.
CREATE TABLE receipt_counter (
	school {i64} NOT NULL,
	year {i64} NOT NULL,
	last {i64} NOT NULL,
	PRIMARY KEY (school, year)
) {strict};

-- What a family holds in hand for what it paid.
CREATE TABLE receipt (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	bill {i64} NOT NULL,
	pupil {i64} NOT NULL,
	payment {i64} NOT NULL REFERENCES payment (id),
	number {text} NOT NULL,         -- school code, year, six digits
	code {text} NOT NULL UNIQUE,    -- check code for the public page
	amount {i64} NOT NULL,          -- fen
	at {i64} NOT NULL,
	state {text} NOT NULL,          -- valid | reversed
	reversed {i64},
	replaces {i64},                 -- the reversed one this stands for with what is left
	fiscal_state {text} NOT NULL,   -- none | exported | issued | to_reverse | reversed
	fiscal_code {text} NOT NULL,    -- 电子票据代码
	fiscal_number {text} NOT NULL,  -- 票据号码
	fiscal_check {text} NOT NULL,   -- 校验码
	fiscal_at {i64},                -- instant of the platform's answer
	UNIQUE (school, number)
) {strict};
CREATE UNIQUE INDEX receipt_payment ON receipt (payment) WHERE state = 'valid';
CREATE INDEX receipt_school ON receipt (school, term);
CREATE INDEX receipt_bill ON receipt (bill);

-- Money that goes back to a family. Its id is the entry of its decision.
CREATE TABLE refund (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	bill {i64} NOT NULL REFERENCES bill (id),
	pupil {i64} NOT NULL,
	payment {i64} NOT NULL REFERENCES payment (id), -- the route it goes back by
	enrolment {i64},                -- of what service; NULL: money paid too much
	reason {text} NOT NULL,         -- of the rule set's words, or credit | late
	amount {i64} NOT NULL,          -- fen, sum of its lines
	number {text} NOT NULL UNIQUE,  -- ours at the channel (out_refund_no)
	state {text} NOT NULL,          -- undecided | asked | returned | approved | sent | done | failed
	why {text} NOT NULL,            -- fault code or words: undecided, returned, failed
	asked_by {i64} NOT NULL,        -- 0: the system
	asked {i64} NOT NULL,
	decided_by {i64},
	decided {i64},
	sent {i64},
	channel_number {text} NOT NULL  -- the channel's, or the transfer's; empty until done
) {strict};
CREATE INDEX refund_bill ON refund (bill);
CREATE INDEX refund_school ON refund (school, term);
CREATE INDEX refund_payment ON refund (payment);
CREATE INDEX refund_enrolment ON refund (enrolment);
CREATE INDEX refund_moving ON refund (state) WHERE state IN ('asked', 'approved', 'sent');

-- What it is made of: one line an item, with its formula, as it will be printed for ever.
CREATE TABLE refund_line (
	refund {i64} NOT NULL REFERENCES refund (id),
	line {i64} NOT NULL,            -- 1, 2, …
	account {text} NOT NULL,        -- the ledger account it is taken from
	subject {i64} NOT NULL,         -- offering or bill
	item {text} NOT NULL,           -- price | consumables | credit
	paid {i64} NOT NULL,            -- fen
	basis {i64} NOT NULL,           -- sittings of the term; 0: does not count
	served {i64} NOT NULL,          -- of them, until the day it was asked
	amount {i64} NOT NULL,          -- fen
	formula {text} NOT NULL,        -- a line in zh-CN, a line in English
	requirement {text} NOT NULL,
	document {text} NOT NULL,
	PRIMARY KEY (refund, line)
) {strict};

-- Paid back: the channel said so, or the school sent it. Its id is the ledger entry's.
CREATE TABLE refund_done (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	refund {i64} NOT NULL UNIQUE REFERENCES refund (id),
	at {i64} NOT NULL
) {strict};

-- Consumables a family entrusts to the provider (R37): the school signs off first, then delivery is confirmed.
CREATE TABLE consumables_lot (
	offering {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	signed_by {i64},                -- who of the school agreed to buying them
	signed {i64},
	sign_note {text} NOT NULL,      -- what was looked at: standard, price, supplier
	delivered_by {i64},
	delivered {i64},
	delivery_note {text} NOT NULL   -- number of the delivery receipt
) {strict};
