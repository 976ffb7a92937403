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

-- plant_total: by i64
UPDATE subsidy_batch SET total = total + $1;

-- Every sum above it stays right: only the rules say otherwise.
-- plant_role: role str
UPDATE subsidy_detail SET role = $1;

-- Days are worth more than the rules say, and every sum stays right.
-- plant_whole: by i64
UPDATE subsidy_detail SET due = due + $1, before = before + $1 WHERE sitting IN (SELECT id FROM subsidy_unit);

-- A sitting no longer counts in its day; but where it does, its day stays as it was.
-- plant_loose:
UPDATE subsidy_detail SET unit = NULL WHERE unit IS NOT NULL AND EXISTS (SELECT 1 FROM subsidy_detail o
	WHERE o.batch = subsidy_detail.batch AND o.run = subsidy_detail.run AND o.unit = subsidy_detail.unit
		AND o.id < subsidy_detail.id);

-- plant_due: by i64
UPDATE subsidy_detail SET due = due + $1;

-- A service that is held on another weekday: its weekly times, and what is planned of Mondays.
-- slots_to: offering offering_id, weekday i64
UPDATE slot SET weekday = $2 WHERE offering = $1;

-- sittings_to_saturday: offering offering_id
UPDATE sitting SET day = day + 5 WHERE offering = $1;

-- plant_expense:
UPDATE posting SET amount = amount * 2 WHERE entry IN (SELECT id FROM subsidy_step);

-- What a sitting states is another rate than its day was paid.
-- plant_stated: by money
UPDATE subsidy_detail SET stated = stated + $1 WHERE stated IS NOT NULL;
