-- Days, months and caps: what is paid as a whole (R48).

-- subsidy_unit_find: person i64, unit str, first_day date, rule str ->? id i64
SELECT id FROM subsidy_unit WHERE person = $1 AND unit = $2 AND first_day = $3 AND rule = $4;

-- subsidy_unit_insert: id i64, county county_id, school school_id, person i64, unit str, first_day date, rule str ->? stored i64
INSERT INTO subsidy_unit (id, county, school, person, unit, first_day, rule) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (person, unit, first_day, rule) DO NOTHING RETURNING id;

-- The next ones of a month: days and months, or (caps) what caps them.
-- units_next: school school_id, first date, last date, caps bool, after i64, most i64 ->*
--+ id i64, person i64, unit str, first_day date, rule str, refers i64
SELECT u.id, u.person, u.unit, u.first_day, u.rule, 0 FROM subsidy_unit u
WHERE u.school = $1 AND u.first_day BETWEEN $2 AND $3 AND (u.unit = 'cap') = ($4 <> 0) AND u.id > $5 ORDER BY u.id LIMIT $6;

-- The next ones of months whose batch is approved, and that batch.
-- units_settled: school school_id, before date, since date, caps bool, after i64, most i64 ->* =units_next
SELECT u.id, u.person, u.unit, u.first_day, u.rule, b.id
FROM subsidy_batch b JOIN subsidy_unit u ON u.school = b.school AND u.first_day BETWEEN b.first_day AND b.last_day
WHERE b.school = $1 AND b.last_day < $2 AND b.first_day >= $3 AND b.state IN ('approved', 'paying', 'paid')
	AND (u.unit = 'cap') = ($4 <> 0) AND u.id > $5 ORDER BY u.id LIMIT $6;

-- Attended sittings of some days that a person is down for; one by an agency only where it was written down. `stated`: of the
-- duty, else what somebody from outside had agreed for its day.
-- unit_sittings: person i64, school school_id, first date, last date ->*
--+ id sitting_id, day date, starts time, ends time, kind str, category str, agency agency_id?, grades i64, windows str?,
--+ weekend bool, role str, stated money?, stated_unit str
SELECT s.id, s.day, s.starts, s.ends, o.kind, o.category, o.agency, o.grades, w.windows,
	CASE WHEN EXISTS (SELECT 1 FROM slot z WHERE z.offering = s.offering AND z.weekday >= 6
		AND z.weekday = (s.day + 3) % 7 + 1 AND z.starts = s.starts) THEN 1 ELSE 0 END,
	COALESCE(d.role, 'teacher'), COALESCE(d.rate, a.rate, x.rate),
	CASE WHEN d.rate IS NULL THEN COALESCE(a.unit, x.rate_unit, 'sitting') ELSE d.rate_unit END
FROM sitting s JOIN register r ON r.sitting = s.id JOIN offering o ON o.id = s.offering
LEFT JOIN duty_sheet h ON h.sitting = s.id LEFT JOIN offering_window w ON w.offering = o.id
LEFT JOIN duty d ON d.sitting = s.id AND d.person = $1
LEFT JOIN outsider x ON x.id = $1 LEFT JOIN outsider_rate a ON a.outsider = x.id
	AND a.starts = (SELECT MAX(z.starts) FROM outsider_rate z WHERE z.outsider = x.id AND z.starts <= s.day)
WHERE s.school = $2 AND s.day BETWEEN $3 AND $4 AND s.state <> 'cancelled' AND r.present > 0
	AND (o.agency IS NULL OR h.sitting IS NOT NULL) AND (d.person IS NOT NULL OR (h.sitting IS NULL AND EXISTS (
		SELECT 1 FROM offering_staff f WHERE f.offering = s.offering AND f.staff = $1)))
ORDER BY s.id;

-- What a person has of a sitting, a day or a month by approved batches and by this computation.
-- standing: sitting sitting_id, person i64, batch i64, run i64 -> amount money
SELECT CAST(COALESCE(SUM(d.amount), 0) AS BIGINT) FROM subsidy_detail d JOIN subsidy_batch b ON b.id = d.batch AND b.run = d.run
WHERE d.sitting = $1 AND d.person = $2 AND (b.state IN ('approved', 'paying', 'paid') OR (b.id = $3 AND b.run = $4));

-- Days and months of one statement in a month.
-- units_under: person i64, rule str, first date, last date ->* id i64, unit str, first_day date
SELECT id, unit, first_day FROM subsidy_unit
WHERE person = $1 AND rule = $2 AND unit <> 'cap' AND first_day BETWEEN $3 AND $4 ORDER BY id;
