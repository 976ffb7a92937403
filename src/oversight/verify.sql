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
--+ id enrolment_id, pupil pupil_id, county county_id, school school_id, offering offering_id, at instant, state str,
--+ price money, consumables money, self_purchase bool, priced money, consumed money, refunded bool, guardian_said bool,
--+ chosen bool
SELECT e.id, e.pupil, e.county, o.school, o.id, COALESCE(e.seated, e.at), e.state, o.price, o.consumables,
	e.self_purchase,
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill b JOIN bill_line l ON l.bill = b.id
		WHERE b.pupil = e.pupil AND b.term = e.term AND l.enrolment = e.id AND l.item = 'price')
		AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill b JOIN bill_line l ON l.bill = b.id
		WHERE b.pupil = e.pupil AND b.term = e.term AND l.enrolment = e.id AND l.item = 'consumables')
		AS BIGINT),
	CASE WHEN EXISTS (SELECT 1 FROM refund r WHERE r.enrolment = e.id) THEN 1 ELSE 0 END,
	CASE WHEN EXISTS (
		SELECT 1 FROM application a JOIN kinship k ON k.pupil = a.pupil AND k.guardian = a.guardian
		WHERE a.id = e.application AND a.pupil = e.pupil AND a.offering = e.offering
			AND a.state = 'accepted'
			AND k.since <= (COALESCE(a.decided, a.at) + 28800000000) / 86400000000
			AND (k.until IS NULL OR k.until >= (COALESCE(a.decided, a.at) + 28800000000) / 86400000000))
		THEN 1 ELSE 0 END,
	CASE WHEN e.self_purchase = COALESCE(
		(SELECT w.self_purchase FROM consumables_choice w WHERE w.enrolment = e.id ORDER BY w.id DESC LIMIT 1),
		(SELECT x.self_purchase FROM application x WHERE x.id = e.application), e.self_purchase)
		THEN 1 ELSE 0 END
FROM enrolment e JOIN offering o ON o.id = e.offering JOIN pupil p ON p.id = e.pupil ORDER BY e.id;

-- An enrolment whose offering or pupil is gone would be skipped above.
-- verify_enrolments_lost: ->* id enrolment_id
SELECT e.id FROM enrolment e WHERE NOT EXISTS (SELECT 1 FROM offering o WHERE o.id = e.offering)
	OR NOT EXISTS (SELECT 1 FROM pupil p WHERE p.id = e.pupil) ORDER BY e.id;

-- A bill and the sums of its lines. What the family buys itself is no line: it comes from the enrolments.
-- verify_bills: ->*
--+ id bill_id, pupil pupil_id, term term_id, county county_id, school school_id, stage i64, grade i64, boarding bool, school_code str,
--+ private bool, boarding_school bool, rural bool, total money, course money, consumables money, care money,
--+ self_bought money, last instant?, term_from date, line_total money, line_course money, line_consumables money, line_care money,
--+ line_self money
SELECT b.id, b.pupil, b.term, b.county, b.school, p.stage, p.grade, p.boarding, s.code, s.private, s.boarding, s.rural, b.total, b.course, b.consumables, b.care, b.self_bought,
	(SELECT MAX(l.at) FROM bill_line l WHERE l.bill = b.id), t.first_day,
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l WHERE l.bill = b.id) AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l JOIN offering o ON o.id = l.offering
		WHERE l.bill = b.id AND l.item = 'price' AND o.kind = 'course') AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l
		WHERE l.bill = b.id AND l.item = 'consumables') AS BIGINT),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill_line l JOIN offering o ON o.id = l.offering
		WHERE l.bill = b.id AND l.item = 'price' AND o.kind = 'care') AS BIGINT),
	CAST((SELECT COALESCE(SUM(o.consumables), 0) FROM enrolment e JOIN offering o ON o.id = e.offering
		WHERE e.pupil = b.pupil AND e.term = b.term AND e.state = 'enrolled' AND e.self_purchase = 1)
		AS BIGINT)
FROM bill b JOIN pupil p ON p.id = b.pupil JOIN school s ON s.id = b.school JOIN term t ON t.id = b.term
ORDER BY b.id;

-- Bills of which others bear, or bore, a part.
-- verify_borne: ->* id bill_id, pupil pupil_id, school school_id
SELECT b.id, b.pupil, b.school FROM bill b
WHERE EXISTS (SELECT 1 FROM bill_line w WHERE w.bill = b.id AND w.item IN ('deduct', 'waiver'))
ORDER BY b.school, b.id;

-- A line belongs to an enrolment of the bill's own pupil and term, which has an accepted application; a
-- reversal takes back exactly one line of the same bill (R35).
-- verify_lines: ->* id bill_line_id, item str, amount money, enrolled bool, applied bool, reverses bill_line_id?, reversed money?, again i64
SELECT l.id, l.item, l.amount,
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

-- What is still owed: lines and adjustments, less payments that stand, and what was sent back of too much.
-- verify_bill_totals: after i64, most i64 ->* id i64, total i64
SELECT b.id, CAST(b.total
	+ (SELECT COALESCE(SUM(a.amount), 0) FROM bill_adjustment a WHERE a.bill = b.id)
	- (SELECT COALESCE(SUM(y.amount), 0) FROM payment y WHERE y.bill = b.id AND NOT EXISTS
		(SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done'))
	+ (SELECT COALESCE(SUM(l.amount), 0) FROM refund r JOIN refund_line l ON l.refund = r.id
		WHERE r.bill = b.id AND l.account = 'receivable' AND r.state IN ('approved', 'sent', 'done', 'failed'))
	AS BIGINT)
FROM bill b WHERE b.id > $1 ORDER BY b.id LIMIT $2;

-- What the families owe by the ledger, entry by entry.
-- verify_receivables: first i64, last i64 ->* id i64, amount i64
SELECT subject, amount FROM posting WHERE account = 'receivable' AND subject BETWEEN $1 AND $2;

-- A payment against its entry, its order, its receipt and what was paid back of it.
-- verify_payments: ->*
--+ id payment_id, amount money, legs i64, cleared money, owed money, receipts i64, receipted money, gone money,
--+ back money, reversed bool, ordered bool, paid_order bool, at_home bool
SELECT y.id, y.amount, (SELECT COUNT(*) FROM posting p WHERE p.entry = y.id),
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = y.id AND p.account = 'clearing_' || y.channel
		AND p.subject = y.school), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = y.id AND p.account = 'receivable'
		AND p.subject = y.bill), 0) AS BIGINT),
	(SELECT COUNT(*) FROM receipt r WHERE r.payment = y.id AND r.state = 'valid'),
	CAST(COALESCE((SELECT SUM(r.amount) FROM receipt r WHERE r.payment = y.id AND r.state = 'valid'), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.state = 'done'), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.payment = y.id AND r.state <> 'returned'), 0)
		AS BIGINT),
	CASE WHEN EXISTS (SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done') THEN 1 ELSE 0 END,
	CASE WHEN y.pay_order IS NULL THEN 0 ELSE 1 END,
	CASE WHEN EXISTS (SELECT 1 FROM pay_order o WHERE o.id = y.pay_order AND o.state = 'paid' AND o.bill = y.bill
		AND o.amount = y.amount) THEN 1 ELSE 0 END,
	CASE WHEN EXISTS (SELECT 1 FROM bill b JOIN collecting_account a ON a.id = y.collecting WHERE b.id = y.bill
			AND b.school = y.school AND a.county = y.county AND a.school IN (0, y.school))
		AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.payment = y.id AND r.school <> y.school) THEN 1 ELSE 0 END
FROM payment y ORDER BY y.id;

-- verify_orders: ->* id pay_order_id, paid bool, payments i64, at_home bool
SELECT o.id, CASE WHEN o.state = 'paid' THEN 1 ELSE 0 END, (SELECT COUNT(*) FROM payment y WHERE y.pay_order = o.id),
	CASE WHEN EXISTS (SELECT 1 FROM bill b JOIN collecting_account a ON a.id = o.collecting WHERE b.id = o.bill
		AND b.school = o.school AND a.county = o.county AND a.school IN (0, o.school)) THEN 1 ELSE 0 END
FROM pay_order o ORDER BY o.id;

-- A refund against its lines, the entry of its decision and that of its payment; and against what stands of its services:
-- lines and adjustments, less all that went back. What ended unpaid is what it adjusted, but for a service that was taken
-- once more, where what a shared cap moves stands there too.
-- verify_refunds: ->* id refund_id, state str, amount money, lines money, owed money, taken money, done i64, paid money,
--+ at_home bool, over bool, ended_else bool
SELECT r.id, r.state, r.amount,
	CAST(COALESCE((SELECT SUM(l.amount) FROM refund_line l WHERE l.refund = r.id), 0) AS BIGINT),
	CAST(COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.entry = r.id AND p.account = 'refund_payable'
		AND p.subject = r.bill), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(p.amount) FROM refund_line l JOIN posting p ON p.entry = l.refund
		AND p.account = l.account AND p.subject = l.subject WHERE l.refund = r.id), 0) AS BIGINT),
	(SELECT COUNT(*) FROM refund_done d WHERE d.refund = r.id),
	CAST(COALESCE((SELECT SUM(p.amount) FROM refund_done d JOIN posting p ON p.entry = d.id
		AND p.account = 'refund_payable' AND p.subject = r.bill WHERE d.refund = r.id), 0) AS BIGINT),
	CASE WHEN EXISTS (SELECT 1 FROM payment y WHERE y.id = r.payment AND y.school = r.school) THEN 1 ELSE 0 END,
	CASE WHEN r.state NOT IN ('returned', 'undecided') AND EXISTS (SELECT 1 FROM refund_line l
		WHERE l.refund = r.id AND l.amount > 0 AND l.item IN ('price', 'consumables')
			AND (SELECT SUM(x.amount) FROM bill_line x WHERE x.bill = r.bill AND x.offering = l.subject
				AND ((x.item = 'consumables') = (l.item = 'consumables')))
			+ COALESCE((SELECT SUM(a.amount) FROM bill_adjustment a WHERE a.bill = r.bill AND a.offering = l.subject
				AND a.item = l.item), 0)
			< COALESCE((SELECT SUM(o.amount) FROM refund b JOIN refund_line o ON o.refund = b.id WHERE b.bill = r.bill
				AND b.state NOT IN ('returned', 'undecided') AND o.subject = l.subject AND o.item = l.item), 0))
	THEN 1 ELSE 0 END,
	CASE WHEN EXISTS (SELECT 1 FROM refund_line l WHERE l.refund = r.id AND l.item IN ('price', 'consumables')
		AND l.ended <> -COALESCE((SELECT SUM(a.amount) FROM bill_adjustment a WHERE a.agreed = r.id
			AND a.offering = l.subject AND a.item = l.item), 0)
		AND (SELECT COUNT(*) FROM enrolment e WHERE e.pupil = r.pupil AND e.offering = l.subject) < 2)
	THEN 1 ELSE 0 END
FROM refund r ORDER BY r.id;

-- A wish to adjust a bill against what it became and what the second person has said.
-- verify_wishes: ->* id i64, booked bool, rows i64, same i64, agreed bool
SELECT w.id, CASE WHEN w.state = 'booked' THEN 1 ELSE 0 END,
	(SELECT COUNT(*) FROM bill_adjustment a WHERE a.agreed = w.id),
	(SELECT COUNT(*) FROM bill_adjustment a WHERE a.agreed = w.id AND a.bill = w.bill AND a.offering = w.offering
		AND a.item = w.item AND a.amount = w.amount),
	CASE WHEN EXISTS (SELECT 1 FROM approval p WHERE p.object = w.id AND p.kind = 'bill_adjustment'
		AND p.state = 'approved' AND p.amount = w.amount AND p.decider <> p.submitter) THEN 1 ELSE 0 END
FROM adjustment_wish w ORDER BY w.id;

-- An adjustment against its entry and whoever is said to have agreed to it.
-- verify_adjustments: ->* id i64, amount money, owed money, known bool
SELECT a.id, a.amount,
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = a.id AND p.account = 'receivable'
		AND p.subject = a.bill), 0) AS BIGINT),
	CASE WHEN a.agreed IS NULL OR EXISTS (SELECT 1 FROM adjustment_wish w WHERE w.id = a.agreed)
		OR EXISTS (SELECT 1 FROM refund r WHERE r.id = a.agreed AND r.bill = a.bill) THEN 1 ELSE 0 END
FROM bill_adjustment a ORDER BY a.id;

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

-- What finance paid, beside its legs in the ledger: one entry, two legs, the school's fund and the payer.
-- verify_guarantee: ->*
--+ id i64, amount money, placed bool, entries i64, legs i64, fund money, payer money
WITH posted AS (
	SELECT n.cause_id AS cause, n.id AS entry, p.account AS account, p.subject AS subject, p.amount AS amount
	FROM ledger_entry n LEFT JOIN posting p ON p.entry = n.id WHERE n.cause = 'appropriation')
SELECT a.id, a.amount,
	CASE WHEN MAX(s.county) = a.county AND MAX(t.county) = a.county THEN 1 ELSE 0 END,
	COUNT(DISTINCT x.entry), COUNT(x.account),
	CAST(COALESCE(SUM(CASE WHEN x.account = 'guarantee' AND x.subject = a.school THEN x.amount END), 0)
		AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN x.account = 'appropriation' AND x.subject = a.school THEN x.amount END), 0)
		AS BIGINT)
FROM appropriation a LEFT JOIN school s ON s.id = a.school LEFT JOIN term t ON t.id = a.term
LEFT JOIN posted x ON x.cause = a.id
GROUP BY a.id, a.amount, a.county, a.school ORDER BY a.id;

-- Money of the fund that no appropriation explains.
-- verify_guarantee_lost: ->* id i64, amount i64
SELECT p.entry, p.amount FROM posting p
WHERE p.account IN ('guarantee', 'appropriation') AND NOT EXISTS (
	SELECT 1 FROM ledger_entry n JOIN appropriation a ON a.id = n.cause_id
	WHERE n.id = p.entry AND n.cause = 'appropriation')
-- What is spent of it, or paid out of it, has checks of its own.
AND NOT EXISTS (SELECT 1 FROM ledger_entry n
	WHERE n.id = p.entry AND p.account = 'guarantee' AND n.cause IN ('spending', 'spending_back', 'payout', 'payout_return'));

-- More was taken back from a school in a term than it was ever paid.
-- verify_guarantee_below: ->* id school_id, received i64
SELECT school, CAST(SUM(amount) AS BIGINT) FROM appropriation
GROUP BY school, term HAVING SUM(amount) < 0 ORDER BY school, term;

-- --- kept counts ---

-- When something of a county changed last that its own rows do not date, and when a register was saved:
-- enrolments, bills and confirmations carry their instants, logins and messages are not counted.
-- verify_changed: ->* county county_id, other instant?, registers instant?
SELECT county, MAX(CASE WHEN verb NOT LIKE 'enrolment.%' AND verb NOT LIKE 'auth.%' AND verb NOT LIKE 'audit.%'
		AND verb NOT LIKE 'session.%' AND verb NOT LIKE 'message.%' AND verb NOT LIKE 'job.%'
		AND verb NOT LIKE 'funds.%' AND verb NOT LIKE 'store.%' AND verb NOT LIKE 'register.%'
		AND verb <> 'notice.confirm' THEN at END),
	MAX(CASE WHEN verb LIKE 'register.%' THEN at END)
FROM audit WHERE county IS NOT NULL GROUP BY county;

-- verify_counts: ->*
--+ school school_id, term term_id, county county_id, placed bool, first_day date?, last_day date?, census_day date?,
--+ counted instant, classes i64, pupils i64, confirmed i64, enrolled i64, census i64, attended i64, offerings i64,
--+ seats i64, taken i64, waiting i64, billed i64, by_rule i64
SELECT f.school, f.term, f.county, CASE WHEN s.county = f.county AND t.county = f.county THEN 1 ELSE 0 END,
	t.first_day, t.last_day, d.day, f.counted, f.classes, f.pupils, f.confirmed, f.enrolled, f.census, f.attended,
	f.offerings, f.seats, f.taken, f.waiting, f.billed, f.by_rule
FROM school_count f LEFT JOIN school s ON s.id = f.school LEFT JOIN term t ON t.id = f.term
LEFT JOIN census d ON d.county = f.county AND d.term = f.term ORDER BY f.school, f.term;

-- Pupils with a mark in care: those who attended at least so often, and so many percent of them.
-- verify_took_part: school school_id, term term_id, least i64, percent i64 -> pupils i64
SELECT COUNT(*) FROM (SELECT m.pupil FROM sitting g JOIN offering o ON o.id = g.offering JOIN mark m ON m.sitting = g.id
	WHERE g.school = $1 AND o.term = $2 AND o.kind = 'care' GROUP BY m.pupil
	HAVING SUM(CASE WHEN m.mark IN ('present', 'late') THEN 1 ELSE 0 END) >= $3
		AND SUM(CASE WHEN m.mark IN ('present', 'late') THEN 100 ELSE 0 END) >= COUNT(*) * $4) x;

-- One school's term from the rows at the bottom: seats from the enrolments, participants from the marks, money
-- from the lines of the bills. `newest`: the last of them.
-- verify_recount: school school_id, term term_id, k1 str, k2 str, k3 str, k4 str, then instant ->
--+ classes i64, pupils i64, confirmed i64, enrolled i64, census i64, attended i64, offerings i64, seats i64,
--+ taken i64, waiting i64, billed i64, enrolment_newest instant?, bill_newest instant?, notice_newest instant?
SELECT (SELECT COUNT(*) FROM class WHERE school = $1),
	(SELECT COUNT(*) FROM pupil WHERE school = $1 AND state = 1),
	(SELECT COUNT(*) FROM pupil p JOIN notice_confirmation f ON f.pupil = p.id
		JOIN notice n ON n.id = f.notice
		WHERE p.school = $1 AND p.state = 1 AND n.school = $1 AND n.term = $2 AND n.published IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM notice v WHERE v.school = $1 AND v.term = $2
				AND v.published IS NOT NULL AND v.version > n.version)),
	(SELECT COUNT(DISTINCT e.pupil) FROM offering o JOIN enrolment e ON e.offering = o.id
		WHERE o.school = $1 AND o.term = $2 AND e.state = 'enrolled' AND o.kind IN ($3, $4, $5, $6)),
	(SELECT COUNT(DISTINCT e.pupil) FROM offering o JOIN enrolment e ON e.offering = o.id
		WHERE o.school = $1 AND o.term = $2 AND o.kind = 'care' AND e.state <> 'waitlisted'
			AND CASE WHEN e.seated IS NOT NULL THEN e.seated WHEN e.place = 0 THEN e.at END < $7
			AND COALESCE(e.ended, $7) >= $7),
	(SELECT COUNT(DISTINCT m.pupil) FROM sitting g JOIN offering o ON o.id = g.offering
		JOIN mark m ON m.sitting = g.id
		WHERE g.school = $1 AND o.term = $2 AND o.kind = 'care' AND m.mark IN ('present', 'late')),
	(SELECT COUNT(*) FROM offering o WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed')),
	CAST((SELECT COALESCE(SUM(t.seats), 0) FROM offering o JOIN seat t ON t.offering = o.id
		WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed')) AS BIGINT),
	(SELECT COUNT(*) FROM offering o JOIN seat t ON t.offering = o.id JOIN enrolment e ON e.offering = o.id
		WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed') AND t.seats IS NOT NULL
			AND e.state = 'enrolled'),
	(SELECT COUNT(*) FROM offering o JOIN enrolment e ON e.offering = o.id
		WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed') AND e.state = 'waitlisted'),
	CAST((SELECT COALESCE(SUM(l.amount), 0) FROM bill b JOIN bill_line l ON l.bill = b.id
		WHERE b.school = $1 AND b.term = $2) AS BIGINT),
	(SELECT MAX(CASE WHEN e.ended IS NOT NULL THEN e.ended WHEN e.seated IS NOT NULL THEN e.seated ELSE e.at END)
		FROM offering o JOIN enrolment e ON e.offering = o.id WHERE o.school = $1 AND o.term = $2),
	(SELECT MAX(l.at) FROM bill b JOIN bill_line l ON l.bill = b.id WHERE b.school = $1 AND b.term = $2),
	(SELECT MAX(f.at) FROM notice n JOIN notice_confirmation f ON f.notice = n.id
		WHERE n.school = $1 AND n.term = $2);

-- --- the books ---

-- A fund as it is kept beside the sum of its postings; sign -1: of an account that grows by credits.
-- verify_funds: account str, sign i64 ->* subject i64, kept i64?, posted i64
WITH posted AS (
	SELECT subject, CAST(SUM(amount) AS BIGINT) * $2 AS sum FROM posting WHERE account = $1 GROUP BY subject)
SELECT f.subject, f.balance, COALESCE(p.sum, 0)
FROM fund f LEFT JOIN posted p ON p.subject = f.subject WHERE f.account = $1
UNION ALL
SELECT p.subject, NULL, p.sum FROM posted p
WHERE NOT EXISTS (SELECT 1 FROM fund f WHERE f.account = $1 AND f.subject = p.subject);

-- verify_funds_lost: ->* subject i64, account str
SELECT subject, account FROM fund ORDER BY account, subject;

-- `misplaced`: under another county than its entry, or of an entry that is not its act's.
-- verify_trial: ->* county county_id, account str, legs i64, first i64, sum i64, misplaced i64
SELECT p.county, p.account, COUNT(*), MIN(p.entry), CAST(SUM(p.amount) AS BIGINT),
	COUNT(CASE WHEN n.id IS NULL OR n.county <> p.county OR n.cause_id <> n.id THEN 1 END)
FROM posting p LEFT JOIN ledger_entry n ON n.id = p.entry GROUP BY p.county, p.account ORDER BY p.county, p.account;

-- verify_reversals: ->* entry i64, legs i64, reversed i64, opposite i64, again i64
SELECT r.entry, (SELECT COUNT(*) FROM posting p WHERE p.entry = r.entry),
	(SELECT COUNT(*) FROM posting p WHERE p.entry = r.reverses),
	(SELECT COUNT(*) FROM posting a JOIN posting b ON b.entry = r.reverses AND b.leg = a.leg
		AND b.account = a.account AND b.subject = a.subject AND b.amount = -a.amount AND b.county = a.county
		WHERE a.entry = r.entry),
	(SELECT COUNT(*) FROM ledger_reversal x WHERE x.reverses = r.entry)
FROM ledger_reversal r ORDER BY r.entry;

-- Every entry is looked at once, for the first counted period it falls into; the sums run on from there.
-- verify_periods: ->* id i64, entries i64, booked i64, shut bool
WITH counted AS (
	SELECT n.county AS county, COUNT(*) AS entries, (SELECT MIN(d.last_day) FROM ledger_period d
		WHERE d.county = n.county AND d.last_day >= n.day AND d.entries IS NOT NULL) AS last_day
	FROM ledger_entry n GROUP BY 1, 3)
SELECT d.id, d.entries, CAST(COALESCE(SUM(x.entries), 0) AS BIGINT),
	CASE WHEN b.closed_through >= d.last_day THEN 1 ELSE 0 END
FROM ledger_period d LEFT JOIN ledger_book b ON b.county = d.county
LEFT JOIN counted x ON x.county = d.county AND x.last_day <= d.last_day
WHERE d.entries IS NOT NULL GROUP BY d.id, d.entries, d.last_day, b.closed_through ORDER BY d.id;

-- verify_period_accounts: ->*
--+ id i64, account str, debit i64, credit i64, posted_debit i64, posted_credit i64
WITH moved AS (
	SELECT n.county AS county, p.account AS account, (SELECT MIN(d.last_day) FROM ledger_period d
			WHERE d.county = n.county AND d.last_day >= n.day AND d.entries IS NOT NULL) AS last_day,
		SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS debit,
		SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) AS credit
	FROM ledger_entry n JOIN posting p ON p.entry = n.id GROUP BY 1, 2, 3),
posted AS (
	SELECT d.id AS period, m.account AS account, CAST(SUM(m.debit) AS BIGINT) AS debit,
		CAST(SUM(m.credit) AS BIGINT) AS credit
	FROM ledger_period d JOIN moved m ON m.county = d.county AND m.last_day <= d.last_day
	WHERE d.entries IS NOT NULL GROUP BY d.id, m.account)
SELECT b.period, b.account, b.debit, b.credit, COALESCE(x.debit, 0), COALESCE(x.credit, 0)
FROM period_balance b LEFT JOIN posted x ON x.period = b.period AND x.account = b.account
UNION ALL
SELECT x.period, x.account, 0, 0, x.debit, x.credit FROM posted x
WHERE NOT EXISTS (SELECT 1 FROM period_balance b WHERE b.period = x.period AND b.account = x.account);

-- A simulation whose results are kept, and how many schools they are.
-- verify_simulations: ->* id simulation_id, done i64, kept i64
SELECT s.id, s.done, (SELECT COUNT(*) FROM simulation_school k WHERE k.simulation = s.id)
FROM simulation s WHERE s.state <> 'purged' ORDER BY s.id;

-- verify_simulation_counties: simulation simulation_id ->* county county_id, done i64, figures str
SELECT county, done, figures FROM simulation_county WHERE simulation = $1 ORDER BY place;

-- verify_simulation_schools: simulation simulation_id, county county_id ->* figures str
SELECT figures FROM simulation_school WHERE simulation = $1 AND county = $2 ORDER BY number;

-- How a term price came about, beside the price that is charged. Without a row it was stated for the term.
-- verify_prices: ->*
--+ id offering_id, price money, unit str?, unit_price money?, quantity str?, stated i64?, counted i64?,
--+ by_day str?, most money?, formula str?
SELECT o.id, o.price, u.unit, u.price, u.quantity, u.stated, u.counted, u.by_day, u.most, u.formula
FROM offering o LEFT JOIN offering_price u ON u.offering = o.id ORDER BY o.id;

-- --- closed terms ---

-- Each enrolment that was carried over against its entry: so many legs, what the legs say.
-- verify_closed: ->* id i64, price money, consumables money, legs i64, result i64, income i64
SELECT k.id, k.price, k.consumables, COUNT(p.entry),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'term_result' AND p.subject = k.school THEN p.amount ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account <> 'term_result' AND p.subject = k.offering THEN p.amount ELSE 0 END), 0)
		AS BIGINT)
FROM enrolment_close k LEFT JOIN posting p ON p.entry = k.id GROUP BY k.id, k.price, k.consumables ORDER BY k.id;

-- verify_closings: ->* id i64, done i64, amount money, rows i64, sum i64
SELECT t.id, t.done, t.amount, COUNT(k.id), CAST(COALESCE(SUM(k.price + k.consumables), 0) AS BIGINT)
FROM term_close t LEFT JOIN enrolment_close k ON k.term_close = t.id GROUP BY t.id, t.done, t.amount ORDER BY t.id;
