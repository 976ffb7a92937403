/* The table of this room that is sent as a file. */
#ifndef MONEY_IMPORT_H
#define MONEY_IMPORT_H

#include "import/import.h"

/* Waivers of a school's pupils (R5), entered by the school as waiver_ask_verb does: each waits for
 * a second person, who grants it after seeing the proof. A pupil is known by 学籍号, and the name
 * must be the one on record; the category by its label in the county's rules or their word. One
 * that waits or holds already stays as it is. Undone: while it waits; what was decided stays. */
extern const struct import_kind import_waivers;

#endif
