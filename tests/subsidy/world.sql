-- register_put: sitting sitting_id, county county_id, school school_id, staff staff_id, at instant, present i64
INSERT INTO register (sitting, county, school, saved, staff, present, expected) VALUES ($1, $2, $3, $5, $4, $6, $6)
ON CONFLICT (sitting) DO UPDATE SET present = excluded.present, expected = excluded.expected;

-- sittings_of: offering offering_id, first date, last date ->* id sitting_id, day date
SELECT id, day FROM sitting WHERE offering = $1 AND day BETWEEN $2 AND $3 ORDER BY day, starts;

-- balance: account str, subject i64 -> fen money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM posting WHERE account = $1 AND subject = $2;

-- details_sum: batch i64, run i64 -> n i64, due money, minutes i64
SELECT COUNT(*), CAST(COALESCE(SUM(due), 0) AS BIGINT), CAST(COALESCE(SUM(ends - starts), 0) AS BIGINT)
FROM subsidy_detail WHERE batch = $1 AND run = $2;
