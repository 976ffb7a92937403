-- Whose an entry is that is no line of a bill: a school's statement finds through it the legs whose subject is a
-- bill, an offering or an agency.
CREATE TABLE ledger_school (
	school {i64} NOT NULL,
	entry {i64} NOT NULL REFERENCES ledger_entry (id),
	PRIMARY KEY (school, entry)
) {keyed};
CREATE UNIQUE INDEX ledger_school_entry ON ledger_school (entry);
