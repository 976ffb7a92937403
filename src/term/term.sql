-- Terms of a county.

-- term_insert: id term_id, county county_id, code str, name str, first_day date, last_day date
INSERT INTO term (id, county, code, name, first_day, last_day) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, code) DO NOTHING;

-- Another term that holds one of these days.
-- term_overlap: county county_id, code str, first_day date, last_day date ->? other str
SELECT code FROM term WHERE county = $1 AND code <> $2 AND first_day <= $4 AND last_day >= $3
ORDER BY code LIMIT 1;

-- term_row: id term_id ->?
--+ id term_id, county county_id, code str, name str, first_day date, last_day date
SELECT id, county, code, name, first_day, last_day FROM term WHERE id = $1;

-- term_by_code: county county_id, code str ->? =term_row
SELECT id, county, code, name, first_day, last_day FROM term WHERE county = $1 AND code = $2;

-- The term that runs, else the next to come, else the last that was.
-- term_now: county county_id, today date ->? =term_row
SELECT id, county, code, name, first_day, last_day FROM term WHERE county = $1
ORDER BY CASE WHEN last_day < $2 THEN 2 WHEN first_day > $2 THEN 1 ELSE 0 END,
	CASE WHEN last_day < $2 THEN -last_day ELSE first_day END
LIMIT 1;

-- term_rows: county county_id ->* =term_row
SELECT id, county, code, name, first_day, last_day FROM term WHERE county = $1 ORDER BY first_day DESC;
