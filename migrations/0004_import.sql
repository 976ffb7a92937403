-- Tables of people and offerings that were sent as a file: what was found in them and what became of it.

-- One file that was sent.
CREATE TABLE import_batch (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	kind {text} NOT NULL,           -- pupils | staff | offerings
	state {text} NOT NULL,          -- checking checked applying done cancelled undoing undone
	account {i64} NOT NULL,         -- who sent it, 0: the command line
	role {i64} NOT NULL,            -- enum role in which it was sent: what it may do
	staff {i64} NOT NULL,           -- post in which it was sent, 0: none
	file {blob},                    -- sealed name of the file: people write names into it
	header {blob},                  -- sealed JSON array: titles of the columns as in the file
	places {text} NOT NULL,         -- file column of each known column, "-" for none: 3,4,-
	added {i64} NOT NULL,           -- rows found to be new
	changed {i64} NOT NULL,         -- rows that change something
	same {i64} NOT NULL,            -- rows that say what is known
	bad {i64} NOT NULL,             -- rows that cannot be taken
	done {i64} NOT NULL,            -- rows taken
	failed {i64} NOT NULL,          -- rows that could not be taken when it came to it
	undone {i64} NOT NULL,          -- rows taken back
	kept {i64} NOT NULL,            -- rows that something depends on by now
	created {i64} NOT NULL,         -- instant
	finished {i64},                 -- instant the last row was taken
	wiped {i64} NOT NULL            -- 1: its rows were deleted when their time was over
) {strict};
CREATE INDEX import_batch_school ON import_batch (school, id);

-- A row of it. Kept for 30 days, for undoing and for asking back.
CREATE TABLE import_row (
	id {i64} NOT NULL PRIMARY KEY,
	batch {i64} NOT NULL REFERENCES import_batch (id),
	number {i64} NOT NULL,          -- as a spreadsheet shows it
	verdict {text} NOT NULL,        -- new | changed | same | bad
	step {i64} NOT NULL,            -- 0 nothing to do, 1 waits, 2 taken, 3 failed, 4 taken back, 5 kept
	cells {blob},                   -- sealed JSON array: the cells as in the file
	problems {blob},                -- sealed JSON array: what is wrong with them
	object {i64},                   -- what was made or changed
	undo {blob},                    -- sealed JSON: what it was before
	UNIQUE (batch, number)
) {strict};
CREATE INDEX import_row_step ON import_row (batch, step, number);
