-- The guarantee fund of a term as a budget, what is spent of it, and its closing (R42).

-- What a county has budgeted for a term; a correction is a negative row.
CREATE TABLE guarantee_budget (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	term {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen
	document {text} NOT NULL,       -- budget document
	account {i64},                  -- who entered it; NULL: the system
	at {i64} NOT NULL
) {strict};
CREATE INDEX guarantee_budget_term ON guarantee_budget (county, term);

-- What of it a school may spend; likewise.
CREATE TABLE guarantee_allocation (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL REFERENCES school (id),
	term {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen
	document {text} NOT NULL,
	account {i64},                  -- who entered it; NULL: the system
	at {i64} NOT NULL
) {strict};
CREATE INDEX guarantee_allocation_school ON guarantee_allocation (school, term);

-- Money that leaves a fund for a purpose.
CREATE TABLE spending (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64},                   -- NULL: the county's own, of its special fund
	term {i64} NOT NULL,
	fund {text} NOT NULL,           -- guarantee_fund | special_fund
	purpose {text} NOT NULL,        -- a word of the rule files: staff_subsidy, direct_consumables …
	amount {i64} NOT NULL,          -- fen, above zero
	document {text} NOT NULL,       -- invoice, voucher
	state {text} NOT NULL,          -- waiting | booked
	clause {text} NOT NULL,         -- the sentence that permits the purpose
	account {i64},                  -- who entered it; NULL: the system
	at {i64} NOT NULL,
	booked {i64}                    -- instant
) {strict};
CREATE INDEX spending_school ON spending (school, term);
CREATE INDEX spending_county ON spending (county, term);

-- A school's guarantee of a term is closed, with the reason for what is short.
CREATE TABLE guarantee_closing (
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	county {i64} NOT NULL,
	required {i64} NOT NULL,        -- fen, as it was then
	received {i64} NOT NULL,        -- fen
	shortfall {i64} NOT NULL,       -- fen, not below zero
	explanation {text} NOT NULL,    -- empty where nothing is short
	explained_by {text} NOT NULL,   -- post and name of who answers for it; empty likewise
	account {i64},                  -- who closed it; NULL: the system
	at {i64} NOT NULL,
	PRIMARY KEY (school, term)
) {strict};
