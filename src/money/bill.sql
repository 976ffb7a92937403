-- bill_of: pupil pupil_id, term term_id ->?
--+ id bill_id, school school_id, state str, total money, course money, consumables money, care money,
--+ self_bought money
SELECT id, school, state, total, course, consumables, care, self_bought FROM bill WHERE pupil = $1 AND term = $2;

-- The bills of a pupil's siblings: of all who have a guardian in common on that day.
-- bill_kin: pupil pupil_id, term term_id, day date ->*
--+ bill bill_id, pupil pupil_id, care money, course money, consumables money, self_bought money
SELECT b.id, b.pupil, b.care, b.course, b.consumables, b.self_bought FROM bill b
WHERE b.term = $2 AND b.pupil IN (SELECT s.pupil FROM kinship k JOIN kinship s ON s.guardian = k.guardian
	WHERE k.pupil = $1 AND s.pupil <> $1 AND k.since <= $3 AND (k.until IS NULL OR k.until >= $3)
		AND s.since <= $3 AND (s.until IS NULL OR s.until >= $3))
ORDER BY b.pupil;

-- The same sums by the lines before one. No line: before that moment.
-- bill_kin_until: bill bill_id, at instant, line bill_line_id? -> care money, course money, consumables money
SELECT CAST(COALESCE(SUM(CASE WHEN l.item = 'price' AND o.kind = 'care' THEN l.amount ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN l.item = 'price' AND o.kind = 'course' THEN l.amount ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN l.item = 'consumables' THEN l.amount ELSE 0 END), 0) AS BIGINT)
FROM bill_line l JOIN offering o ON o.id = l.offering
WHERE l.bill = $1 AND (l.at < $2 OR (l.at = $2 AND l.id < $3));

-- bill_guardians: pupil pupil_id, day date ->* guardian guardian_id
SELECT guardian FROM kinship WHERE pupil = $1 AND since <= $2 AND (until IS NULL OR until >= $2) ORDER BY guardian;

-- Changes nothing, and waits for whoever has done the same: two orders for siblings come one after the other (R34).
-- bill_guardian_hold: guardian guardian_id
UPDATE guardian SET county = county WHERE id = $1;

-- The same for whoever counts on what stands of one bill, was paid of it or is to go back.
-- bill_hold: id bill_id
UPDATE bill SET state = state WHERE id = $1;

-- bill_hold_of: pupil pupil_id, term term_id
UPDATE bill SET state = state WHERE pupil = $1 AND term = $2;

-- The first charge of a term makes the bill; another node may have been first.
-- bill_insert: id bill_id, county county_id, school school_id, term term_id, pupil pupil_id
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
VALUES ($1, $2, $3, $4, $5, 'open', 0, 0, 0, 0, 0)
ON CONFLICT (pupil, term) DO NOTHING;

-- Raise (or lower) an open bill, if it still stands where the decision saw it: two orders decided on the
-- same totals cannot both pass (R34). What the family buys itself is no money: it follows a collected bill too.
-- bill_raise: id bill_id, course money, consumables money, care money, self_bought money, other money,
--+ seen_total money, seen_course money, seen_consumables money, seen_care money, seen_self money
UPDATE bill SET total = total + $2 + $3 + $4 + $6, course = course + $2, consumables = consumables + $3,
	care = care + $4, self_bought = self_bought + $5
WHERE id = $1 AND (state = 'open' OR ($2 = 0 AND $3 = 0 AND $4 = 0 AND $6 = 0)) AND total = $7 AND course = $8 AND consumables = $9 AND care = $10
	AND self_bought = $11;

-- Whether a family was ever asked to pay it, or paid.
-- bill_asked: id bill_id -> asked bool
SELECT CASE WHEN EXISTS (SELECT 1 FROM pay_order o WHERE o.bill = $1) OR EXISTS (SELECT 1 FROM payment y WHERE y.bill = $1)
	THEN 1 ELSE 0 END;

-- The pupil goes to another school, and on the bill nothing stands.
-- bill_goes_along: id bill_id, school school_id
UPDATE bill SET school = $2 WHERE id = $1 AND state = 'open' AND total = 0 AND course = 0 AND consumables = 0
	AND care = 0 AND self_bought = 0;

-- bill_collect: id bill_id, state str
UPDATE bill SET state = $2 WHERE id = $1;

-- bill_line_insert: id bill_line_id, county county_id, bill bill_id, enrolment enrolment_id,
--+ offering offering_id, item str, amount money, formula str, requirement str, document str,
--+ reverses bill_line_id?, at instant, statement sealed(bill_line.statement@id), decided instant?, payer str?
INSERT INTO bill_line (id, county, bill, enrolment, offering, item, amount, formula, requirement, document,
	reverses, at, statement, decided, payer)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- Lines of an enrolment that were not taken back yet.
-- bill_lines_standing: bill bill_id, enrolment enrolment_id ->*
--+ id bill_line_id, county county_id, offering offering_id, kind str, item str, amount money, formula str,
--+ requirement str, document str, school school_id, statement sealed(bill_line.statement@id), payer str?
SELECT l.id, l.county, l.offering, o.kind, l.item, l.amount, l.formula, l.requirement, l.document, o.school,
	l.statement, l.payer
FROM bill_line l JOIN offering o ON o.id = l.offering
WHERE l.bill = $1 AND l.enrolment = $2 AND l.reverses IS NULL
	AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = l.bill AND r.reverses = l.id)
ORDER BY l.id;

-- bill_lines: bill bill_id ->*
--+ id bill_line_id, enrolment enrolment_id, offering offering_id, kind str, title str, item str, amount money,
--+ formula str, requirement str, document str, reverses bill_line_id?, at instant,
--+ statement sealed(bill_line.statement@id), decided instant, payer str?
SELECT l.id, l.enrolment, l.offering, o.kind, o.title, l.item, l.amount, l.formula, l.requirement, l.document,
	l.reverses, l.at, l.statement, COALESCE(l.decided, l.at), l.payer
FROM bill_line l JOIN offering o ON o.id = l.offering
WHERE l.bill = $1 ORDER BY l.id;

-- What others bear of a bill, line by line.
-- bill_borne: bill bill_id ->*
--+ id bill_line_id, enrolment enrolment_id, item str, amount money, statement sealed(bill_line.statement@id)
SELECT id, enrolment, item, amount, statement FROM bill_line
WHERE bill = $1 AND item IN ('deduct', 'waiver') ORDER BY id;

-- What a pupil has in a term, and since when.
-- bill_enrolled: pupil pupil_id, term term_id ->*
--+ enrolment enrolment_id, offering offering_id, self_purchase bool, since instant
SELECT id, offering, self_purchase, COALESCE(seated, at) FROM enrolment
WHERE pupil = $1 AND term = $2 AND state IN ('enrolled', 'waitlisted') AND state = 'enrolled'
ORDER BY COALESCE(seated, at), id;

-- What is left on a bill of services that were given up: lines and adjustments, less what was paid back.
-- bill_gone: bill bill_id, most i64 ->* enrolment enrolment_id, offering offering_id, price money, consumables money
WITH charged AS (
	SELECT l.enrolment AS enrolment, l.offering AS offering,
		SUM(CASE WHEN l.item = 'price' THEN l.amount ELSE 0 END) AS price,
		SUM(CASE WHEN l.item = 'consumables' THEN l.amount ELSE 0 END) AS consumables
	FROM bill_line l WHERE l.bill = $1 GROUP BY l.enrolment, l.offering)
SELECT k.enrolment, k.offering,
	CAST(k.price + COALESCE((SELECT SUM(a.amount) FROM bill_adjustment a WHERE a.bill = $1
			AND a.offering = k.offering AND a.item = 'price'), 0)
		- COALESCE((SELECT SUM(x.amount) FROM refund r JOIN refund_line x ON x.refund = r.id
			WHERE r.enrolment = k.enrolment AND x.item = 'price'
				AND r.state IN ('approved', 'sent', 'done', 'failed')), 0) AS BIGINT),
	CAST(k.consumables + COALESCE((SELECT SUM(a.amount) FROM bill_adjustment a WHERE a.bill = $1
			AND a.offering = k.offering AND a.item = 'consumables'), 0)
		- COALESCE((SELECT SUM(x.amount) FROM refund r JOIN refund_line x ON x.refund = r.id
			WHERE r.enrolment = k.enrolment AND x.item = 'consumables'
				AND r.state IN ('approved', 'sent', 'done', 'failed')), 0) AS BIGINT)
FROM charged k JOIN enrolment e ON e.id = k.enrolment
WHERE e.state IN ('withdrawn', 'removed') AND (k.price <> 0 OR k.consumables <> 0)
ORDER BY k.enrolment LIMIT $2;

-- A school's bills of a term. class 0: any.
-- bill_page: school school_id, term term_id, class i64, most i64, skip i64 ->*
--+ id bill_id, pupil pupil_id, name sealed(pupil.name@pupil), class str, state str, total money,
--+ course money, consumables money, care money
SELECT b.id, b.pupil, p.name, CASE WHEN p.school = $1 THEN k.name ELSE '' END, b.state, b.total, b.course, b.consumables, b.care
FROM bill b JOIN pupil p ON p.id = b.pupil JOIN class k ON k.id = p.class
WHERE b.school = $1 AND b.term = $2 AND ($3 = 0 OR p.class = $3)
ORDER BY CASE WHEN p.school = $1 THEN 0 ELSE 1 END, k.grade, k.number, b.pupil LIMIT $4 OFFSET $5;

-- bill_sums: school school_id, term term_id, class i64 -> bills i64, total money
SELECT COUNT(*), CAST(COALESCE(SUM(b.total), 0) AS BIGINT)
FROM bill b JOIN pupil p ON p.id = b.pupil
WHERE b.school = $1 AND b.term = $2 AND ($3 = 0 OR p.class = $3);

-- The newest term a school has such rows in.
-- bills_newest: county county_id, school school_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM bill x WHERE x.school = $2 AND x.term = t.id)
ORDER BY t.first_day DESC LIMIT 1;
