/* Objections to the shares of the special funds, for the check of these. */
#ifndef KEHOU_AUDIT_SPECIAL_OBJECTIONS_H
#define KEHOU_AUDIT_SPECIAL_OBJECTIONS_H

#include "checks.h"

void special_objections_see(struct pack *p, struct check *c);

#endif
