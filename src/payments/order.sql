-- Orders.

-- What a bill's family still owes.
-- bill_due: bill bill_id -> due money
SELECT CAST(b.total
	+ (SELECT COALESCE(SUM(a.amount), 0) FROM bill_adjustment a WHERE a.bill = b.id)
	- (SELECT COALESCE(SUM(y.amount), 0) FROM payment y WHERE y.bill = b.id AND NOT EXISTS
		(SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done'))
	+ (SELECT COALESCE(SUM(l.amount), 0) FROM refund r JOIN refund_line l ON l.refund = r.id
		WHERE r.bill = b.id AND l.account = 'receivable' AND r.state IN ('approved', 'sent', 'done', 'failed'))
	AS BIGINT)
FROM bill b WHERE b.id = $1;

-- order_insert: id pay_order_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ collecting collecting_id, channel str, way str, amount money, number str, payer sealed(pay_order.payer@id),
--+ address sealed(pay_order.address@id), expires instant, at instant, account account_id
INSERT INTO pay_order (id, county, school, term, bill, pupil, collecting, channel, way, amount, number, state,
	payer, address, link, call, expires, at, settled, why, account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'made', $12, $13, NULL, NULL, $14, $15, NULL, '', $16)
ON CONFLICT DO NOTHING;

-- order_row: id pay_order_id ->
--+ id pay_order_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ collecting collecting_id, channel str, way str, amount money, number str, state str, link str?, call str?,
--+ expires instant, at instant, settled instant?, why str, account account_id, nameless bool, payment payment_id?,
--+ receipt receipt_id?
SELECT o.id, o.county, o.school, o.term, o.bill, o.pupil, o.collecting, o.channel, o.way, o.amount, o.number,
	o.state, o.link, o.call, o.expires, o.at, o.settled, o.why, o.account,
	CASE WHEN o.payer IS NULL THEN 1 ELSE 0 END, y.id, r.id
FROM pay_order o LEFT JOIN payment y ON y.pay_order = o.id
LEFT JOIN receipt r ON r.payment = y.id AND r.state = 'valid' WHERE o.id = $1;

-- order_numbered: number str ->? =order_row
SELECT o.id, o.county, o.school, o.term, o.bill, o.pupil, o.collecting, o.channel, o.way, o.amount, o.number,
	o.state, o.link, o.call, o.expires, o.at, o.settled, o.why, o.account,
	CASE WHEN o.payer IS NULL THEN 1 ELSE 0 END, y.id, r.id
FROM pay_order o LEFT JOIN payment y ON y.pay_order = o.id
LEFT JOIN receipt r ON r.payment = y.id AND r.state = 'valid' WHERE o.number = $1;

-- order_open: bill bill_id ->? =order_row
SELECT o.id, o.county, o.school, o.term, o.bill, o.pupil, o.collecting, o.channel, o.way, o.amount, o.number,
	o.state, o.link, o.call, o.expires, o.at, o.settled, o.why, o.account,
	CASE WHEN o.payer IS NULL THEN 1 ELSE 0 END, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)
FROM pay_order o WHERE o.bill = $1 AND o.state IN ('made', 'asked');

-- orders_of: pupil pupil_id, bill bill_id ->* =order_row
SELECT o.id, o.county, o.school, o.term, o.bill, o.pupil, o.collecting, o.channel, o.way, o.amount, o.number,
	o.state, o.link, o.call, o.expires, o.at, o.settled, o.why, o.account,
	CASE WHEN o.payer IS NULL THEN 1 ELSE 0 END, y.id, r.id
FROM pay_order o LEFT JOIN payment y ON y.pay_order = o.id
LEFT JOIN receipt r ON r.payment = y.id AND r.state = 'valid'
WHERE o.pupil = $1 AND o.bill = $2 ORDER BY o.id DESC;

-- What the channel has to be told, and nobody needs afterwards.
-- order_client: id pay_order_id -> payer sealed(pay_order.payer@id), address sealed(pay_order.address@id)
SELECT payer, address FROM pay_order WHERE id = $1;

-- order_asked: id pay_order_id, link str?, call str?
UPDATE pay_order SET state = 'asked', link = $2, call = $3, payer = NULL, address = NULL
WHERE id = $1 AND state = 'made';

-- Out of the open: closed, failed, expired.
-- order_end: id pay_order_id, state str, why str, at instant
UPDATE pay_order SET state = $2, why = $3, settled = $4, payer = NULL, address = NULL
WHERE id = $1 AND state IN ('made', 'asked');

-- From whatever it was: money decides.
-- order_paid: id pay_order_id, at instant
UPDATE pay_order SET state = 'paid', settled = $2, why = '' WHERE id = $1 AND state <> 'paid';

-- Open past their time: whoever should have asked was lost.
-- orders_stale: before instant ->* id pay_order_id, collecting collecting_id
SELECT id, collecting FROM pay_order WHERE state IN ('made', 'asked') AND expires < $1 ORDER BY id LIMIT 200;
