/* Requests broken in every way a grammar can be, from a seed that is always the same. */
#ifndef TESTS_WEB_BROKEN_H
#define TESTS_WEB_BROKEN_H

#include "../kit.h"

/* A request in which at least the target or the frame is wrong, so that no answer may be a success.
 */
struct str broken_request(struct arena *a);
/* What a byte changed at random may have turned into an honest request for a page that is there. */
bool broken_honest(struct str s);

#endif
