-- A city's term to be closed: a bill a pupil, a line an enrolment with its entry, as a term leaves them. Written by
-- one statement each: the bench measures closing.

-- settle_seats: nth i64, at instant
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place, self_purchase, at, reason)
SELECT p.id * 4 + $1, p.county, p.school, o.term, o.id, p.id, 0, 'enrolled', 0, 0, $2, ''
FROM pupil p JOIN (
	SELECT k.id, k.school, k.term, ROW_NUMBER() OVER (PARTITION BY k.school ORDER BY k.id) - 1 AS place,
		COUNT(*) OVER (PARTITION BY k.school) AS n
	FROM offering k WHERE k.kind = 'course' AND k.state = 'open' AND k.agency IS NULL) o
	ON o.school = p.school AND o.place = (p.id / 256 + $1 * 7) % (o.n + 5)
WHERE p.state = 1;

-- Numbers of their own beside those of the enrolments.
-- settle_bills:
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
SELECT e.pupil * 4 + 3, MIN(e.county), MIN(e.school), e.term, e.pupil, 'collected', CAST(SUM(o.price) AS BIGINT),
	CAST(SUM(o.price) AS BIGINT), 0, 0, 0
FROM enrolment e JOIN offering o ON o.id = e.offering GROUP BY e.pupil, e.term;

-- settle_lines: above i64, at instant
INSERT INTO bill_line (id, county, bill, enrolment, offering, item, amount, formula, requirement, document, reverses, at)
SELECT e.id + $1, e.county, e.pupil * 4 + 3, e.id, e.offering, 'price', o.price, '', 'R34', '', NULL, $2
FROM enrolment e JOIN offering o ON o.id = e.offering;

-- settle_entries: at instant, day date
INSERT INTO ledger_entry (id, county, cause, cause_id, at, day, account)
SELECT id, county, 'bill_line', id, $1, $2, NULL FROM bill_line;

-- settle_receivable:
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT id, 1, county, 'receivable', bill, amount FROM bill_line;

-- settle_income:
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT id, 2, county, 'course', offering, -amount FROM bill_line;

-- settle_terms_over: last date
UPDATE term SET last_day = $1;

-- settle_terms: ->* county str, term str, id term_id
SELECT c.code, t.code, t.id FROM term t JOIN county c ON c.id = t.county ORDER BY c.code;
