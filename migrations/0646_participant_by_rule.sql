-- Who takes part may be counted as the documents say (county.participant 'rule', D2): pupils who attended as
-- often, or the share, they ask for. Counties keep the way they chose.
ALTER TABLE school_count ADD COLUMN by_rule {i64} NOT NULL DEFAULT 0;   -- pupils the documents count
-- A closed term keeps how it was counted: sittings 1 | percent 50 | enrolled; NULL: before this was kept.
ALTER TABLE guarantee_closing ADD COLUMN participants {i64};
ALTER TABLE guarantee_closing ADD COLUMN definition {text};
