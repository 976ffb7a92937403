-- R67: what was declared of an agency or of oneself no longer holds. The row stays and says since when, why and by whom.
ALTER TABLE agency_party ADD COLUMN last_day {i64};     -- the last day it held; NULL: it stands
ALTER TABLE agency_party ADD COLUMN end_reason {text};  -- in the words of whoever ended it
ALTER TABLE agency_party ADD COLUMN ended_by {i64};     -- account
ALTER TABLE agency_party ADD COLUMN ended {i64};        -- instant
ALTER TABLE staff_interest ADD COLUMN last_day {i64};
ALTER TABLE staff_interest ADD COLUMN end_reason {text};
ALTER TABLE staff_interest ADD COLUMN ended_by {i64};
ALTER TABLE staff_interest ADD COLUMN ended {i64};
