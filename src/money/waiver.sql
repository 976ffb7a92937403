-- Waivers of pupils and what they do to a bill.

-- waiver_insert: id waiver_id, county county_id, school school_id, pupil pupil_id,
--+ category sealed(waiver.category@id), proof sealed(waiver.proof@id), number sealed(waiver.number@id),
--+ seen date?, starts date, ends date?, entered i64, at instant, reason sealed(waiver.reason@id)
INSERT INTO waiver (id, county, school, pupil, state, category, proof, number, seen, starts, ends, entered, at, reason)
VALUES ($1, $2, $3, $4, 'asked', $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- waiver_row: id waiver_id ->?
--+ id waiver_id, county county_id, school school_id, pupil pupil_id, state str,
--+ category sealed(waiver.category@id), proof sealed(waiver.proof@id), number sealed(waiver.number@id),
--+ seen date?, starts date, ends date?, payer str?, entered account_id, at instant, decided_by account_id?,
--+ decided instant?, reason sealed(waiver.reason@id), name sealed(pupil.name@pupil), class str, school_name str
SELECT w.id, w.county, w.school, w.pupil, w.state, w.category, w.proof, w.number, w.seen, w.starts, w.ends, w.payer,
	w.entered, w.at, w.decided_by, w.decided, w.reason, p.name, k.name, s.name
FROM waiver w JOIN pupil p ON p.id = w.pupil JOIN class k ON k.id = p.class JOIN school s ON s.id = w.school
WHERE w.id = $1;

-- A pupil's, the newest first.
-- waiver_of_pupil: pupil pupil_id ->* =waiver_row
SELECT w.id, w.county, w.school, w.pupil, w.state, w.category, w.proof, w.number, w.seen, w.starts, w.ends, w.payer,
	w.entered, w.at, w.decided_by, w.decided, w.reason, p.name, k.name, s.name
FROM waiver w JOIN pupil p ON p.id = w.pupil JOIN class k ON k.id = p.class JOIN school s ON s.id = w.school
WHERE w.pupil = $1 ORDER BY w.id DESC;

-- county, school 0: any; state '': any. What waits comes first.
-- waiver_rows: county i64, school i64, state str, most i64, skip i64 ->* =waiver_row
SELECT w.id, w.county, w.school, w.pupil, w.state, w.category, w.proof, w.number, w.seen, w.starts, w.ends, w.payer,
	w.entered, w.at, w.decided_by, w.decided, w.reason, p.name, k.name, s.name
FROM waiver w JOIN pupil p ON p.id = w.pupil JOIN class k ON k.id = p.class JOIN school s ON s.id = w.school
WHERE ($1 = 0 OR w.county = $1) AND ($2 = 0 OR w.school = $2) AND ($3 = '' OR w.state = $3)
ORDER BY CASE WHEN w.state = 'asked' THEN 0 ELSE 1 END, w.id DESC LIMIT $4 OFFSET $5;

-- waiver_count: county i64, school i64, state str -> n i64
SELECT COUNT(*) FROM waiver w
WHERE ($1 = 0 OR w.county = $1) AND ($2 = 0 OR w.school = $2) AND ($3 = '' OR w.state = $3);

-- waiver_grant: id waiver_id, by account_id, at instant, ends date?, payer str?, proof sealed(waiver.proof@id),
--+ number sealed(waiver.number@id), seen date?
UPDATE waiver SET state = 'granted', decided_by = $2, decided = $3, ends = $4, payer = $5, proof = $6, number = $7,
	seen = $8
WHERE id = $1 AND state = 'asked';

-- waiver_refuse: id waiver_id, by account_id, at instant, reason sealed(waiver.reason@id)
UPDATE waiver SET state = 'refused', decided_by = $2, decided = $3, reason = $4 WHERE id = $1 AND state = 'asked';

-- waiver_withdraw: id waiver_id, at instant, reason sealed(waiver.reason@id)
UPDATE waiver SET state = 'withdrawn', gone = $2, reason = $3
WHERE id = $1 AND state IN ('asked', 'granted');

-- What waits is taken back by the school that entered it.
-- waiver_take_back: id waiver_id, at instant, reason sealed(waiver.reason@id)
UPDATE waiver SET state = 'withdrawn', gone = $2, reason = $3 WHERE id = $1 AND state = 'asked';

-- What held for a pupil on a day, as it was decided by a moment and not withdrawn by then.
-- waiver_holding: pupil pupil_id, day date, at instant ->* id waiver_id, category sealed(waiver.category@id), starts date
SELECT id, category, starts FROM waiver
WHERE pupil = $1 AND starts <= $2 AND (ends IS NULL OR ends >= $2) AND decided IS NOT NULL AND decided <= $3
	AND state IN ('granted', 'withdrawn') AND (gone IS NULL OR gone > $3)
ORDER BY id;

-- The same for all pupils of a school, in order of pupil.
-- waiver_holding_school: school school_id, day date, at instant ->*
--+ id waiver_id, pupil pupil_id, category sealed(waiver.category@id), starts date
SELECT w.id, w.pupil, w.category, w.starts FROM pupil p JOIN waiver w ON w.pupil = p.id
WHERE p.school = $1 AND w.starts <= $2 AND (w.ends IS NULL OR w.ends >= $2) AND w.decided IS NOT NULL AND w.decided <= $3
	AND w.state IN ('granted', 'withdrawn') AND (w.gone IS NULL OR w.gone > $3)
ORDER BY w.pupil, w.id;

-- When the terms of a county begin.
-- waiver_terms: county county_id ->* id term_id, first_day date
SELECT id, first_day FROM term WHERE county = $1 ORDER BY first_day;

-- What a pupil has on its open bills, enrolment by enrolment: charged, and waived already.
-- bill_open_charges: pupil pupil_id ->*
--+ bill bill_id, term term_id, enrolment enrolment_id, offering offering_id, kind str, price money,
--+ consumables money, deducted money, waived money
SELECT b.id, b.term, l.enrolment, l.offering, o.kind,
	CAST(SUM(CASE WHEN l.item = 'price' THEN l.amount ELSE 0 END) AS BIGINT),
	CAST(SUM(CASE WHEN l.item = 'consumables' THEN l.amount ELSE 0 END) AS BIGINT),
	CAST(-SUM(CASE WHEN l.item = 'deduct' THEN l.amount ELSE 0 END) AS BIGINT),
	CAST(-SUM(CASE WHEN l.item = 'waiver' THEN l.amount ELSE 0 END) AS BIGINT)
FROM bill b JOIN bill_line l ON l.bill = b.id JOIN offering o ON o.id = l.offering
	JOIN term t ON t.id = b.term
WHERE b.pupil = $1 AND b.state = 'open'
GROUP BY b.id, b.term, l.enrolment, l.offering, o.kind
HAVING SUM(l.amount) <> 0
ORDER BY b.term, l.enrolment;

-- Granted, and running out by the day; nobody has told the family yet.
-- waiver_ending: today date, by date, most i64 ->* id waiver_id, pupil pupil_id, ends date
SELECT id, pupil, ends FROM waiver
WHERE state = 'granted' AND told IS NULL AND ends IS NOT NULL AND ends >= $1 AND ends <= $2 ORDER BY ends, id LIMIT $3;

-- waiver_told: id waiver_id, day date
UPDATE waiver SET told = $2 WHERE id = $1 AND told IS NULL;
