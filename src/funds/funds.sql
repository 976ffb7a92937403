-- Counts of schools and the guarantee fund (R29).

-- --- one school counted from its rows ---

-- count_roll: school school_id, term term_id -> classes i64, pupils i64, confirmed i64
SELECT (SELECT COUNT(*) FROM class k WHERE k.school = $1), COUNT(p.id), COUNT(f.pupil)
FROM pupil p LEFT JOIN notice_confirmation f ON f.pupil = p.id AND f.notice = (
	SELECT n.id FROM notice n WHERE n.school = $1 AND n.term = $2 AND n.published IS NOT NULL
	ORDER BY n.version DESC LIMIT 1)
WHERE p.school = $1 AND p.state = 1;

-- Pupils with a seat in one of these kinds now, and with one in care at an instant. Who waited had one
-- from `seated` on.
-- count_enrolled: school school_id, term term_id, k1 str, k2 str, k3 str, k4 str, then instant
--+ -> enrolled i64, census i64
SELECT COUNT(DISTINCT CASE WHEN e.state = 'enrolled' THEN e.pupil END),
	COUNT(DISTINCT CASE WHEN o.kind = 'care' AND e.state <> 'waitlisted' AND (e.place = 0 OR e.seated IS NOT NULL)
		AND COALESCE(e.seated, e.at) < $7 AND (e.ended IS NULL OR e.ended >= $7) THEN e.pupil END)
FROM offering o JOIN enrolment e ON e.offering = o.id
WHERE o.school = $1 AND o.term = $2 AND o.kind IN ('care', $3, $4, $5, $6);

-- count_attended: school school_id, term term_id -> attended i64
SELECT COUNT(*) FROM participation WHERE school = $1 AND term = $2 AND kind = 'care';

-- Who attended care at least so often, and so many percent of the sittings of care there is a mark of.
-- count_often: school school_id, term term_id, least i64 -> pupils i64
SELECT COUNT(*) FROM participation WHERE school = $1 AND term = $2 AND kind = 'care' AND sittings >= $3;

-- count_share: school school_id, term term_id, percent i64 -> pupils i64
SELECT COUNT(*) FROM (SELECT m.pupil FROM offering o JOIN sitting g ON g.offering = o.id JOIN mark m ON m.sitting = g.id
	WHERE o.school = $1 AND o.term = $2 AND o.kind = 'care' GROUP BY m.pupil
	HAVING COUNT(CASE WHEN m.mark IN ('present', 'late') THEN 1 END) * 100 >= COUNT(*) * $3) x;

-- count_seats: school school_id, term term_id -> offerings i64, seats i64, taken i64, waiting i64
SELECT COUNT(*), CAST(COALESCE(SUM(t.seats), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN t.seats IS NOT NULL THEN t.taken END), 0) AS BIGINT),
	CAST(COALESCE(SUM(t.waiting), 0) AS BIGINT)
FROM offering o JOIN seat t ON t.offering = o.id
WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed');

-- count_billed: school school_id, term term_id -> billed money
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM bill WHERE school = $1 AND term = $2;

-- --- counts that are kept ---

-- counts_of_county: county county_id, term term_id, name str ->*
--+ school school_id, code str, name str, classes i64?, pupils i64?, confirmed i64?, enrolled i64?,
--+ census i64?, attended i64?, offerings i64?, seats i64?, taken i64?, waiting i64?, billed money?,
--+ counted instant?, by_rule i64?
SELECT s.id, s.code, s.name, f.classes, f.pupils, f.confirmed, f.enrolled, f.census, f.attended, f.offerings,
	f.seats, f.taken, f.waiting, f.billed, f.counted, f.by_rule
FROM school s LEFT JOIN school_count f ON f.school = s.id AND f.term = $2
WHERE s.county = $1 AND ($3 = '' OR s.name LIKE $3 ESCAPE '\')
ORDER BY s.code;

-- schools_total: county county_id -> n i64
SELECT COUNT(*) FROM school WHERE county = $1;

-- count_put: school school_id, term term_id, county county_id, classes i64, pupils i64, confirmed i64,
--+ enrolled i64, census i64, attended i64, offerings i64, seats i64, taken i64, waiting i64, billed money,
--+ counted instant, by_rule i64
INSERT INTO school_count (school, term, county, classes, pupils, confirmed, enrolled, census, attended,
	offerings, seats, taken, waiting, billed, counted, by_rule)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (school, term) DO UPDATE SET classes = excluded.classes, pupils = excluded.pupils,
	confirmed = excluded.confirmed, enrolled = excluded.enrolled, census = excluded.census,
	attended = excluded.attended, offerings = excluded.offerings, seats = excluded.seats,
	taken = excluded.taken, waiting = excluded.waiting, billed = excluded.billed, counted = excluded.counted,
	by_rule = excluded.by_rule
WHERE school_count.counted < excluded.counted;

-- Schools of large counties whose counts of a term that is not long over are the oldest, or missing.
-- counts_stale: since date, until date, large i64, before instant, most i64 ->*
--+ school school_id, county county_id, term term_id, missing bool
SELECT s.id, s.county, t.id, CASE WHEN f.counted IS NULL THEN 1 ELSE 0 END
FROM term t
JOIN school s ON s.county = t.county
LEFT JOIN school_count f ON f.school = s.id AND f.term = t.id
WHERE t.last_day >= $1 AND t.first_day <= $2
	AND (SELECT COUNT(*) FROM school k WHERE k.county = t.county) > $3
	AND (f.counted IS NULL OR f.counted < $4)
ORDER BY COALESCE(f.counted, 0), s.id, t.id LIMIT $5;

-- --- the census day ---

-- census_day: county county_id, term term_id ->? day date
SELECT day FROM census WHERE county = $1 AND term = $2;

-- census_put: county county_id, term term_id, day date, account account_id, at instant
INSERT INTO census (county, term, day, account, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (county, term) DO UPDATE SET day = excluded.day, account = excluded.account, at = excluded.at;

-- What was counted by another day is counted again.
-- counts_forget: county county_id, term term_id
DELETE FROM school_count WHERE county = $1 AND term = $2;

-- --- appropriations ---

-- appropriation_insert: id i64, county county_id, school school_id, term term_id, amount money, document str,
--+ account account_id, at instant
INSERT INTO appropriation (id, county, school, term, amount, document, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- appropriation_same: school school_id, term term_id, document str ->? id i64
SELECT id FROM appropriation WHERE school = $1 AND term = $2 AND document = $3 LIMIT 1;

-- received_of_school: school school_id, term term_id -> received money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM appropriation WHERE school = $1 AND term = $2;

-- received_of_county: county county_id, term term_id ->* school school_id, received money
SELECT s.id, CAST(SUM(a.amount) AS BIGINT)
FROM school s JOIN appropriation a ON a.school = s.id AND a.term = $2
WHERE s.county = $1 GROUP BY s.id;

-- appropriations: school school_id, term term_id ->*
--+ id i64, amount money, document str, at instant
SELECT id, amount, document, at FROM appropriation WHERE school = $1 AND term = $2 ORDER BY at DESC, id DESC;
