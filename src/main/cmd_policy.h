/* The parts of `kehou policy`. */
#ifndef MAIN_CMD_POLICY_H
#define MAIN_CMD_POLICY_H

#include "base/out.h"
#include "main/cli.h"
#include "policy/rules.h"

/* The rule sets built in: read before any command, so they are there. */
const struct policy_book *policy_rules_book(void);
/* Files that are not built in, and the built-in sets of other ids that they may stand under, into a
 * new book. The exit code; what is wrong is printed. */
int policy_rules_beside(struct cli *m, struct policy_book *b, char **file, int n);
/* A whole file of at most `most` bytes; false with the exit code, and what is wrong printed. */
bool policy_file_read(struct cli *m, const char *path, size_t most, struct str *ret_text,
                      int *ret_rc);
/* What is wrong, on stderr in the terminal's language; where the answer is JSON, as
 * {"error": {"code", "message", …}} on stdout too. The exit code. */
int policy_wrong_file(struct cli *m, const struct rule_error *e);
int policy_fault(struct cli *m, enum err e);
/* A fault that stands on stderr already, where the answer is JSON; without one nothing. */
void policy_fault_told(struct cli *m);
/* The same, with what `more` puts into the JSON of the error. */
int policy_fault_with(struct cli *m, enum err e, void (*more)(struct cli *, struct json *, void *),
                      void *arg);
/* A flag's day; DATE_NONE when it is not given; false when it is no day. */
bool policy_day_flag(struct cli *m, const char *name, struct date *ret_d);
void policy_book_close(struct policy_book **b); /* for the cleanup attribute */
/* The set with this id; NULL. */
const struct rule_set *policy_rules_named(const struct policy_book *b, const char *id);
/* Says on stderr that there is no such set; the exit code. */
int policy_rules_unknown(const char *id);

/* One set as a line of a list. */
void policy_set_line(struct ctx *c, const struct rule_set *s);
/* Its file, or as JSON, or its worked cases; the exit code. */
int policy_set_print(struct cli *m, const struct rule_set *s, bool as_json, bool cases);

/* list [--on DATE] [--known DATE] [--county CODE] [--json] | show RULESET [--json|--cases] | diff A
 * B [--json], A and B ids or FILE.rules */
int policy_list(struct cli *m);
int policy_show(struct cli *m);
int policy_diff(struct cli *m);
/* simulate FILE --db URL [--county CODE] [--term CODE] [--json] [--out FILE.xlsx]
 * [--movers FILE.csv] */
int policy_simulate(struct cli *m);
/* quote RULESET|FILE.rules CASE.json [--on DATE] [--known DATE] | quote --template DECISION */
int policy_quote(struct cli *m);

#endif
