-- Paying inside WeChat: what an app calls a payer, and the codes by which it learns that.

-- An app's name for the WeChat of an account. Goes when the account is closed, or when its owner says so.
CREATE TABLE openid (
	id {i64} NOT NULL PRIMARY KEY,
	account {i64} NOT NULL,         -- whose WeChat it is
	appid {text} NOT NULL,          -- of the app that calls it so
	openid {blob},                  -- sealed
	at {i64} NOT NULL,              -- instant it was learned
	UNIQUE (account, appid)
) {strict};

-- A code that a payer brought back from WeChat for an order; good for one exchange.
CREATE TABLE openid_code (
	id {i64} NOT NULL PRIMARY KEY,
	pay_order {i64} NOT NULL REFERENCES pay_order (id),
	account {i64} NOT NULL,         -- who brought it
	appid {text} NOT NULL,
	code {blob},                    -- sealed, until it was exchanged
	mark {blob} NOT NULL UNIQUE,    -- blind index of the code: it is taken once
	state {text} NOT NULL,          -- waiting | done | refused | late: its order was over by then
	why {text} NOT NULL,            -- fault code of a refusal; else empty
	at {i64} NOT NULL
) {strict};
CREATE INDEX openid_code_order ON openid_code (pay_order);
