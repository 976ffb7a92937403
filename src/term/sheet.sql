-- Price sheets: how the price of a course came about.

-- sheet_insert: id i64, county county_id, school school_id, offering offering_id, minutes i64, people i64, rate money,
--+ materials money, headcount i64, cost money, government money, own money, parents money, part money, price money,
--+ author i64, at instant
INSERT INTO price_sheet (id, county, school, offering, minutes, people, rate, materials, headcount, cost, government,
	own, parents, part, price, author, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- sheet_publish: id i64, by i64, at instant
UPDATE price_sheet SET publisher = $2, published = $3 WHERE id = $1 AND published IS NULL;

-- sheet_row: id i64 ->?
--+ id i64, county county_id, school school_id, offering offering_id, title str, agency agency_id?, agency_name str,
--+ minutes i64, people i64, rate money, materials money, headcount i64, cost money, government money, own money,
--+ parents money, part money, price money, published instant?, at instant, ends date, term_price money,
--+ school_name str
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price, k.name
FROM price_sheet p JOIN offering o ON o.id = p.offering JOIN school k ON k.id = p.school LEFT JOIN agency a ON a.id = o.agency WHERE p.id = $1;

-- sheet_of: offering offering_id ->? =sheet_row
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price, k.name
FROM price_sheet p JOIN offering o ON o.id = p.offering JOIN school k ON k.id = p.school LEFT JOIN agency a ON a.id = o.agency
WHERE p.offering = $1 AND p.published IS NOT NULL ORDER BY p.id DESC LIMIT 1;

-- The newest of each course of a school's term.
-- sheets: school school_id, term term_id, published bool ->* =sheet_row
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price, k.name
FROM price_sheet p JOIN offering o ON o.id = p.offering JOIN school k ON k.id = p.school LEFT JOIN agency a ON a.id = o.agency
WHERE p.school = $1 AND o.term = $2 AND p.id = (SELECT MAX(x.id) FROM price_sheet x
	WHERE x.offering = p.offering AND ($3 = 0 OR x.published IS NOT NULL))
	AND ($3 = 0 OR p.published IS NOT NULL)
ORDER BY o.title, p.id;

-- The same of all schools of a county, a page of them.
-- sheets_county: county county_id, term term_id, most i64, skip i64 ->* =sheet_row
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price, k.name
FROM school k JOIN price_sheet p ON p.school = k.id JOIN offering o ON o.id = p.offering LEFT JOIN agency a ON a.id = o.agency
WHERE k.county = $1 AND o.term = $2 AND p.id = (SELECT MAX(x.id) FROM price_sheet x WHERE x.offering = p.offering)
ORDER BY k.id, o.title, p.id LIMIT $3 OFFSET $4;

-- sheets_county_count: county county_id, term term_id -> n i64
SELECT COUNT(*) FROM school k JOIN price_sheet p ON p.school = k.id JOIN offering o ON o.id = p.offering
WHERE k.county = $1 AND o.term = $2 AND p.id = (SELECT MAX(x.id) FROM price_sheet x WHERE x.offering = p.offering);

-- The newest term a school has sheets in; of what is published alone.
-- sheets_newest: county county_id, school school_id, published bool ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM price_sheet p JOIN offering o ON o.id = p.offering
	WHERE p.school = $2 AND o.term = t.id AND ($3 = 0 OR p.published IS NOT NULL))
ORDER BY t.first_day DESC LIMIT 1;

-- sheets_county_newest: county county_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM school k JOIN price_sheet p ON p.school = k.id
	JOIN offering o ON o.id = p.offering WHERE k.county = $1 AND o.term = t.id)
ORDER BY t.first_day DESC LIMIT 1;
