-- county_stands: county county_id, ruleset str
UPDATE county SET ruleset = $2 WHERE id = $1;

-- offering_priced: offering offering_id, price money
UPDATE offering SET price = $2 WHERE id = $1;

-- offering_becomes: offering offering_id, kind str
UPDATE offering SET kind = $2 WHERE id = $1;

-- bills_total: county county_id -> fen money
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM bill WHERE county = $1;

-- sittings_until: offering offering_id, last date -> n i64, rest i64
SELECT COALESCE(SUM(CASE WHEN day <= $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN day <= $2 THEN 0 ELSE 1 END), 0)
FROM sitting WHERE offering = $1 AND state <> 'cancelled';

-- A service that is held on Saturdays: its weekly times and what is planned.
-- slots_to_saturday: offering offering_id
UPDATE slot SET weekday = 6 WHERE offering = $1;

-- sittings_to_saturday: offering offering_id
UPDATE sitting SET day = day + 5 - (day + 3) % 7 WHERE offering = $1;

-- offering_held: offering offering_id, county county_id, windows str
INSERT INTO offering_window (offering, county, windows) VALUES ($1, $2, $3);

-- Who led the first sitting is written down: all of them.
-- first_sheet: offering offering_id, county county_id, school school_id
INSERT INTO duty_sheet (sitting, county, school, account, at)
SELECT MIN(s.id), CAST($2 AS BIGINT), CAST($3 AS BIGINT), NULL, 0 FROM sitting s WHERE s.offering = $1 AND s.state <> 'cancelled';

-- first_duty: offering offering_id, person i64, county county_id, school school_id, role str, rate money?, rate_unit str
INSERT INTO duty (sitting, person, county, school, role, rate, rate_unit)
SELECT MIN(s.id), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS TEXT)
FROM sitting s WHERE s.offering = $1 AND s.state <> 'cancelled';
