/* The readers of numbers: what they accept is in its proper form, reads the same again, and holds
 * no character that was not looked at. */
#include "people/idnum.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void proper(struct str s, size_t n)
{
	require(s.n == n);
	for (size_t i = 0; i < n; i++)
		require((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z'));
}

static void persons(struct arena *a, struct str s)
{
	struct citizen_id id, id2;
	struct pupil_number n, n2;

	if (citizen_id_read(a, s, &id) == IDNUM_OK) {
		proper(id.number, 18);
		require(date_civil(id.birth).year >= 1850);
		require(citizen_id_read(a, id.number, &id2) == IDNUM_OK);
		require(str_eq(id.number, id2.number) && id.birth.day == id2.birth.day);
		/* The same number as a pupil number. */
		require(pupil_number_read(a, str_printf(a, "G%.*s", STR_FMT(id.number)), &n) ==
		        IDNUM_OK);
		require(n.birth.day == id.birth.day);
	}
	if (pupil_number_read(a, s, &n) == IDNUM_OK) {
		proper(n.number, 19);
		require(pupil_number_read(a, n.number, &n2) == IDNUM_OK);
		require(n2.kind == n.kind && n2.check_holds == n.check_holds);
	}
}

static void bodies(struct arena *a, struct str s)
{
	struct credit_code c, c2;
	struct school_code k, k2;
	struct str m, m2;

	if (credit_code_read(a, s, &c) == IDNUM_OK) {
		proper(c.number, 18);
		require(credit_code_read(a, c.number, &c2) == IDNUM_OK);
		require(str_eq(c.number, c2.number));
	}
	if (school_code_read(a, s, &k) == IDNUM_OK) {
		proper(k.number, 10);
		require(school_code_read(a, k.number, &k2) == IDNUM_OK);
	}
	if (mobile_read(a, s, &m) == IDNUM_OK) {
		proper(m, 11);
		require(mobile_read(a, m, &m2) == IDNUM_OK && str_eq(m, m2));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct str s = {(const char *)data, size};

	if (size > 256 || !utf8_valid(s) || (a == NULL && (a = arena_new((size_t)1 << 20)) == NULL))
		return -1;
	arena_reset(a);
	persons(a, s);
	bodies(a, s);
	return 0;
}
