/* The notice: read and confirmed by families, written and published by the school (R9). */
#include "term/notice.h"
#include "term/notice_read.html.h"
#include "term/pages.h"
#include "term/paper.html.h"

static const char *const CHANNELS[] = {"page", "paper", "meeting", "message"};
static const enum text_id CHANNEL_TEXTS[] = {T_term_channel_page, T_term_channel_paper,
                                             T_term_channel_meeting, T_term_channel_message};

#define PART(field, text)                                                                          \
	{                                                                                          \
		.name = #field, .type = IN_STR, .max = 4000, .label = (text),                      \
		.offset = offsetof(struct notice_in, field)                                        \
	}
static const struct in_field NOTICE_FIELDS[] = {
	{.name = "title",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_term_title,
         .offset = offsetof(struct notice_in, title)},
	PART(times, T_term_times),
	PART(manner, T_term_manner),
	PART(content, T_term_content),
	PART(fees, T_term_fees),
	PART(safety, T_term_safety),
	{.name = "channels",
         .type = IN_STR_LIST,
         .max = 4,
         .label = T_term_channels,
         .offset = offsetof(struct notice_in, channels)},
};
const struct input notice_input = {"NoticeForm", sizeof(struct notice_in), NOTICE_FIELDS, 7,
                                   256 << 10};

static const struct in_field CONFIRM_FIELDS[] = {
	{.name = "pupil",
         .type = IN_ID,
         .required = true,
         .label = T_term_pupil,
         .offset = offsetof(struct notice_confirm_in, pupil)},
};
const struct input notice_confirm_input = {"NoticeConfirmation", sizeof(struct notice_confirm_in),
                                           CONFIRM_FIELDS, 1, 0};

static const struct in_field MISSING_FIELDS[] = {
	LIST_FIELDS(struct missing_in),
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct missing_in, class)},
};
const struct input missing_query = {"UnconfirmedQuery", sizeof(struct missing_in), MISSING_FIELDS,
                                    3, 0};

/* --- families ----------------------------------------------------------------------------------
 */

static enum err child_notice(struct ctx *c, pupil_id id, struct pupil *ret_p, struct term *ret_t,
                             struct notice *ret_n)
{
	bool found = false;

	TRY(pupil_get(c, id, ret_p));
	TRY(term_current(c, ret_p->county, ret_t, &found));
	if (found)
		TRY(notice_current(c, ret_p->school, ret_t->id, ret_n, &found));
	return found ? OK : fault_set(c, E_ABSENT, "notice_none", NULL);
}

enum err page_notice(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_notice_read view = {.errors = page_errors(c, r), .sign = {.seal = true}};
	struct notice_confirmation by = {0};
	struct pupil p;
	struct term t;
	struct notice n;

	TRY(child_notice(c, (pupil_id){req_id(r, "pupil")}, &p, &t, &n));
	TRY(pupil_name(c, p.id, &view.child));
	TRY(notice_confirmed(c, p.id, n.id, &by, &view.confirmed));
	view.term = t.name;
	view.title = n.title;
	view.version = n.version;
	view.published = n.published;
	view.times = n.times;
	view.manner = n.manner;
	view.content = n.content;
	view.fees = n.fees;
	view.safety = n.safety;
	view.by = by.name;
	view.at = by.at;
	view.action = req_path(r);
	return reply_page(c, w, LAYOUT_GUARDIAN, T_term_notice, RENDER(render_notice_read), &view);
}

/* The version that was shown is the newest: the verb refuses an older one. */
enum err page_notice_confirm(struct ctx *c, struct req *r, struct reply *w)
{
	struct notice_confirm a = {.pupil = {req_id(r, "pupil")}, .channel = S("page")};
	struct pupil p;
	struct term t;
	struct notice n = {0};
	enum err e;

	TRY(store_read_begin(c));
	e = child_notice(c, a.pupil, &p, &t, &n);
	store_read_end(c);
	TRY(e);
	a.notice = n.id;
	return form_verb(c, r, w, &notice_confirm_verb, &a, S("/enrol"), T_term_confirmed);
}

static enum err confirm_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct notice_confirm *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "notice", a->notice.v);
	json_kv_id(&j, "pupil", a->pupil.v);
	json_close(&j, '}');
	return OK;
}

enum err api_notice_confirm(struct ctx *c, struct req *r, struct reply *w)
{
	const struct notice_confirm_in *in = req_input(r);
	struct notice_confirm a = {{req_id(r, "notice")}, in->pupil, S("api")};
	struct store_once once = req_once(r, confirm_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &notice_confirm_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

/* Which notice there is for a child, so that a client can confirm it. */
enum err api_notice(struct ctx *c, struct req *r, struct reply *w)
{
	struct notice_confirmation by;
	struct pupil p;
	struct term t;
	struct notice n;
	struct json *j;
	bool confirmed;

	TRY(child_notice(c, (pupil_id){req_id(r, "pupil")}, &p, &t, &n));
	TRY(notice_confirmed(c, p.id, n.id, &by, &confirmed));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_id(j, "id", n.id.v);
	json_kv_i64(j, "version", n.version);
	json_kv_str(j, "title", n.title);
	json_kv_bool(j, "confirmed", confirmed);
	json_close(j, '}');
	return OK;
}

/* --- the school --------------------------------------------------------------------------------
 */

static bool channel_on(struct str channels, const char *word)
{
	while (str_some(channels)) {
		if (str_is(str_cut(&channels, ','), word))
			return true;
	}
	return false;
}

static enum err notice_fields(struct ctx *c, struct req *r, const struct notice *n,
                              struct view_paper *view)
{
	const struct str value[] = {n->title, n->times, n->manner, n->content, n->fees, n->safety};
	struct view_part_field *f = NEW_N(c->arena, 7, struct view_part_field);
	struct view_part_field_option *o = NEW_N(c->arena, 4, struct view_part_field_option);

	if (!f || !o)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < 6; i++) {
		f[i] = page_field(c, r, &notice_input, NOTICE_FIELDS[i].name,
		                  i == 0 ? "text" : "textarea", value[i]);
		f[i].optional = false;
	}
	f[6] = page_field(c, r, &notice_input, "channels", "checkbox", STR_NONE);
	f[6].hint = text(c->lang, T_term_channels_hint);
	f[6].optional = false;
	for (size_t i = 0; i < 4; i++)
		o[i] = (struct view_part_field_option){.value = str_of(CHANNELS[i]),
		                                       .label = text(c->lang, CHANNEL_TEXTS[i]),
		                                       .on = channel_on(n->channels, CHANNELS[i])};
	f[6].option = o;
	f[6].option_n = 4;
	view->field = f;
	view->field_n = 7;
	return OK;
}

enum err page_notices(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_paper view = {.title = T_term_notices,
	                          .missing_link = true,
	                          .action = S("/school/notices"),
	                          .form_title = T_term_edit_draft};
	struct notice *v, none = {0};
	struct term t;
	size_t n;

	view.errors = page_errors(c, r);
	TRY(desk_term(c, &t));
	TRY(notice_list(c, c->actor.school, t.id, &v, &n));
	view.about = t.name;
	view.version = NEW_N(c->arena, n, struct view_paper_version);
	if (n > 0 && !view.version)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		view.version[i] = (struct view_paper_version){
			.version = v[i].version,
			.title = v[i].title,
			.published = v[i].published,
			.draft = !v[i].is_published,
			.publish = str_printf(c->arena, "/school/notices/%lld/publish",
		                              (long long)v[i].id.v)};
	view.version_n = n;
	TRY(notice_fields(c, r, n ? &v[0] : &none, &view));
	return reply_page(c, w, LAYOUT_STAFF, T_term_notices, RENDER(render_paper), &view);
}

static enum err term_read(struct ctx *c, struct term *ret_t)
{
	enum err e;

	TRY(store_read_begin(c));
	e = desk_term(c, ret_t);
	store_read_end(c);
	return e;
}

enum err page_notice_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct notice_in *in = req_input(r);
	struct notice_put a = {.title = in->title,
	                       .times = in->times,
	                       .manner = in->manner,
	                       .content = in->content,
	                       .fees = in->fees,
	                       .safety = in->safety};
	struct term t = {0};

	a.channels = str_join(c->arena, in->channels.v, in->channels.n, S(","));
	TRY(term_read(c, &t));
	a.term = t.id;
	return form_verb(c, r, w, &notice_put_verb, &a, S("/school/notices"), T_people_saved);
}

enum err page_notice_publish(struct ctx *c, struct req *r, struct reply *w)
{
	struct notice_publish a = {{req_id(r, "notice")}};

	return form_verb(c, r, w, &notice_publish_verb, &a, S("/school/notices"), T_term_published);
}

/* --- who has not confirmed ---------------------------------------------------------------------
 */

static enum err missing_desk(struct ctx *c, const struct missing_in *in, bool all,
                             struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_people_name, false}, {T_people_class, false}, {T_term_guardians, true}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct unconfirmed_filter f = {in->class, slice.most, slice.skip};
	struct unconfirmed *v;
	struct term t;
	struct desk d;
	size_t n;

	TRY(desk_term(c, &t));
	TRY(notice_unconfirmed(c, c->actor.school, t.id, &f, &v, &n, ret_total));
	if (n > 0) /* one note for the list (wall 6) */
		TRY(audit_read_note(c, v[0].pupil, "notice unconfirmed"));
	TRY(desk_new(c, T_term_unconfirmed, cols, 3, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].class_name);
		desk_num(&d, i, 2, v[i].guardians);
	}
	d.v.about = t.name;
	*ret_d = d;
	return OK;
}

enum err page_missing(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct missing_in none = {0};
	const struct missing_in *in = query_or(r, &none);
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!f)
		return fault_broken(c, "arena");
	TRY(missing_desk(c, in, false, &d, &total));
	f[0] = page_field(c, r, &missing_query, "class", "select", STR_NONE);
	f[0].optional = false;
	TRY(class_choices(c, T_people_all, &f[0]));
	d.v.path = S("/school/notices/unconfirmed");
	d.v.filter = f;
	d.v.filter_n = 1;
	desk_export(&d, page_link(c, r, S("/school/notices/unconfirmed/export.xlsx")));
	d.v.empty.what = T_term_all_confirmed;
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_missing_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(missing_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}
