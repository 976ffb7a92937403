/* The tables of this room that are sent as files. */
#ifndef PEOPLE_IMPORT_H
#define PEOPLE_IMPORT_H

#include "import/import.h"

/* A roster: pupils with up to two guardians. Known by 学籍号; classes must exist. The citizen ID is
 * checked and its date of birth used, but not kept. Undone: a pupil it made is removed, with the
 * guardians who have no other child; one it changed is as before. */
extern const struct import_kind import_pupils;
/* Staff with their rights. Known by 工号. Undone: one it made leaves the school; one it changed is
 * as before, and the rights it gave end. */
extern const struct import_kind import_staff;

#endif
