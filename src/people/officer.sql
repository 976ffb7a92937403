-- Officers of counties (roles 7, 11, 12) and of the city (roles 8, 13): rights with whose they are.

-- officer_row: id appointment_id ->
--+ id appointment_id, account account_id, role i64, county county_id?, county_name str,
--+ name sealed(account.name@account), login sealed(account.login@account), starts date, ends date?, has_password bool
SELECT a.id, a.account, a.role, a.county, COALESCE(k.name, ''), u.name, u.login, a.starts, a.ends,
	CASE WHEN EXISTS (SELECT 1 FROM credential p WHERE p.account = a.account) THEN 1 ELSE 0 END
FROM appointment a JOIN account u ON u.id = a.account LEFT JOIN county k ON k.id = a.county
WHERE a.id = $1 AND a.role IN (7, 8, 11, 12, 13);

-- The rights of guardians are a thousand times as many: each half is found by its county and role, county after
-- county (CROSS JOIN keeps SQLite from beginning with the rights).
-- officer_rows: county county_id?, ended bool, today date, most i64, skip i64 ->* =officer_row
SELECT a.id, a.account, a.role, a.county, k.name AS place, u.name, u.login, a.starts, a.ends,
	CASE WHEN EXISTS (SELECT 1 FROM credential p WHERE p.account = a.account) THEN 1 ELSE 0 END
FROM county k CROSS JOIN appointment a JOIN account u ON u.id = a.account
WHERE (CAST($1 AS BIGINT) IS NULL OR k.id = $1) AND a.county = k.id AND a.role IN (7, 11, 12)
	AND $2 = CASE WHEN a.ends IS NOT NULL AND a.ends < $3 THEN 1 ELSE 0 END
UNION ALL
SELECT a.id, a.account, a.role, a.county, '' AS place, u.name, u.login, a.starts, a.ends,
	CASE WHEN EXISTS (SELECT 1 FROM credential p WHERE p.account = a.account) THEN 1 ELSE 0 END
FROM appointment a JOIN account u ON u.id = a.account
WHERE a.county IS NULL AND a.role IN (8, 13) AND CAST($1 AS BIGINT) IS NULL
	AND $2 = CASE WHEN a.ends IS NOT NULL AND a.ends < $3 THEN 1 ELSE 0 END
ORDER BY 5, 1 LIMIT $4 OFFSET $5;

-- officer_count: county county_id?, ended bool, today date -> n i64
SELECT (SELECT COUNT(*) FROM county k CROSS JOIN appointment a
		WHERE (CAST($1 AS BIGINT) IS NULL OR k.id = $1) AND a.county = k.id AND a.role IN (7, 11, 12)
			AND $2 = CASE WHEN a.ends IS NOT NULL AND a.ends < $3 THEN 1 ELSE 0 END)
	+ (SELECT COUNT(*) FROM appointment a WHERE a.county IS NULL AND a.role IN (8, 13) AND CAST($1 AS BIGINT) IS NULL
		AND $2 = CASE WHEN a.ends IS NOT NULL AND a.ends < $3 THEN 1 ELSE 0 END);
