-- What a pupil no longer has in a term. What is held is found by enrolment_once; this half is partial, so that
-- giving a seat costs nothing more.
CREATE INDEX enrolment_past ON enrolment (pupil) WHERE state IN ('withdrawn', 'removed');
