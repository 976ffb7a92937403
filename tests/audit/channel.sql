-- Three orders of one school, paid by a channel on one day.

-- world_term: county county_id, first date, last date
INSERT INTO term (id, county, code, name, first_day, last_day) VALUES (801, $1, '2026-1', 'T', $2, $3);

-- world_collecting: county county_id, school school_id, at instant
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, number, merchant, active, tested,
	tested_code, at, account)
VALUES (901, $1, $2, 'wechat', 'school', 'A1', 'B', NULL, '1900000001', 1, NULL, '', $3, 1);

-- Why an arrival was taken back.
-- world_undone: -> reason str
SELECT MAX(r.reason) FROM ledger_reversal r JOIN arrival_part p ON p.id = r.reverses;

-- world_bills: county county_id, school school_id
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
SELECT 600 + p.n, $1, $2, 801, p.id, 'collected', 10000, 10000, 0, 0, 0 FROM (
	SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM pupil WHERE school = $2) p WHERE p.n <= 3;

-- world_orders: county county_id, school school_id, at instant
INSERT INTO pay_order (id, county, school, term, bill, pupil, collecting, channel, way, amount, number, state, payer,
	address, link, call, expires, at, settled, why, account)
SELECT 500 + b.id, $1, $2, 801, b.id, b.pupil, 901, 'wechat', 'qr', 10000, 'K' || CAST(b.id - 600 AS TEXT), 'paid', NULL, NULL,
	NULL, NULL, $3, $3, $3, '', 1
FROM bill b WHERE b.id BETWEEN 601 AND 603;

-- world_payments: county county_id, school school_id, at instant
INSERT INTO payment (id, county, school, term, bill, pupil, collecting, pay_order, channel, amount, number, paid_at, at,
	account, flag)
SELECT 700 + b.id, $1, $2, 801, b.id, b.pupil, 901, 500 + b.id, 'wechat', 10000, 'C' || CAST(b.id - 600 AS TEXT), $3, $3, 0, ''
FROM bill b WHERE b.id BETWEEN 601 AND 603;

-- The entries of those payments: what is on its way.
-- world_payment_entries: county county_id, at instant, day date
INSERT INTO ledger_entry (id, county, cause, cause_id, at, day, account)
SELECT id, $1, 'payment', id, $2, $3, NULL FROM payment WHERE county = $1;

-- world_payment_clearing: county county_id, school school_id
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT id, 1, $1, 'clearing_' || channel, $2, amount FROM payment WHERE county = $1;

-- world_payment_receivable: county county_id
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT id, 2, $1, 'receivable', bill, -amount FROM payment WHERE county = $1;

-- What families paid at the counter: by a transfer with its number, and in cash.
-- world_counter: county county_id, school school_id, at instant
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, number, merchant, active, tested,
	tested_code, at, account)
VALUES (902, $1, $2, 'counter', 'school', 'A1', 'B', NULL, '', 1, NULL, '', $3, 1);

-- world_counter_payment: county county_id, school school_id, id i64, number str, amount money, at instant
INSERT INTO payment (id, county, school, term, bill, pupil, collecting, pay_order, channel, amount, number, paid_at, at,
	account, flag)
SELECT $3, $1, $2, 801, 601, b.pupil, 902, NULL, 'counter', $5, $4, $6, $6, 1, '' FROM bill b WHERE b.id = 601;

-- world_order_later: county county_id, number str, state str
UPDATE pay_order SET state = $3 WHERE county = $1 AND number = $2;

-- world_payment_gone: id i64
DELETE FROM payment WHERE id = $1;

-- world_account: account str, subject i64 -> balance money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM posting WHERE account = $1 AND subject = $2;

-- world_arrivals: -> n i64, undone i64
SELECT COUNT(*), COUNT(undone) FROM arrival;

-- A second account of the school, by which one of the orders was paid.
-- world_collecting_more: county county_id, school school_id, at instant
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, number, merchant, active, tested,
	tested_code, at, account)
VALUES (903, $1, $2, 'alipay', 'school', 'A1', 'B', NULL, '2088000000000001', 1, NULL, '', $3, 1);

-- world_order_by: collecting i64, channel str, number str
UPDATE pay_order SET collecting = $1, channel = $2 WHERE number = $3;

-- world_payment_by: collecting i64, channel str, id i64
UPDATE payment SET collecting = $1, channel = $2 WHERE id = $3;

-- world_file_broken: collecting i64
UPDATE channel_file SET state = 'taking' WHERE collecting = $1;
