/* Words for kinds, in the reader's language. */
#ifndef TERM_LABELS_H
#define TERM_LABELS_H

#include "base/text.h"
#include "policy/kind.h"

enum text_id kind_label(enum kind k);

#endif
