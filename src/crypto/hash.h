/* Hashes and their text forms. SHA-256 as in FIPS 180-4, base64url as in RFC 4648 section 5 without
 * padding. */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

/* The plain calls: they use the processor's own SHA instructions and need neither heap nor lock,
 * which EVP does for each hash. */
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/sha.h>

#include "base/str.h"

#define SHA256_BYTES 32

/* In one call, or piece by piece. */
void sha256(struct str data, uint8_t ret_hash[SHA256_BYTES]);

struct sha256 {
	SHA256_CTX state;
};
void sha256_init(struct sha256 *h);
void sha256_put(struct sha256 *h, struct str data);
void sha256_put_i64(struct sha256 *h, int64_t v); /* eight bytes, most significant first */
/* Length and bytes, so that "ab"+"c" and "a"+"bc" differ; STR_NONE differs from the empty text. */
void sha256_put_field(struct sha256 *h, struct str data);
void sha256_end(struct sha256 *h, uint8_t ret_hash[SHA256_BYTES]);

/* HMAC-SHA-256 (RFC 2104) with a key of at most 64 bytes: init, sha256_put(&h->inner, …), end,
 * which wipes it. */
struct hmac {
	struct sha256 inner, outer;
};
void hmac_init(struct hmac *h, struct str key);
void hmac_end(struct hmac *h, uint8_t ret_mac[SHA256_BYTES]);

/* Bytes as text and back; reading is strict and takes the whole text (false: it is none). Lower
 * case is written, both cases are read. */
struct str hex_text(struct arena *a, struct str bytes);
bool hex_parse(struct arena *a, struct str text, struct str *ret_bytes);
struct str base64url_text(struct arena *a, struct str bytes);
bool base64url_parse(struct arena *a, struct str text, struct str *ret_bytes);
/* RFC 4648 section 4, with padding: what payment channels speak. */
struct str base64_text(struct arena *a, struct str bytes);
bool base64_parse(struct arena *a, struct str text, struct str *ret_bytes);

/* Equality whose time tells nothing about where two secrets of the same length differ. */
bool secret_eq(struct str a, struct str b);

/* A byte array as a str. */
#define BYTES(array) ((struct str){(const char *)(array), sizeof(array)})

#endif
