/* The figures of a what-if by school: one list of columns for page, workbook and JSON. */
#ifndef WHATIF_TABLE_H
#define WHATIF_TABLE_H

#include "base/text.h"
#include "whatif/whatif.h"

struct whatif_col {
	enum text_id title;
	const char *name; /* in JSON; amounts end in _fen */
	bool money;
	int64_t (*of)(const struct whatif_school *s);
};
extern const struct whatif_col WHATIF_COLS[];
extern const size_t WHATIF_COLS_N;

/* Every column of one school, or of a sum, into an open JSON object. */
void whatif_json(struct json *j, const struct whatif_school *s);

/* The schools and their sum as a workbook. `title` stands above the header. */
enum err whatif_sheet(struct ctx *c, struct str title, const struct whatif_school *v, size_t n,
                      const struct whatif_school *sum, struct out *out);

#endif
