/* A bank's workbook as text. */
#ifndef KEHOU_AUDIT_SHEET_H
#define KEHOU_AUDIT_SHEET_H

#include "audit.h"

/* The first sheet as comma-separated text in UTF-8, for free(). fail() for a file that is none. */
char *sheet_csv(const char *file, size_t *ret_n);

#endif
