/* GB/T 2260, as far as no list of counties is needed: which two digits begin the code of a region.
 */
#ifndef BASE_GB2260_H
#define BASE_GB2260_H

#include "base/str.h"

/* 34 of 341702: whether a province, a region or a municipality has these two digits. */
bool gb2260_province(int32_t two_digits);
/* Six digits that begin with a province's. */
bool gb2260_region(struct str code);

#endif
