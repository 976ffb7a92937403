-- What kehou verify reads: the rows and the counters that were kept beside them. Every statement goes
-- through its table once in key order, or school by school, so that memory does not grow.

-- verify_seats: ->*
--+ offering offering_id, seats i64?, taken i64?, waiting i64?, enrolled i64, waitlisted i64
SELECT o.id, s.seats, s.taken, s.waiting,
	(SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id AND e.state = 'enrolled'),
	(SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id AND e.state = 'waitlisted')
FROM offering o LEFT JOIN seat s ON s.offering = o.id ORDER BY o.id;

-- verify_active_count: -> n i64
SELECT COUNT(*) FROM enrolment WHERE state IN ('enrolled', 'waitlisted');

-- verify_twice: ->* id enrolment_id, pupil pupil_id, offering offering_id, n i64
SELECT MIN(id), pupil, offering, COUNT(*) FROM enrolment WHERE state IN ('enrolled', 'waitlisted')
GROUP BY pupil, offering HAVING COUNT(*) > 1;

-- An enrolment with what it was charged and whose word it stands on. The application was accepted by
-- somebody who was the child's guardian on that day (R6).
-- verify_enrolments: ->*
--+ id enrolment_id, county county_id, at instant, state str, price money, consumables money, self_purchase bool,
--+ priced money, consumed money, guardian_said bool
SELECT e.id, e.county, e.at, e.state, o.price, o.consumables, e.self_purchase,
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill b JOIN bill_line l ON l.bill = b.id
		WHERE b.pupil = e.pupil AND b.term = e.term AND l.enrolment = e.id AND l.item <> 'consumables')
		AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill b JOIN bill_line l ON l.bill = b.id
		WHERE b.pupil = e.pupil AND b.term = e.term AND l.enrolment = e.id AND l.item = 'consumables')
		AS BIGINT),
	CASE WHEN EXISTS (
		SELECT 1 FROM application a JOIN kinship k ON k.pupil = a.pupil AND k.guardian = a.guardian
		WHERE a.id = e.application AND a.pupil = e.pupil AND a.offering = e.offering
			AND a.state = 'accepted'
			AND k.since <= (COALESCE(a.decided, a.at) + 28800000000) / 86400000000
			AND (k.until IS NULL OR k.until >= (COALESCE(a.decided, a.at) + 28800000000) / 86400000000))
		THEN 1 ELSE 0 END
FROM enrolment e JOIN offering o ON o.id = e.offering ORDER BY e.id;

-- An enrolment whose offering is gone would be skipped above.
-- verify_enrolments_lost: ->* id enrolment_id
SELECT e.id FROM enrolment e WHERE NOT EXISTS (SELECT 1 FROM offering o WHERE o.id = e.offering) ORDER BY e.id;

-- A bill and the sums of its lines. What the family buys itself is no line: it comes from the enrolments.
-- verify_bills: ->*
--+ id bill_id, county county_id, stage i64, rural bool, total money, course money, consumables money, care money,
--+ self_bought money, last instant?, line_total money, line_course money, line_consumables money, line_care money,
--+ line_self money
SELECT b.id, b.county, p.stage, s.rural, b.total, b.course, b.consumables, b.care, b.self_bought,
	(SELECT MAX(l.at) FROM bill_line l WHERE l.bill = b.id),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l WHERE l.bill = b.id) AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l JOIN offering o ON o.id = l.offering
		WHERE l.bill = b.id AND l.item <> 'consumables' AND o.kind = 'course') AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l
		WHERE l.bill = b.id AND l.item = 'consumables') AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l JOIN offering o ON o.id = l.offering
		WHERE l.bill = b.id AND l.item <> 'consumables' AND o.kind = 'care') AS BIGINT),
	CAST((SELECT COALESCE(SUM(o.consumables), 0) FROM enrolment e JOIN offering o ON o.id = e.offering
		WHERE e.pupil = b.pupil AND e.term = b.term AND e.state = 'enrolled' AND e.self_purchase = 1)
		AS BIGINT)
FROM bill b JOIN pupil p ON p.id = b.pupil JOIN school s ON s.id = b.school ORDER BY b.id;

-- A line belongs to an enrolment of the bill's own pupil and term, which has an accepted application; a
-- reversal takes back exactly one line of the same bill (R35).
-- verify_lines: ->* id bill_line_id, amount money, enrolled bool, applied bool, reverses bill_line_id?, reversed money?, again i64
SELECT l.id, l.amount,
	CASE WHEN e.id IS NOT NULL AND e.pupil = b.pupil AND e.term = b.term AND e.offering = l.offering
		THEN 1 ELSE 0 END,
	CASE WHEN a.id IS NOT NULL AND a.state = 'accepted' AND a.guardian IS NOT NULL THEN 1 ELSE 0 END,
	l.reverses, r.amount,
	(SELECT COUNT(*) FROM bill_line x WHERE x.bill = l.bill AND x.reverses = l.reverses)
FROM bill_line l JOIN bill b ON b.id = l.bill LEFT JOIN enrolment e ON e.id = l.enrolment
LEFT JOIN application a ON a.id = e.application AND a.pupil = e.pupil AND a.offering = e.offering
LEFT JOIN bill_line r ON r.id = l.reverses AND r.bill = l.bill AND r.enrolment = l.enrolment AND r.item = l.item
ORDER BY l.id;

-- verify_entries: ->* id i64, legs i64, sum i64
SELECT n.id, (SELECT COUNT(*) FROM posting p WHERE p.entry = n.id),
	CAST((SELECT COALESCE(SUM(p.amount), 0) FROM posting p WHERE p.entry = n.id) AS BIGINT)
FROM ledger_entry n ORDER BY n.id;

-- verify_bill_totals: after i64, most i64 ->* id i64, total i64
SELECT id, total FROM bill WHERE id > $1 ORDER BY id LIMIT $2;

-- What the families owe by the ledger, entry by entry.
-- verify_receivables: first i64, last i64 ->* id i64, amount i64
SELECT subject, amount FROM posting WHERE account = 'receivable' AND subject BETWEEN $1 AND $2;

-- A receivable that belongs to no bill.
-- verify_receivables_lost: ->* id i64, amount i64
SELECT entry, amount FROM posting p
WHERE account = 'receivable' AND NOT EXISTS (SELECT 1 FROM bill b WHERE b.id = p.subject);

-- verify_registers: ->* id sitting_id, present i64, marks i64, attended i64, expected i64
SELECT r.sitting, r.present,
	(SELECT COUNT(*) FROM mark m WHERE m.sitting = r.sitting),
	(SELECT COUNT(*) FROM mark m WHERE m.sitting = r.sitting AND m.mark IN ('present', 'late')), r.expected
FROM register r ORDER BY r.sitting;

-- Marks of a sitting that was never saved.
-- verify_marks_lost: ->* id sitting_id
SELECT DISTINCT m.sitting FROM mark m WHERE NOT EXISTS (SELECT 1 FROM register r WHERE r.sitting = m.sitting)
ORDER BY m.sitting;

-- verify_schools: after i64, most i64 ->* id school_id
SELECT id FROM school WHERE id > $1 ORDER BY id LIMIT $2;

-- Attended sittings by pupil, term and kind out of the marks of one school, beside the counters of it.
-- verify_participation: school school_id ->* pupil pupil_id, kind str, counted i64, marked i64
WITH marked AS (
	SELECT m.pupil AS pupil, o.term AS term, o.kind AS kind, COUNT(*) AS n
	FROM sitting s JOIN offering o ON o.id = s.offering JOIN mark m ON m.sitting = s.id
	WHERE s.school = $1 AND m.mark IN ('present', 'late') GROUP BY m.pupil, o.term, o.kind),
counted AS (
	SELECT pupil, term, kind, sittings AS n FROM participation WHERE school = $1)
SELECT m.pupil, m.kind, COALESCE(c.n, 0), m.n
FROM marked m LEFT JOIN counted c ON c.pupil = m.pupil AND c.term = m.term AND c.kind = m.kind
UNION ALL
SELECT c.pupil, c.kind, c.n, 0 FROM counted c
WHERE NOT EXISTS (SELECT 1 FROM marked m WHERE m.pupil = c.pupil AND m.term = c.term AND m.kind = c.kind);
