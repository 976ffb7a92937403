-- R60: a statement of which nothing was released yet is withdrawn, with its reason; its sittings can be drawn up again.
ALTER TABLE settlement ADD COLUMN back_reason {text};  -- why, as whoever asked for it wrote; NULL: nobody did
ALTER TABLE settlement ADD COLUMN back_amount {i64};   -- fen it came to then; what a second person agrees to
ALTER TABLE settlement ADD COLUMN back_by {i64};       -- account that asked
ALTER TABLE settlement ADD COLUMN withdrawn {i64};     -- instant; NULL: it stands
ALTER TABLE settlement ADD COLUMN withdrawn_by {i64};  -- account

-- What stood in it: its lines are free again.
CREATE TABLE settlement_line_past (
	settlement {i64} NOT NULL REFERENCES settlement (id),
	sitting {i64} NOT NULL,
	verified {i64} NOT NULL,        -- minutes
	minutes {i64} NOT NULL,
	PRIMARY KEY (settlement, sitting)
) {keyed};
