-- Titles that were looked at by a second person.

-- A title that stays keeps what was said of it.
-- review_ask: offering offering_id, county county_id, title str, by i64, at instant
INSERT INTO offering_review (offering, county, title, asked_by, asked) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (offering) DO UPDATE SET title = excluded.title, asked_by = excluded.asked_by, asked = excluded.asked,
	reviewed_by = NULL, reviewed = NULL, reason = NULL
WHERE offering_review.title <> excluded.title;

-- review_pass: offering offering_id, title str, by i64, at instant, reason str
UPDATE offering_review SET reviewed_by = $3, reviewed = $4, reason = $5
WHERE offering = $1 AND title = $2 AND reviewed IS NULL;

-- Has this title of an offering (known by id, else by its code) been passed?
-- review_passed: offering i64, school school_id, term term_id, code str, title str -> n i64
SELECT COUNT(*) FROM offering_review v JOIN offering o ON o.id = v.offering
WHERE v.title = $5 AND v.reviewed IS NOT NULL
	AND (o.id = $1 OR ($1 = 0 AND o.school = $2 AND o.term = $3 AND o.code = $4));

-- review_row: offering offering_id ->?
--+ offering offering_id, school_name str, code str, title str, now_title str, state str, asked_by account_id,
--+ asker sealed(account.name@asked_by), asked instant, reviewed_by account_id,
--+ reviewer sealed(account.name@reviewed_by), reviewed instant?, reason str?
SELECT v.offering, s.name, o.code, v.title, o.title, o.state, v.asked_by, a.name, v.asked, COALESCE(v.reviewed_by, 0), b.name,
	v.reviewed, v.reason
FROM offering_review v JOIN offering o ON o.id = v.offering JOIN school s ON s.id = o.school
	LEFT JOIN account a ON a.id = v.asked_by LEFT JOIN account b ON b.id = v.reviewed_by
WHERE v.offering = $1;

-- school 0: the whole county.
-- review_rows: county county_id, school i64, waiting bool, most i64, skip i64 ->* =review_row
SELECT v.offering, s.name, o.code, v.title, o.title, o.state, v.asked_by, a.name, v.asked, COALESCE(v.reviewed_by, 0), b.name,
	v.reviewed, v.reason
FROM offering_review v JOIN offering o ON o.id = v.offering JOIN school s ON s.id = o.school
	LEFT JOIN account a ON a.id = v.asked_by LEFT JOIN account b ON b.id = v.reviewed_by
WHERE v.county = $1 AND ($2 = 0 OR o.school = $2) AND $3 = CASE WHEN v.reviewed IS NULL THEN 1 ELSE 0 END
ORDER BY v.asked DESC, v.offering DESC LIMIT $4 OFFSET $5;

-- review_count: county county_id, school i64, waiting bool -> n i64
SELECT COUNT(*) FROM offering_review v JOIN offering o ON o.id = v.offering
WHERE v.county = $1 AND ($2 = 0 OR o.school = $2) AND $3 = CASE WHEN v.reviewed IS NULL THEN 1 ELSE 0 END;
