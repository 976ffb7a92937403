-- R59, R71: an adjustment of a collected bill over the county's limit, as one person asked for it. It moves nothing
-- until another has agreed; then it becomes a row of bill_adjustment. Its id is the object of its approval.
CREATE TABLE adjustment_wish (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	bill {i64} NOT NULL REFERENCES bill (id),
	pupil {i64} NOT NULL,
	offering {i64} NOT NULL,
	item {text} NOT NULL,           -- price | consumables
	amount {i64} NOT NULL,          -- fen; negative: in the family's favour
	reason {text} NOT NULL,
	state {text} NOT NULL,          -- waiting | booked | returned | void
	why {text} NOT NULL,            -- returned: in the words of who did; void: the fault code that stood against booking it
	asked_by {i64} NOT NULL,
	asked {i64} NOT NULL,
	decided_by {i64},
	settled {i64}                   -- instant it was booked, returned or found void
) {strict};
CREATE INDEX adjustment_wish_bill ON adjustment_wish (bill);
CREATE INDEX adjustment_wish_waiting ON adjustment_wish (id) WHERE state = 'waiting';

-- Who agreed to it: the wish above, or the refund it goes with. NULL: within the limit, one person's act.
ALTER TABLE bill_adjustment ADD COLUMN agreed {i64};
CREATE INDEX bill_adjustment_agreed ON bill_adjustment (agreed) WHERE agreed IS NOT NULL;
