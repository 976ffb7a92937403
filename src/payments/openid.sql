-- Who pays inside WeChat.

-- openid_of: account account_id, appid str ->? id i64, openid sealed(openid.openid@id)
SELECT id, openid FROM openid WHERE account = $1 AND appid = $2;

-- openid_insert: id i64, account account_id, appid str, openid sealed(openid.openid@id), at instant
INSERT INTO openid (id, account, appid, openid, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;

-- openid_update: id i64, openid sealed(openid.openid@id), at instant
UPDATE openid SET openid = $2, at = $3 WHERE id = $1;

-- openid_forget: account account_id
DELETE FROM openid WHERE account = $1;

-- Those of accounts that were closed.
-- openid_closed: ->* account account_id
SELECT o.account FROM openid o JOIN account a ON a.id = o.account WHERE a.state = 0 ORDER BY o.id LIMIT 200;

-- openid_code_put: id i64, order pay_order_id, account account_id, appid str, code sealed(openid_code.code@id), mark blob,
--+ at instant
INSERT INTO openid_code (id, pay_order, account, appid, code, mark, state, why, at)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '', $7) ON CONFLICT DO NOTHING;

-- openid_code_taken: mark blob ->? order pay_order_id, state str
SELECT pay_order, state FROM openid_code WHERE mark = $1;

-- openid_code_row: id i64 ->
--+ id i64, order pay_order_id, account account_id, appid str, code sealed(openid_code.code@id), state str
SELECT id, pay_order, account, appid, code, state FROM openid_code WHERE id = $1;

-- openid_code_last: order pay_order_id ->? state str, why str
SELECT state, why FROM openid_code WHERE pay_order = $1 ORDER BY id DESC LIMIT 1;

-- openid_code_end: id i64, state str, why str
UPDATE openid_code SET state = $2, why = $3, code = NULL WHERE id = $1 AND state = 'waiting';

-- What nobody needs any more: its order is over.
-- openid_codes_late: order pay_order_id
UPDATE openid_code SET state = 'late', code = NULL WHERE pay_order = $1 AND state = 'waiting';

-- The order can now be asked for.
-- order_payer: id pay_order_id, payer sealed(pay_order.payer@id)
UPDATE pay_order SET payer = $2 WHERE id = $1 AND state = 'made';
