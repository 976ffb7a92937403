-- Login sessions and API tokens.

-- session_insert: id session_id, token_hash blob, account account_id, appointment appointment_id,
--+ kind i64, created instant, expires instant, device str
INSERT INTO session (id, token_hash, account, appointment, kind, created, seen, expires, device)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8);

-- Who this is today, in each role that is in force; `chosen` is the one the session has. The caller picks:
-- sorting here would open a temporary table for every stranger.
-- session_find: token_hash blob, today date ->*
--+ id session_id, kind i64, created instant, seen instant, expires instant, account account_id,
--+ lang str?, appointment appointment_id, role i64, county county_id?, school school_id?,
--+ class class_id?, guardian guardian_id?, staff staff_id?, agency agency_id?, chosen appointment_id
SELECT s.id, s.kind, s.created, s.seen, s.expires, s.account, a.lang, p.id, p.role, p.county,
	p.school, p.class, p.guardian, p.staff, p.agency, s.appointment
FROM session s JOIN account a ON a.id = s.account JOIN appointment p ON p.account = s.account
WHERE s.token_hash = $1 AND a.state = 1 AND p.starts <= $2 AND (p.ends IS NULL OR p.ends >= $2);

-- session_touch: id session_id, seen instant
UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2;

-- session_list: account account_id, now instant ->* id session_id, kind i64, created instant,
--+ seen instant, expires instant, device str
SELECT id, kind, created, seen, expires, device FROM session
WHERE account = $1 AND expires > $2 ORDER BY seen DESC, id DESC LIMIT 200;

-- session_age: id session_id, account account_id ->? kind i64, created instant
SELECT kind, created FROM session WHERE id = $1 AND account = $2;

-- session_delete: id session_id, account account_id
DELETE FROM session WHERE id = $1 AND account = $2;

-- session_delete_others: account account_id, keep i64
DELETE FROM session WHERE account = $1 AND id <> $2;

-- session_appointment_set: id session_id, account account_id, appointment appointment_id
UPDATE session SET appointment = $3 WHERE id = $1 AND account = $2;

-- session_purge_some: now instant
DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires < $1 ORDER BY expires LIMIT 200);
