-- Lanes: jobs that wait for somebody outside, or take long, wait only for their own kind. A lane is one such
-- somebody, a supervised account at its channel for instance.
ALTER TABLE job ADD COLUMN lane {text};    -- NULL: quick and our own
ALTER TABLE job ADD COLUMN taken {i64};    -- the lease as it was first given: names this taking while it is prolonged
UPDATE job SET taken = lease;
CREATE INDEX job_own ON job (due, id) WHERE state = 1 AND lane IS NULL;
CREATE INDEX job_of_lane ON job (lane, due, id) WHERE state = 1 AND lane IS NOT NULL;
CREATE INDEX job_in_hand ON job (lane) WHERE lease IS NOT NULL;

CREATE TABLE job_lane (
	name {text} NOT NULL PRIMARY KEY,
	silent {i64} NOT NULL,          -- times in a row that nobody answered
	rest {i64} NOT NULL             -- instant before which nobody is asked again; 0: at once
) {strict};
