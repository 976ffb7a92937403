/* The parts of `kehou policy` that work on a database. */
#ifndef MAIN_POLICY_DB_H
#define MAIN_POLICY_DB_H

#include "main/cli.h"

/* kehou policy load FILE --county CODE [--replace] [--publish-as TEXT --by DRAFTER,APPROVER]
 * [--json]: a draft; with two officers of the county it is submitted, approved and published as
 * them, and audited so.
 * --replace: in the place of another open draft with its id. One person in both places is refused
 * before anything is written. */
int policy_load(struct cli *m);
/* kehou policy list --county CODE, show EDITION: what the county entered itself. */
int policy_db_list(struct cli *m, const char *county);
int policy_db_show(struct cli *m, const char *id);

#endif
