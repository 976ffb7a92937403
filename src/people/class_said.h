/* Classes as people write them: 二年级3班, 二(3)班, 二年级(3)班, 2年级3班, 203, 初一(2)班; or the
 * grade in a cell of its own. Pure. */
#ifndef PEOPLE_CLASS_SAID_H
#define PEOPLE_CLASS_SAID_H

#include "base/str.h"

/* 三年级, 3, 初一, 七年级, 高中二年级, Grade 3: 1..12. */
bool grade_said(struct arena *a, struct str said, int64_t *ret_grade);
/* `grade` may be none when the class says it; when both do they must agree. */
bool class_said(struct arena *a, struct str grade, struct str class, int64_t *ret_grade,
                int64_t *ret_number);

#endif
