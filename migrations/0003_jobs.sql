-- Work that follows from a change, written in the transaction of its cause, and messages to people.

-- Something to do later. A row is deleted when it is done; what cannot be done stays, dead, to be seen.
CREATE TABLE job (
	id {i64} NOT NULL PRIMARY KEY,
	name {text} UNIQUE,             -- a recurring job has one, so that there is only one of it
	kind {text} NOT NULL,           -- which handler runs it
	payload {text} NOT NULL,        -- JSON for the handler; ids, nothing personal
	due {i64} NOT NULL,             -- instant, not before
	lease {i64},                    -- instant until which a runner has it; NULL: nobody
	tries {i64} NOT NULL,           -- times begun
	state {i64} NOT NULL,           -- 1 waiting or running, 2 dead
	failure {text},                 -- code of the last failure
	created {i64} NOT NULL          -- instant
) {strict};
CREATE INDEX job_due ON job (state, due);

-- A message to a person: which text, with what in it. Delivery by other channels adds rows of its own.
CREATE TABLE message (
	id {i64} NOT NULL PRIMARY KEY,
	account {i64} NOT NULL REFERENCES account (id),
	text {text} NOT NULL,           -- key of the locale catalogue, shown in the reader's language
	args {blob},                    -- sealed JSON array of strings for the placeholders: may name a child
	link {text},                    -- path of ours to what it is about
	channel {text} NOT NULL,        -- inbox | sms | …
	state {i64} NOT NULL,           -- 1 waiting for delivery, 2 delivered, 3 read, 4 undeliverable
	created {i64} NOT NULL,         -- instant
	read {i64}                      -- instant
) {strict};
CREATE INDEX message_inbox ON message (account, channel, id);
