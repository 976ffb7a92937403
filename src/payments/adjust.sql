-- Adjustments of collected bills, and those a second person has yet to agree to.

-- adjustment_insert: id i64, county county_id, school school_id, bill bill_id, offering offering_id, item str,
--+ amount money, reason str, at instant, account account_id, agreed i64?
INSERT INTO bill_adjustment (id, county, school, bill, offering, item, amount, reason, at, account, agreed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- What stands for a service on a bill, adjustments and what was paid back included.
-- charged_standing: bill bill_id, offering offering_id, item str -> fen money, lines i64
SELECT CAST(COALESCE((SELECT SUM(l.amount) FROM bill_line l WHERE l.bill = $1 AND l.offering = $2
			AND ((l.item = 'consumables') = ($3 = 'consumables'))), 0)
		+ COALESCE((SELECT SUM(a.amount) FROM bill_adjustment a WHERE a.bill = $1 AND a.offering = $2
			AND a.item = $3), 0)
		- COALESCE((SELECT SUM(x.amount) FROM refund r JOIN refund_line x ON x.refund = r.id
			WHERE r.bill = $1 AND x.subject = $2 AND x.item = $3 AND r.state <> 'returned'), 0)
		AS BIGINT),
	(SELECT COUNT(*) FROM bill_line l WHERE l.bill = $1 AND l.offering = $2
		AND ((l.item = 'consumables') = ($3 = 'consumables')));

-- What was adjusted for a service on a bill, and what is asked for and not yet decided.
-- adjusted_of: bill bill_id, offering offering_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(a.amount) FROM bill_adjustment a WHERE a.bill = $1 AND a.offering = $2), 0)
	+ COALESCE((SELECT SUM(w.amount) FROM adjustment_wish w WHERE w.bill = $1 AND w.offering = $2 AND w.state = 'waiting'
		AND NOT EXISTS (SELECT 1 FROM approval p WHERE p.kind = 'bill_adjustment' AND p.object = w.id AND p.state = 'returned')), 0)
	AS BIGINT);

-- What was adjusted on a bill, up or down, without a second person.
-- adjusted_alone: bill bill_id -> fen money
SELECT CAST(COALESCE(SUM(ABS(a.amount)), 0) AS BIGINT) FROM bill_adjustment a WHERE a.bill = $1 AND a.agreed IS NULL;

-- adjustments_of: bill bill_id ->*
--+ id i64, wish i64, offering offering_id, title str, item str, amount money, reason str, at instant, state str, why str
SELECT x.id, x.wish, x.offering, o.title, x.item, x.amount, x.reason, x.at, x.state, x.why
FROM (SELECT a.id AS id, 0 AS wish, a.offering AS offering, a.item AS item, a.amount AS amount, a.reason AS reason,
		a.at AS at, 'booked' AS state, '' AS why
	FROM bill_adjustment a WHERE a.bill = $1
		AND NOT EXISTS (SELECT 1 FROM adjustment_wish w WHERE w.id = a.agreed)
	UNION ALL
	SELECT COALESCE((SELECT MAX(a.id) FROM bill_adjustment a WHERE a.agreed = w.id), 0), w.id, w.offering, w.item,
		w.amount, w.reason, w.asked, w.state, w.why
	FROM adjustment_wish w WHERE w.bill = $1) x
JOIN offering o ON o.id = x.offering ORDER BY x.at, x.id, x.wish;

-- --- those that wait ---

-- adjustment_wish_insert: id i64, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ offering offering_id, item str, amount money, reason str, account account_id, at instant
INSERT INTO adjustment_wish (id, county, school, term, bill, pupil, offering, item, amount, reason, state, why, asked_by,
	asked, decided_by, settled)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '', $11, $12, NULL, NULL);

-- adjustment_wish_bill: id i64 ->? bill bill_id
SELECT bill FROM adjustment_wish WHERE id = $1;

-- adjustment_wish_settle: id i64, state str, why str, decider account_id, at instant
UPDATE adjustment_wish SET state = $2, why = $3, decided_by = $4, settled = $5 WHERE id = $1 AND state = 'waiting';

-- The class is none of another school's.
-- adjustment_wish_row: id i64 ->?
--+ id i64, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id, offering offering_id,
--+ title str, item str, amount money, reason str, state str, why str, asked_by account_id,
--+ asked_by_name sealed(account.name@asked_by), asked instant, decided_by account_id,
--+ decided_by_name sealed(account.name@decided_by), settled instant?, adjustment i64,
--+ name sealed(pupil.name@pupil), class str
SELECT w.id, w.county, w.school, w.term, w.bill, w.pupil, w.offering, o.title, w.item, w.amount, w.reason, w.state, w.why,
	w.asked_by, u.name, w.asked, COALESCE(d.id, 0), d.name, w.settled,
	COALESCE((SELECT MAX(a.id) FROM bill_adjustment a WHERE a.agreed = w.id), 0),
	p.name, CASE WHEN p.school = w.school THEN k.name ELSE '' END
FROM adjustment_wish w JOIN offering o ON o.id = w.offering JOIN pupil p ON p.id = w.pupil JOIN class k ON k.id = p.class
	LEFT JOIN account u ON u.id = w.asked_by LEFT JOIN account d ON d.id = w.decided_by
WHERE w.id = $1;

-- adjustments_decided: ->* id i64
SELECT w.id FROM adjustment_wish w JOIN approval a ON a.object = w.id AND a.kind = 'bill_adjustment'
WHERE w.state = 'waiting' AND a.state IN ('approved', 'returned')
ORDER BY w.id LIMIT 50;
