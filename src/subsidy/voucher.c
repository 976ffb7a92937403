#include "subsidy/voucher.h"

#include "people/reach.h"
#include "subsidy/subsidy.sql.h"

enum { NAME_MAX_CHARS = 60 };

/* Government accounting of institutions, as most counties have it. */
static const struct {
	const char *use;
	enum text_id label;
	const char *code;
	enum text_id name;
	const char *economic;
} DEFAULTS[USES] = {
	[USE_STAFF_EXPENSE] = {"staff_expense", T_subsidy_use_staff_expense, "5001",
                               T_subsidy_name_activity, "30107"},
	[USE_LABOUR_EXPENSE] = {"labour_expense", T_subsidy_use_labour_expense, "5001",
                                T_subsidy_name_activity, "30226"},
	[USE_STAFF_PAYABLE] = {"staff_payable", T_subsidy_use_staff_payable, "2201",
                               T_subsidy_name_payroll, ""},
	[USE_LABOUR_PAYABLE] = {"labour_payable", T_subsidy_use_labour_payable, "2307",
                                T_subsidy_name_other, ""},
};

static bool use_parse(struct str use, enum voucher_use *ret_u)
{
	for (enum voucher_use u = 0; u < USES; u++) {
		if (str_is(use, DEFAULTS[u].use)) {
			*ret_u = u;
			return true;
		}
	}
	return false;
}

enum err voucher_accounts(struct ctx *c, county_id county, struct voucher_account ret_v[USES])
{
	struct q_voucher_accounts_row *row;
	size_t n;

	for (enum voucher_use u = 0; u < USES; u++)
		ret_v[u] = (struct voucher_account){
			.use = DEFAULTS[u].use,
			.label = DEFAULTS[u].label,
			.code = str_of(DEFAULTS[u].code),
			.name = text(LANG_ZH, DEFAULTS[u].name),
			.economic = str_of(DEFAULTS[u].economic),
		};
	TRY(q_voucher_accounts(c, county, &row, &n));
	for (size_t i = 0; i < n; i++) {
		enum voucher_use u;

		if (!use_parse(row[i].use, &u))
			return fault_broken(c, "voucher_account.use");
		ret_v[u].code = row[i].code;
		ret_v[u].name = row[i].name;
		ret_v[u].economic = row[i].economic;
	}
	return OK;
}

static enum err digits(struct ctx *c, const char *field, struct str said, size_t least, size_t most,
                       struct str *ret_s)
{
	struct str s = utf8_fold_width(c->arena, said);
	bool plain = true;

	for (size_t i = 0; i < s.n; i++)
		plain = plain && s.p[i] >= '0' && s.p[i] <= '9';
	if (!plain || s.n < least || s.n > most)
		return fault_input(c, NULL, str_of(field), s,
		                   str_printf(c->arena, "%zu – %zu", least, most));
	*ret_s = s;
	return OK;
}

static enum err account_run(struct ctx *c, void *arg)
{
	struct voucher_account_put *a = arg;
	struct str code = STR_NONE, name, economic = S("");
	county_id county = c->actor.county;
	enum voucher_use u;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	if (!use_parse(a->use, &u))
		return fault_input(c, NULL, S("use"), a->use, S("staff_expense … labour_payable"));
	TRY(digits(c, "code", a->code, 1, 20, &code));
	TRY(said_text(c, S("name"), a->name, NAME_MAX_CHARS, &name));
	if (str_some(a->economic))
		TRY(digits(c, "economic", a->economic, 3, 10, &economic));
	TRY(q_voucher_account_put(c, county, str_of(DEFAULTS[u].use), code, name, economic,
	                          c->actor.account, c->now, NULL));
	return audit_put(c, "voucher_account", "county", county.v, county,
	                 str_printf(c->arena, "{\"use\":\"%s\",\"code\":\"%.*s\"}", DEFAULTS[u].use,
	                            STR_FMT(code)));
}
const struct verb voucher_account_verb = {"subsidy.voucher_account", account_run};

enum err voucher_of(struct ctx *c, const struct subsidy_batch *b, struct voucher_account map[USES],
                    struct voucher_line **ret_v, size_t *ret_n)
{
	const struct {
		struct money amount;
		enum voucher_use debit, credit;
		enum text_id text;
	} part[] = {
		{b->subsidy, USE_STAFF_EXPENSE, USE_STAFF_PAYABLE, T_subsidy_digest_subsidy},
		{b->labour, USE_LABOUR_EXPENSE, USE_LABOUR_PAYABLE, T_subsidy_digest_labour},
	};
	struct str month = str_sub(date_text(c->arena, b->first_day), 0, 7);
	struct voucher_line *v = NEW_N(c->arena, 4, struct voucher_line);
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < 2; i++) {
		struct str digest = text_fill(c->arena, LANG_ZH, part[i].text, &month, 1);

		if (part[i].amount.fen == 0)
			continue;
		v[n++] = (struct voucher_line){digest, &map[part[i].debit], part[i].amount, FEN(0)};
		v[n++] =
			(struct voucher_line){digest, &map[part[i].credit], FEN(0), part[i].amount};
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}
