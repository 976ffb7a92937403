-- What a pupil's record said before it was changed: a charge is decided again by what held when it was made. Rows are
-- added by the change itself; what was changed before this table was there is not known, and counts as it is today.
CREATE TABLE pupil_past (
	pupil {i64} NOT NULL REFERENCES pupil (id),
	until {i64} NOT NULL,           -- instant of the change: this row held before it, back to the row before
	school {i64} NOT NULL REFERENCES school (id),
	class {i64} NOT NULL REFERENCES class (id),
	grade {i64} NOT NULL,           -- 1..12
	stage {i64} NOT NULL,           -- of the class
	boarding {i64} NOT NULL,        -- 1: boarded
	PRIMARY KEY (pupil, until)
) {keyed};
