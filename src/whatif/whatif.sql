-- What a what-if reads of a school's term.

-- Every seat, pupil by pupil, in the order the seats were taken. Who waits pays nothing yet.
-- whatif_seats: school school_id, term term_id ->*
--+ pupil pupil_id, stage i64, grade i64, boarding bool, offering offering_id, self_purchase bool
SELECT p.id, p.stage, p.grade, p.boarding, e.offering, e.self_purchase
FROM pupil p
JOIN enrolment e ON e.pupil = p.id AND e.state IN ('enrolled', 'waitlisted')
WHERE p.school = $1 AND e.term = $2 AND e.state = 'enrolled'
ORDER BY p.id, e.id;

-- Sittings of each offering that were not cancelled, and who stands in them.
-- whatif_sittings: school school_id, term term_id ->*
--+ offering offering_id, kind str, agency bool, category str, staff i64, sittings i64, minutes i64
SELECT o.id, o.kind, CASE WHEN o.agency IS NULL THEN 0 ELSE 1 END, o.category,
	(SELECT COUNT(*) FROM offering_staff f WHERE f.offering = o.id),
	COUNT(t.id), CAST(COALESCE(SUM(t.ends - t.starts), 0) AS BIGINT)
FROM offering o JOIN sitting t ON t.offering = o.id AND t.state <> 'cancelled'
WHERE o.school = $1 AND o.term = $2 AND o.state IN ('open', 'closed')
GROUP BY o.id, o.kind, o.agency, o.category ORDER BY o.id;

-- Code empty: every county.
-- whatif_counties: code str ->* id county_id, schools i64
SELECT k.id, (SELECT COUNT(*) FROM school s WHERE s.county = k.id) FROM county k
WHERE $1 = '' OR k.code = $1 ORDER BY k.zone, k.code;
