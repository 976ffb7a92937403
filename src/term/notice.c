#include "term/notice.h"

#include "crypto/hash.h"
#include "people/reach.h"
#include "term/internal.h"
#include "term/notice.sql.h"

enum { TITLE_MAX_CHARS = 100, PART_MAX_CHARS = 4000 };

static struct notice notice_from(const struct q_notice_row_row *r)
{
	return (struct notice){
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.term = r->term,
		.version = r->version,
		.title = r->title,
		.times = r->times,
		.manner = r->manner,
		.content = r->content,
		.fees = r->fees,
		.safety = r->safety,
		.channels = r->channels,
		.published = r->published,
		.is_published = r->published.us != INT64_MIN,
	};
}

enum err notice_current(struct ctx *c, school_id school, term_id term, struct notice *ret_n,
                        bool *ret_found)
{
	struct q_notice_row_row row = {0};
	bool found = false;

	TRY(q_notice_newest(c, school, term, &row, &found));
	if (found)
		*ret_n = notice_from(&row);
	*ret_found = found;
	return OK;
}

enum err notice_standing(struct ctx *c, const struct pupil *p, term_id term, bool *ret_published,
                         bool *ret_confirmed)
{
	struct q_notice_stands_row row = {0};
	bool found = false;

	TRY(q_notice_stands(c, p->school, term, p->id, &row, &found));
	*ret_published = found;
	*ret_confirmed = found && row.at.us != INT64_MIN;
	return OK;
}

enum err notice_get(struct ctx *c, notice_id id, struct notice *ret_n)
{
	struct q_notice_row_row row = {0};
	bool found = false;

	TRY(q_notice_row(c, id, &row, &found));
	if (!found || !reach_school(c, row.county, row.school))
		return absent(c);
	*ret_n = notice_from(&row);
	return OK;
}

enum err notice_list(struct ctx *c, school_id school, term_id term, struct notice **ret_v,
                     size_t *ret_n)
{
	struct q_notice_row_row *row;
	bool drafts = (ROLE_BIT(c->actor.role) & (ROLES_SCHOOL | ROLE_BIT(ROLE_SYSTEM))) != 0;
	struct school s;
	size_t n;

	TRY(school_get(c, school, &s));
	TRY(q_notice_rows(c, school, term, &row, &n));
	struct notice *v = NEW_N(c->arena, n, struct notice);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		v[*ret_n] = notice_from(&row[i]);
		if (v[*ret_n].is_published || drafts)
			++*ret_n;
	}
	*ret_v = v;
	return OK;
}

/* --- confirming --------------------------------------------------------------------------------
 */

/* The newest version of its school's term, published. */
static enum err notice_open(struct ctx *c, notice_id id, struct notice *ret_n)
{
	struct q_notice_row_row row = {0};
	struct notice newest = {0};
	bool found = false;

	TRY(q_notice_row(c, id, &row, &found));
	if (!found || row.published.us == INT64_MIN)
		return absent(c);
	TRY(notice_current(c, row.school, row.term, &newest, &found));
	if (newest.id.v != id.v)
		return fault_set(c, E_CONFLICT, "notice_superseded", NULL);
	*ret_n = newest;
	return OK;
}

static enum err notice_confirm_run(struct ctx *c, void *arg)
{
	const struct notice_confirm *a = arg;
	struct str channel = str_some(a->channel) ? a->channel : S("page");
	struct pupil p = {0};
	struct notice n = {0};
	int64_t made = 0;

	TRY(kinship_require(c, a->pupil));
	TRY(pupil_get(c, a->pupil, &p));
	TRY(notice_open(c, a->notice, &n));
	if (p.school.v != n.school.v)
		return absent(c);
	TRY(q_notice_confirm_insert(c, p.id, n.id, n.county, c->actor.guardian, c->now, channel,
	                            &made));
	if (!made)
		return OK;
	return audit_put(c, "confirmed", "notice", n.id.v, n.county,
	                 str_printf(c->arena, "{\"pupil\":\"%lld\"}", (long long)p.id.v));
}
const struct verb notice_confirm_verb = {"notice.confirm", notice_confirm_run};

static enum err notice_confirm_many_run(struct ctx *c, void *arg)
{
	struct notice_confirm_many *a = arg;
	struct notice n = {0};
	int64_t made = 0;

	TRY(reach_role(c, 0));
	if (a->n > NOTICE_MANY)
		return fault_input(c, "too_long", S("confirmations"), STR_NONE, STR_NONE);
	TRY(notice_open(c, a->notice, &n));
	a->put = 0;
	for (size_t i = 0; i < a->n; i++) {
		TRY(q_notice_confirm_insert(c, a->row[i].pupil, n.id, n.county, a->row[i].guardian,
		                            c->now, a->channel, &made));
		a->put += (size_t)made;
	}
	return audit_put(c, "confirmed", "notice", n.id.v, n.county,
	                 str_printf(c->arena, "{\"pupils\":%zu}", a->put));
}
const struct verb notice_confirm_many_verb = {"notice.confirm_many", notice_confirm_many_run};

enum err notice_confirmed(struct ctx *c, pupil_id pupil, notice_id notice,
                          struct notice_confirmation *ret_c, bool *ret_found)
{
	struct q_notice_confirmed_by_row row = {0};
	struct pupil p;
	bool found = false;

	TRY(pupil_get(c, pupil, &p));
	TRY(q_notice_confirmed_by(c, pupil, notice, &row, &found));
	if (found)
		*ret_c = (struct notice_confirmation){row.name, row.relation, row.channel, row.at};
	*ret_found = found;
	return OK;
}

static enum err unconfirmed_from(struct ctx *c, const struct q_notice_missing_row *row, size_t n,
                                 struct unconfirmed **ret_v)
{
	struct unconfirmed *v = NEW_N(c->arena, n, struct unconfirmed);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct unconfirmed){row[i].id, row[i].name, row[i].class_name, row[i].class,
		                            row[i].guardians};
	*ret_v = v;
	return OK;
}

enum err notice_unconfirmed(struct ctx *c, school_id school, term_id term,
                            const struct unconfirmed_filter *f, struct unconfirmed **ret_v,
                            size_t *ret_n, int64_t *ret_total)
{
	struct q_notice_missing_row *row = NULL;
	class_id class = c->actor.role == ROLE_CLASS_HEAD ? c->actor.class : f->class;
	struct notice newest = {0};
	struct school s;
	bool found = false;
	size_t n = 0;

	TRY(reach_role(c, ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD) | ROLES_BUREAU));
	TRY(school_get(c, school, &s));
	TRY(notice_current(c, school, term, &newest, &found));
	TRY(q_notice_missing(c, school, newest.id.v, class.v, f->most ? f->most : INT32_MAX,
	                     f->skip, &row, &n));
	TRY(q_notice_missing_total(c, school, newest.id.v, class.v, ret_total));
	TRY(unconfirmed_from(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}

/* --- writing and publishing --------------------------------------------------------------------
 */

/* "page,paper", each once, in this order. */
static enum err channels_read(struct ctx *c, struct str said, struct str *ret_s, size_t *ret_n)
{
	static const char *const known[] = {"page", "paper", "meeting", "message"};
	bool on[4] = {false};
	struct str v[4];
	size_t n = 0;

	while (str_some(said)) {
		struct str word = str_trim(str_cut(&said, ','));
		size_t i = 0;

		while (i < 4 && !str_is(word, known[i]))
			i++;
		if (i == 4)
			return fault_input(c, NULL, S("channels"), word,
			                   S("page, paper, meeting, message"));
		on[i] = true;
	}
	for (size_t i = 0; i < 4; i++) {
		if (on[i])
			v[n++] = str_of(known[i]);
	}
	*ret_s = n ? str_join(c->arena, v, n, S(",")) : S("");
	*ret_n = n;
	return OK;
}

static enum err notice_put_run(struct ctx *c, void *arg)
{
	struct notice_put *a = arg;
	struct q_notice_row_row draft = {0};
	struct notice n = {0};
	struct school s;
	struct term t;
	size_t channels;
	bool found = false;

	TRY(own_school(c, a->school, &s));
	TRY(term_get(c, a->term, &t));
	TRY(prose_read(c, S("title"), a->title, TITLE_MAX_CHARS, true, &n.title));
	TRY(prose_read(c, S("times"), a->times, PART_MAX_CHARS, false, &n.times));
	TRY(prose_read(c, S("manner"), a->manner, PART_MAX_CHARS, false, &n.manner));
	TRY(prose_read(c, S("content"), a->content, PART_MAX_CHARS, false, &n.content));
	TRY(prose_read(c, S("fees"), a->fees, PART_MAX_CHARS, false, &n.fees));
	TRY(prose_read(c, S("safety"), a->safety, PART_MAX_CHARS, false, &n.safety));
	TRY(channels_read(c, a->channels, &n.channels, &channels));
	TRY(q_notice_draft(c, s.id, t.id, &draft, &found));
	if (found) {
		n.id = draft.id;
		TRY(q_notice_edit(c, n.id, n.title, n.times, n.manner, n.content, n.fees, n.safety,
		                  n.channels, NULL));
	} else {
		n.id = (notice_id){env_next_id(c->env)};
		TRY(q_notice_next_version(c, s.id, t.id, &n.version));
		TRY(q_notice_insert(c, n.id, s.county, s.id, t.id, n.version, n.title, n.times,
		                    n.manner, n.content, n.fees, n.safety, n.channels, NULL));
	}
	a->result = n.id;
	return audit_put(c, found ? "changed" : "drafted", "notice", n.id.v, s.county, S("{}"));
}
const struct verb notice_put_verb = {"notice.put", notice_put_run};

static enum err parts_require(struct ctx *c, const struct notice *n)
{
	const struct {
		struct str field, s;
	} part[] = {
		{S("times"), n->times}, {S("manner"), n->manner}, {S("content"), n->content},
		{S("fees"), n->fees},   {S("safety"), n->safety},
	};

	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (!str_some(part[i].s))
			return fault_input(c, "missing_field", part[i].field, STR_NONE, STR_NONE);
	}
	return OK;
}

static void notice_hash(const struct notice *n, uint8_t hash[SHA256_BYTES])
{
	const struct str part[] = {n->title, n->times, n->manner, n->content, n->fees, n->safety};
	struct sha256 h;

	sha256_init(&h);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		sha256_put_field(&h, part[i]);
	sha256_end(&h, hash);
}

static enum err notice_publish_run(struct ctx *c, void *arg)
{
	const struct notice_publish *a = arg;
	uint8_t hash[SHA256_BYTES];
	struct str channels;
	struct notice n = {0};
	size_t count = 0;
	int64_t done;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(notice_get(c, a->notice, &n));
	if (n.is_published)
		return OK;
	TRY(parts_require(c, &n));
	TRY(channels_read(c, n.channels, &channels, &count));
	if (count < 2)
		return fault_set(c, E_REFUSED, "notice_channels",
		                 &(struct fault){.field = S("channels"),
		                                 .found = str_printf(c->arena, "%zu", count),
		                                 .allowed = S("2"),
		                                 .clause = text(c->lang, T_term_notice_clause)});
	notice_hash(&n, hash);
	TRY(q_notice_release(c, n.id, c->now, BYTES(hash), &done));
	if (!done)
		return E_RETRY;
	return audit_put(c, "published", "notice", n.id.v, n.county,
	                 str_printf(c->arena, "{\"version\":%lld}", (long long)n.version));
}
const struct verb notice_publish_verb = {"notice.publish", notice_publish_run};
