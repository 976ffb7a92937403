#include "crypto/hash.h"

#include <sodium.h>

static const unsigned char *octets(struct str s)
{
	return (const unsigned char *)(s.p ? s.p : "");
}

void sha256(struct str data, uint8_t ret_hash[SHA256_BYTES])
{
	SHA256(octets(data), data.n, ret_hash);
}

void sha256_init(struct sha256 *h)
{
	SHA256_Init(&h->state);
}

void sha256_put(struct sha256 *h, struct str data)
{
	SHA256_Update(&h->state, octets(data), data.n);
}

void sha256_put_i64(struct sha256 *h, int64_t v)
{
	uint8_t be[8];

	for (int i = 0; i < 8; i++)
		be[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
	sha256_put(h, BYTES(be));
}

void sha256_put_field(struct sha256 *h, struct str data)
{
	sha256_put_i64(h, data.p ? (int64_t)data.n : -1);
	sha256_put(h, data);
}

void sha256_end(struct sha256 *h, uint8_t ret_hash[SHA256_BYTES])
{
	SHA256_Final(ret_hash, &h->state);
}

static void hmac_pad(struct sha256 *h, struct str key, uint8_t with)
{
	uint8_t pad[SHA256_CBLOCK];

	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] = (uint8_t)(with ^ (i < key.n ? (uint8_t)key.p[i] : 0));
	sha256_init(h);
	sha256_put(h, BYTES(pad));
	sodium_memzero(pad, sizeof pad);
}

void hmac_init(struct hmac *h, struct str key)
{
	hmac_pad(&h->inner, key, 0x36);
	hmac_pad(&h->outer, key, 0x5c);
}

void hmac_end(struct hmac *h, uint8_t ret_mac[SHA256_BYTES])
{
	uint8_t inner[SHA256_BYTES];

	sha256_end(&h->inner, inner);
	sha256_put(&h->outer, BYTES(inner));
	sha256_end(&h->outer, ret_mac);
	sodium_memzero(h, sizeof *h);
}

struct str hex_text(struct arena *a, struct str bytes)
{
	size_t room = bytes.n * 2 + 1;
	char *p = bytes.n < SIZE_MAX / 4 ? arena_take(a, room) : NULL;

	if (!p)
		return S("");
	sodium_bin2hex(p, room, octets(bytes), bytes.n);
	return (struct str){p, room - 1};
}

bool hex_parse(struct arena *a, struct str text, struct str *ret_bytes)
{
	size_t n = text.n / 2, got = 0;
	unsigned char *p = text.n % 2 == 0 ? arena_take(a, n ? n : 1) : NULL;

	if (!p || !text.p)
		return false;
	if (sodium_hex2bin(p, n, text.p, text.n, NULL, &got, NULL) != 0 || got != n)
		return false;
	*ret_bytes = (struct str){(char *)p, n};
	return true;
}

static struct str base64_in(struct arena *a, struct str bytes, int variant)
{
	size_t room;
	char *p;

	if (bytes.n > SIZE_MAX / 4)
		return S("");
	room = sodium_base64_encoded_len(bytes.n, variant);
	p = arena_take(a, room);
	if (!p)
		return S("");
	sodium_bin2base64(p, room, octets(bytes), bytes.n, variant);
	return (struct str){p, room - 1};
}

static bool base64_out(struct arena *a, struct str text, int variant, struct str *ret_bytes)
{
	size_t room = text.n / 4 * 3 + 3, got = 0;
	unsigned char *p = text.p ? arena_take(a, room) : NULL;

	if (!p)
		return false;
	if (sodium_base642bin(p, room, text.p, text.n, NULL, &got, NULL, variant) != 0)
		return false;
	*ret_bytes = (struct str){(char *)p, got};
	return true;
}

struct str base64url_text(struct arena *a, struct str bytes)
{
	return base64_in(a, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64url_parse(struct arena *a, struct str text, struct str *ret_bytes)
{
	return base64_out(a, text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, ret_bytes);
}

struct str base64_text(struct arena *a, struct str bytes)
{
	return base64_in(a, bytes, sodium_base64_VARIANT_ORIGINAL);
}

bool base64_parse(struct arena *a, struct str text, struct str *ret_bytes)
{
	return base64_out(a, text, sodium_base64_VARIANT_ORIGINAL, ret_bytes);
}

bool secret_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}
