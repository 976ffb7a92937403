-- Offerings that are priced by the unit. What stood here before is priced by the term and has no row: no figure
-- moves.

-- How the term price of an offering came about; none: it was stated for the term.
CREATE TABLE offering_price (
	offering {i64} NOT NULL PRIMARY KEY REFERENCES offering (id),
	county {i64} NOT NULL,
	unit {text} NOT NULL,           -- period day month meal …, or one the county's document declares
	price {i64} NOT NULL,           -- fen for one unit, without consumables
	by_rules {i64} NOT NULL,        -- 1: the document's own price was taken over
	quantity {text} NOT NULL,       -- units in the term, exact: 36, 4/3
	stated {i64} NOT NULL,          -- 1: stated by the school with a reason; 0: counted from the sittings due
	why {text} NOT NULL,            -- the reason of a stated one
	basis {text} NOT NULL,          -- unit in which sittings were counted: minute sitting day week month term
	counted {i64} NOT NULL,         -- how many of it
	sittings {i64} NOT NULL,        -- due in the term by slots and calendar
	days {i64} NOT NULL,            -- days with a sitting
	months {i64} NOT NULL,          -- months with a sitting
	by_day {text} NOT NULL,         -- quantity of a day * how many such days: 3/2*17 3*18; empty: not known
	most {i64},                     -- fen, what a cap or limit of the rules leaves of price × quantity; NULL: all
	formula {text} NOT NULL,        -- Chinese, a newline, English
	requirement {text} NOT NULL,    -- of the sentence that decided the price
	clause {text} NOT NULL,         -- that sentence
	document {text} NOT NULL,       -- its document
	count_clause {text} NOT NULL,   -- the convention by which basis became units; empty: none needed
	count_document {text} NOT NULL  -- its document
) {keyed};

-- When an offering is held, where it is not its kind's usual time of a school day.
CREATE TABLE offering_window (
	offering {i64} NOT NULL PRIMARY KEY REFERENCES offering (id),
	county {i64} NOT NULL,
	windows {text} NOT NULL         -- one or more of: afternoon noon evening weekend winter_holiday summer_holiday
) {keyed};
