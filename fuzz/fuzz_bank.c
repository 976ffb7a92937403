/* Bank statements as people send them. An input that begins with "L" holds a layout up to its first
 * NUL; the rest, like any other input, is the file. What was taken adds up by its own count. */
#include "audit/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void statement_check(const struct statement *s)
{
	int64_t in = 0, out = 0;

	require(s->n > 0 && s->first.day <= s->last.day);
	for (size_t i = 0; i < s->n; i++) {
		const struct bank_line *l = &s->v[i];

		require(l->amount.fen != 0 && l->amount.fen <= MONEY_MAX_FEN &&
		        l->amount.fen >= -MONEY_MAX_FEN);
		require(l->day.day >= s->first.day && l->day.day <= s->last.day);
		require(str_some(l->serial) && utf8_valid(l->serial));
		require(!l->counterparty.p || utf8_valid(l->counterparty));
		require(!l->summary.p || utf8_valid(l->summary));
		require(i == 0 || l->row > s->v[i - 1].row);
		for (size_t k = 0; k < i && k < 200; k++)
			require(!str_eq(s->v[k].serial, l->serial));
		*(l->amount.fen > 0 ? &in : &out) +=
			l->amount.fen > 0 ? l->amount.fen : -l->amount.fen;
	}
	require(s->in.fen == in && s->out.fen == out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct str file = {(const char *)data, size}, layout = S("");
	struct ctx c;

	if (size > 65536 || (!a && !(a = arena_new((size_t)64 << 20))))
		return -1;
	arena_reset(a);
	if (str_starts(file, S("L"))) {
		layout = str_cut(&file, '\0');
		layout = str_sub(layout, 1, layout.n);
		file = file.p ? file : S("");
	}
	for (int footer = 0; footer < 2; footer++) {
		struct statement s = {0};
		enum err e;

		c = (struct ctx){.arena = a, .env = env_system()};
		e = statement_read(&c, file, layout, footer, &s);
		require(e == OK || (e == E_INPUT && c.fault.code != NULL));
		if (e == OK) {
			statement_check(&s);
			require(statement_layout_good(layout));
		}
	}
	return 0;
}
