-- What the store's own tests write to; made by the tests, no part of the product.
CREATE TABLE kit_row (
	id {i64} NOT NULL PRIMARY KEY,
	n {i64} NOT NULL CHECK (n >= 0),
	code {text} UNIQUE,
	secret {blob},
	day {i64}
) {strict};
