/* README of the pack, in both languages, as files of this folder (tools/embedc). */
#ifndef AUDIT_PACK_TEXTS_H
#define AUDIT_PACK_TEXTS_H

#include "policy/embedded.h"

extern const struct embedded_file pack_texts[];
extern const size_t pack_texts_n;

#endif
