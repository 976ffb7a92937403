/* A context without a store, and keyrings to play with. */
#ifndef TESTS_CRYPTO_WORLD_H
#define TESTS_CRYPTO_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/keys.h"

struct world {
	struct ctx c;
	const char *dir;
	const char *file; /* in dir, does not exist yet */
};

#define KEYS_A                                                                                     \
	"kehou keys 1\n"                                                                           \
	"data 0000000a 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"         \
	"index 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"                 \
	"session 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f\n"
/* The same after rotation: a new key seals, the old one still opens. */
#define KEYS_A_ROTATED                                                                             \
	"kehou keys 1\n"                                                                           \
	"data 0000000b ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"         \
	"data 0000000a 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"         \
	"index 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"                 \
	"session 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f\n"

static int world_open(void **state)
{
	static struct world w;
	static char dir[] = "/tmp/kehou-crypto-XXXXXX";

	w = (struct world){0};
	memcpy(dir + sizeof dir - 7, "XXXXXX", 6);
	w.c.arena = arena_new(64u << 20);
	w.c.env = env_system();
	w.dir = mkdtemp(dir);
	if (!w.c.arena || !w.dir)
		return -1;
	w.file = str_c(w.c.arena, str_printf(w.c.arena, "%s/k.db.keys", w.dir));
	unsetenv("KEHOU_KEYS");
	unsetenv("KEHOU_KEYRING");
	*state = &w;
	return 0;
}

static int world_close(void **state)
{
	struct world *w = *state;

	unlink(w->file);
	unlink(str_c(w->c.arena, str_printf(w->c.arena, "%s/k.db", w->dir)));
	if (rmdir(w->dir) != 0)
		return -1; /* something was left behind */
	arena_free(&w->c.arena);
	return 0;
}

static inline struct keyring *ring(struct world *w, const char *text)
{
	struct keyring *k = NULL;

	assert_int_equal(keyring_parse(&w->c, str_of(text), &k), OK);
	return k;
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_open, world_close)

#endif
