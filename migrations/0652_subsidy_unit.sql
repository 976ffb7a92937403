-- What staff are paid for as a whole (R48): a day or a month whose rate a document states, and a month over which one
-- statement of a document pays a person no more than so much. Its money is the subsidy_detail whose `sitting` is this id.
CREATE TABLE subsidy_unit (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	person {i64} NOT NULL,          -- staff or outsider
	unit {text} NOT NULL,           -- day | month | cap
	first_day {i64} NOT NULL,       -- the day; the first of the month
	rule {text} NOT NULL,           -- the statement's id: a document that replaces it goes on with it
	UNIQUE (person, unit, first_day, rule)
) {strict};
CREATE INDEX subsidy_unit_school ON subsidy_unit (school, first_day);

-- What a detail counts in: a sitting in its day or month (then nothing is due for it alone), else in the month's cap; a
-- day or a month in the month's cap. NULL: in nothing.
ALTER TABLE subsidy_detail ADD COLUMN unit {i64};
