/* What was found: checks whose rows agree or not, and answers to an auditor's questions. */
#ifndef KEHOU_AUDIT_REPORT_H
#define KEHOU_AUDIT_REPORT_H

#include "audit.h"

struct finding {
	char table[32];
	int64_t id;
	char *what, *found, *expected;
};
struct check {
	const char *name, *title;
	bool question; /* answers a question; does not disagree */
	size_t rows, broken, kept, room;
	struct finding *v;
};

/* A new check in the report; valid until the next one begins. */
struct check *check_begin(const char *name, const char *title);
struct check *question_begin(const char *name, const char *title);
/* A row that disagrees (or answers). `found` and `expected` may be NULL. */
void disagree(struct check *c, const char *table, int64_t id, const char *what, const char *found,
              const char *expected);
/* The same for two amounts, when they differ; true when they do. */
bool disagree_fen(struct check *c, const char *table, int64_t id, const char *what, int64_t found,
                  int64_t expected);
bool disagree_count(struct check *c, const char *table, int64_t id, const char *what, int64_t found,
                    int64_t expected);

/* How many rows of a check are printed; all are counted. */
void report_most(size_t rows);
/* On stdout; the exit code it means. */
int report_print(const char *file, const char *root, bool json);

#endif
