#include "../kit.h"

#include <unistd.h>

#include "base/config.h"
#include "base/file.h"

static const struct config_key keys[] = {
	{.name = "listen", .type = CONFIG_TEXT, .fallback = "127.0.0.1:8080", .help = "address"},
	{.name = "web.connections",
         .type = CONFIG_NUMBER,
         .fallback = "1024",
         .help = "most connections",
         .min = 1,
         .max = 65536},
	{.name = "secure", .type = CONFIG_SWITCH, .help = "cookies over TLS only"},
	{.name = "key", .type = CONFIG_TEXT, .help = "sealing key", .secret = true},
};

struct bench {
	struct config *cf;
	struct out errors;
	struct arena *arena;
};

static struct bench start(void **state)
{
	struct bench b = {.arena = kit_ctx(state)->arena};

	b.cf = config_new(b.arena, keys, sizeof keys / sizeof *keys);
	assert_non_null(b.cf);
	out_init(&b.errors, 1 << 16);
	return b;
}

static bool read_file(struct bench *b, const char *text)
{
	char path[] = "/tmp/kehou-config-XXXXXX";
	int fd = mkstemp(path);
	bool good;

	assert_true(fd >= 0);
	close(fd);
	assert_true(file_write(path, str_of(text)));
	good = config_file(b->cf, path, &b->errors);
	unlink(path);
	return good;
}

static bool said(const struct bench *b, const char *what)
{
	size_t at;

	return str_find(out_str(&b->errors), str_of(what), &at);
}

static void flags_win_over_environment_over_file_over_default(void **state)
{
	struct bench b = start(state);
	char *environ_list[] = {"PATH=/bin", "KEHOU_LISTEN=env", "KEHOU_WEB_CONNECTIONS=3", NULL};
	char *argv[] = {"serve", "--listen", "flag", "--secure", "rest", NULL};
	int argc = 5;

	assert_str(config_text(b.cf, "listen"), "127.0.0.1:8080");
	assert_int_equal(config_number(b.cf, "web.connections"), 1024);
	assert_null(config_text(b.cf, "key").p);
	/* the order of reading does not matter */
	assert_true(config_args(b.cf, &argc, argv, &b.errors));
	assert_true(config_environ(b.cf, environ_list, &b.errors));
	assert_true(
		read_file(&b, "# comment\n\nlisten = file\r\nweb.connections=2\nkey = a = b\n"));
	assert_str(config_text(b.cf, "listen"), "flag");
	assert_int_equal(config_number(b.cf, "web.connections"), 3);
	assert_str(config_text(b.cf, "key"), "a = b");
	assert_true(config_switch(b.cf, "secure"));
	assert_int_equal(argc, 2);
	assert_string_equal(argv[0], "serve");
	assert_string_equal(argv[1], "rest");
	assert_null(argv[2]);
	out_free(&b.errors);
}

static void an_unknown_setting_names_the_nearest(void **state)
{
	struct bench b = start(state);
	char *environ_list[] = {"KEHOU_WEB_CONECTIONS=3", "KEHOU_TEST_PG=x", "KEHOU_JOBS=2", NULL};

	assert_false(read_file(&b, "listen = x\nlisten_on = y\n"));
	assert_true(said(&b, ":2: unknown setting 'listen_on'; the nearest one is 'listen'\n"));
	out_reset(&b.errors);
	assert_false(config_environ(b.cf, environ_list, &b.errors));
	assert_str(out_str(&b.errors), "KEHOU_WEB_CONECTIONS: unknown setting 'web_conections'; "
	                               "the nearest one is 'web.connections'\n");
	assert_string_equal(config_nearest(b.cf, S("secur")), "secure");
	out_free(&b.errors);
}

static void values_of_the_wrong_kind_are_refused(void **state)
{
	struct bench b = start(state);
	char *argv[] = {"--web.connections=70000", "--listen", NULL};
	int argc = 2;

	assert_false(read_file(&b, "web.connections = many\nsecure = perhaps\nlisten\n"));
	assert_true(said(&b, ":1: web.connections is a whole number"));
	assert_true(said(&b, ":2: secure is on or off"));
	assert_true(said(&b, ":3: not 'key = value'"));
	assert_false(config_args(b.cf, &argc, argv, &b.errors));
	assert_true(said(&b, "web.connections is a number from 1 to 65536"));
	assert_true(said(&b, "--listen: needs a value"));
	assert_int_equal(config_number(b.cf, "web.connections"), 1024);
	out_free(&b.errors);
}

static void a_key_given_twice_is_refused(void **state)
{
	struct bench b = start(state);

	assert_false(read_file(&b, "listen = a\nlisten = b\n"));
	assert_true(said(&b, ":2: listen is given twice"));
	out_free(&b.errors);
}

static void a_missing_file_is_named(void **state)
{
	struct bench b = start(state);

	assert_false(config_file(b.cf, "/nonexistent/kehou.conf", &b.errors));
	assert_true(said(&b, "/nonexistent/kehou.conf: No such file"));
	out_free(&b.errors);
}

static void two_dashes_end_the_flags(void **state)
{
	struct bench b = start(state);
	char *argv[] = {"--other", "--", "--listen", "x", NULL};
	int argc = 4;

	assert_true(config_args(b.cf, &argc, argv, &b.errors));
	assert_int_equal(argc, 4);
	assert_str(config_text(b.cf, "listen"), "127.0.0.1:8080");
	out_free(&b.errors);
}

static void the_dump_shows_origins_and_hides_secrets(void **state)
{
	struct bench b = start(state);
	char *environ_list[] = {"KEHOU_KEY=topsecret", NULL};
	struct out o;
	size_t at;

	assert_true(config_environ(b.cf, environ_list, &b.errors));
	out_init(&o, 4096);
	config_dump(b.cf, &o);
	assert_str(out_str(&o), "listen = 127.0.0.1:8080  # default\n"
	                        "web.connections = 1024  # default\n"
	                        "# secure is not given\n"
	                        "key = ********  # KEHOU_KEY\n");
	out_reset(&o);
	config_help(b.cf, &o);
	assert_false(str_find(out_str(&o), S("topsecret"), &at));
	assert_true(str_find(out_str(&o), S("--listen"), &at));
	out_free(&o);
	out_free(&b.errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(flags_win_over_environment_over_file_over_default),
		KIT_TEST(an_unknown_setting_names_the_nearest),
		KIT_TEST(values_of_the_wrong_kind_are_refused),
		KIT_TEST(a_key_given_twice_is_refused),
		KIT_TEST(a_missing_file_is_named),
		KIT_TEST(two_dashes_end_the_flags),
		KIT_TEST(the_dump_shows_origins_and_hides_secrets),
	};

	return KIT_RUN(tests);
}
