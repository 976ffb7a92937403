-- Who may log in, and as what. An account belongs to a person, not to a county: one person may be a
-- guardian in one county and teach in another. What a right reaches stands in the appointment.

-- One person's login.
CREATE TABLE account (
	id {i64} NOT NULL PRIMARY KEY,
	login_blind {blob} NOT NULL UNIQUE, -- blind index of the login name: found without being read
	login {blob},                   -- sealed login name: a staff number or a phone number
	name {blob},                    -- sealed display name
	state {i64} NOT NULL,           -- 1 active, 0 closed
	lang {text},                    -- zh | en, NULL: never chosen
	appointment {i64},              -- role used last; the next login begins with it
	created {i64} NOT NULL          -- instant
) {strict};

-- The password. Apart from the account, so that nothing that lists accounts reads it.
CREATE TABLE credential (
	account {i64} NOT NULL PRIMARY KEY REFERENCES account (id),
	hash {text} NOT NULL,           -- argon2id, PHC string
	changed {i64} NOT NULL          -- instant
) {strict};

-- A first-login code: printed for its owner, good once, for a short time. At most one an account.
CREATE TABLE login_code (
	account {i64} NOT NULL PRIMARY KEY REFERENCES account (id),
	code_blind {blob} NOT NULL,     -- keyed hash of the code; the code itself is kept nowhere
	issued {i64} NOT NULL,          -- instant
	expires {i64} NOT NULL,         -- instant
	issued_by {i64} NOT NULL        -- account, 0: the command line
) {strict};

-- A login session or an API token.
CREATE TABLE session (
	id {i64} NOT NULL PRIMARY KEY,
	token_hash {blob} NOT NULL UNIQUE, -- SHA-256 of the token, which only its owner has
	account {i64} NOT NULL REFERENCES account (id),
	appointment {i64} NOT NULL,     -- the role in use
	kind {i64} NOT NULL,            -- 1 browser, 2 API login, 3 standing API token
	created {i64} NOT NULL,         -- instant of the login
	seen {i64} NOT NULL,            -- instant of the last use, kept coarsely
	expires {i64} NOT NULL,         -- instant after which it never works
	device {text} NOT NULL          -- class of browser: "Chrome, Android"; nothing personal
) {strict};
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires);

-- A role a person holds for some days, and over what.
CREATE TABLE appointment (
	id {i64} NOT NULL PRIMARY KEY,
	account {i64} NOT NULL REFERENCES account (id),
	role {i64} NOT NULL,            -- enum role of base/actor.h
	county {i64},                   -- NULL for the city's own office
	school {i64},                   -- teacher, class head, clerk, leader
	class {i64},                    -- class head
	guardian {i64},                 -- guardian
	staff {i64},                    -- school roles
	agency {i64},                   -- agency contact
	place {text},                   -- what the role switch shows: 示例小学 三(2)班; nothing personal
	starts {i64} NOT NULL,          -- first day
	ends {i64}                      -- last day; NULL: until ended
) {strict};
CREATE INDEX appointment_account ON appointment (account);
CREATE INDEX appointment_county ON appointment (county, role);
