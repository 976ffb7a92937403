-- Notices in versions, and who has confirmed them.

-- notice_row: id notice_id ->?
--+ id notice_id, county county_id, school school_id, term term_id, version i64, title str, times str,
--+ manner str, content str, fees str, safety str, channels str, published instant?
SELECT id, county, school, term, version, title, times, manner, content, fees, safety, channels, published
FROM notice WHERE id = $1;

-- notice_newest: school school_id, term term_id ->? =notice_row
SELECT id, county, school, term, version, title, times, manner, content, fees, safety, channels, published
FROM notice WHERE school = $1 AND term = $2 AND published IS NOT NULL ORDER BY version DESC LIMIT 1;

-- The hot one: is there a published notice, and has this pupil's family confirmed the newest?
-- notice_stands: school school_id, term term_id, pupil pupil_id ->? id notice_id, at instant?
SELECT n.id, c.at FROM notice n LEFT JOIN notice_confirmation c ON c.notice = n.id AND c.pupil = $3
WHERE n.school = $1 AND n.term = $2 AND n.published IS NOT NULL ORDER BY n.version DESC LIMIT 1;

-- notice_rows: school school_id, term term_id ->* =notice_row
SELECT id, county, school, term, version, title, times, manner, content, fees, safety, channels, published
FROM notice WHERE school = $1 AND term = $2 ORDER BY version DESC;

-- notice_draft: school school_id, term term_id ->? =notice_row
SELECT id, county, school, term, version, title, times, manner, content, fees, safety, channels, published
FROM notice WHERE school = $1 AND term = $2 AND published IS NULL ORDER BY version DESC LIMIT 1;

-- notice_next_version: school school_id, term term_id -> version i64
SELECT COALESCE(MAX(version), 0) + 1 FROM notice WHERE school = $1 AND term = $2;

-- notice_insert: id notice_id, county county_id, school school_id, term term_id, version i64, title str,
--+ times str, manner str, content str, fees str, safety str, channels str
INSERT INTO notice (id, county, school, term, version, title, times, manner, content, fees, safety, channels,
	published, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL);

-- notice_edit: id notice_id, title str, times str, manner str, content str, fees str, safety str, channels str
UPDATE notice SET title = $2, times = $3, manner = $4, content = $5, fees = $6, safety = $7, channels = $8
WHERE id = $1 AND published IS NULL;

-- notice_release: id notice_id, at instant, hash blob
UPDATE notice SET published = $2, hash = $3 WHERE id = $1 AND published IS NULL;

-- notice_confirm_insert: pupil pupil_id, notice notice_id, county county_id, guardian guardian_id, at instant,
--+ channel str
INSERT INTO notice_confirmation (pupil, notice, county, guardian, at, channel) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (pupil, notice) DO NOTHING;

-- notice_confirmed_by: pupil pupil_id, notice notice_id ->?
--+ guardian guardian_id, name sealed(guardian.name@guardian), relation str?, at instant, channel str
SELECT c.guardian, g.name, k.relation, c.at, c.channel
FROM notice_confirmation c JOIN guardian g ON g.id = c.guardian
LEFT JOIN kinship k ON k.pupil = c.pupil AND k.guardian = c.guardian
WHERE c.pupil = $1 AND c.notice = $2;

-- Who has not confirmed, class by class; class 0: all.
-- notice_missing: school school_id, notice i64, class i64, most i64, skip i64 ->*
--+ id pupil_id, name sealed(pupil.name@id), class class_id, class_name str, guardians i64
SELECT p.id, p.name, p.class, k.name,
	(SELECT COUNT(*) FROM kinship s WHERE s.pupil = p.id AND s.until IS NULL)
FROM pupil p JOIN class k ON k.id = p.class
WHERE p.school = $1 AND p.state = 1 AND ($3 = 0 OR p.class = $3) AND NOT EXISTS (
	SELECT 1 FROM notice_confirmation c WHERE c.pupil = p.id AND c.notice = $2)
ORDER BY k.grade, k.number, p.id LIMIT $4 OFFSET $5;

-- notice_missing_total: school school_id, notice i64, class i64 -> n i64
SELECT COUNT(*) FROM pupil p
WHERE p.school = $1 AND p.state = 1 AND ($3 = 0 OR p.class = $3) AND NOT EXISTS (
	SELECT 1 FROM notice_confirmation c WHERE c.pupil = p.id AND c.notice = $2);

-- notice_confirmed_total: notice notice_id -> n i64
SELECT COUNT(*) FROM notice_confirmation WHERE notice = $1;
