#include "crypto/rsa.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "crypto/hash.h"

enum { BITS_MIN = 2048, AEAD_KEY = 32, AEAD_NONCE = 12, AEAD_TAG = 16, PEM_MAX = 1 << 16 };

struct rsa_key {
	EVP_PKEY *pkey;
};

static const unsigned char *octets(struct str s)
{
	return (const unsigned char *)(s.p ? s.p : "");
}

static enum err malformed(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "rsa_key_malformed", NULL);
}

/* Takes over `pkey`, which may be NULL. */
static enum err key_new(struct ctx *c, EVP_PKEY *pkey, struct rsa_key **ret_k)
{
	struct rsa_key *k;

	if (!pkey)
		return malformed(c);
	if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_RSA || EVP_PKEY_get_bits(pkey) < BITS_MIN) {
		EVP_PKEY_free(pkey);
		return malformed(c);
	}
	k = NEW(c->arena, struct rsa_key);
	if (!k) {
		EVP_PKEY_free(pkey);
		return fault_broken(c, "memory");
	}
	k->pkey = pkey;
	*ret_k = k;
	return OK;
}

static BIO *bio_over(struct str pem)
{
	return pem.n > 0 && pem.n <= PEM_MAX ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
}

/* OpenSSL would ask the terminal for a pass phrase. */
static int no_phrase(char *buf, int size, int rw, void *arg)
{
	return -1;
}

enum err rsa_private(struct ctx *c, struct str pem, struct rsa_key **ret_k)
{
	BIO *in = bio_over(pem);
	EVP_PKEY *pkey = in ? PEM_read_bio_PrivateKey(in, NULL, no_phrase, NULL) : NULL;

	BIO_free(in);
	return key_new(c, pkey, ret_k);
}

enum err rsa_public(struct ctx *c, struct str pem, struct rsa_key **ret_k)
{
	BIO *in = bio_over(pem);
	EVP_PKEY *pkey = NULL;
	size_t at;

	if (in && str_find(pem, S("BEGIN CERTIFICATE"), &at)) {
		X509 *cert = PEM_read_bio_X509(in, NULL, no_phrase, NULL);

		pkey = cert ? X509_get_pubkey(cert) : NULL;
		X509_free(cert);
	} else if (in) {
		pkey = PEM_read_bio_PUBKEY(in, NULL, no_phrase, NULL);
	}
	BIO_free(in);
	return key_new(c, pkey, ret_k);
}

void rsa_key_free(struct rsa_key **k)
{
	if (*k)
		EVP_PKEY_free((*k)->pkey);
	*k = NULL;
}

enum err rsa_sign(struct ctx *c, const struct rsa_key *k, struct str text, struct str *ret_base64)
{
	size_t n = (size_t)EVP_PKEY_get_size(k->pkey);
	unsigned char *sig = arena_take(c->arena, n);
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	bool good = sig && md && EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, k->pkey) == 1 &&
	            EVP_DigestSign(md, sig, &n, octets(text), text.n) == 1;

	EVP_MD_CTX_free(md);
	if (!good)
		return fault_broken(c, "rsa signature");
	*ret_base64 = base64_text(c->arena, (struct str){(const char *)sig, n});
	return OK;
}

bool rsa_verifies(struct arena *a, const struct rsa_key *k, struct str text, struct str base64)
{
	EVP_MD_CTX *md;
	struct str sig;
	bool good;

	if (!base64_parse(a, base64, &sig))
		return false;
	md = EVP_MD_CTX_new();
	good = md && EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, k->pkey) == 1 &&
	       EVP_DigestVerify(md, octets(sig), sig.n, octets(text), text.n) == 1;
	EVP_MD_CTX_free(md);
	return good;
}

/* Each call feeds at most INT_MAX bytes; larger texts never come here. */
static bool aead_run(EVP_CIPHER_CTX *evp, struct str key, struct str nonce, struct str extra,
                     struct str sealed, unsigned char *plain)
{
	int text_n = (int)(sealed.n - AEAD_TAG), got = 0, last = 0;
	unsigned char tag[AEAD_TAG];

	memcpy(tag, sealed.p + text_n, AEAD_TAG);
	return EVP_DecryptInit_ex(evp, EVP_aes_256_gcm(), NULL, octets(key), octets(nonce)) == 1 &&
	       (extra.n == 0 ||
	        EVP_DecryptUpdate(evp, NULL, &got, octets(extra), (int)extra.n) == 1) &&
	       EVP_DecryptUpdate(evp, plain, &got, octets(sealed), text_n) == 1 && got == text_n &&
	       EVP_CIPHER_CTX_ctrl(evp, EVP_CTRL_GCM_SET_TAG, AEAD_TAG, tag) == 1 &&
	       EVP_DecryptFinal_ex(evp, plain + got, &last) == 1;
}

bool aead_open(struct arena *a, struct str key, struct str nonce, struct str extra,
               struct str sealed, struct str *ret_plain)
{
	EVP_CIPHER_CTX *evp;
	unsigned char *plain;
	bool good;

	if (key.n != AEAD_KEY || nonce.n != AEAD_NONCE || sealed.n < AEAD_TAG ||
	    sealed.n > INT32_MAX || extra.n > INT32_MAX)
		return false;
	plain = arena_take(a, sealed.n);
	evp = EVP_CIPHER_CTX_new();
	good = plain && evp && aead_run(evp, key, nonce, extra, sealed, plain);
	EVP_CIPHER_CTX_free(evp);
	if (good)
		*ret_plain = (struct str){(const char *)plain, sealed.n - AEAD_TAG};
	return good;
}

struct str sha1_hex(struct arena *a, struct str data)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	if (EVP_Digest(octets(data), data.n, md, &n, EVP_sha1(), NULL) != 1)
		return S("");
	return hex_text(a, (struct str){(const char *)md, n});
}
