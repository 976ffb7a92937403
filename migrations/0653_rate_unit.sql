-- What a rate of one's own is for (R48): a sitting, a day or a month. A day or a month is paid once.
ALTER TABLE outsider ADD COLUMN rate_unit {text} NOT NULL DEFAULT 'sitting';        -- sitting | day | month
ALTER TABLE duty ADD COLUMN rate_unit {text} NOT NULL DEFAULT 'sitting';            -- the same, where a rate is stated
ALTER TABLE subsidy_detail ADD COLUMN stated_unit {text} NOT NULL DEFAULT 'sitting'; -- what `stated` is for
