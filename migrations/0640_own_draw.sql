-- Payouts out of what a supervised account holds of the school's own: two of one school wait for one another here, so
-- that both cannot count on the same fen.
CREATE TABLE own_draw (
	school {i64} NOT NULL PRIMARY KEY,
	draws {i64} NOT NULL            -- how often was asked
) {strict};
