-- Refunds.

-- What stands of an enrolment on its bill: its lines, what they were adjusted by since it was collected, what was paid
-- back for it before, and what of it ended unpaid (which the adjustments took off).
-- refund_basis: bill bill_id, enrolment enrolment_id ->*
--+ offering offering_id, kind str, item str, paid money, adjusted money, before money, ended money, charged instant
WITH charged AS (
	SELECT l.offering AS offering, CASE WHEN l.item = 'consumables' THEN 'consumables' ELSE 'price' END AS thing,
		SUM(l.amount) AS paid, MIN(COALESCE(l.decided, l.at)) AS charged
	FROM bill_line l WHERE l.bill = $1 AND l.enrolment = $2
	GROUP BY l.offering, CASE WHEN l.item = 'consumables' THEN 'consumables' ELSE 'price' END),
adjusted AS (
	SELECT a.offering AS offering, a.item AS thing, SUM(a.amount) AS fen FROM bill_adjustment a WHERE a.bill = $1
	GROUP BY a.offering, a.item)
SELECT c.offering, o.kind, c.thing, CAST(c.paid AS BIGINT), CAST(COALESCE(d.fen, 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(x.amount) FROM refund r JOIN refund_line x ON x.refund = r.id
		WHERE r.enrolment = $2 AND r.state NOT IN ('returned', 'undecided') AND x.item = c.thing), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(x.ended) FROM refund r JOIN refund_line x ON x.refund = r.id
		WHERE r.enrolment = $2 AND x.item = c.thing), 0) AS BIGINT),
	c.charged
FROM charged c JOIN offering o ON o.id = c.offering
LEFT JOIN adjusted d ON d.offering = c.offering AND d.thing = c.thing
WHERE c.paid > 0 ORDER BY c.thing DESC;

-- What made a bill what it is, the newest first: its adjustments, and before them what stands of the lines of each service.
-- bill_moves: bill bill_id ->* offering offering_id, item str, amount money
SELECT m.offering, m.item, CAST(m.amount AS BIGINT)
FROM (SELECT 1 AS late, a.id AS id, a.offering AS offering, a.item AS item, a.amount AS amount
	FROM bill_adjustment a WHERE a.bill = $1
	UNION ALL
	SELECT 0, MIN(l.id), l.offering, CASE WHEN l.item = 'consumables' THEN 'consumables' ELSE 'price' END, SUM(l.amount)
	FROM bill_line l WHERE l.bill = $1
	GROUP BY l.offering, CASE WHEN l.item = 'consumables' THEN 'consumables' ELSE 'price' END) m
ORDER BY m.late DESC, m.id DESC;

-- What it was paid back for before, or no longer owed, as it was decided then.
-- refund_before: enrolment enrolment_id ->* reason str, units str, unit str
SELECT r.reason, x.units, x.unit FROM refund r JOIN refund_line x ON x.refund = r.id
WHERE r.enrolment = $1 AND r.state NOT IN ('returned', 'undecided') AND (r.state <> 'nothing' OR x.ended <> 0)
	AND x.item = 'price' ORDER BY r.id;

-- The sittings of a service's term: with or without a register, this pupil's mark, and whether one was paid back.
-- refund_sittings: offering offering_id, pupil pupil_id, enrolment enrolment_id ->*
--+ id sitting_id, day date, starts time, ends time, state str, registered bool, mark str, back bool
SELECT s.id, s.day, s.starts, s.ends, s.state, CASE WHEN g.sitting IS NULL THEN 0 ELSE 1 END, COALESCE(m.mark, ''),
	CASE WHEN EXISTS (SELECT 1 FROM refund r JOIN refund_sitting b ON b.refund = r.id
		WHERE r.enrolment = $3 AND b.sitting = s.id AND r.state NOT IN ('returned', 'undecided')
			AND (r.state <> 'nothing' OR EXISTS (SELECT 1 FROM refund_line x WHERE x.refund = r.id AND x.ended <> 0)))
	THEN 1 ELSE 0 END
FROM sitting s LEFT JOIN register g ON g.sitting = s.id LEFT JOIN mark m ON m.sitting = s.id AND m.pupil = $2
WHERE s.offering = $1 ORDER BY s.day, s.starts;

-- refund_sitting_insert: refund refund_id, sitting sitting_id
INSERT INTO refund_sitting (refund, sitting) VALUES ($1, $2);

-- refund_sittings_drop: refund refund_id
DELETE FROM refund_sitting WHERE refund = $1;

-- refund_enrolment: id enrolment_id -> pupil pupil_id, term term_id, offering offering_id, state str
SELECT pupil, term, offering, state FROM enrolment WHERE id = $1;

-- refund_waiting: enrolment enrolment_id -> n i64
SELECT COUNT(*) FROM refund WHERE enrolment = $1 AND state IN ('undecided', 'asked');

-- What a bill has too much of and somebody has asked back already.
-- refund_claimed: bill bill_id -> fen money
SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM refund r
WHERE r.bill = $1 AND r.state = 'asked' AND r.reason IN ('credit', 'late');

-- lot_delivered: offering offering_id, at instant -> n i64
SELECT COUNT(*) FROM consumables_lot WHERE offering = $1 AND delivered <= $2;

-- When the service was left that a refund is of: what followed from the leaving was asked for at that moment.
-- refund_leaving: refund refund_id ->? ended instant
SELECT e.ended FROM refund r JOIN enrolment e ON e.id = r.enrolment
WHERE r.id = $1 AND e.ended IS NOT NULL AND EXISTS (SELECT 1 FROM refund f
	WHERE f.enrolment = e.id AND f.reason = r.reason AND f.asked = e.ended);

-- The school is the one that was paid, which keeps the case when the pupil goes to another.
-- refund_insert: id refund_id, county county_id, term term_id, bill bill_id, pupil pupil_id,
--+ payment payment_id, enrolment enrolment_id?, reason str, amount money, number str, state str, why str,
--+ asked_by i64, at instant, due date?
INSERT INTO refund (id, county, school, term, bill, pupil, payment, enrolment, reason, amount, number, state, why,
	asked_by, asked, decided_by, decided, sent, channel_number, due)
SELECT $1, $2, b.school, $3, b.id, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, NULL, NULL, '', $15 FROM bill b
WHERE b.id = $4;

-- refund_line_insert: refund refund_id, line i64, account str, subject i64, item str, paid money, basis i64,
--+ served i64, units str, unit str, amount money, formula str, requirement str, document str, ended money
INSERT INTO refund_line (refund, line, account, subject, item, paid, basis, served, units, unit, amount, formula,
	requirement, document, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- refund_lines_drop: refund refund_id
DELETE FROM refund_line WHERE refund = $1;

-- refund_redecided: id refund_id, amount money, state str, payment payment_id, due date?
UPDATE refund SET amount = $2, state = $3, payment = $4, due = $5, why = '' WHERE id = $1 AND state = 'undecided';

-- With its other parts: what goes back by several payments was asked for at once.
-- refund_whole: id refund_id -> fen money
SELECT CAST(SUM(w.amount) AS BIGINT) FROM refund r JOIN refund w ON w.bill = r.bill AND (w.id = r.id
	OR (w.enrolment = r.enrolment AND w.reason = r.reason AND w.asked = r.asked AND w.state <> 'returned'))
WHERE r.id = $1;

-- refund_place: id refund_id -> county county_id, school school_id
SELECT county, school FROM refund WHERE id = $1;

-- refund_bill: id refund_id ->? bill bill_id
SELECT bill FROM refund WHERE id = $1;

-- refund_move: id refund_id, state str, why str, was str
UPDATE refund SET state = $2, why = $3 WHERE id = $1 AND state = $4;

-- refund_judged: id refund_id, state str, why str, account account_id?, at instant
UPDATE refund SET state = $2, why = $3, decided_by = $4, decided = $5 WHERE id = $1 AND state = 'asked';

-- refund_sent: id refund_id, at instant
UPDATE refund SET state = 'sent', sent = $2 WHERE id = $1 AND state IN ('approved', 'sent');

-- refund_finish: id refund_id, number str
UPDATE refund SET state = 'done', channel_number = $2, why = '' WHERE id = $1 AND state IN ('approved', 'sent', 'failed');

-- refund_done_insert: id i64, county county_id, refund refund_id, at instant
INSERT INTO refund_done (id, county, refund, at) VALUES ($1, $2, $3, $4);

-- What is left of a payment once this much was really paid back.
-- payment_left: payment payment_id -> left money
SELECT CAST(y.amount - COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.state = 'done'), 0)
	AS BIGINT) FROM payment y WHERE y.id = $1;

-- What others were agreed to and are not, or not yet, paid back counts too.
-- payment_unclaimed: payment payment_id, refund refund_id -> left money
SELECT CAST(y.amount - COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.id <> $2
	AND r.state IN ('approved', 'sent', 'done', 'failed')), 0) AS BIGINT) FROM payment y WHERE y.id = $1;

-- refund_lines: refund refund_id ->*
--+ account str, subject i64, title str, item str, paid money, basis i64, served i64, amount money, formula str,
--+ requirement str, document str
SELECT l.account, l.subject, COALESCE(o.title, ''), l.item, l.paid, l.basis, l.served, l.amount, l.formula,
	l.requirement, l.document
FROM refund_line l LEFT JOIN offering o ON o.id = l.subject WHERE l.refund = $1 ORDER BY l.line;

-- refund_row: id refund_id ->
--+ id refund_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ name sealed(pupil.name@pupil), class str, payment payment_id, channel str, pay_number str,
--+ collecting collecting_id, total money, order_number str?, enrolment enrolment_id?, reason str, amount money,
--+ number str, state str, why str, asked_by i64, asked instant, decider account_id,
--+ decided_by sealed(account.name@decider), decided instant?, sent instant?, channel_number str, done instant?,
--+ due date?
SELECT r.id, r.county, r.school, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, y.channel, y.number,
	y.collecting, y.amount, o.number, r.enrolment, r.reason, r.amount, r.number, r.state, r.why, r.asked_by,
	r.asked, COALESCE(a.id, 0), a.name, r.decided, r.sent, r.channel_number, d.at,
	r.due
FROM refund r JOIN payment y ON y.id = r.payment JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
LEFT JOIN pay_order o ON o.id = y.pay_order LEFT JOIN account a ON a.id = r.decided_by
LEFT JOIN refund_done d ON d.refund = r.id WHERE r.id = $1;

-- refund_numbered: number str ->? =refund_row
SELECT r.id, r.county, r.school, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, y.channel, y.number,
	y.collecting, y.amount, o.number, r.enrolment, r.reason, r.amount, r.number, r.state, r.why, r.asked_by,
	r.asked, COALESCE(a.id, 0), a.name, r.decided, r.sent, r.channel_number, d.at,
	r.due
FROM refund r JOIN payment y ON y.id = r.payment JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
LEFT JOIN pay_order o ON o.id = y.pay_order LEFT JOIN account a ON a.id = r.decided_by
LEFT JOIN refund_done d ON d.refund = r.id WHERE r.number = $1;

-- refunds_of: bill bill_id ->* =refund_row
SELECT r.id, r.county, r.school, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, y.channel, y.number,
	y.collecting, y.amount, o.number, r.enrolment, r.reason, r.amount, r.number, r.state, r.why, r.asked_by,
	r.asked, COALESCE(a.id, 0), a.name, r.decided, r.sent, r.channel_number, d.at,
	r.due
FROM refund r JOIN payment y ON y.id = r.payment JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
LEFT JOIN pay_order o ON o.id = y.pay_order LEFT JOIN account a ON a.id = r.decided_by
LEFT JOIN refund_done d ON d.refund = r.id WHERE r.bill = $1 ORDER BY r.id;

-- refund_page: school school_id, term term_id, state str, most i64, skip i64 ->* =refund_row
SELECT r.id, r.county, r.school, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, y.channel, y.number,
	y.collecting, y.amount, o.number, r.enrolment, r.reason, r.amount, r.number, r.state, r.why, r.asked_by,
	r.asked, COALESCE(a.id, 0), a.name, r.decided, r.sent, r.channel_number, d.at,
	r.due
FROM refund r JOIN payment y ON y.id = r.payment JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
LEFT JOIN pay_order o ON o.id = y.pay_order LEFT JOIN account a ON a.id = r.decided_by
LEFT JOIN refund_done d ON d.refund = r.id
WHERE r.school = $1 AND r.term = $2 AND ($3 = '' OR r.state = $3) ORDER BY r.id DESC LIMIT $4 OFFSET $5;

-- Submitted, and decided by a second person.
-- refunds_decided: ->* id refund_id
SELECT r.id FROM refund r JOIN approval a ON a.object = r.id AND a.kind = 'refund'
WHERE r.state = 'asked' AND a.state IN ('approved', 'returned')
	AND a.id = (SELECT MAX(x.id) FROM approval x WHERE x.object = r.id AND x.kind = 'refund')
ORDER BY r.id LIMIT 50;

-- refund_count: school school_id, term term_id, state str -> n i64
SELECT COUNT(*) FROM refund WHERE school = $1 AND term = $2 AND ($3 = '' OR state = $3);

-- The newest term a school has such rows in.
-- refunds_newest: county county_id, school school_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM refund x WHERE x.school = $2 AND x.term = t.id)
ORDER BY t.first_day DESC LIMIT 1;
