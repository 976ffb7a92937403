-- family_accounts: pupil pupil_id, today date ->* account account_id, guardian guardian_id
SELECT g.account, g.id FROM kinship k JOIN guardian g ON g.id = k.guardian
WHERE k.pupil = $1 AND k.since <= $2 AND (k.until IS NULL OR k.until >= $2) AND g.account IS NOT NULL
ORDER BY g.id;
