-- offering_price.by_day says since now which days (half months, months) a quantity falls on, not only how many days
-- are alike: day 3/2@20514+1+1 3@20520+7 is 3/2 on day 20514 and the two after it, 3 on day 20520 and a week later.
-- What was kept without the days cannot tell its months and is dropped: it is spread evenly until it is reckoned again.
UPDATE offering_price SET by_day = '' WHERE by_day LIKE '%*%';
