#include "docs/qr.h"

#include <qrencode.h>

enum { TEXT_MAX = 2000, MARGIN = 4 };

static void modules(const QRcode *code, struct out *o)
{
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				out_printf(o, "M%d %dh1v1h-1z", x + MARGIN, y + MARGIN);
}

enum err qr_svg(struct ctx *c, struct str text, struct out *o)
{
	QRcode *code;
	int size;

	if (text.n > TEXT_MAX)
		return fault_input(c, "too_long", S("text"), STR_NONE, S("2000"));
	code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!code)
		return fault_broken(c, "qrencode");
	size = code->width + 2 * MARGIN;
	out_printf(o,
	           "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">"
	           "<path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path d=\"",
	           size, size, size, size, size);
	modules(code, o);
	out_put(o, S("\"/></svg>"));
	QRcode_free(code);
	return o->broken ? fault_broken(c, "a code does not fit") : OK;
}
