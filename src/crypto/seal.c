/* Sealed fields: AES-256-GCM through OpenSSL. Making a cipher context costs more than sealing a
 * phone number, so every thread keeps one per direction and only changes the nonce. */
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>

#include "crypto/ring.h"

enum { VERSION = 1, NONCE = 12, TAG = 16, HEAD = 1 + 4 + NONCE };
_Static_assert(HEAD + TAG == SEAL_OVERHEAD, "the header says what an envelope costs");

struct cipher {
	EVP_CIPHER_CTX *evp;
	uint64_t serial; /* whose key is in it */
	uint32_t key_id;
};

struct ciphers {
	struct cipher seal, unseal;
};

static pthread_key_t ciphers_key;
static pthread_once_t ciphers_once = PTHREAD_ONCE_INIT;

static void ciphers_end(void *p)
{
	struct ciphers *t = p;

	EVP_CIPHER_CTX_free(t->seal.evp);
	EVP_CIPHER_CTX_free(t->unseal.evp);
	free(t);
}

static void ciphers_start(void)
{
	/* Without it keys would stay in the memory of every thread that ever ended. */
	if (pthread_key_create(&ciphers_key, ciphers_end) != 0)
		abort();
}

static struct ciphers *ciphers_mine(void)
{
	struct ciphers *t;

	pthread_once(&ciphers_once, ciphers_start);
	t = pthread_getspecific(ciphers_key);
	if (t)
		return t;
	t = calloc(1, sizeof *t);
	if (t && pthread_setspecific(ciphers_key, t) != 0) {
		free(t);
		t = NULL;
	}
	return t;
}

/* The context with this key in it. NULL when memory is out. */
static EVP_CIPHER_CTX *cipher_with(struct cipher *s, const struct keyring *k,
                                   const struct data_key *d, int encrypt)
{
	if (s->evp && s->serial == k->serial && s->key_id == d->id)
		return s->evp;
	if (!s->evp)
		s->evp = EVP_CIPHER_CTX_new();
	s->serial = 0;
	if (!s->evp ||
	    EVP_CipherInit_ex(s->evp, EVP_aes_256_gcm(), NULL, d->key, NULL, encrypt) != 1)
		return NULL;
	s->serial = k->serial;
	s->key_id = d->id;
	return s->evp;
}

static void put_be(uint8_t *p, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
}

/* What the ciphertext is bound to: table.column, NUL, row, key id. */
static bool bind_place(EVP_CIPHER_CTX *x, const char *table_column, int64_t row_id, uint32_t key_id)
{
	uint8_t tail[12];
	size_t n = strlen(table_column) + 1;
	int len;

	put_be(tail, (uint64_t)row_id, 8);
	put_be(tail + 8, key_id, 4);
	return n < 256 &&
	       EVP_CipherUpdate(x, NULL, &len, (const unsigned char *)table_column, (int)n) == 1 &&
	       EVP_CipherUpdate(x, NULL, &len, tail, sizeof tail) == 1;
}

enum err seal(struct arena *a, const struct keyring *k, const char *table_column, int64_t row_id,
              struct str plain, struct str *ret_blob)
{
	const struct data_key *d = &k->data[0];
	const struct env *env = env_system();
	struct ciphers *t = ciphers_mine();
	EVP_CIPHER_CTX *x = t ? cipher_with(&t->seal, k, d, 1) : NULL;
	uint8_t *p;
	int len = 0, end = 0;

	if (!plain.p) {
		*ret_blob = STR_NONE;
		return OK;
	}
	if (plain.n > SEAL_MAX)
		return E_INPUT;
	p = x ? arena_take(a, plain.n + SEAL_OVERHEAD) : NULL;
	if (!p)
		return E_BROKEN;
	p[0] = VERSION;
	put_be(p + 1, d->id, 4);
	/* Never a seeded world's random bytes: one nonce used twice under a key gives both texts
	 * away, and demonstrations run from a seed. */
	env->random(env->self, p + 5, NONCE);
	if (EVP_CipherInit_ex(x, NULL, NULL, NULL, p + 5, -1) != 1 ||
	    !bind_place(x, table_column, row_id, d->id) ||
	    EVP_CipherUpdate(x, p + HEAD, &len, (const unsigned char *)plain.p, (int)plain.n) !=
	            1 ||
	    EVP_CipherFinal_ex(x, p + HEAD + len, &end) != 1 ||
	    EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_GCM_GET_TAG, TAG, p + HEAD + plain.n) != 1)
		return E_BROKEN;
	*ret_blob = (struct str){(char *)p, plain.n + SEAL_OVERHEAD};
	return OK;
}

static const struct data_key *data_key_find(const struct keyring *k, const uint8_t *id)
{
	uint8_t be[4];

	for (size_t i = 0; i < k->data_n; i++) {
		put_be(be, k->data[i].id, 4);
		if (memcmp(be, id, sizeof be) == 0)
			return &k->data[i];
	}
	return NULL;
}

enum err unseal(struct arena *a, const struct keyring *k, const char *table_column, int64_t row_id,
                struct str blob, struct str *ret_plain)
{
	const uint8_t *b = (const uint8_t *)blob.p;
	const struct data_key *d = NULL;
	struct ciphers *t = ciphers_mine();
	EVP_CIPHER_CTX *x;
	uint8_t tag[TAG], *p;
	size_t n;
	int len = 0, end = 0;

	if (!blob.p) {
		*ret_plain = STR_NONE;
		return OK;
	}
	if (blob.n >= SEAL_OVERHEAD && blob.n <= SEAL_MAX + SEAL_OVERHEAD && b[0] == VERSION)
		d = data_key_find(k, b + 1);
	x = t && d ? cipher_with(&t->unseal, k, d, 0) : NULL;
	if (!x)
		return E_BROKEN;
	n = blob.n - SEAL_OVERHEAD;
	p = arena_take(a, n ? n : 1);
	if (!p)
		return E_BROKEN;
	memcpy(tag, b + HEAD + n, TAG);
	if (EVP_CipherInit_ex(x, NULL, NULL, NULL, b + 5, -1) != 1 ||
	    !bind_place(x, table_column, row_id, d->id) ||
	    EVP_CipherUpdate(x, p, &len, b + HEAD, (int)n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_GCM_SET_TAG, TAG, tag) != 1 ||
	    EVP_CipherFinal_ex(x, p + len, &end) != 1) {
		sodium_memzero(p, n); /* not proven to be ours: nobody shall read it */
		return E_BROKEN;
	}
	*ret_plain = (struct str){(char *)p, n};
	return OK;
}
