/* A draft held against the sets it would stand beside: a name nobody declared, a value looser than
 * a lock above allows, a case two documents decide. A draft is kept with them; it is not submitted.
 */
#ifndef RULEBOOK_FINDINGS_H
#define RULEBOOK_FINDINGS_H

#include "rulebook/edition.h"

struct finding {
	int line, block;      /* where it is, and where its statement begins; 0: in another set */
	struct str statement; /* the statement's own line, as the file has it */
	struct str called;    /* the same, its first word as people call it */
	struct str word;      /* the attribute's word, the statement's where it is that line */
	struct str field;     /* the same as people call it */
	struct str message;   /* what was found, what should stand there, what is nearest */
};
/* All that is wrong, in the order it is found, at most twenty: after one, the rest is looked at as
 * if its statement were not there; where others build on it, it is the last. In a reading
 * transaction, never in a verb: the whole book is composed. */
enum err edition_findings(struct ctx *c, const struct edition *e, struct finding **ret_v,
                          size_t *ret_n);
/* E_REFUSED rule_set_wrong; found: each of them with its line. */
enum err findings_refuse(struct ctx *c, const struct finding *v, size_t n);

#endif
