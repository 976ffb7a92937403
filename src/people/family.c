#include "people/family.h"

#include "jobs/message.h"
#include "people/family.sql.h"

enum err family_tell(struct ctx *c, pupil_id pupil, enum text_id text, const struct str *args,
                     size_t n, struct str link)
{
	struct q_family_accounts_row *row;
	size_t rows;

	TRY(q_family_accounts(c, pupil, ctx_today(c), &row, &rows));
	for (size_t i = 0; i < rows; i++)
		TRY(message_put(c, row[i].account, text, args, n, link));
	return OK;
}
