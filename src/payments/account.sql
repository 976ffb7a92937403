-- Supervised accounts. school 0: of the county.

-- collecting_insert: id collecting_id, county county_id, school i64, channel str, party str, holder str, bank str,
--+ number sealed(collecting_account.number@id), merchant str, active bool, at instant, account account_id
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, number, merchant, active, tested,
	tested_code, at, account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, '', $11, $12);

-- A changed account has to be tested anew.
-- collecting_update: id collecting_id, party str, holder str, bank str,
--+ number sealed(collecting_account.number@id), merchant str, active bool, at instant, account account_id
UPDATE collecting_account SET party = $2, holder = $3, bank = $4, number = $5, merchant = $6, active = $7, at = $8,
	account = $9, tested = NULL, tested_code = '' WHERE id = $1;

-- collecting_tested: id collecting_id, at instant, code str
UPDATE collecting_account SET tested = $2, tested_code = $3 WHERE id = $1;

-- collecting_of: county county_id, school i64, channel str ->? id collecting_id, active bool
SELECT id, active FROM collecting_account WHERE county = $1 AND school = $2 AND channel = $3;

-- collecting_row: id collecting_id ->
--+ id collecting_id, county county_id, school i64, school_name str, channel str, party str, holder str, bank str,
--+ number sealed(collecting_account.number@id), merchant str, active bool, tested instant?, tested_code str
SELECT a.id, a.county, a.school, COALESCE(k.name, ''), a.channel, a.party, a.holder, a.bank, a.number, a.merchant,
	a.active, a.tested, a.tested_code
FROM collecting_account a LEFT JOIN school k ON k.id = a.school WHERE a.id = $1;

-- The own one before the county's.
-- collecting_best: county county_id, school i64, channel str ->? =collecting_row
SELECT a.id, a.county, a.school, COALESCE(k.name, ''), a.channel, a.party, a.holder, a.bank, a.number, a.merchant,
	a.active, a.tested, a.tested_code
FROM collecting_account a LEFT JOIN school k ON k.id = a.school
WHERE a.county = $1 AND a.school IN (0, $2) AND a.channel = $3 AND a.active = 1 ORDER BY a.school DESC LIMIT 1;

-- school 0: all of the county.
-- collecting_rows: county county_id, school i64 ->* =collecting_row
SELECT a.id, a.county, a.school, COALESCE(k.name, ''), a.channel, a.party, a.holder, a.bank, a.number, a.merchant,
	a.active, a.tested, a.tested_code
FROM collecting_account a LEFT JOIN school k ON k.id = a.school
WHERE a.county = $1 AND ($2 = 0 OR a.school IN (0, $2)) ORDER BY a.school, a.channel;

-- collecting_codes: id collecting_id -> county str, school str
SELECT c.code, COALESCE(k.code, '') FROM collecting_account a JOIN county c ON c.id = a.county
LEFT JOIN school k ON k.id = a.school WHERE a.id = $1;
