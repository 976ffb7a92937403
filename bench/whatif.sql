-- Seats for a whole city, as a term under way has them: every pupil in the school's care, most in one or two
-- courses. Written by one statement each: the bench measures reading.

-- seats_known: -> n i64
SELECT COUNT(*) FROM enrolment;

-- seats_care: at instant
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place, self_purchase, at, reason)
SELECT p.id * 4, p.county, p.school, o.term, o.id, p.id, 0, 'enrolled', 0, 0, $1, ''
FROM pupil p JOIN (
	SELECT k.school, MIN(k.term) AS term, MIN(k.id) AS id FROM offering k
	WHERE k.kind = 'care' AND k.state = 'open' GROUP BY k.school) o ON o.school = p.school
WHERE p.state = 1;

-- The course that stands at the pupil's number in its school, counted round; some numbers have none.
-- seats_course: nth i64, at instant
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place, self_purchase, at, reason)
SELECT p.id * 4 + $1, p.county, p.school, o.term, o.id, p.id, 0, 'enrolled', 0, 0, $2, ''
FROM pupil p JOIN (
	SELECT k.id, k.school, k.term, ROW_NUMBER() OVER (PARTITION BY k.school ORDER BY k.id) - 1 AS place,
		COUNT(*) OVER (PARTITION BY k.school) AS n
	FROM offering k WHERE k.kind = 'course' AND k.state = 'open') o
	ON o.school = p.school AND o.place = (p.id / 256 + $1 * 7) % (o.n + 5)
WHERE p.state = 1;

-- counties_stand: ruleset str
UPDATE county SET ruleset = $1;

-- care_priced: price money
UPDATE offering SET price = $1 WHERE kind = 'care';
