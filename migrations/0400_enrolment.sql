-- From a guardian's application to a seat or a place in the queue.

-- The evidence of R6: who asked, when, by which channel and device, having been shown and signed which
-- agreement version. Staff may put one forward; it then waits for the guardian and bills nobody.
CREATE TABLE application (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	offering {i64} NOT NULL,
	pupil {i64} NOT NULL,
	state {text} NOT NULL,          -- awaiting_guardian | accepted | declined | lapsed
	guardian {i64},                 -- NULL while it awaits one
	account {i64} NOT NULL,         -- who entered it
	channel {text} NOT NULL,        -- page | api | staff | paper
	device {text} NOT NULL,         -- class of device, no personal data
	agreement {i64},                -- version signed by naming it
	self_purchase {i64} NOT NULL,   -- 1: the family buys the consumables itself (R37)
	at {i64} NOT NULL,
	decided {i64}                   -- instant the guardian answered one that waited
) {strict};
CREATE UNIQUE INDEX application_waits ON application (pupil, offering) WHERE state = 'awaiting_guardian';

CREATE TABLE enrolment (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	term {i64} NOT NULL,
	offering {i64} NOT NULL,
	pupil {i64} NOT NULL,
	application {i64} NOT NULL,
	state {text} NOT NULL,          -- enrolled | waitlisted | withdrawn | removed
	place {i64} NOT NULL,           -- order on the waitlist; 0 when it never waited
	self_purchase {i64} NOT NULL,
	at {i64} NOT NULL,
	seated {i64},                   -- instant one who waited got a seat; NULL: at once, or never
	ended {i64},                    -- instant of withdrawal or removal
	reason {text} NOT NULL          -- why staff moved or removed it; else empty
) {strict};
CREATE UNIQUE INDEX enrolment_once ON enrolment (pupil, offering) WHERE state IN ('enrolled', 'waitlisted');
CREATE INDEX enrolment_offering ON enrolment (offering, place);
