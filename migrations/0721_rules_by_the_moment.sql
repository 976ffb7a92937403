-- The moment an edition was withdrawn: what was decided on that day before it was, was decided by it.
ALTER TABLE edition ADD COLUMN withdrawn_at {i64};  -- instant; NULL: it was not
UPDATE edition SET withdrawn_at = (SELECT MAX(s.at) FROM edition_step s
	WHERE s.edition = edition.id AND s.what = 'withdrawn') WHERE withdrawn IS NOT NULL;
