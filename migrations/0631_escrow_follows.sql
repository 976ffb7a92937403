-- Escrow follows what really came in: a row a move, as often as what counts changes; what was released before it went back
-- is claimed from the next release; what is left when a course is over is decided.

ALTER TABLE escrow_take ADD COLUMN origin {i64} NOT NULL DEFAULT 0; -- the bill's line, adjustment or refund it follows; source says it of the first
ALTER TABLE escrow_take ADD COLUMN seq {i64} NOT NULL DEFAULT 1;    -- 1, 2, …: of its origin
ALTER TABLE escrow_take ADD COLUMN sheet {i64} NOT NULL DEFAULT 0;  -- the price sheet the share is reckoned by; 0: not kept
ALTER TABLE escrow_take ADD COLUMN claim {i64} NOT NULL DEFAULT 0;  -- fen that had been released: claimed from the agency; negative: claimed no more
UPDATE escrow_take SET origin = source;
CREATE UNIQUE INDEX escrow_take_origin ON escrow_take (offering, origin, seq);
ALTER TABLE escrow_release ADD COLUMN withheld {i64} NOT NULL DEFAULT 0; -- fen of the hours kept back for such claims

-- What a release kept back, course by course.
CREATE TABLE escrow_claim_back (
	release {i64} NOT NULL REFERENCES escrow_release (id),
	offering {i64} NOT NULL,        -- whose families' money it is
	county {i64} NOT NULL,
	amount {i64} NOT NULL CHECK (amount > 0), -- fen
	PRIMARY KEY (release, offering)
) {strict};
CREATE INDEX escrow_claim_back_offering ON escrow_claim_back (offering);

-- What is left when a course is over: what the school proposes, what the county decides. Once decided its id is the ledger entry's.
CREATE TABLE escrow_rest (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	offering {i64} NOT NULL REFERENCES offering (id),
	amount {i64} NOT NULL CHECK (amount > 0), -- fen
	reason {text} NOT NULL,
	asked_by {i64} NOT NULL,
	asked {i64} NOT NULL,
	state {text} NOT NULL,          -- asked | approved | returned
	decision {text} NOT NULL,
	decided_by {i64},
	decided {i64}
) {strict};
CREATE UNIQUE INDEX escrow_rest_waiting ON escrow_rest (offering) WHERE state = 'asked';
CREATE INDEX escrow_rest_offering ON escrow_rest (offering);

-- What whoever bears waivers has paid a school. Its id is the ledger entry's.
CREATE TABLE payer_receipt (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	payer {text} NOT NULL,
	document {text} NOT NULL,       -- number of the transfer
	amount {i64} NOT NULL CHECK (amount > 0), -- fen
	day {i64} NOT NULL,
	account {i64} NOT NULL,
	at {i64} NOT NULL,
	UNIQUE (school, document)
) {strict};
CREATE INDEX payer_receipt_term ON payer_receipt (school, term);
CREATE INDEX payer_receipt_county ON payer_receipt (county, day);

-- A waived line that its payer has paid, whole.
CREATE TABLE payer_cover (
	line {i64} NOT NULL PRIMARY KEY REFERENCES bill_line (id),
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen
	at {i64} NOT NULL
) {strict};
CREATE INDEX payer_cover_term ON payer_cover (school, term);
