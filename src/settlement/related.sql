-- Related parties of agencies and school staff (R67). county, school, agency 0: any. A day asks for what had not ended
-- before it, no day for whatever was declared.

-- party_insert: id i64, county county_id, agency agency_id, part str, name sealed(agency_party.name@id),
--+ phone sealed(agency_party.phone@id), phone_blind blob?, address sealed(agency_party.address@id), address_blind blob?,
--+ account i64, at instant
INSERT INTO agency_party (id, county, agency, part, name, phone, phone_blind, address, address_blind, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- parties: county county_id, agency i64, day date? ->*
--+ id i64, agency agency_id, agency_name str, part str, name sealed(agency_party.name@id),
--+ phone sealed(agency_party.phone@id), phone_blind blob?, address sealed(agency_party.address@id), address_blind blob?,
--+ at instant, last_day date?, end_reason str?
SELECT p.id, p.agency, a.name, p.part, p.name, p.phone, p.phone_blind, p.address, p.address_blind, p.at, p.last_day, p.end_reason
FROM agency_party p JOIN agency a ON a.id = p.agency
WHERE p.county = $1 AND ($2 = 0 OR p.agency = $2) AND (CAST($3 AS BIGINT) IS NULL OR p.last_day IS NULL OR p.last_day >= $3)
ORDER BY p.id;

-- party_row: id i64 ->? county county_id, agency agency_id, part str, at instant, last_day date?
SELECT county, agency, part, at, last_day FROM agency_party WHERE id = $1;

-- party_end: id i64, day date, reason str, account i64, at instant
UPDATE agency_party SET last_day = $2, end_reason = $3, ended_by = $4, ended = $5 WHERE id = $1 AND last_day IS NULL;

-- interest_insert: id i64, county county_id, school school_id, account i64, agency agency_id, relation str,
--+ address sealed(staff_interest.address@id), address_blind blob?, at instant
INSERT INTO staff_interest (id, county, school, account, agency, relation, address, address_blind, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- interests: account i64 ->*
--+ id i64, agency agency_id, agency_name str, relation str, at instant, last_day date?, end_reason str?
SELECT i.id, i.agency, a.name, i.relation, i.at, i.last_day, i.end_reason
FROM staff_interest i JOIN agency a ON a.id = i.agency WHERE i.account = $1 ORDER BY i.id;

-- interest_row: id i64 ->? county county_id, account i64, agency agency_id, at instant, last_day date?
SELECT county, account, agency, at, last_day FROM staff_interest WHERE id = $1;

-- interest_end: id i64, day date, reason str, account i64, at instant
UPDATE staff_interest SET last_day = $2, end_reason = $3, ended_by = $4, ended = $5 WHERE id = $1 AND last_day IS NULL;

-- related_staff: county county_id, school i64 ->*
--+ id staff_id, school school_id, school_name str, number str, name sealed(staff.name@id), account i64?, phone_blind blob?
SELECT s.id, s.school, k.name, s.number, s.name, s.account, s.phone_blind
FROM school k JOIN staff s ON s.school = k.id AND s.state = 1
WHERE k.county = $1 AND ($2 = 0 OR k.id = $2) ORDER BY k.id, s.number;

-- Contacts of agencies, past ones too.
-- related_contacts: county county_id, role i64, agency i64 ->* id i64, account i64, agency agency_id, agency_name str
SELECT p.id, p.account, p.agency, a.name FROM appointment p JOIN agency a ON a.id = p.agency
WHERE p.county = $1 AND p.role = $2 AND ($3 = 0 OR p.agency = $3) ORDER BY p.id;

-- related_interests: county county_id, agency i64, day date ->*
--+ id i64, account i64, agency agency_id, agency_name str, address_blind blob?
SELECT i.id, i.account, i.agency, a.name, i.address_blind FROM staff_interest i JOIN agency a ON a.id = i.agency
WHERE i.county = $1 AND ($2 = 0 OR i.agency = $2) AND (i.last_day IS NULL OR i.last_day >= $3) ORDER BY i.id;

-- clearance_insert: id i64, county county_id, school school_id, agency agency_id, found str, reason str, account i64, at instant
INSERT INTO related_clearance (id, county, school, agency, found, reason, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- The last one.
-- clearance_of: school school_id, agency agency_id ->? found str, reason str, account i64
SELECT found, reason, account FROM related_clearance WHERE school = $1 AND agency = $2 ORDER BY id DESC LIMIT 1;

-- county_agencies: county county_id ->* id agency_id, name str
SELECT id, name FROM agency WHERE county = $1 ORDER BY name;
