-- The rule set a county stood under on a day, newest first, without sorting: every enrolment asks.
CREATE INDEX county_base_day ON county_base (county, starts, id);
