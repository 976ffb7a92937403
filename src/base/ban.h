/* Functions that have cost others dearly. Included by every header of base; using one of them is a
 * build error. Each has a replacement in str.h, civil.h, out.h or env.h. */
#ifndef BASE_BAN_H
#define BASE_BAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gmtime localtime gets

#endif
