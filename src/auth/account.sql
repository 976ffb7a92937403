-- Accounts, their passwords and first-login codes.

-- account_insert: id account_id, login_blind blob, login sealed(account.login@id),
--+ name sealed(account.name@id), created instant
INSERT INTO account (id, login_blind, login, name, state, lang, appointment, created)
VALUES ($1, $2, $3, $4, 1, NULL, NULL, $5) ON CONFLICT (login_blind) DO NOTHING;

-- account_by_login: login_blind blob ->? id account_id
SELECT id FROM account WHERE login_blind = $1;

-- account_row: id account_id -> id account_id, login sealed(account.login@id),
--+ name sealed(account.name@id), state i64, has_password bool
SELECT id, login, name, state,
	(SELECT CAST(count(*) AS BIGINT) FROM credential WHERE credential.account = account.id)
FROM account WHERE id = $1;

-- account_name: id account_id -> id account_id, name sealed(account.name@id)
SELECT id, name FROM account WHERE id = $1;

-- account_login_set: id account_id, login_blind blob, login sealed(account.login@id)
UPDATE account SET login_blind = $2, login = $3 WHERE id = $1 AND state = 1;

-- account_state_set: id account_id, state i64
UPDATE account SET state = $2 WHERE id = $1 AND state <> $2;

-- account_lang_set: id account_id, lang str
UPDATE account SET lang = $2 WHERE id = $1;

-- account_role_set: id account_id, appointment appointment_id
UPDATE account SET appointment = $2 WHERE id = $1;

-- What a login needs, in one look whether there is such an account or not.
-- login_look: login_blind blob ->? account account_id, state i64, hash str?
SELECT a.id, a.state, k.hash FROM account a LEFT JOIN credential k ON k.account = a.id
WHERE a.login_blind = $1;

-- credential_get: account account_id ->? hash str
SELECT hash FROM credential WHERE account = $1;

-- credential_put: account account_id, hash str, changed instant
INSERT INTO credential (account, hash, changed) VALUES ($1, $2, $3)
ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, changed = excluded.changed;

-- code_put: account account_id, code_blind blob, issued instant, expires instant, issued_by i64
INSERT INTO login_code (account, code_blind, issued, expires, issued_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account) DO UPDATE SET code_blind = excluded.code_blind, issued = excluded.issued,
	expires = excluded.expires, issued_by = excluded.issued_by;

-- code_holds: account account_id, code_blind blob, now instant ->? issued instant
SELECT issued FROM login_code WHERE account = $1 AND code_blind = $2 AND expires > $3;

-- One request of two that bring the same code gets it.
-- code_take: account account_id, code_blind blob, now instant
DELETE FROM login_code WHERE account = $1 AND code_blind = $2 AND expires > $3;

-- code_drop: account account_id
DELETE FROM login_code WHERE account = $1;
