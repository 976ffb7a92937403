#include "../kit.h"

#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static const char *locc;

#define INTERNAL "!internal 500\n  zh: 错\n  zh.do: 等\n  en: Broken\n  en.do: Wait\n"

struct run {
	int status;
	struct str said, header, source;
};

static void empty_and_remove(const char *dir)
{
	DIR *d = opendir(dir);

	for (struct dirent *e; (e = readdir(d));)
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	rmdir(dir);
}

/* Its exit status; what it says goes to the file `said`. */
static int run_locc(char *const argv[], const char *said)
{
	posix_spawn_file_actions_t actions;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, said, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(posix_spawn(&pid, argv[0], &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Compiles one or two files of their own directory. */
static struct run compile(void **state, const char *one, const char *two)
{
	struct arena *a = kit_ctx(state)->arena;
	char dir[] = "/tmp/kehou-locc-XXXXXX";
	struct run r = {0};
	const char *h, *c, *d, *said;

	assert_non_null(mkdtemp(dir));
	assert_true(file_write(str_c(a, str_printf(a, "%s/a.loc", dir)), str_of(one)));
	if (two)
		assert_true(file_write(str_c(a, str_printf(a, "%s/b.loc", dir)), str_of(two)));
	h = str_c(a, str_printf(a, "%s/h", dir));
	c = str_c(a, str_printf(a, "%s/c", dir));
	d = str_c(a, str_printf(a, "%s/d", dir));
	said = str_c(a, str_printf(a, "%s/said", dir));
	r.status = run_locc((char *[]){(char *)locc, dir, (char *)h, (char *)c, (char *)d, NULL},
	                    said);
	file_read(a, said, 1 << 20, &r.said);
	file_read(a, h, 1 << 20, &r.header);
	file_read(a, c, 1 << 20, &r.source);
	empty_and_remove(dir);
	return r;
}

static bool holds(struct str s, const char *what)
{
	size_t at;

	return s.p && str_find(s, str_of(what), &at);
}

/* The file is refused, the complaint names this line and says this; nothing is written. */
static void assert_complains(void **state, const char *text, const char *what)
{
	struct run r = compile(state, text, INTERNAL);

	if (r.status != 1 || !holds(r.said, what))
		fail_msg("exit %d, said \"%.*s\", not \"%s\"", r.status, STR_FMT(r.said), what);
	assert_null(r.header.p);
	assert_null(r.source.p);
}

static void a_good_file_becomes_enumerators_and_tables(void **state)
{
	struct run r =
		compile(state,
	                "# comment\nenrol.left\n  zh: 还剩 {0} 个名额\n  en: {0} \"places\" "
	                "left\n\n!fee_cap_exceeded 409 R34\n  zh: 超过上限\n  zh.do: 请减少\n"
	                "  en: Over the cap\n  en.do: Choose fewer\n",
	                INTERNAL);

	assert_int_equal(r.status, 0);
	assert_str(r.said, "");
	assert_true(holds(r.header, "\tTEXT_NONE,\n\tT_enrol_left,\n\tTEXT_COUNT\n"));
	assert_true(holds(r.source, "{\"enrol.left\", {{\"还剩 {0} 个名额\", 20}, {\"{0} "
	                            "\\\"places\\\" left\", 17}}}"));
	assert_true(holds(r.source, "{\"fee_cap_exceeded\", 409, {\"R34\", 3}"));
}

static void a_missing_language_is_refused(void **state)
{
	assert_complains(state, "a.b\n  zh: 好\n", "a.loc:1: a.b has no en\n");
	assert_complains(state, "\na.b\n  en: Good\n", "a.loc:2: a.b has no zh\n");
	assert_complains(state, "!f 409\n  zh: 好\n  en: Good\n  zh.do: 好\n",
	                 "a.loc:1: f has no en.do\n");
	assert_complains(state, "a.b\n  zh: 好\n  en:\n", "a.loc:3: en of a.b is empty\n");
}

static void placeholders_that_differ_are_refused(void **state)
{
	assert_complains(state, "a\n  zh: {0} 个\n  en: some\n", "a.loc:1: the placeholders of a");
	assert_complains(state, "a\n  zh: {0}\n  en: {1}\n", "a.loc:1: the placeholders of a");
	assert_complains(state, "a\n  zh: {x}\n  en: {x}\n", "zh of a has a brace");
	assert_complains(state, "a\n  zh: 好}\n  en: good\n", "zh of a has a brace");
	assert_complains(state, "!f 409\n  zh: {0}\n  en: {0}\n  zh.do: 好\n  en.do: do\n",
	                 "fault f has a placeholder");
}

static void a_key_declared_twice_is_refused_across_files(void **state)
{
	struct run r = compile(state, "a.b\n  zh: 一\n  en: 1\n" INTERNAL,
	                       "# c\na.b\n  zh: 二\n  en: 2\n");

	assert_int_equal(r.status, 1);
	assert_true(holds(r.said, "a.b is declared twice, also at"));
	assert_true(holds(r.said, "b.loc:2"));
	assert_true(holds(r.said, "a.loc:1"));
	assert_complains(state, "a.b\n  zh: 一\n  en: 1\na_b\n  zh: 一\n  en: 1\n",
	                 "is declared twice"); /* one enumerator for both */
	assert_complains(state, "!internal 500\n  zh: 错\n  zh.do: 等\n  en: B\n  en.do: W\n",
	                 "internal is declared twice");
	assert_complains(state, "a\n  zh: 一\n  zh: 二\n  en: 1\n", "a.loc:3: a second zh for a");
}

static void unknown_and_stray_lines_are_refused(void **state)
{
	assert_complains(state, "a\n  zh: 一\n  en: 1\n  fr: un\n",
	                 "a.loc:4: unknown attribute 'fr'");
	assert_complains(state, "a\n  zh: 一\n  en: 1\n  zh.do: 一\n",
	                 "a.loc:4: unknown attribute 'zh.do'"); /* a text gives no advice */
	assert_complains(state, "  zh: 一\n", "a.loc:1: an attribute before the first key");
	assert_complains(state, "A.b\n  zh: 一\n  en: 1\n", "a.loc:1: 'A.b' is no key");
	assert_complains(state, "a..b\n  zh: 一\n  en: 1\n", "is no key");
	assert_complains(state, "a b\n  zh: 一\n  en: 1\n", "is no key");
	assert_complains(state, "a\n  zh: \xc0\x80\n  en: 1\n", "a.loc:2: not UTF-8");
}

static void a_fault_needs_a_status_and_a_requirement_that_is_one(void **state)
{
	const char *rest = "\n  zh: 一\n  en: 1\n  zh.do: 一\n  en.do: 1\n";
	struct arena *a = kit_ctx(state)->arena;
	const char *const heads[] = {"!f", "!f 200", "!f 600", "!f x", "!f 409 34", "!f 409 Rx"};

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		assert_complains(state, str_c(a, str_printf(a, "%s%s", heads[i], rest)),
		                 i < 4 ? "a.loc:1: fault f needs an HTTP status"
		                       : "is no requirement number");
}

static void a_catalogue_without_internal_is_refused(void **state)
{
	struct run r = compile(state, "a\n  zh: 一\n  en: 1\n", NULL);

	assert_int_equal(r.status, 1);
	assert_true(holds(r.said, "the catalogue has no !internal"));
}

static void chinese_punctuation_is_set_full_width(void **state)
{
	struct run r = compile(state, "a\n  zh: 好,请(周1)9:00 到{0}:是?\n  en: a, (b) {0}: c?\n",
	                       INTERNAL);

	assert_int_equal(r.status, 0);
	assert_true(holds(r.source, "\"好\xef\xbc\x8c请\xef\xbc\x88周1\xef\xbc\x89"
	                            "9:00 到{0}"
	                            "\xef\xbc\x9a是\xef\xbc\x9f\""));
	assert_true(holds(r.source, "\"a, (b) {0}: c?\""));
}

static void a_text_in_quotes_keeps_its_blanks(void **state)
{
	struct run r = compile(state, "a\n  zh: 、\n  en: \", \"\nb\n  zh: “好”\n  en: say \"a\"\n",
	                       INTERNAL);

	assert_int_equal(r.status, 0);
	assert_true(holds(r.source, "\", \""));
	assert_true(holds(r.source, "say \\\"a\\\""));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_good_file_becomes_enumerators_and_tables),
		KIT_TEST(a_missing_language_is_refused),
		KIT_TEST(placeholders_that_differ_are_refused),
		KIT_TEST(a_key_declared_twice_is_refused_across_files),
		KIT_TEST(unknown_and_stray_lines_are_refused),
		KIT_TEST(a_fault_needs_a_status_and_a_requirement_that_is_one),
		KIT_TEST(a_catalogue_without_internal_is_refused),
		KIT_TEST(chinese_punctuation_is_set_full_width),
		KIT_TEST(a_text_in_quotes_keeps_its_blanks),
	};

	if (argc < 2)
		return 2;
	locc = argv[1];
	return KIT_RUN(tests);
}
