/* First-login codes: ten characters out of thirty-two, 50 random bits. */
#include "auth/account.h"

#include "auth/account.sql.h"
#include "auth/login.h"
#include "crypto/keys.h"
#include "crypto/hash.h"

enum { CODE_CHARS = 10 };
#define HOUR_US INT64_C(3600000000)

/* No 0 O 1 I: a code is read from paper. */
static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
_Static_assert(sizeof alphabet == 33, "five bits a character, without bias");

/* The index is bound to the account: the same code of two people is two values. */
void code_blind(struct ctx *c, account_id account, struct str code, uint8_t ret_index[BLIND_BYTES])
{
	blind(store_keys(c->store), "login_code",
	      str_printf(c->arena, "%lld %.*s", (long long)account.v, STR_FMT(code)), ret_index);
}

bool code_normalise(struct ctx *c, struct str typed, struct str *ret_code)
{
	struct str s = utf8_fold_width(c->arena, typed);
	char *p = arena_take(c->arena, CODE_CHARS);
	size_t n = 0;

	if (!p)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (ch == '-' || ch == ' ')
			continue;
		if (ch >= 'a' && ch <= 'z')
			ch = (char)(ch - 'a' + 'A');
		if (n == CODE_CHARS || !strchr(alphabet, ch))
			return false;
		p[n++] = ch;
	}
	*ret_code = (struct str){p, n};
	return n == CODE_CHARS;
}

enum err code_issue(struct ctx *c, account_id account, int64_t hours, struct str *ret_code)
{
	const struct env *env = env_system(); /* a secret is never made from a seed */
	uint8_t random[CODE_CHARS], index[BLIND_BYTES];
	char code[CODE_CHARS];
	struct q_account_row_row row;
	struct instant end = {c->now.us + hours * HOUR_US};

	if (hours < 1 || hours > CODE_HOURS_MAX)
		return fault_input(c, NULL, S("hours"), STR_NONE, S("1-720"));
	TRY(q_account_row(c, account, &row));
	if (row.state != 1)
		return E_ABSENT;
	env->random(env->self, random, sizeof random);
	for (int i = 0; i < CODE_CHARS; i++)
		code[i] = alphabet[random[i] % 32];
	code_blind(c, account, BYTES(code), index);
	TRY(q_code_put(c, account, BYTES(index), c->now, end, c->actor.account.v, NULL));
	TRY(audit_put(c, "code_issued", "account", account.v, c->actor.county, S("{}")));
	*ret_code = str_printf(c->arena, "%.5s-%.5s", code, code + 5);
	return OK;
}
