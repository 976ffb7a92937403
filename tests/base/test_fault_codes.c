#include "../kit.h"

#include <dirent.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"

/* Every code a verb names must be in the catalogue: an unknown one would reach people as
 * "internal". The sources are read as text, since a code is only used when its refusal happens. */

static const char *source_root;

static struct str blanks_skipped(struct str s)
{
	while (s.n && strchr(" \t\n", s.p[0]))
		s = str_sub(s, 1, s.n);
	return s;
}

/* The literal that begins argument `skip` (from 0) of the call whose arguments s begins with. */
static struct str literal_argument(struct str s, int skip)
{
	int depth = 0;

	while (s.n && (skip > 0 || depth > 0)) {
		depth += s.p[0] == '(';
		depth -= s.p[0] == ')';
		if (depth < 0)
			return STR_NONE;
		skip -= s.p[0] == ',' && depth == 0;
		s = str_sub(s, 1, s.n);
	}
	s = blanks_skipped(s);
	if (!str_starts(s, S("\"")))
		return STR_NONE;
	s = str_sub(s, 1, s.n);
	return str_cut(&s, '"');
}

static int check_calls(struct arena *a, const char *path, struct str call, int skip, int *ret_wrong)
{
	struct str s;
	size_t at;
	int seen = 0;

	assert_true(file_read(a, path, 4 << 20, &s));
	while (str_find(s, call, &at)) {
		struct str code;

		s = str_sub(s, at + call.n, s.n);
		code = literal_argument(s, skip);
		if (!code.p)
			continue;
		seen++;
		if (!fault_known(str_c(a, code))) {
			print_error("%s: fault \"%.*s\" is not in locale/\n", path, STR_FMT(code));
			++*ret_wrong;
		}
	}
	return seen;
}

static int check_tree(struct arena *a, const char *dir, int *ret_wrong)
{
	DIR *d = opendir(dir);
	int seen = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		const char *path = str_c(a, str_printf(a, "%s/%s", dir, e->d_name));
		struct stat st;

		if (e->d_name[0] == '.' || stat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			seen += check_tree(a, path, ret_wrong);
		} else if (str_ends(str_of(path), S(".c"))) {
			seen += check_calls(a, path, S("fault_set("), 2, ret_wrong);
			seen += check_calls(a, path, S("fault_input("), 1, ret_wrong);
		}
	}
	closedir(d);
	return seen;
}

static void every_code_in_the_sources_is_in_the_catalogue(void **state)
{
	int wrong = 0;

	assert_true(check_tree(kit_ctx(state)->arena, source_root, &wrong) > 10);
	assert_int_equal(wrong, 0);
}

static void the_reader_of_calls_finds_the_code(void **state)
{
	assert_str(literal_argument(S("c, E_INPUT,\n\t\"a_b\", NULL)"), 2), "a_b");
	assert_str(literal_argument(S("f(x, y), \"a\")"), 1), "a");
	assert_null(literal_argument(S("c, code, NULL)"), 1).p);
	assert_null(literal_argument(S("c); g(x, \"no\")"), 1).p);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(the_reader_of_calls_finds_the_code),
		KIT_TEST(every_code_in_the_sources_is_in_the_catalogue),
	};

	if (argc < 2)
		return 2;
	source_root = argv[1];
	return KIT_RUN(tests);
}
