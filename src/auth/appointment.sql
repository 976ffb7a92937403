-- Roles people hold.

-- appointment_insert: id appointment_id, account account_id, role i64, county county_id?,
--+ school school_id?, class class_id?, guardian guardian_id?, staff staff_id?, agency agency_id?,
--+ place str?, starts date, ends date?
INSERT INTO appointment (id, account, role, county, school, class, guardian, staff, agency, place,
	starts, ends)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- The same right, in force or still to begin.
-- appointment_same: account account_id, role i64, county i64, school i64, class i64, guardian i64,
--+ staff i64, agency i64, today date ->? id appointment_id
SELECT id FROM appointment
WHERE account = $1 AND role = $2 AND COALESCE(county, 0) = $3 AND COALESCE(school, 0) = $4
	AND COALESCE(class, 0) = $5 AND COALESCE(guardian, 0) = $6 AND COALESCE(staff, 0) = $7
	AND COALESCE(agency, 0) = $8 AND (ends IS NULL OR ends >= $9)
ORDER BY id LIMIT 1;

-- appointment_close: id appointment_id, ends date ->? account account_id, county county_id?
UPDATE appointment SET ends = $2 WHERE id = $1 AND (ends IS NULL OR ends > $2)
RETURNING account, county;

-- appointment_there: id appointment_id ->? account account_id
SELECT account FROM appointment WHERE id = $1;

-- appointments_in_force: account account_id, today date ->*
--+ id appointment_id, role i64, county county_id?, school school_id?, class class_id?,
--+ guardian guardian_id?, staff staff_id?, agency agency_id?, place str?, starts date, ends date?
SELECT id, role, county, school, class, guardian, staff, agency, place, starts, ends
FROM appointment
WHERE account = $1 AND starts <= $2 AND (ends IS NULL OR ends >= $2) ORDER BY role, id;

-- appointment_mine: id appointment_id, account account_id, today date ->? role i64, county county_id?
SELECT role, county FROM appointment
WHERE id = $1 AND account = $2 AND starts <= $3 AND (ends IS NULL OR ends >= $3);

-- The role a login begins with: the one used last, else the first.
-- appointment_first: account account_id, today date ->? id appointment_id, role i64, county county_id?
SELECT p.id, p.role, p.county FROM appointment p JOIN account a ON a.id = p.account
WHERE p.account = $1 AND a.state = 1 AND p.starts <= $2 AND (p.ends IS NULL OR p.ends >= $2)
ORDER BY CASE WHEN p.id = a.appointment THEN 0 ELSE 1 END, p.role, p.id LIMIT 1;

-- Who holds one of these roles (three places for them), at a school or, school 0, in a county as a whole.
-- appointment_holders: county county_id, school i64, role1 i64, role2 i64, role3 i64, today date ->* account account_id
SELECT DISTINCT account FROM appointment
WHERE county = $1 AND role IN ($3, $4, $5) AND ($2 = 0 OR school = $2) AND starts <= $6 AND (ends IS NULL OR ends >= $6)
ORDER BY account;
