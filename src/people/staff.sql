-- A school's staff.

-- staff_insert: id staff_id, county county_id, school school_id, account account_id?, number str, title str,
--+ name sealed(staff.name@id), phone sealed(staff.phone@id), phone_blind blob? ->? stored staff_id
INSERT INTO staff (id, county, school, account, number, title, state, name, phone, phone_blind)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9)
ON CONFLICT (school, number) DO NOTHING RETURNING id;

-- staff_row: id staff_id ->
--+ id staff_id, county county_id, school school_id, account account_id?, number str, title str,
--+ employed bool, name sealed(staff.name@id), phone sealed(staff.phone@id)
SELECT id, county, school, account, number, title, state, name, phone FROM staff WHERE id = $1;

-- staff_by_number: school school_id, number str ->? =staff_row
SELECT id, county, school, account, number, title, state, name, phone FROM staff
WHERE school = $1 AND number = $2;

-- staff_update: id staff_id, account account_id?, title str, name sealed(staff.name@id),
--+ phone sealed(staff.phone@id), phone_blind blob?
UPDATE staff SET account = $2, title = $3, name = $4, phone = $5, phone_blind = $6, state = 1 WHERE id = $1;

-- staff_gone: id staff_id
UPDATE staff SET state = 0 WHERE id = $1 AND state = 1;

-- staff_page: school school_id, left bool, most i64, skip i64 ->* =staff_row
SELECT id, county, school, account, number, title, state, name, phone FROM staff
WHERE school = $1 AND state = 1 - $2
ORDER BY number, id LIMIT $3 OFFSET $4;

-- staff_count: school school_id, left bool -> n i64
SELECT COUNT(*) FROM staff WHERE school = $1 AND state = 1 - $2;

-- Rights that come from this post, past ones too.
-- staff_rights: staff staff_id ->*
--+ id appointment_id, role i64, class class_id?, class_name str?, starts date, ends date?
SELECT a.id, a.role, a.class, k.name, a.starts, a.ends
FROM appointment a LEFT JOIN class k ON k.id = a.class
WHERE a.account = (SELECT s.account FROM staff s WHERE s.id = $1) AND a.staff = $1
ORDER BY a.starts, a.id;

-- staff_right_owner: id appointment_id ->? staff staff_id?
SELECT staff FROM appointment WHERE id = $1;
