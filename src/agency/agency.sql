-- Third-party agencies (第三方机构) of a county.

-- agency_insert: id agency_id, county county_id, uscc str, name str
INSERT INTO agency (id, county, uscc, name, state) VALUES ($1, $2, $3, $4, 'admitted')
ON CONFLICT (county, uscc) DO NOTHING;

-- agency_row: id agency_id ->? id agency_id, county county_id, uscc str, name str, state str
SELECT id, county, uscc, name, state FROM agency WHERE id = $1;

-- agency_rows: county county_id, state str, most i64, skip i64 ->* =agency_row
SELECT id, county, uscc, name, state FROM agency
WHERE county = $1 AND ($2 = '' OR state = $2) ORDER BY uscc LIMIT $3 OFFSET $4;

-- agency_count: county county_id, state str -> n i64
SELECT COUNT(*) FROM agency WHERE county = $1 AND ($2 = '' OR state = $2);

-- agency_state_set: id agency_id, state str
UPDATE agency SET state = $2 WHERE id = $1 AND state <> $2;

-- agency_name_set: id agency_id, name str
UPDATE agency SET name = $2 WHERE id = $1 AND name <> $2;

-- agency_by_code: county county_id, uscc str ->? =agency_row
SELECT id, county, uscc, name, state FROM agency WHERE county = $1 AND uscc = $2;
