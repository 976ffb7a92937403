-- R48: an outsider's fee as it was agreed anew from a day on. Before the first of these outsider.rate holds.
CREATE TABLE outsider_rate (
	outsider {i64} NOT NULL REFERENCES outsider (id),
	starts {i64} NOT NULL,          -- the first day it holds
	county {i64} NOT NULL,
	rate {i64} NOT NULL,            -- fen for one `unit`
	unit {text} NOT NULL,           -- sitting | day | month
	account {i64},
	at {i64} NOT NULL,
	PRIMARY KEY (outsider, starts)
) {keyed};
