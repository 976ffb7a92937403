/* RSA signatures as payment channels make them: RSASSA-PKCS1-v1_5 over SHA-256 (RFC 8017), and the
 * opening of what they seal for us: AES-256-GCM (NIST SP 800-38D). */
#ifndef CRYPTO_RSA_H
#define CRYPTO_RSA_H

#include "base/ctx.h"

struct rsa_key; /* lives in the context's arena, but holds memory of the library: free it */

/* A private key in PEM (PKCS#1 or PKCS#8, without a pass phrase), at least 2048 bits. E_REFUSED
 * `rsa_key_malformed`. */
enum err rsa_private(struct ctx *c, struct str pem, struct rsa_key **ret_k);
/* A public key in PEM, or the one in an X.509 certificate in PEM. The certificate's chain is not
 * looked at: who hands over the file vouches for it. E_REFUSED `rsa_key_malformed`. */
enum err rsa_public(struct ctx *c, struct str pem, struct rsa_key **ret_k);
void rsa_key_free(struct rsa_key **k);

/* The signature of a text, base64 with padding. Thread-safe. */
enum err rsa_sign(struct ctx *c, const struct rsa_key *k, struct str text, struct str *ret_base64);
/* Whether it is this key's signature of that text; false for anything that cannot be read. */
bool rsa_verifies(struct arena *a, const struct rsa_key *k, struct str text, struct str base64);

/* Opens AES-256-GCM: ciphertext and 16-byte tag behind it, nonce of 12 bytes, key of 32. False when
 * any of it was changed. */
bool aead_open(struct arena *a, struct str key, struct str nonce, struct str extra,
               struct str sealed, struct str *ret_plain);

/* SHA-1, for nothing but the digest that a channel states of its daily file. */
struct str sha1_hex(struct arena *a, struct str data);

#endif
