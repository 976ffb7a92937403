/* Related parties at the desks: an agency and a school's desk declare, the county sees where they
 * meet and names why money may go (R67). */
#include "people/reach.h"
#include "settlement/page_related.h"
#include "settlement/pages.h"
#include "settlement/related.h"
#include "settlement/related.sql.h"

#define HERE "/related"

static const char *const PARTS[] = {"legal", "shareholder", "manager", NULL};
static const struct in_field PARTY_FIELDS[] = {
	{.name = "part",
         .type = IN_CHOICE,
         .required = true,
         .choices = PARTS,
         .words = "related.part_",
         .label = T_related_part,
         .offset = offsetof(struct party_in, part)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_related_name,
         .offset = offsetof(struct party_in, name)},
	{.name = "phone",
         .type = IN_STR,
         .max = 20,
         .label = T_related_phone,
         .offset = offsetof(struct party_in, phone)},
	{.name = "address",
         .type = IN_STR,
         .max = 120,
         .label = T_related_address,
         .offset = offsetof(struct party_in, address)},
};
const struct input related_party_input = {"AgencyParty", sizeof(struct party_in), PARTY_FIELDS, 4,
                                          0};

static const struct in_field INTEREST_FIELDS[] = {
	{.name = "agency",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_agency,
         .offset = offsetof(struct interest_in, agency)},
	{.name = "relation",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_related_part_relative,
         .offset = offsetof(struct interest_in, relation)},
	{.name = "address",
         .type = IN_STR,
         .max = 120,
         .label = T_related_address,
         .offset = offsetof(struct interest_in, address)},
};
const struct input related_interest_input = {"StaffInterest", sizeof(struct interest_in),
                                             INTEREST_FIELDS, 3, 0};

static const struct in_field CLEAR_FIELDS[] = {
	{.name = "pair",
         .type = IN_STR,
         .required = true,
         .max = 50,
         .label = T_related_matches,
         .offset = offsetof(struct clear_in, pair)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_settlement_reason,
         .offset = offsetof(struct clear_in, reason)},
};
const struct input related_clear_input = {"RelatedClearance", sizeof(struct clear_in), CLEAR_FIELDS,
                                          2, 0};

static const struct in_field END_FIELDS[] = {
	{.name = "last_day",
         .type = IN_DATE,
         .required = true,
         .label = T_related_last_day,
         .offset = offsetof(struct end_in, last_day)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_settlement_reason,
         .offset = offsetof(struct end_in, reason)},
};
const struct input related_end_input = {"RelatedEnd", sizeof(struct end_in), END_FIELDS, 2, 0};

static const struct {
	const char *word;
	enum text_id text;
} WORDS[] = {{"legal", T_related_part_legal},     {"shareholder", T_related_part_shareholder},
             {"manager", T_related_part_manager}, {"relative", T_related_part_relative},
             {"name", T_related_how_name},        {"phone", T_related_how_phone},
             {"address", T_related_how_address},  {"account", T_related_how_account},
             {"staff", T_related_how_staff}};

static struct str words_of(const struct ctx *c, struct str word)
{
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (str_is(word, WORDS[i].word))
			return text(c->lang, WORDS[i].text);
	return word;
}

static struct str or_none(struct str s)
{
	return s.p ? s : S("");
}

static void whole(struct desk *d, enum text_id about, enum text_id none, size_t n)
{
	d->v.about = text(d->c->lang, about);
	d->v.empty.what = none;
	d->v.pager.total = (int64_t)n;
	d->v.pager.from = n > 0;
	d->v.pager.to = (int64_t)n;
	d->v.path = S(HERE);
}

/* Since when and why it does not hold any more; nothing while it stands. */
static void put_end(struct desk *d, size_t row, size_t col, struct date last_day, struct str reason)
{
	desk_day(d, row, col, last_day);
	desk_put(d, row, col + 1, or_none(reason));
}

/* --- declaring -------------------------------------------------------------------------------- */

static enum err parties_desk(struct ctx *c, struct req *r, struct desk *d)
{
	static const struct desk_col cols[] = {
		{T_related_name, false},      {T_related_part, false},
		{T_related_phone, false},     {T_related_address, false},
		{T_related_declared, false},  {T_related_last_day, false},
		{T_related_end_reason, false}};
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	struct desk_choice part[3];
	struct agency_party *v;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(party_list(c, &v, &n));
	TRY(desk_new(c, T_related_title, cols, 7, n, d));
	for (size_t i = 0; i < n; i++) {
		desk_link(d, i, 0, v[i].name, path_of(c, HERE "/parties/*", v[i].id));
		desk_put(d, i, 1, words_of(c, v[i].part));
		desk_put(d, i, 2, or_none(v[i].phone));
		desk_put(d, i, 3, or_none(v[i].address));
		desk_put(d, i, 4, instant_words(c->arena, c->lang, v[i].at));
		put_end(d, i, 5, v[i].last_day, v[i].end_reason);
	}
	whole(d, T_related_about_agency, T_related_none, n);
	for (size_t i = 0; i < 3; i++)
		part[i] = (struct desk_choice){str_of(PARTS[i]), words_of(c, str_of(PARTS[i]))};
	f[0] = page_field(c, r, &related_party_input, "part", "select", STR_NONE);
	desk_choices(c, &f[0], part, 3);
	f[1] = page_field(c, r, &related_party_input, "name", "text", STR_NONE);
	f[2] = page_field(c, r, &related_party_input, "phone", "tel", STR_NONE);
	f[3] = page_field(c, r, &related_party_input, "address", "text", STR_NONE);
	d->v.field = f;
	d->v.field_n = 4;
	d->v.has_form = true;
	d->v.form_title = d->v.submit = T_related_new;
	d->v.action = S(HERE "/parties");
	return OK;
}

static enum err interests_desk(struct ctx *c, struct req *r, struct desk *d)
{
	static const struct desk_col cols[] = {{T_settlement_agency, false},
	                                       {T_related_part_relative, false},
	                                       {T_related_declared, false},
	                                       {T_related_last_day, false},
	                                       {T_related_end_reason, false}};
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct q_county_agencies_row *agency;
	struct desk_choice *choice;
	struct interest *v;
	size_t n, m;

	TRY(interest_list(c, &v, &n));
	TRY(q_county_agencies(c, c->actor.county, &agency, &m));
	choice = NEW_N(c->arena, m + 1, struct desk_choice);
	if (!f || !choice)
		return fault_broken(c, "arena");
	TRY(desk_new(c, T_related_title, cols, 5, n, d));
	for (size_t i = 0; i < n; i++) {
		desk_link(d, i, 0, v[i].agency_name, path_of(c, HERE "/interests/*", v[i].id));
		desk_put(d, i, 1, v[i].relation);
		desk_put(d, i, 2, instant_words(c->arena, c->lang, v[i].at));
		put_end(d, i, 3, v[i].last_day, v[i].end_reason);
	}
	whole(d, T_related_about_staff, T_related_none, n);
	for (size_t i = 0; i < m; i++)
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)agency[i].id.v), agency[i].name};
	f[0] = page_field(c, r, &related_interest_input, "agency", "select", STR_NONE);
	desk_choices(c, &f[0], choice, m);
	f[1] = page_field(c, r, &related_interest_input, "relation", "text", STR_NONE);
	f[2] = page_field(c, r, &related_interest_input, "address", "text", STR_NONE);
	d->v.field = f;
	d->v.field_n = 3;
	d->v.has_form = true;
	d->v.form_title = d->v.submit = T_related_new;
	d->v.action = S(HERE "/interests");
	return OK;
}

/* --- the county ------------------------------------------------------------------------------- */

static enum err matches_desk(struct ctx *c, struct desk *d, struct related **ret_v, size_t *ret_n)
{
	static const struct desk_col cols[] = {
		{T_settlement_agency, false}, {T_related_part, false}, {T_settlement_school, false},
		{T_related_staff, false},     {T_related_how, false},  {T_related_cleared, false}};
	struct related *v;
	size_t n;

	TRY(related_list(c, &v, &n));
	TRY(desk_new(c, T_related_matches, cols, 6, n, d));
	for (size_t i = 0; i < n; i++) {
		desk_put(d, i, 0, v[i].agency_name);
		desk_put(d, i, 1, words_of(c, v[i].part));
		desk_put(d, i, 2, v[i].school_name);
		desk_put(d, i, 3,
		         str_printf(c->arena, "%.*s %.*s", STR_FMT(v[i].number),
		                    STR_FMT(v[i].name)));
		desk_put(d, i, 4, words_of(c, v[i].how));
		desk_put(d, i, 5, or_none(v[i].cleared));
	}
	whole(d, T_related_about_county, T_related_no_match, n);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static struct str pair_of(struct ctx *c, const struct related *v)
{
	return str_printf(c->arena, "%lld-%lld", (long long)v->school.v, (long long)v->agency.v);
}

static enum err clear_form(struct ctx *c, struct req *r, const struct related *v, size_t n,
                           struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	size_t m = 0;

	if (!f || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct str pair = pair_of(c, &v[i]);
		size_t k = 0;

		while (k < m && !str_eq(choice[k].value, pair))
			k++;
		if (k == m)
			choice[m++] = (struct desk_choice){
				pair, str_printf(c->arena, "%.*s · %.*s", STR_FMT(v[i].agency_name),
			                         STR_FMT(v[i].school_name))};
	}
	if (m == 0)
		return OK;
	f[0] = page_field(c, r, &related_clear_input, "pair", "select", STR_NONE);
	desk_choices(c, &f[0], choice, m);
	f[1] = page_field(c, r, &related_clear_input, "reason", "text", STR_NONE);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.has_form = true;
	d->v.form_title = T_related_clear;
	d->v.submit = T_ui_save;
	d->v.action = S(HERE "/clearances");
	return OK;
}

/* What this caller has declared, or where its county's agencies and staff meet. */
static enum err related_desk(struct ctx *c, struct req *r, struct desk *ret_d)
{
	struct related *v;
	size_t n;

	if (c->actor.role == ROLE_AGENCY)
		return parties_desk(c, r, ret_d);
	if (!actor_in(&c->actor, ROLES_COUNTY_MONEY))
		return interests_desk(c, r, ret_d);
	TRY(matches_desk(c, ret_d, &v, &n));
	return clear_form(c, r, v, n, ret_d);
}

enum err page_related(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(related_desk(c, r, &d));
	desk_export(&d, S(HERE "/export.xlsx"));
	d.v.errors = page_errors(c, r);
	return desk_page(&d, w);
}

enum err page_related_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(related_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- one that was declared -------------------------------------------------------------------- */

static enum err one_show(struct case_page *p, struct req *r, struct date last_day,
                         struct str end_reason, struct str action, struct reply *w)
{
	struct ctx *c = p->c;
	struct view_part_field *f;

	if (date_some(last_day)) {
		case_fact(p, T_related_last_day, date_words(c->arena, c->lang, last_day));
		case_fact(p, T_related_end_reason, end_reason);
	} else {
		f = case_form(p, T_related_end, action, T_related_end, 2);
		if (!f)
			return fault_broken(c, "arena");
		f[0] = page_field(c, r, &related_end_input, "last_day", "date",
		                  date_text(c->arena, ctx_today(c)));
		f[1] = page_field(c, r, &related_end_input, "reason", "text", STR_NONE);
	}
	reply_back(w, S(HERE));
	return case_show(p, w);
}

enum err page_related_party_one(struct ctx *c, struct req *r, struct reply *w)
{
	const int64_t id = req_id(r, "party");
	struct agency_party *v;
	struct case_page p;
	size_t n, i = 0;

	TRY(party_list(c, &v, &n));
	while (i < n && v[i].id != id)
		i++;
	if (i == n)
		return absent(c);
	TRY(case_new(c, r, T_related_title, &p));
	p.v.name = v[i].name;
	case_fact(&p, T_related_part, words_of(c, v[i].part));
	case_fact(&p, T_related_phone, or_none(v[i].phone));
	case_fact(&p, T_related_address, or_none(v[i].address));
	case_fact(&p, T_related_declared, instant_words(c->arena, c->lang, v[i].at));
	return one_show(&p, r, v[i].last_day, v[i].end_reason,
	                path_of(c, HERE "/parties/*/end", id), w);
}

enum err page_related_interest_one(struct ctx *c, struct req *r, struct reply *w)
{
	const int64_t id = req_id(r, "interest");
	struct interest *v;
	struct case_page p;
	size_t n, i = 0;

	TRY(interest_list(c, &v, &n));
	while (i < n && v[i].id != id)
		i++;
	if (i == n)
		return absent(c);
	TRY(case_new(c, r, T_related_title, &p));
	p.v.name = v[i].agency_name;
	case_fact(&p, T_related_part_relative, v[i].relation);
	case_fact(&p, T_related_declared, instant_words(c->arena, c->lang, v[i].at));
	return one_show(&p, r, v[i].last_day, v[i].end_reason,
	                path_of(c, HERE "/interests/*/end", id), w);
}

/* --- acts ------------------------------------------------------------------------------------- */

enum err page_related_party(struct ctx *c, struct req *r, struct reply *w)
{
	const struct party_in *in = req_input(r);
	struct party_declare a = {in->part, in->name, in->phone, in->address, 0};

	return form_verb(c, r, w, &party_declare_verb, &a, S(HERE), T_people_saved);
}

enum err page_related_interest(struct ctx *c, struct req *r, struct reply *w)
{
	const struct interest_in *in = req_input(r);
	struct interest_declare a = {in->agency, in->relation, in->address, 0};

	return form_verb(c, r, w, &interest_declare_verb, &a, S(HERE), T_people_saved);
}

enum err page_related_clear(struct ctx *c, struct req *r, struct reply *w)
{
	const struct clear_in *in = req_input(r);
	struct related_clear a = {.reason = in->reason};
	struct str agency = in->pair, school = str_cut(&agency, '-');

	if (!str_i64(school, &a.school.v) || !str_i64(agency, &a.agency.v))
		return fault_input(c, NULL, S("pair"), in->pair, STR_NONE);
	return form_verb(c, r, w, &related_clear_verb, &a, S(HERE), T_people_saved);
}

enum err page_related_party_end(struct ctx *c, struct req *r, struct reply *w)
{
	const struct end_in *in = req_input(r);
	struct related_end a = {req_id(r, "party"), in->reason, in->last_day};

	return form_verb(c, r, w, &party_end_verb, &a, path_of(c, HERE "/parties/*", a.id),
	                 T_people_saved);
}

enum err page_related_interest_end(struct ctx *c, struct req *r, struct reply *w)
{
	const struct end_in *in = req_input(r);
	struct related_end a = {req_id(r, "interest"), in->reason, in->last_day};

	return form_verb(c, r, w, &interest_end_verb, &a, path_of(c, HERE "/interests/*", a.id),
	                 T_people_saved);
}
