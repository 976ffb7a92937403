-- What tests lay out without the long way of a family, and what they count afterwards.

-- test_bill: id bill_id, county county_id, school school_id, term term_id, pupil i64, total money
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
VALUES ($1, $2, $3, $4, $5, 'open', $6, $6, 0, 0, 0);

-- test_order: id pay_order_id, county county_id, school school_id, term term_id, bill bill_id, pupil i64,
--+ collecting collecting_id, amount money, number str, state str, at instant
INSERT INTO pay_order (id, county, school, term, bill, pupil, collecting, channel, way, amount, number, state, payer,
	address, link, call, expires, at, settled, why, account)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'wechat', 'qr', $8, $9, $10, NULL, NULL, NULL, NULL, $11, $11, NULL, '', 0);

-- Adjustments from before there were phrases, or of people.
-- adjustments_said: reason str
UPDATE bill_adjustment SET reason = $1;

-- order_of_bill: bill bill_id -> id pay_order_id, state str
SELECT MAX(id), MAX(state) FROM pay_order WHERE bill = $1;

-- order_of_number: number str -> id pay_order_id, state str
SELECT id, state FROM pay_order WHERE number = $1;

-- booked: number str -> payments i64, entries i64, legs i64, clearing money, receivable money, receipts i64
SELECT COUNT(DISTINCT y.id), COUNT(DISTINCT n.id), COUNT(p.leg),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'clearing_wechat' THEN p.amount ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'receivable' THEN p.amount ELSE 0 END), 0) AS BIGINT),
	COUNT(DISTINCT r.id)
FROM pay_order o LEFT JOIN payment y ON y.pay_order = o.id LEFT JOIN ledger_entry n ON n.id = y.id
LEFT JOIN posting p ON p.entry = n.id LEFT JOIN receipt r ON r.payment = y.id WHERE o.number = $1;

-- payments: -> n i64, amount money
SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment;

-- account_sum: account str -> fen money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM posting WHERE account = $1;

-- incidents_of: kind str -> n i64
SELECT COUNT(*) FROM pay_incident WHERE kind = $1;

-- bill_of_pupil: pupil pupil_id -> id bill_id, state str, total money
SELECT id, state, total FROM bill WHERE pupil = $1;

-- receipts_of_bill: bill bill_id -> n i64, valid i64, amount money
SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN state = 'valid' THEN 1 ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN state = 'valid' THEN amount ELSE 0 END), 0) AS BIGINT)
FROM receipt WHERE bill = $1;

-- refund_counts: bill bill_id -> adjusted i64, refunds i64, done i64, fen money
SELECT (SELECT COUNT(*) FROM bill_adjustment a WHERE a.bill = $1), (SELECT COUNT(*) FROM refund r WHERE r.bill = $1),
	(SELECT COUNT(*) FROM refund r WHERE r.bill = $1 AND r.state = 'done'),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM refund r WHERE r.bill = $1 AND r.state = 'done');

-- jobs_due_clear: kind str
DELETE FROM job WHERE kind = $1;

-- As it lies in the tables: sealed, or gone.
-- openids: -> openids i64, openid blob?, codes i64, code_texts i64, code blob?, payers i64
SELECT (SELECT COUNT(*) FROM openid), (SELECT openid FROM openid ORDER BY id LIMIT 1),
	(SELECT COUNT(*) FROM openid_code), (SELECT COUNT(*) FROM openid_code WHERE code IS NOT NULL),
	(SELECT code FROM openid_code WHERE code IS NOT NULL ORDER BY id LIMIT 1),
	(SELECT COUNT(*) FROM pay_order WHERE payer IS NOT NULL);

-- audit_says: text str -> n i64
SELECT COUNT(*) FROM audit WHERE detail LIKE $1;

-- What is on its way to a school, of all channels.
-- school_clearing: school school_id -> fen i64
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM posting
WHERE subject = $1 AND account IN ('clearing_wechat', 'clearing_alipay', 'clearing_counter');

-- The sittings of a service laid out: how many, on how many days, and of both those after a day.
-- laid_out: offering offering_id, after date -> n i64, days i64, ahead i64, days_ahead i64
SELECT COUNT(*), COUNT(DISTINCT day), COUNT(CASE WHEN day > $2 THEN 1 END),
	COUNT(DISTINCT CASE WHEN day > $2 THEN day END)
FROM sitting WHERE offering = $1;

-- The nth sitting by day and time, from 0.
-- sitting_nth: offering offering_id, n i64 -> id sitting_id, day date
SELECT id, day FROM sitting WHERE offering = $1 ORDER BY day, starts LIMIT 1 OFFSET $2;

-- was_absent: sitting sitting_id, pupil pupil_id, county county_id
INSERT INTO mark (sitting, pupil, county, mark, at, account) VALUES ($1, $2, $3, 'absent', 0, 0);

-- was_on_leave: sitting sitting_id, pupil pupil_id, county county_id
INSERT INTO mark (sitting, pupil, county, mark, at, account) VALUES ($1, $2, $3, 'leave', 0, 0);

-- sitting_call_off: sitting sitting_id
UPDATE sitting SET state = 'cancelled' WHERE id = $1;

-- sitting_call_on: sitting sitting_id
UPDATE sitting SET state = 'planned' WHERE id = $1;

-- refund_units: refund refund_id -> units str, unit str, sittings i64, formula str
SELECT units, unit, (SELECT COUNT(*) FROM refund_sitting s WHERE s.refund = l.refund), formula FROM refund_line l
WHERE refund = $1 AND item = 'price';
