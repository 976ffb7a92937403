-- Dated occurrences of offerings (课次).

-- sitting_insert: id sitting_id, county county_id, school school_id, offering offering_id, day date,
--+ starts time, ends time
INSERT INTO sitting (id, county, school, offering, day, starts, ends, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned')
ON CONFLICT (offering, day, starts) DO NOTHING;

-- Only one that is still ahead and that nobody has marked.
-- sitting_drop: id sitting_id, today date
DELETE FROM sitting WHERE id = $1 AND state = 'planned' AND day >= $2
	AND NOT EXISTS (SELECT 1 FROM register r WHERE r.sitting = $1)
	AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.sitting = $1);

-- sitting_rows: offering offering_id ->*
--+ id sitting_id, offering offering_id, day date, starts time, ends time, state str
SELECT id, offering, day, starts, ends, state FROM sitting WHERE offering = $1 ORDER BY day, starts;

-- sitting_total: offering offering_id -> n i64
SELECT COUNT(*) FROM sitting WHERE offering = $1;
