-- What a payer of waivers brought and was entered wrongly, taken back by two people. Its id is the ledger entry's.
CREATE TABLE payer_reversal (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	receipt {i64} NOT NULL REFERENCES payer_receipt (id),
	document {text} NOT NULL,       -- as it was entered; taken back, the receipt gives its number free
	state {text} NOT NULL,          -- asked | done | refused
	reason {text} NOT NULL,
	asked_by {i64} NOT NULL,
	asked {i64} NOT NULL,
	decided_by {i64},
	decided {i64}
) {strict};
CREATE UNIQUE INDEX payer_reversal_once ON payer_reversal (receipt) WHERE state IN ('asked', 'done');
CREATE INDEX payer_reversal_receipt ON payer_reversal (receipt);
