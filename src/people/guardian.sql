-- Guardians and kinship.

-- guardian_insert: id guardian_id, county county_id, account account_id, name sealed(guardian.name@id),
--+ phone sealed(guardian.phone@id), phone_blind blob
INSERT INTO guardian (id, county, account, name, phone, phone_blind) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, phone_blind) DO NOTHING;

-- guardian_by_phone: county county_id, phone_blind blob ->?
--+ id guardian_id, account account_id?, name sealed(guardian.name@id)
SELECT id, account, name FROM guardian WHERE county = $1 AND phone_blind = $2;

-- guardian_name_set: id guardian_id, name sealed(guardian.name@id)
UPDATE guardian SET name = $2 WHERE id = $1;

-- One that was known already is not changed, unless it had ended: then it begins anew.
-- kinship_put: pupil pupil_id, guardian guardian_id, county county_id, relation str, since date
INSERT INTO kinship (pupil, guardian, county, relation, since, until) VALUES ($1, $2, $3, $4, $5, NULL)
ON CONFLICT (pupil, guardian) DO UPDATE SET relation = excluded.relation, since = excluded.since, until = NULL
WHERE kinship.until IS NOT NULL OR kinship.relation <> excluded.relation;

-- kinship_close: pupil pupil_id, guardian guardian_id, until date
UPDATE kinship SET until = $3 WHERE pupil = $1 AND guardian = $2 AND (until IS NULL OR until > $3);

-- kinship_holds: pupil pupil_id, guardian guardian_id, today date ->? guardian guardian_id
SELECT guardian FROM kinship
WHERE pupil = $1 AND guardian = $2 AND since <= $3 AND (until IS NULL OR until >= $3);

-- guardian_rows: pupil pupil_id, today date ->*
--+ id guardian_id, account account_id?, name sealed(guardian.name@id), phone sealed(guardian.phone@id),
--+ relation str, since date
SELECT g.id, g.account, g.name, g.phone, k.relation, k.since
FROM kinship k JOIN guardian g ON g.id = k.guardian
WHERE k.pupil = $1 AND k.since <= $2 AND (k.until IS NULL OR k.until >= $2)
ORDER BY g.id;

-- Every guardian of a class with the children there: who gets a slip.
-- guardians_in_class: class class_id, today date ->*
--+ id guardian_id, account account_id?, name sealed(guardian.name@id), phone sealed(guardian.phone@id),
--+ pupil pupil_id, pupil_name sealed(pupil.name@pupil), relation str
SELECT g.id, g.account, g.name, g.phone, p.id, p.name, k.relation
FROM pupil p JOIN kinship k ON k.pupil = p.id JOIN guardian g ON g.id = k.guardian
WHERE p.class = $1 AND p.state = 1 AND k.since <= $2 AND (k.until IS NULL OR k.until >= $2)
ORDER BY p.id, g.id;
