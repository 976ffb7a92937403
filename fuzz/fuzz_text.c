/* The readers of base: numbers, money, dates, times, UTF-8. Whatever they accept must come out of
 * the matching printer as the same value. */
#include "base/civil.h"
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void numbers(struct arena *a, struct str s)
{
	int64_t v, again;
	struct money m, m2;

	if (str_i64(s, &v)) {
		require(str_i64(str_printf(a, "%lld", (long long)v), &again));
		require(v == again);
	}
	if (money_parse(s, &m)) {
		require(m.fen <= MONEY_MAX_FEN && m.fen >= -MONEY_MAX_FEN);
		require(money_parse(money_text(a, m), &m2));
		require(m.fen == m2.fen);
	}
}

static void times(struct arena *a, struct str s)
{
	struct date d, d2;
	struct clock_time t, t2;
	struct instant i, i2;

	if (date_parse(s, &d)) {
		require(date_parse(date_text(a, d), &d2));
		require(d.day == d2.day);
		require(date_weekday(d) >= 1 && date_weekday(d) <= 7);
	}
	if (time_parse(s, &t)) {
		require(t.minute >= 0 && t.minute < 1440);
		require(time_parse(time_text(a, t), &t2));
		require(t.minute == t2.minute);
	}
	/* The printed form has whole seconds, so the value is stable from the second reading on. */
	if (instant_parse(s, &i)) {
		require(instant_parse(instant_text(a, i), &i2));
		require(instant_parse(instant_text(a, i2), &i));
		require(i.us == i2.us);
	}
}

static void letters(struct arena *a, struct str s)
{
	struct str rest = s, folded;
	uint32_t cp;
	size_t n = 0;

	if (!utf8_valid(s))
		return;
	while (utf8_next(&rest, &cp))
		n++;
	require(rest.n == 0);
	require(n == utf8_len(s));
	folded = utf8_fold_width(a, s);
	require(utf8_valid(folded));
	require(folded.n <= s.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct str s = {(const char *)data, size};

	if (size > 4096)
		return -1;
	if (a == NULL && (a = arena_new((size_t)1 << 20)) == NULL)
		return -1;
	arena_reset(a);
	numbers(a, s);
	times(a, s);
	letters(a, s);
	return 0;
}
