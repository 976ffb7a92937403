-- What documents ask of a service that no column holds (`define dimension`), as the school stated it.
CREATE TABLE offering_fact (
	offering {i64} NOT NULL PRIMARY KEY REFERENCES offering (id),
	county {i64} NOT NULL,
	said {text} NOT NULL,            -- "purchase=government village=no": a dimension and its word each
	subsidy {i64}                    -- fen a pupil and term that finance gives and a document deducts; NULL: not stated
) {strict};
