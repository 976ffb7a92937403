-- From a bill to money on the supervised account: who collects, orders at a channel, payments, what does not fit.

-- A supervised account fees are collected into, and what it is called at a channel. Its keys are in files
-- outside the database (setting pay.dir).
CREATE TABLE collecting_account (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,          -- 0: of every school of the county that has none of its own
	channel {text} NOT NULL,        -- wechat | alipay | counter
	party {text} NOT NULL,          -- who collects: school (R60, R65)
	holder {text} NOT NULL,         -- 户名 of the supervised account
	bank {text} NOT NULL,           -- where it is kept
	number {blob},                  -- sealed: account number
	merchant {text} NOT NULL,       -- number at the channel; empty for the counter
	active {i64} NOT NULL,          -- 0: nothing new is collected by it
	tested {i64},                   -- instant of the last test without money
	tested_code {text} NOT NULL,    -- ok, or the fault it came to; empty: never tested
	at {i64} NOT NULL,
	account {i64} NOT NULL,         -- who entered it last
	UNIQUE (county, school, channel)
) {strict};

-- A wish to pay a bill by a channel. One open one a bill; a second is the same or closes the first.
CREATE TABLE pay_order (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	bill {i64} NOT NULL REFERENCES bill (id),
	pupil {i64} NOT NULL,
	collecting {i64} NOT NULL REFERENCES collecting_account (id),
	channel {text} NOT NULL,        -- wechat | alipay
	way {text} NOT NULL,            -- in_app | browser | qr
	amount {i64} NOT NULL,          -- fen, what was due when it was made
	number {text} NOT NULL UNIQUE,  -- ours at the channel (out_trade_no)
	state {text} NOT NULL,          -- made | asked | paid | closed | failed | expired
	payer {blob},                   -- sealed: openid, until the channel was asked
	address {blob},                 -- sealed: the client's address, until the channel was asked
	link {text},                    -- to open or to show as a code
	call {text},                    -- for the chat's own payment sheet
	expires {i64} NOT NULL,
	at {i64} NOT NULL,
	settled {i64},                  -- instant it was paid, closed, failed or expired
	why {text} NOT NULL,            -- fault code of a failure, reason of a closing; else empty
	account {i64} NOT NULL          -- who made it
) {strict};
CREATE UNIQUE INDEX pay_order_open ON pay_order (bill) WHERE state IN ('made', 'asked');
CREATE INDEX pay_order_bill ON pay_order (bill);
CREATE INDEX pay_order_school ON pay_order (school, term);

-- Money a family paid. Its id is the ledger entry's. Never changed but for what became of it.
CREATE TABLE payment (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	bill {i64} NOT NULL REFERENCES bill (id),
	pupil {i64} NOT NULL,
	collecting {i64} NOT NULL REFERENCES collecting_account (id),
	pay_order {i64} UNIQUE,         -- NULL at the counter
	channel {text} NOT NULL,        -- wechat | alipay | counter
	amount {i64} NOT NULL,          -- fen
	number {text} NOT NULL,         -- the channel's own; at the counter: document or transfer number
	paid_at {i64} NOT NULL,         -- as the channel says
	at {i64} NOT NULL,
	account {i64} NOT NULL,         -- who entered it; 0: the channel
	flag {text} NOT NULL,           -- late: after its order was closed, to be kept or paid back; kept | back; else empty
	UNIQUE (school, channel, number)
) {strict};
CREATE INDEX payment_bill ON payment (bill);
CREATE INDEX payment_term ON payment (school, term);

-- A counter payment that was entered wrongly, taken back by two people. Its id is the ledger entry's.
CREATE TABLE payment_reversal (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	payment {i64} NOT NULL REFERENCES payment (id),
	state {text} NOT NULL,          -- asked | done | refused
	reason {text} NOT NULL,
	asked_by {i64} NOT NULL,
	asked {i64} NOT NULL,
	decided_by {i64},
	decided {i64}
) {strict};
CREATE UNIQUE INDEX payment_reversal_once ON payment_reversal (payment) WHERE state IN ('asked', 'done');

-- What a channel said that does not fit an order: refused, and looked at by a person.
CREATE TABLE pay_incident (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,          -- 0: not known
	number {text} NOT NULL,         -- of the order it speaks of
	kind {text} NOT NULL,           -- amount | merchant | unknown | channel
	found {text} NOT NULL,
	allowed {text} NOT NULL,
	at {i64} NOT NULL,
	closed {i64},
	closed_by {i64},
	note {text} NOT NULL,           -- how it was settled; empty while it is open
	UNIQUE (county, number, kind, found)
) {strict};
CREATE INDEX pay_incident_school ON pay_incident (school);

-- After collection a bill is only adjusted, with a reason (R59). Its id is the ledger entry's.
CREATE TABLE bill_adjustment (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	bill {i64} NOT NULL REFERENCES bill (id),
	offering {i64} NOT NULL,
	item {text} NOT NULL,           -- price | consumables
	amount {i64} NOT NULL,          -- fen; negative: in the family's favour
	reason {text} NOT NULL,
	at {i64} NOT NULL,
	account {i64} NOT NULL
) {strict};
CREATE INDEX bill_adjustment_bill ON bill_adjustment (bill);
