-- What staff put forward for an offering, and how families answered: a list of the desk. Partial, so that a
-- guardian's own application costs nothing more.
CREATE INDEX application_forwarded ON application (offering, pupil) WHERE channel = 'staff';
