-- The seats an offering was published with: the size of its class as rules ask it. What is added later moves
-- no price. NULL: a draft, or without a limit then.
ALTER TABLE seat ADD COLUMN planned {i64};
UPDATE seat SET planned = seats WHERE offering IN (SELECT id FROM offering WHERE state <> 'draft');
