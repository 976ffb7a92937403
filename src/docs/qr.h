/* Codes that phones read, as an SVG that a page shows. */
#ifndef DOCS_QR_H
#define DOCS_QR_H

#include "base/ctx.h"

/* Error correction M, a margin of four modules, black on white. The same text gives the same bytes.
 * E_INPUT `too_long` past 2,000 bytes; E_BROKEN when memory is out. */
enum err qr_svg(struct ctx *c, struct str text, struct out *o);

#endif
