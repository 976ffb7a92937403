-- What documents want done by a day (R41, R59, R69, R71), and who says that it was.
CREATE TABLE due_done (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,          -- 0: the county itself
	task {text} NOT NULL,           -- settlement, yearly_report … or a word a document declares
	day {i64} NOT NULL,             -- by when it was due
	words {text} NOT NULL,          -- what was done, and where it can be seen
	at {i64} NOT NULL,
	account {i64} NOT NULL,
	back {i64},                     -- taken back: when, by whom, why
	back_by {i64},
	back_reason {text}
) {strict};
CREATE UNIQUE INDEX due_done_once ON due_done (county, school, task, day) WHERE back IS NULL;

-- Who was reminded of what: once before the day, once after it.
CREATE TABLE due_told (
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	task {text} NOT NULL,
	day {i64} NOT NULL,
	late {i64} NOT NULL,
	at {i64} NOT NULL,
	PRIMARY KEY (county, school, task, day, late)
) {strict};
