/* Keyrings in memory: reading the text form, wiping, the key check, keyed hashes. */
#include <sodium.h>
#include <stdatomic.h>

#include "crypto/hash.h"
#include "crypto/ring.h"

static enum err malformed(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "keys_malformed", NULL);
}

/* Hexadecimal straight into its place, so that no copy of a key stays in an arena. */
static bool read_key(struct str hex, uint8_t ret_key[KEY_BYTES])
{
	size_t got = 0;

	return hex.n == (size_t)KEY_BYTES * 2 &&
	       sodium_hex2bin(ret_key, KEY_BYTES, hex.p, hex.n, NULL, &got, NULL) == 0 &&
	       got == KEY_BYTES;
}

static bool read_id(struct str hex, uint32_t *ret_id)
{
	uint8_t be[4];
	size_t got = 0;

	if (hex.n != 8 || sodium_hex2bin(be, sizeof be, hex.p, hex.n, NULL, &got, NULL) != 0 ||
	    got != sizeof be)
		return false;
	*ret_id = (uint32_t)be[0] << 24 | (uint32_t)be[1] << 16 | (uint32_t)be[2] << 8 | be[3];
	return true;
}

static bool read_data_key(struct keyring *k, struct str rest)
{
	struct str id = str_cut(&rest, ' ');
	struct data_key *d = &k->data[k->data_n];

	if (k->data_n == DATA_KEYS || !read_id(id, &d->id) || !read_key(rest, d->key))
		return false;
	for (size_t i = 0; i < k->data_n; i++)
		if (k->data[i].id == d->id)
			return false;
	k->data_n++;
	return true;
}

static bool read_lines(struct keyring *k, struct str text)
{
	bool index = false, session = false;
	struct str head = str_trim(str_cut(&text, '\n'));

	if (!str_is(head, "kehou keys 1"))
		return false;
	while (text.n) {
		struct str rest = str_trim(str_cut(&text, '\n'));
		struct str word = str_cut(&rest, ' ');
		bool good = true;

		if (word.n == 0 || word.p[0] == '#')
			continue;
		if (str_is(word, "data")) {
			good = read_data_key(k, rest);
		} else if (str_is(word, "index") && !index) {
			good = index = read_key(rest, k->index);
		} else if (str_is(word, "session") && !session) {
			good = session = read_key(rest, k->session);
		} else {
			good = false;
		}
		if (!good)
			return false;
	}
	return k->data_n > 0 && index && session;
}

enum err keyring_parse(struct ctx *c, struct str text, struct keyring **ret_k)
{
	static _Atomic uint64_t serial;
	struct keyring *k;

	env_system();                 /* starts libsodium */
	k = sodium_malloc(sizeof *k); /* locked, between guard pages, not in core dumps */
	if (!k)
		return fault_broken(c, "no memory for the keyring");
	memset(k, 0, sizeof *k);
	if (!read_lines(k, text)) {
		keyring_free(&k);
		return malformed(c);
	}
	k->serial = atomic_fetch_add(&serial, 1) + 1;
	sodium_mprotect_readonly(k);
	*ret_k = k;
	return OK;
}

void keyring_free(struct keyring **k)
{
	sodium_free(*k); /* wipes */
	*k = NULL;
}

static void keyed(const uint8_t key[KEY_BYTES], const char *purpose, struct str text,
                  uint8_t ret_mac[SHA256_BYTES])
{
	struct hmac h;

	hmac_init(&h, (struct str){(const char *)key, KEY_BYTES});
	/* The NUL ends the purpose: "ab"+"c" is not "a"+"bc". */
	sha256_put(&h.inner, (struct str){purpose, strlen(purpose) + 1});
	sha256_put(&h.inner, text);
	hmac_end(&h, ret_mac);
}

void blind(const struct keyring *k, const char *purpose, struct str text,
           uint8_t ret_index[BLIND_BYTES])
{
	uint8_t mac[SHA256_BYTES];

	keyed(k->index, purpose, text, mac);
	memcpy(ret_index, mac, BLIND_BYTES);
}

void keyed_mark(const struct keyring *k, const char *purpose, struct str text, uint8_t ret_mark[32])
{
	keyed(k->session, purpose, text, ret_mark);
}

/* The blind index of a fixed text, sealed: opening it proves the data key, what is inside the index
 * key. */
static const char check_column[] = "meta.key_check";

enum err keyring_check_make(struct arena *a, const struct keyring *k, struct str *ret_blob)
{
	uint8_t mark[BLIND_BYTES];

	blind(k, check_column, S("kehou"), mark);
	return seal(a, k, check_column, 0, BYTES(mark), ret_blob);
}

bool keyring_check_holds(struct arena *a, const struct keyring *k, struct str blob)
{
	uint8_t mark[BLIND_BYTES];
	struct str found = STR_NONE;

	blind(k, check_column, S("kehou"), mark);
	return unseal(a, k, check_column, 0, blob, &found) == OK && secret_eq(found, BYTES(mark));
}
