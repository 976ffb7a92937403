-- Agreement texts in versions, and who has signed for an offering.

-- agreement_row: id agreement_id ->?
--+ id agreement_id, county county_id, school school_id, term term_id, kind str, version i64, title str, body str,
--+ published instant?
SELECT id, county, school, term, kind, version, title, body, published FROM agreement WHERE id = $1;

-- agreement_newest: school school_id, term term_id, kind str ->? =agreement_row
SELECT id, county, school, term, kind, version, title, body, published FROM agreement
WHERE school = $1 AND term = $2 AND kind = $3 AND published IS NOT NULL ORDER BY version DESC LIMIT 1;

-- agreement_rows: school school_id, term term_id ->* =agreement_row
SELECT id, county, school, term, kind, version, title, body, published FROM agreement
WHERE school = $1 AND term = $2 ORDER BY kind, version DESC;

-- agreement_draft: school school_id, term term_id, kind str ->? =agreement_row
SELECT id, county, school, term, kind, version, title, body, published FROM agreement
WHERE school = $1 AND term = $2 AND kind = $3 AND published IS NULL ORDER BY version DESC LIMIT 1;

-- agreement_next_version: school school_id, term term_id, kind str -> version i64
SELECT COALESCE(MAX(version), 0) + 1 FROM agreement WHERE school = $1 AND term = $2 AND kind = $3;

-- agreement_insert: id agreement_id, county county_id, school school_id, term term_id, kind str, version i64,
--+ title str, body str
INSERT INTO agreement (id, county, school, term, kind, version, title, body, published, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL);

-- agreement_edit: id agreement_id, title str, body str
UPDATE agreement SET title = $2, body = $3 WHERE id = $1 AND published IS NULL;

-- agreement_release: id agreement_id, at instant, hash blob
UPDATE agreement SET published = $2, hash = $3 WHERE id = $1 AND published IS NULL;

-- The hot one: the newest published version, and who has signed it for the offering.
-- agreement_stands: county county_id, school school_id, term term_id, kind str, offering offering_id ->
--+ version agreement_id?, school i64, agency i64
SELECT a.id,
	(SELECT COUNT(*) FROM agreement_party p
	WHERE p.offering = $5 AND p.agreement = a.id AND p.party = 'school'),
	(SELECT COUNT(*) FROM agreement_party p
	WHERE p.offering = $5 AND p.agreement = a.id AND p.party = 'agency')
FROM county k LEFT JOIN agreement a ON a.id = (
	SELECT n.id FROM agreement n WHERE n.school = $2 AND n.term = $3 AND n.kind = $4 AND n.published IS NOT NULL
	ORDER BY n.version DESC LIMIT 1)
WHERE k.id = $1;

-- Every signature under the newest version of each kind.
-- agreement_signed: school school_id, term term_id ->* agreement agreement_id, offering offering_id, party str
SELECT p.agreement, p.offering, p.party
FROM offering o JOIN agreement_party p ON p.offering = o.id
WHERE o.school = $1 AND o.term = $2;

-- agreement_newest_all: school school_id, term term_id ->* kind str, id agreement_id
SELECT a.kind, a.id FROM agreement a
WHERE a.school = $1 AND a.term = $2 AND a.published IS NOT NULL AND NOT EXISTS (
	SELECT 1 FROM agreement b WHERE b.school = a.school AND b.term = a.term AND b.kind = a.kind
		AND b.published IS NOT NULL AND b.version > a.version);

-- agreement_sign_insert: offering offering_id, agreement agreement_id, party str, county county_id,
--+ account account_id, at instant
INSERT INTO agreement_party (offering, agreement, party, county, account, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (offering, agreement, party) DO NOTHING;
