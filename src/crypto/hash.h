/* Hashes and their text forms. SHA-256 as in FIPS 180-4, base64url as in RFC 4648 section 5 without
 * padding. */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <sodium.h>

#include "base/str.h"

#define SHA256_BYTES 32

/* In one call, or piece by piece. */
void sha256(struct str data, uint8_t ret_hash[SHA256_BYTES]);

struct sha256 {
	crypto_hash_sha256_state state;
};
void sha256_init(struct sha256 *h);
void sha256_put(struct sha256 *h, struct str data);
void sha256_put_i64(struct sha256 *h, int64_t v); /* eight bytes, most significant first */
/* Length and bytes, so that "ab"+"c" and "a"+"bc" differ; STR_NONE differs from the empty text. */
void sha256_put_field(struct sha256 *h, struct str data);
void sha256_end(struct sha256 *h, uint8_t ret_hash[SHA256_BYTES]);

/* Bytes as text and back; reading is strict and takes the whole text (false: it is none). Lower
 * case is written, both cases are read. */
struct str hex_text(struct arena *a, struct str bytes);
bool hex_parse(struct arena *a, struct str text, struct str *ret_bytes);
struct str base64url_text(struct arena *a, struct str bytes);
bool base64url_parse(struct arena *a, struct str text, struct str *ret_bytes);

/* Equality whose time tells nothing about where two secrets of the same length differ. */
bool secret_eq(struct str a, struct str b);

/* A byte array as a str. */
#define BYTES(array) ((struct str){(const char *)(array), sizeof(array)})

#endif
