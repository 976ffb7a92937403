/* Pages inside their layout: title, menu of the role, notice of the last act, switches. */
#include "web/serve.h"

#include "web/layout/bare.html.h"
#include "web/layout/guardian.html.h"
#include "web/layout/staff.html.h"

enum { MENU_MAX = 48, KEY_BYTES = 16 };

static struct str role_text(struct ctx *c)
{
	char key[64];
	int n = snprintf(key, sizeof key, "web.role.%s", role_name(c->actor.role));

	if (n <= 0 || n >= (int)sizeof key)
		return S("");
	return text(c->lang, text_lookup_name(key));
}

/* The entry whose path is the longest beginning of ours is where we are. */
static size_t entry_here(const struct route **v, size_t n, struct str path)
{
	size_t best = n, len = 0;

	for (size_t i = 0; i < n; i++) {
		struct str p = str_of(v[i]->path);
		bool under =
			str_starts(path, p) && (path.n == p.n || path.p[p.n] == '/' || p.n == 1);

		if (under && p.n > len && (p.n > 1 || path.n == 1)) {
			best = i;
			len = p.n;
		}
	}
	return best;
}

/* The routes of this role that have a place in the menu, in their order. */
static size_t menu_of(const struct web *w, enum role role, const struct route **v)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n_routes && n < MENU_MAX; i++) {
		const struct route *r = w->routes[i];
		size_t at = n;

		if (r->nav == TEXT_NONE || r->method != M_GET || (r->allowed & ROLE_BIT(role)) == 0)
			continue;
		while (at > 0 && v[at - 1]->menu > r->menu) {
			v[at] = v[at - 1];
			at--;
		}
		v[at] = r;
		n++;
	}
	return n;
}

/* What the frame shows besides the page: asked for once, whichever layout it is. */
struct frame {
	struct str title, here, back;
	bool large;
	struct web_who who;
	struct view_part_type type;
	struct view_part_me me;
	struct view_part_flash flash;
	const struct route *menu[MENU_MAX];
	size_t menu_n, menu_here;
};

/* The notice of the last act is shown once: the cookie is taken back with the same answer. What
 * keeps everybody from working comes first. */
static struct view_part_flash flash(struct ctx *c, struct reply *w)
{
	struct str key = cookie_find(w->r, "flash");
	bool staff = c->actor.role != ROLE_NONE && c->actor.role != ROLE_GUARDIAN;

	if (key.n > 0)
		reply_cookie(c, w, "flash", S(""), 0);
	if (c->store != NULL && store_stopped(c->store) != NULL)
		return (struct view_part_flash){S("bad"), text(c->lang, T_web_stopped)};
	if (c->store != NULL && staff && store_nearly_full(c->store))
		return (struct view_part_flash){S("warn"), text(c->lang, T_web_nearly_full)};
	if (key.n > 0)
		return (struct view_part_flash){
			S("ok"), text(c->lang, text_lookup_name(str_c(c->arena, key)))};
	return (struct view_part_flash){0};
}

static void describe(struct ctx *c, const struct reply *w, struct web_who *ret_who)
{
	const struct web_auth *auth = w->r->web->o.auth;
	struct fault kept = c->fault;
	bool begun = false;

	if (auth == NULL || auth->describe == NULL || c->actor.role == ROLE_NONE)
		return;
	if (c->tx == NULL && c->store != NULL) {
		if (store_read_begin(c) != OK) {
			c->fault = kept;
			return; /* a page without a name is still a page */
		}
		begun = true;
	}
	if (auth->describe(c, ret_who) != OK)
		*ret_who = (struct web_who){0};
	if (begun)
		store_read_end(c);
	c->fault = kept;
}

/* Where large type and the other language lead back to. What answers a POST has an address of its
 * own only where a page stands there. */
static struct str here_of(const struct reply *w)
{
	const struct req *r = w->r;
	struct req_param params[PARAMS_MAX];
	struct str page = req_page(r);
	unsigned methods = 0;
	size_t n;

	if (r->method == M_GET)
		return r->target;
	if (route_find(r->web, M_GET, page, params, &n, &methods) != NULL)
		return page;
	return str_some(w->back) ? w->back : S("/");
}

static void frame_of(struct ctx *c, struct reply *w, enum text_id title, struct frame *ret_f)
{
	struct frame f = {.title = text(c->lang, title)};

	if (w->status >= 400)
		f.title = text_fill(c->arena, c->lang, T_web_error_title, &f.title, 1);
	f.here = here_of(w);
	f.large = str_is(cookie_find(w->r, "type"), "large");
	describe(c, w, &f.who);
	f.type = (struct view_part_type){.large = f.large, .here = f.here};
	f.me = (struct view_part_me){.many_roles = f.who.many_roles, .here = f.here};
	f.flash = flash(c, w);
	f.menu_n = menu_of(w->r->web, c->actor.role, f.menu);
	f.menu_here = entry_here(f.menu, f.menu_n, w->r->path);
	f.back = S("/");
	if (f.menu_here < f.menu_n) {
		struct str entry = str_of(f.menu[f.menu_here]->path);

		f.back = str_eq(entry, w->r->path) ? S("") : entry;
	} else if (str_is(w->r->path, "/")) {
		f.back = S("");
	}
	if (str_some(w->back))
		f.back = w->back;
	*ret_f = f;
}

/* The entries stand in the order of their sections: each section is a piece of one array. */
static bool sections(struct ctx *c, const struct frame *f, struct view_layout_staff *v)
{
	static const enum text_id label[MENU_SECTION_COUNT] = {
		[MENU_SERVICES] = T_ui_menu_services, [MENU_FEES] = T_ui_menu_fees,
		[MENU_BOOKS] = T_ui_menu_books,       [MENU_PAY] = T_ui_menu_pay,
		[MENU_PLACES] = T_ui_menu_places,     [MENU_RULES] = T_ui_menu_rules,
		[MENU_WORK] = T_ui_menu_work,
	};
	struct view_layout_staff_section_nav *nav =
		NEW_N(c->arena, f->menu_n + 1, struct view_layout_staff_section_nav);
	int last = -1;

	v->section = NEW_N(c->arena, MENU_SECTION_COUNT, struct view_layout_staff_section);
	if (!nav || !v->section)
		return false;
	for (size_t i = 0; i < f->menu_n; i++) {
		int at = f->menu[i]->menu / MENU_SECTION;

		nav[i] = (struct view_layout_staff_section_nav){str_of(f->menu[i]->path),
		                                                f->menu[i]->nav, i == f->menu_here};
		if (at != last)
			v->section[v->section_n++] = (struct view_layout_staff_section){
				.named = at > MENU_FIRST, .label = label[at], .nav = nav + i};
		v->section[v->section_n - 1].nav_n++;
		last = at;
	}
	return true;
}

static void staff(struct ctx *c, struct page *p, const struct frame *f)
{
	struct view_layout_staff v = {.title = f->title,
	                              .place = f->who.place,
	                              .person = f->who.person,
	                              .role = role_text(c),
	                              .large = f->large,
	                              .type = f->type,
	                              .me = f->me,
	                              .flash = f->flash};

	if (sections(c, f, &v))
		render_layout_staff(p, &v);
}

static void guardian(struct ctx *c, struct page *p, const struct frame *f)
{
	struct view_layout_guardian v = {.title = f->title,
	                                 .place = f->who.place,
	                                 .person = f->who.person,
	                                 .role = role_text(c),
	                                 .back = f->back,
	                                 .large = f->large,
	                                 .type = f->type,
	                                 .me = f->me,
	                                 .flash = f->flash,
	                                 .nav_n = f->menu_n};

	v.nav = NEW_N(c->arena, f->menu_n + 1, struct view_layout_guardian_nav);
	for (size_t i = 0; v.nav != NULL && i < f->menu_n; i++)
		v.nav[i] = (struct view_layout_guardian_nav){str_of(f->menu[i]->path),
		                                             f->menu[i]->nav, i == f->menu_here};
	if (v.nav != NULL)
		render_layout_guardian(p, &v);
}

/* Logged out there is no session to hold a token: this browser gets one of its own, in a cookie
 * that pages of others cannot read. */
static void token_for_strangers(struct ctx *c, struct reply *w)
{
	unsigned char raw[KEY_BYTES];
	struct str token = S("");

	if (w->r->csrf.n > 0)
		return;
	c->env->random(c->env->self, raw, sizeof raw);
	for (size_t i = 0; i < sizeof raw; i++)
		token = str_printf(c->arena, "%.*s%02x", STR_FMT(token), raw[i]);
	w->r->csrf = token;
	reply_cookie(c, w, "form", token, 86400);
}

static struct str fresh_key(struct ctx *c)
{
	unsigned char raw[KEY_BYTES];
	char *text = arena_take(c->arena, 2 * KEY_BYTES + 1);

	if (text == NULL)
		return S("");
	c->env->random(c->env->self, raw, sizeof raw);
	for (size_t i = 0; i < sizeof raw; i++) {
		text[2 * i] = "0123456789abcdef"[raw[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[raw[i] & 15];
	}
	return (struct str){text, 2 * KEY_BYTES};
}

void reply_back(struct reply *w, struct str path)
{
	w->back = path;
}

enum err reply_page(struct ctx *c, struct reply *w, enum layout l, enum text_id title,
                    render_fn body, const void *view)
{
	struct page p = {
		.o = w->o, .arena = c->arena, .lang = c->lang, .body = body, .body_view = view};
	struct frame f;

	out_reset(w->o);
	w->fixed = STR_NONE;
	token_for_strangers(c, w);
	p.csrf = csrf_mask(c, w->r->csrf);
	p.key = fresh_key(c);
	frame_of(c, w, title, &f);
	if (l == LAYOUT_GUARDIAN)
		guardian(c, &p, &f);
	else if (l == LAYOUT_STAFF)
		staff(c, &p, &f);
	else
		render_layout_bare(&p, &(struct view_layout_bare){.title = f.title,
		                                                  .large = f.large,
		                                                  .here = f.here,
		                                                  .flash = f.flash});
	if (w->o->broken || arena_exhausted(c->arena))
		return fault_broken(c, "page: memory or size");
	anchors_settle(w->o);
	w->set = true;
	w->page = true;
	w->mime = "text/html; charset=utf-8";
	return OK;
}
