/* A school's plan of offerings, sent as a file. */
#ifndef TERM_IMPORT_H
#define TERM_IMPORT_H

#include "import/import.h"

/* Known by the school's own code within a term. The county's rules are asked while the file is
 * checked. New ones are drafts. Undone: a draft it made is removed, one it changed is as before;
 * one that families have seen stays. */
extern const struct import_kind import_offerings;

#endif
