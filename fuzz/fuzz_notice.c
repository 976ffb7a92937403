/* Notices of payment channels. The first letter says what the rest is, so that the fuzzer need not
 * learn cryptography:
 *   j  the body of a WeChat notice, signed for it by the platform
 *   t, r  what such a notice of a payment or a refund seals, sealed and signed for it
 *   f  the form of an Alipay notice, signed for it
 *   n  a reply of Alipay's gateway, as its signed member is looked for
 *   u  a body of either channel that nobody signed: never believed. */
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "crypto/hash.h"
#include "pay/internal.h"
#include "web/pairs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BODY_MAX = 16384, TAG = 16, FIELDS = 64 };
#define NOW     INT64_C(1798761600)
#define NONCE   "0123456789ab"
#define API_KEY "an example key of 32 characters!"

static struct merchant merchant = {
	.county = {"341702", 6},
	.wechat = {.some = true,
                   .mchid = {"1900000001", 10},
                   .appid = {"wxexample0001", 13},
                   .platform_serial = {"PUB_KEY_ID_01", 13},
                   .api_key = {API_KEY, 32}},
	.alipay = {.some = true,
                   .app_id = {"2021000000000001", 16},
                   .seller_id = {"2088000000000001", 16}},
};
static const struct pay pay = {.merchant = &merchant};

static void require(bool held)
{
	if (!held)
		abort();
}

static struct instant fixed_now(void *self)
{
	return (struct instant){NOW * 1000000};
}
static const struct env fixed = {.now = fixed_now};

static struct str pem_of(BIO *bio)
{
	char *p;
	long n = BIO_get_mem_data(bio, &p);

	return (struct str){p, (size_t)n};
}

/* One key is everybody's: who signs is not what is tried here. Lives as long as the process. */
static void keys_once(void)
{
	static struct arena *a;
	struct ctx c;
	EVP_PKEY *made;
	BIO *private_pem, *public_pem;

	if (a)
		return;
	a = arena_new((size_t)1 << 20);
	c = (struct ctx){.arena = a};
	made = EVP_RSA_gen(2048);
	private_pem = BIO_new(BIO_s_mem());
	public_pem = BIO_new(BIO_s_mem());
	require(a && made && private_pem && public_pem);
	require(PEM_write_bio_PrivateKey(private_pem, made, NULL, NULL, 0, NULL, NULL) == 1);
	require(PEM_write_bio_PUBKEY(public_pem, made) == 1);
	require(rsa_private(&c, pem_of(private_pem), &merchant.wechat.own) == OK);
	require(rsa_public(&c, pem_of(public_pem), &merchant.wechat.platform) == OK);
	merchant.alipay.own = merchant.wechat.own;
	merchant.alipay.platform = merchant.wechat.platform;
	BIO_free(private_pem);
	BIO_free(public_pem);
	EVP_PKEY_free(made);
}

/* --- what came of it -------------------------------------------------------------------------- */

/* Whatever was believed must be something that money can be moved by. */
static void event_check(const struct pay_event *e)
{
	const struct pay_result *p = &e->payment;
	const struct pay_refunded *r = &e->refund;

	require(utf8_valid(e->id));
	if (e->kind == PAY_EVENT_PAYMENT) {
		require(p->amount.fen >= 0 && p->amount.fen <= MONEY_MAX_FEN);
		require(utf8_valid(p->number) && pay_state_name(p->state) != NULL);
		if (p->state == PAY_PAID)
			require(p->amount.fen > 0 && str_some(p->number) &&
			        str_some(p->channel_number) && p->at.us > 0);
	} else if (e->kind == PAY_EVENT_REFUND) {
		require(r->amount.fen >= 0 && r->amount.fen <= MONEY_MAX_FEN);
		require(str_some(r->number) && str_some(r->refund_number) && utf8_valid(r->number));
		require(r->state == PAY_REFUND_RUNNING || r->state == PAY_REFUND_DONE ||
		        r->state == PAY_REFUND_FAILED);
	}
}

static bool take(struct ctx *c, const struct pay_channel *channel, const struct pay_notice *n)
{
	struct pay_event e = {0};
	enum err got = channel->notice(c, &pay, n, &e);

	require(got == OK || ((got == E_INPUT || got == E_REFUSED) && c->fault.code != NULL));
	if (got == OK)
		event_check(&e);
	return got == OK;
}

/* --- making them ------------------------------------------------------------------------------ */

static void wechat_signed(struct ctx *c, struct str body)
{
	struct pay_notice n = {.body = body,
	                       .timestamp = str_printf(c->arena, "%lld", (long long)NOW),
	                       .nonce = S("n"),
	                       .serial = merchant.wechat.platform_serial};
	struct str text =
		str_printf(c->arena, "%.*s\nn\n%.*s\n", STR_FMT(n.timestamp), STR_FMT(body));

	require(rsa_sign(c, merchant.wechat.own, text, &n.signature) == OK);
	take(c, &pay_wechat, &n);
}

static struct str sealed(struct ctx *c, struct str plain)
{
	unsigned char *p = arena_take(c->arena, plain.n + TAG);
	EVP_CIPHER_CTX *evp = EVP_CIPHER_CTX_new();
	int n = 0, last = 0;

	require(p && evp &&
	        EVP_EncryptInit_ex(evp, EVP_aes_256_gcm(), NULL,
	                           (const unsigned char *)merchant.wechat.api_key.p,
	                           (const unsigned char *)NONCE) == 1 &&
	        EVP_EncryptUpdate(evp, p, &n, (const unsigned char *)plain.p, (int)plain.n) == 1 &&
	        EVP_EncryptFinal_ex(evp, p + n, &last) == 1 &&
	        EVP_CIPHER_CTX_ctrl(evp, EVP_CTRL_GCM_GET_TAG, TAG, p + n) == 1);
	EVP_CIPHER_CTX_free(evp);
	return base64_text(c->arena, (struct str){(const char *)p, plain.n + TAG});
}

static void wechat_sealed(struct ctx *c, const char *type, struct str plain)
{
	wechat_signed(c, str_printf(c->arena,
	                            "{\"id\":\"EV-1\",\"event_type\":\"%s\",\"resource\":{"
	                            "\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"" NONCE
	                            "\",\"ciphertext\":\"%.*s\"}}",
	                            type, STR_FMT(sealed(c, plain))));
}

/* Signed over the fields as the program itself will read them. */
static void alipay_signed(struct ctx *c, struct str form)
{
	struct pay_notice n;
	struct pairs p;
	struct alipay_param v[FIELDS];
	struct str sign;

	if (form_urlencoded(c, form, &p) != OK || p.n == 0 || p.n > FIELDS)
		return;
	for (size_t i = 0; i < p.n; i++)
		v[i] = (struct alipay_param){p.v[i].name, p.v[i].value};
	require(rsa_sign(c, merchant.alipay.own, alipay_signed_text(c->arena, v, p.n, false),
	                 &sign) == OK);
	n = (struct pay_notice){
		.body = str_printf(c->arena, "%.*s&sign_type=RSA2&sign=%.*s", STR_FMT(form),
	                           STR_FMT(url_encode(c->arena, sign))),
	};
	take(c, &pay_alipay, &n);
}

static void node_looked_for(struct str reply)
{
	struct str raw;

	if (alipay_node(reply, S("alipay_trade_query_response"), &raw))
		require(raw.n >= 2 && raw.p > reply.p && raw.p + raw.n <= reply.p + reply.n &&
		        raw.p[0] == '{');
}

static void unsigned_is_refused(struct ctx *c, struct str body)
{
	struct pay_notice n = {.body = body,
	                       .timestamp = str_printf(c->arena, "%lld", (long long)NOW),
	                       .nonce = S("n"),
	                       .signature = S("AAAA"),
	                       .serial = merchant.wechat.platform_serial};

	require(!take(c, &pay_wechat, &n));
	require(!take(c, &pay_alipay, &n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_new((size_t)8 << 20), .env = &fixed};
	struct str s = {(const char *)data + 1, size - 1};

	keys_once();
	if (!c.arena || size < 1 || size > BODY_MAX) {
		arena_free(&c.arena);
		return -1;
	}
	switch (data[0]) {
	case 'j':
		wechat_signed(&c, s);
		break;
	case 't':
		wechat_sealed(&c, "TRANSACTION.SUCCESS", s);
		break;
	case 'r':
		wechat_sealed(&c, "REFUND.SUCCESS", s);
		break;
	case 'f':
		alipay_signed(&c, s);
		break;
	case 'n':
		node_looked_for(s);
		break;
	default:
		unsigned_is_refused(&c, s);
		break;
	}
	arena_free(&c.arena);
	return 0;
}
