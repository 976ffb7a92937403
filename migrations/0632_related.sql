-- Who stands behind an agency, what staff declare of themselves, and why money may go all the same (R67).

-- A person behind an agency, or the address it is registered at; as the agency declares it.
CREATE TABLE agency_party (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	agency {i64} NOT NULL REFERENCES agency (id),
	part {text} NOT NULL,           -- legal | shareholder | manager
	name {blob} NOT NULL,           -- sealed
	phone {blob},                   -- sealed
	phone_blind {blob},             -- blind index, that of staff; NULL: none told
	address {blob},                 -- sealed
	address_blind {blob},           -- blind index; NULL: none told
	account {i64} NOT NULL,
	at {i64} NOT NULL
) {strict};
CREATE INDEX agency_party_agency ON agency_party (agency);
CREATE INDEX agency_party_county ON agency_party (county);

-- Staff who, or whose close relatives, work for or own part of an agency; as they declare it.
CREATE TABLE staff_interest (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	account {i64} NOT NULL,
	agency {i64} NOT NULL REFERENCES agency (id),
	relation {text} NOT NULL,       -- in their words
	address {blob},                 -- sealed
	address_blind {blob},           -- blind index; NULL: none told
	at {i64} NOT NULL
) {strict};
CREATE INDEX staff_interest_account ON staff_interest (account);
CREATE INDEX staff_interest_school ON staff_interest (school);
CREATE INDEX staff_interest_county ON staff_interest (county);

-- Why an agency related to staff of a school may be paid, by the county. Holds for what was found then.
CREATE TABLE related_clearance (
	id {i64} NOT NULL PRIMARY KEY,
	county {i64} NOT NULL,
	school {i64} NOT NULL,
	agency {i64} NOT NULL REFERENCES agency (id),
	found {text} NOT NULL,          -- relations then: staff-how-row each, between commas; ids alone
	reason {text} NOT NULL,
	account {i64} NOT NULL,
	at {i64} NOT NULL
) {strict};
CREATE INDEX related_clearance_agency ON related_clearance (agency, school, id);
