-- R61: by when it has to be back, as the document that gives it says; NULL: none says, or nobody knows the days off yet.
-- What was asked for before has none.
ALTER TABLE refund ADD COLUMN due {i64}; -- day
