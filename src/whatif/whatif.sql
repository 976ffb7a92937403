-- What a what-if reads of a school's term.

-- Every seat, pupil by pupil, in the order the seats were taken. Who waits pays nothing yet.
-- whatif_seats: school school_id, term term_id ->*
--+ pupil pupil_id, stage i64, grade i64, boarding bool, offering offering_id, self_purchase bool
SELECT p.id, p.stage, p.grade, p.boarding, e.offering, e.self_purchase
FROM pupil p
JOIN enrolment e ON e.pupil = p.id AND e.state IN ('enrolled', 'waitlisted')
WHERE p.school = $1 AND e.term = $2 AND e.state = 'enrolled'
ORDER BY p.id, e.id;

-- What the siblings of each pupil are billed: all who have a guardian in common on that day and come first.
-- whatif_kin: school school_id, term term_id, day date ->* pupil pupil_id, care money, course money, consumables money
SELECT f.pupil, CAST(SUM(b.care) AS BIGINT), CAST(SUM(b.course) AS BIGINT), CAST(SUM(b.consumables) AS BIGINT)
FROM (SELECT DISTINCT p.id AS pupil, s.pupil AS sibling
	FROM pupil p JOIN kinship k ON k.pupil = p.id JOIN kinship s ON s.guardian = k.guardian
	WHERE p.school = $1 AND s.pupil < p.id AND k.since <= $3 AND (k.until IS NULL OR k.until >= $3)
		AND s.since <= $3 AND (s.until IS NULL OR s.until >= $3)) f
JOIN bill b ON b.pupil = f.sibling AND b.term = $2
GROUP BY f.pupil ORDER BY f.pupil;

-- Sittings that were not cancelled, person by person: those who are written down, in their role and at the rate that is
-- stated, else those who run the offering, as teachers (R48); an agency's own people are not paid here. A rate that is agreed
-- with somebody from outside counts from its day. Those of a weekly time on Saturday or Sunday apart: day 0 was a Thursday, a
-- make-up day has the times of the weekday it follows.
-- whatif_sittings: school school_id, term term_id ->*
--+ offering offering_id, weekend bool, role str, outside bool, rate money?, rate_unit str, minutes i64, day date,
--+ person i64, sittings i64
SELECT s.offering, s.weekend, s.role, s.outside, s.rate, s.rate_unit, s.minutes, s.day, s.person, COUNT(*)
FROM (SELECT p.offering, p.day, p.ends - p.starts AS minutes, CASE WHEN EXISTS (SELECT 1 FROM slot w
		WHERE w.offering = p.offering AND w.weekday >= 6 AND w.weekday = (p.day + 3) % 7 + 1 AND w.starts = p.starts)
		THEN 1 ELSE 0 END AS weekend, p.role, p.person, CASE WHEN x.id IS NULL THEN 0 ELSE 1 END AS outside,
		COALESCE(p.rate, r.rate, x.rate) AS rate,
		CASE WHEN p.rate IS NULL THEN COALESCE(r.unit, x.rate_unit, 'sitting') ELSE p.rate_unit END AS rate_unit
	FROM (SELECT t.offering, t.day, t.starts, t.ends, 'teacher' AS role, CAST(NULL AS BIGINT) AS rate, 'sitting' AS rate_unit,
			f.staff AS person
		FROM offering o JOIN sitting t ON o.id = t.offering AND t.state <> 'cancelled'
		JOIN offering_staff f ON f.offering = o.id
		WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed') AND o.agency IS NULL
			AND NOT EXISTS (SELECT 1 FROM duty_sheet h WHERE h.sitting = t.id)
		UNION ALL SELECT t.offering, t.day, t.starts, t.ends, d.role, d.rate, d.rate_unit, d.person
		FROM offering o JOIN sitting t ON o.id = t.offering AND t.state <> 'cancelled' JOIN duty d ON d.sitting = t.id
		WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed')) p
	LEFT JOIN outsider x ON x.id = p.person
	LEFT JOIN outsider_rate r ON r.outsider = x.id AND r.starts = (SELECT MAX(a.starts) FROM outsider_rate a
		WHERE a.outsider = x.id AND a.starts <= p.day)) s
GROUP BY s.offering, s.weekend, s.role, s.outside, s.rate, s.rate_unit, s.minutes, s.day, s.person
ORDER BY s.offering, s.weekend, s.role, s.outside, s.rate_unit, s.rate, s.minutes, s.day, s.person;

-- Code empty: every county.
-- whatif_counties: code str ->* id county_id, schools i64
SELECT k.id, (SELECT COUNT(*) FROM school s WHERE s.county = k.id) FROM county k
WHERE $1 = '' OR k.code = $1 ORDER BY k.zone, k.code;
