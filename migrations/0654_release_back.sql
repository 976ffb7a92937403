-- A release whose statement was withdrawn before its money left (R60): what it was. Its entry is reversed.
CREATE TABLE escrow_release_past (
	id {i64} NOT NULL PRIMARY KEY,  -- of the release and of its entry
	back {i64},                     -- entry that takes it back; NULL: nothing was booked
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	agency {i64} NOT NULL,
	offering {i64} NOT NULL,
	settlement {i64} NOT NULL REFERENCES settlement (id),
	minutes {i64} NOT NULL,
	amount {i64} NOT NULL,          -- fen
	withheld {i64} NOT NULL,        -- fen
	day {i64} NOT NULL,             -- of the release
	account {i64} NOT NULL,         -- who released
	at {i64} NOT NULL,              -- instant of the release
	back_by {i64} NOT NULL,         -- account
	back_at {i64} NOT NULL          -- instant
) {strict};
CREATE INDEX escrow_release_past_settlement ON escrow_release_past (settlement);
CREATE INDEX escrow_release_past_school ON escrow_release_past (school, id);
