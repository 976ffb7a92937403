-- Payments and what does not fit.

-- payment_insert: id payment_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ collecting collecting_id, pay_order pay_order_id?, channel str, amount money, number str, paid_at instant,
--+ at instant, account i64, flag str
INSERT INTO payment (id, county, school, term, bill, pupil, collecting, pay_order, channel, amount, number, paid_at,
	at, account, flag)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING;

-- payment_bill: id payment_id ->? bill bill_id
SELECT bill FROM payment WHERE id = $1;

-- payment_of_order: pay_order pay_order_id ->? id payment_id, number str
SELECT id, number FROM payment WHERE pay_order = $1;

-- document_known: school school_id, channel str, number str -> n i64
SELECT COUNT(*) FROM payment WHERE school = $1 AND channel = $2 AND number = $3;

-- payment_flag: id payment_id, flag str, was str
UPDATE payment SET flag = $2 WHERE id = $1 AND flag = $3;

-- Still standing payments of a bill.
-- payments_standing: bill bill_id -> n i64
SELECT COUNT(*) FROM payment y WHERE y.bill = $1 AND y.flag NOT IN ('late', 'back') AND NOT EXISTS
	(SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done');

-- What can still go back by the route of each payment; the roomiest first.
-- payment_room: bill bill_id ->? id payment_id, room money
SELECT y.id, CAST(y.amount - COALESCE((SELECT SUM(r.amount) FROM refund r
	WHERE r.payment = y.id AND r.state <> 'returned'), 0) AS BIGINT) AS room
FROM payment y WHERE y.bill = $1 AND NOT EXISTS
	(SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done')
ORDER BY room DESC, y.id DESC LIMIT 1;

-- The same of all of them, beside one refund.
-- payment_rooms: bill bill_id, but i64 ->* id payment_id, room money
SELECT y.id, CAST(y.amount - COALESCE((SELECT SUM(r.amount) FROM refund r
	WHERE r.payment = y.id AND r.state <> 'returned' AND r.id <> $2), 0) AS BIGINT) AS room
FROM payment y WHERE y.bill = $1 AND NOT EXISTS
	(SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done')
ORDER BY room DESC, y.id DESC;

-- The class is none of another school's. The number is the one that was entered, taken back or not.
-- payment_row: id payment_id ->
--+ id payment_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ collecting collecting_id, pay_order pay_order_id?, channel str, amount money, number str, paid_at instant,
--+ at instant, account account_id, by sealed(account.name@account), flag str, refunded money, reversal str?,
--+ reason str?, reversal_by account_id?, receipt receipt_id?, name sealed(pupil.name@pupil), class str
SELECT y.id, y.county, y.school, y.term, y.bill, y.pupil, y.collecting, y.pay_order, y.channel, y.amount,
	COALESCE(v.document, y.number),
	y.paid_at, y.at, COALESCE(a.id, 0), a.name, y.flag,
	CAST(COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.state <> 'returned'), 0)
		AS BIGINT),
	v.state, v.reason, v.asked_by, k.id, p.name, CASE WHEN p.school = y.school THEN s.name ELSE '' END
FROM payment y JOIN pupil p ON p.id = y.pupil JOIN class s ON s.id = p.class LEFT JOIN account a ON a.id = y.account
LEFT JOIN payment_reversal v ON v.id = (SELECT MAX(x.id) FROM payment_reversal x WHERE x.payment = y.id)
LEFT JOIN receipt k ON k.payment = y.id AND k.state = 'valid' WHERE y.id = $1;

-- payments_of: bill bill_id ->* =payment_row
SELECT y.id, y.county, y.school, y.term, y.bill, y.pupil, y.collecting, y.pay_order, y.channel, y.amount,
	COALESCE(v.document, y.number),
	y.paid_at, y.at, COALESCE(a.id, 0), a.name, y.flag,
	CAST(COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.state <> 'returned'), 0)
		AS BIGINT),
	v.state, v.reason, v.asked_by, k.id, p.name, CASE WHEN p.school = y.school THEN s.name ELSE '' END
FROM payment y JOIN pupil p ON p.id = y.pupil JOIN class s ON s.id = p.class LEFT JOIN account a ON a.id = y.account
LEFT JOIN payment_reversal v ON v.id = (SELECT MAX(x.id) FROM payment_reversal x WHERE x.payment = y.id)
LEFT JOIN receipt k ON k.payment = y.id AND k.state = 'valid' WHERE y.bill = $1 ORDER BY y.id;

-- channel '', flag '': any.
-- payment_page: school school_id, term term_id, channel str, flag str, most i64, skip i64 ->* =payment_row
SELECT y.id, y.county, y.school, y.term, y.bill, y.pupil, y.collecting, y.pay_order, y.channel, y.amount,
	COALESCE(v.document, y.number),
	y.paid_at, y.at, COALESCE(a.id, 0), a.name, y.flag,
	CAST(COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.state <> 'returned'), 0)
		AS BIGINT),
	v.state, v.reason, v.asked_by, k.id, p.name, CASE WHEN p.school = y.school THEN s.name ELSE '' END
FROM payment y JOIN pupil p ON p.id = y.pupil JOIN class s ON s.id = p.class LEFT JOIN account a ON a.id = y.account
LEFT JOIN payment_reversal v ON v.id = (SELECT MAX(x.id) FROM payment_reversal x WHERE x.payment = y.id)
LEFT JOIN receipt k ON k.payment = y.id AND k.state = 'valid'
WHERE y.school = $1 AND y.term = $2 AND ($3 = '' OR y.channel = $3) AND ($4 = '' OR y.flag = $4)
ORDER BY y.id DESC LIMIT $5 OFFSET $6;

-- payment_sums: school school_id, term term_id, channel str, flag str -> payments i64, amount money
SELECT COUNT(*), CAST(COALESCE(SUM(y.amount), 0) AS BIGINT) FROM payment y
WHERE y.school = $1 AND y.term = $2 AND ($3 = '' OR y.channel = $3) AND ($4 = '' OR y.flag = $4)
	AND NOT EXISTS (SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done');

-- --- taking back ---

-- reversal_insert: id i64, county county_id, school school_id, payment payment_id, document str, reason str,
--+ account account_id, at instant
INSERT INTO payment_reversal (id, county, school, payment, document, state, reason, asked_by, asked, decided_by, decided)
VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, $8, NULL, NULL) ON CONFLICT DO NOTHING;

-- reversal_asked: payment payment_id ->? id i64, reason str, asked_by account_id
SELECT id, reason, asked_by FROM payment_reversal WHERE payment = $1 AND state = 'asked';

-- reversal_decide: id i64, state str, account account_id, at instant
UPDATE payment_reversal SET state = $2, decided_by = $3, decided = $4 WHERE id = $1 AND state = 'asked';

-- payment_renumber: id payment_id, number str
UPDATE payment SET number = $2 WHERE id = $1;

-- --- what does not fit ---

-- incident_insert: id i64, county county_id, school i64, number str, kind str, found str, allowed str, at instant
INSERT INTO pay_incident (id, county, school, number, kind, found, allowed, at, closed, closed_by, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, '') ON CONFLICT DO NOTHING;

-- school 0: of the whole county.
-- incidents: county county_id, school i64, open_only bool ->*
--+ id i64, school i64, number str, kind str, found str, allowed str, at instant, closed instant?,
--+ closed_by account_id, by sealed(account.name@closed_by), note str
SELECT i.id, i.school, i.number, i.kind, i.found, i.allowed, i.at, i.closed, COALESCE(a.id, 0), a.name, i.note
FROM pay_incident i LEFT JOIN account a ON a.id = i.closed_by
WHERE i.county = $1 AND ($2 = 0 OR i.school = $2) AND ($3 = 0 OR i.closed IS NULL)
ORDER BY CASE WHEN i.closed IS NULL THEN 0 ELSE 1 END, i.id DESC LIMIT 500;

-- incident_place: id i64 -> county county_id, school i64, open bool
SELECT county, school, CASE WHEN closed IS NULL THEN 1 ELSE 0 END FROM pay_incident WHERE id = $1;

-- incident_close: id i64, note str, account account_id, at instant
UPDATE pay_incident SET note = $2, closed_by = $3, closed = $4 WHERE id = $1 AND closed IS NULL;

-- A school's bills with what was paid and is due. open_only: those with something due.
-- dues: school school_id, term term_id, open_only bool, most i64, skip i64 ->*
--+ pupil pupil_id, name sealed(pupil.name@pupil), class str, total money, due money, state str, n i64
WITH owed AS (
	SELECT b.id AS id, b.pupil AS pupil, b.total AS total, b.state AS state, b.total
		+ (SELECT COALESCE(SUM(a.amount), 0) FROM bill_adjustment a WHERE a.bill = b.id)
		- (SELECT COALESCE(SUM(y.amount), 0) FROM payment y WHERE y.bill = b.id AND NOT EXISTS
			(SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done'))
		+ (SELECT COALESCE(SUM(l.amount), 0) FROM refund r JOIN refund_line l ON l.refund = r.id
			WHERE r.bill = b.id AND l.account = 'receivable'
				AND r.state IN ('approved', 'sent', 'done', 'failed')) AS due
	FROM bill b WHERE b.school = $1 AND b.term = $2)
SELECT o.pupil, p.name, CASE WHEN p.school = $1 THEN k.name ELSE '' END, o.total, CAST(o.due AS BIGINT), o.state, COUNT(*) OVER ()
FROM owed o JOIN pupil p ON p.id = o.pupil JOIN class k ON k.id = p.class
WHERE $3 = 0 OR o.due <> 0
ORDER BY CASE WHEN p.school = $1 THEN 0 ELSE 1 END, k.grade, k.number, o.pupil LIMIT $4 OFFSET $5;

-- bill_services: bill bill_id ->* offering offering_id, enrolment enrolment_id, title str
SELECT o.id, MAX(l.enrolment), o.title FROM bill_line l JOIN offering o ON o.id = l.offering
WHERE l.bill = $1 GROUP BY o.id, o.title ORDER BY o.id;

-- The newest term a school has such rows in.
-- dues_newest: county county_id, school school_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM bill x WHERE x.school = $2 AND x.term = t.id)
ORDER BY t.first_day DESC LIMIT 1;

-- The newest term a school has such rows in.
-- payments_newest: county county_id, school school_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM payment x WHERE x.school = $2 AND x.term = t.id)
ORDER BY t.first_day DESC LIMIT 1;
