/* The .csv reader in every encoding; what it read and csv_write wrote reads the same again. */
#include "table_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct table_limits lim = walk_limits();
	struct csv_writer w;
	struct out first, second;
	struct ctx c;

	if (size > 65536 || (size > 1 && data[0] == 'P' && data[1] == 'K') || !walk_ctx(&c))
		return -1;
	out_init(&first, (size_t)1 << 20);
	out_init(&second, (size_t)1 << 20);
	csv_begin(&w, &first);
	if (walk(&c, (struct str){(const char *)data, size}, &lim, &w) && first.n > 3) {
		lim.row_bytes *= 2; /* for the marks of lim.columns formula guards */
		csv_begin(&w, &second);
		require(walk(&c, out_str(&first), &lim, &w));
		require(str_eq(out_str(&first), out_str(&second)));
	}
	out_free(&first);
	out_free(&second);
	return 0;
}
