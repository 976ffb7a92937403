-- What schools do today and have done.

-- registers_of_county: county county_id, day date ->* school school_id, due i64, done i64
SELECT s.id, COUNT(t.id), COUNT(r.sitting)
FROM school s
JOIN sitting t ON t.school = s.id AND t.day = $2 AND t.state <> 'cancelled'
LEFT JOIN register r ON r.sitting = t.id
WHERE s.county = $1 GROUP BY s.id;

-- registers_of_school: school school_id, day date -> due i64, done i64
SELECT COUNT(t.id), COUNT(r.sitting)
FROM sitting t LEFT JOIN register r ON r.sitting = t.id
WHERE t.school = $1 AND t.day = $2 AND t.state <> 'cancelled';

-- staff_of_school: school school_id -> n i64
SELECT COUNT(*) FROM staff WHERE school = $1 AND state = 1;

-- Each service of a school's term and what its registers say so far.
-- services_held: school school_id, term term_id ->*
--+ offering offering_id, kind str, title str, seats i64?, taken i64, waiting i64, held i64, present i64,
--+ expected i64
SELECT o.id, o.kind, o.title, s.seats, s.taken, s.waiting, COUNT(r.sitting),
	CAST(COALESCE(SUM(r.present), 0) AS BIGINT), CAST(COALESCE(SUM(r.expected), 0) AS BIGINT)
FROM offering o
JOIN seat s ON s.offering = o.id
LEFT JOIN sitting t ON t.offering = o.id
LEFT JOIN register r ON r.sitting = t.id
WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed')
GROUP BY o.id, o.kind, o.code, o.title, s.seats, s.taken, s.waiting
ORDER BY o.kind, o.code;

-- Counties with what a comparison shows of them; none: all.
-- counties: id county_id? ->* id county_id, code str, name str, zone bool, schools i64
SELECT k.id, k.code, k.name, k.zone, (SELECT COUNT(*) FROM school s WHERE s.county = k.id)
FROM county k
WHERE CAST($1 AS BIGINT) IS NULL OR k.id = $1
ORDER BY k.zone, k.code;
