-- Where a development zone lies: the documents of that city or county, and of what is above it, reach it too.
ALTER TABLE county ADD COLUMN region {text};  -- six digits of GB/T 2260; NULL: the county's own code tells, or nothing does
UPDATE county SET region = (SELECT MIN(substr(k.code, 1, 4)) || '00' FROM county k WHERE k.zone = 0)
WHERE zone = 1 AND (SELECT COUNT(DISTINCT substr(k.code, 1, 4)) FROM county k WHERE k.zone = 0) = 1;
