/* The audit pack (R71): everything an auditor needs of a city, a county, a school or a term in one
 * zip, readable without us: tables as .csv (RFC 4180, UTF-8 with a byte-order mark) and .xlsx, the
 * rule files, a description of every column, hashes of every file. Equal states make equal bytes.
 * The second program, kehou-audit, recomputes from it what we say. docs/audit-pack.md describes it.
 */
#ifndef AUDIT_PACK_H
#define AUDIT_PACK_H

#include "people/county.h"
#include "people/school.h"
#include "term/term.h"

/* None of them: all. A school or a term has its county with it. */
struct pack_scope {
	county_id county;
	school_id school;
	term_id term;
	struct str county_code, school_code, term_code; /* "" where none */
};
/* By codes, STR_NONE for all; inside a reading transaction. A term needs a county or a school.
 * E_ABSENT with the field for a code nobody has; E_INPUT `missing_field` for a term alone. */
enum err pack_scope_of(struct ctx *c, struct str county, struct str school, struct str term,
                       struct pack_scope *ret_s);

struct pack_made {
	int64_t tables, rows, files;
	struct str root; /* SHA-256 of the list of hashes, in hex: names this state of the books */
};

/* How far it is, in thousandths; what is being written. True: stop. */
typedef bool pack_progress(void *arg, int done, struct str what);

/* Inside a reading transaction, whose one state is what the pack says. Memory does not grow with
 * the rows; beside `file` a folder FILE.parts holds what is not packed yet and is taken away again.
 * The file is there whole or not at all; after an interruption it is made anew. E_REFUSED
 * `work_stopped`; `storage_full`. */
enum err pack_make(struct ctx *c, const struct pack_scope *s, const char *file,
                   pack_progress *progress, void *arg, struct pack_made *ret_m);

#endif
