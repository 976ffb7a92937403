/* Text files of unknown encoding as a stream of valid UTF-8. */
#ifndef DOCS_DECODE_H
#define DOCS_DECODE_H

#include "docs/table_in.h"

struct decoder;

/* Tells the encoding: a byte-order mark (UTF-8, UTF-16), else UTF-8 when it is valid, else GB18030
 * (which holds GBK and GB 2312) when that is valid. Everything is checked before the first block is
 * given. NULL with table_nul or table_encoding (and the line) in *stop. */
struct decoder *decoder_new(struct str bytes, struct stop *stop);
void decoder_free(struct decoder **d);

/* The next block, valid until the next call; an empty one at the end. */
struct str decoder_next(struct decoder *d);

const char *decoder_encoding(const struct decoder *d);

#endif
