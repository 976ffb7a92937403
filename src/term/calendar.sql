-- Days that differ from the week: of a county (school 0) or of one school.

-- calendar_put: county county_id, school i64, day date, teaching bool, follows i64, note str
INSERT INTO calendar_day (county, school, day, teaching, follows, note) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, school, day) DO UPDATE SET teaching = excluded.teaching, follows = excluded.follows,
	note = excluded.note;

-- calendar_drop: county county_id, school i64, day date
DELETE FROM calendar_day WHERE county = $1 AND school = $2 AND day = $3;

-- What is said about a stretch of days: the county's word first, then the school's own over it.
-- calendar_rows: county county_id, school i64, first date, last date ->*
--+ school i64, day date, teaching bool, follows i64, note str
SELECT school, day, teaching, follows, note FROM calendar_day
WHERE county = $1 AND (school = 0 OR school = $2) AND day BETWEEN $3 AND $4
ORDER BY day, school;

-- Offerings whose sittings changed days may touch.
-- calendar_offerings: county county_id, school i64, first date, last date, after i64, most i64 ->* id offering_id
SELECT id FROM offering
WHERE county = $1 AND ($2 = 0 OR school = $2) AND state IN ('open', 'closed') AND starts <= $4 AND ends >= $3
	AND id > $5
ORDER BY id LIMIT $6;
