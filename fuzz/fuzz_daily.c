/* The payment channels' daily files. The first letter says what the rest is: w the file of WeChat
 * Pay, z the zip of Alipay, a the lines within such a zip. What was taken is a whole file: every
 * line names its order and moves something. */
#include <stdlib.h>
#include <string.h>

#include "docs/pack.h"
#include "pay/internal.h"

#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void statement_check(const struct pay_statement *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct pay_line *l = &s->v[i];

		require(str_some(l->number) && str_some(l->channel_number));
		require(utf8_valid(l->number) && utf8_valid(l->channel_number));
		require(l->amount.fen > 0 && l->amount.fen <= MONEY_MAX_FEN);
		require(!l->refund || (str_some(l->refund_number) && utf8_valid(l->refund_number)));
	}
}

/* A zip of one stored file; bytes on the heap. */
static char *wrap(struct str text, size_t *ret_n)
{
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip;
	zip_stat_t st;
	zip_int64_t at;
	char *p;

	require(to != NULL);
	zip_source_keep(to);
	zip = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
	require(zip != NULL);
	at = zip_file_add(zip, "lines.csv", zip_source_buffer(zip, text.p, text.n, 0),
	                  ZIP_FL_ENC_UTF_8);
	require(at >= 0);
	zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	require(zip_close(zip) == 0);
	require(zip_source_open(to) == 0 && zip_source_stat(to, &st) == 0);
	p = malloc(st.size);
	require(p != NULL && zip_source_read(to, p, st.size) == (zip_int64_t)st.size);
	zip_source_close(to);
	zip_source_free(to);
	*ret_n = st.size;
	return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct pay_statement s = {0};
	struct str file = {(const char *)data + 1, size - 1};
	char *made = NULL;
	struct ctx c;
	enum err e;

	if (size < 1 || size > 65536 || (!a && !(a = arena_new((size_t)64 << 20))))
		return -1;
	arena_reset(a);
	c = (struct ctx){.arena = a, .env = env_system()};
	switch (data[0]) {
	case 'w':
		e = wechat_statement_read(&c, file, &s);
		break;
	case 'a':
		made = wrap(file, &file.n);
		file.p = made;
		e = alipay_statement_read(&c, file, &s);
		break;
	case 'z':
		e = alipay_statement_read(&c, file, &s);
		break;
	default:
		return -1;
	}
	require(e == OK || (e == E_INPUT && c.fault.code != NULL));
	if (e == OK)
		statement_check(&s);
	free(made);
	return 0;
}
