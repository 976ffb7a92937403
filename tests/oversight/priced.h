/* Prices by the unit, planted right and wrong: how one came about beside what is charged. */
#ifndef TESTS_OVERSIGHT_PRICED_H
#define TESTS_OVERSIGHT_PRICED_H

#define PRICED(unit, price, quantity, by_day, most)                                                \
	"INSERT INTO offering_price SELECT id, county, '" unit "', " price ", 0, '" quantity       \
	"', 0, '', 'minute', 240, 4, 4, 1, " by_day ", " most                                      \
	", 'f', 'R30', 'c', 'd', '', '' FROM offering WHERE id = 11"

#define TOLD(parts) "; UPDATE offering_price SET formula = '" parts " = 300.00 元'"

#define PRICE_PLANTS                                                                               \
	{"D9: a term price is a fen above unit price times quantity",                              \
	 PRICED("period", "7500", "4", "'day 1@20700+1+1+1'",                                      \
	        "NULL") "; UPDATE offering_price SET price = 7499",                                \
	 "offering_prices", "DELETE FROM offering_price"},                                         \
		{"a quantity was changed behind its price",                                        \
	         PRICED("period", "7500", "5", "''", "NULL"), "offering_prices",                   \
	         "DELETE FROM offering_price"},                                                    \
		{"the days of a price are not its quantity",                                       \
	         PRICED("period", "7500", "4", "'day 1@20700+1+1'", "NULL"), "offering_prices",    \
	         "DELETE FROM offering_price"},                                                    \
		{"a cap is kept that would leave less",                                            \
	         PRICED("period", "7500", "4", "''", "29999"), "offering_prices",                  \
	         "DELETE FROM offering_price"},                                                    \
		{"a price that comes out, rounded half up and capped",                             \
	         PRICED("period", "10000", "19/6", "'day 1/2@20700+1+1+1+1 2/3@20710'", "30000"),  \
	         "", "DELETE FROM offering_price"},                                                \
		{"R30: a price that changes with the number of units comes out of its parts",      \
	         PRICED("period", "10000", "4", "'month 3@24308 1@24309'", "NULL")                 \
	                 TOLD("2026-09 2 × 100.00 + 1 × 200.00 / 4; 2026-10 1 × 50.00"),           \
	         "", "DELETE FROM offering_price"},                                                \
		{"R30: a part of such a price was changed",                                        \
	         PRICED("period", "10000", "4", "''", "NULL")                                      \
	                 TOLD("2026-09 2 × 100.00 + 1 × 50.00; 2026-10 1 × 51.00"),                \
	         "offering_prices", "DELETE FROM offering_price"},                                 \
	{                                                                                          \
		"R30: the parts of such a price are not its quantity",                             \
			PRICED("period", "10000", "4", "''", "NULL") TOLD("3 × 100.00"),           \
			"offering_prices", "DELETE FROM offering_price"                            \
	}

#endif
