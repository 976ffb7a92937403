-- county_stands: county county_id, ruleset str
UPDATE county SET ruleset = $2 WHERE id = $1;

-- offering_priced: offering offering_id, price money
UPDATE offering SET price = $2 WHERE id = $1;

-- offering_becomes: offering offering_id, kind str
UPDATE offering SET kind = $2 WHERE id = $1;

-- bills_total: county county_id -> fen money
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM bill WHERE county = $1;
