-- The weekly times of an offering are read with every list of offerings: from the index alone.
CREATE INDEX slot_times ON slot (offering, weekday, starts, ends);
