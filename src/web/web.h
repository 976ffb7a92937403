/* What a page or API handler sees of the web: routes, inputs, replies. Handlers are thin: take the
 * parsed input, call one verb, render. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/ctx.h"
#include "base/log.h"
#include "base/text.h"
#include "store/store.h"
#include "web/page.h"

enum method { M_GET, M_POST, M_PUT, M_DELETE };

/* How far the route reaches: PUBLIC or ACCOUNT alone, else for every role it lets in the scope that
 * binds that role (route_scope): SCOPE_FAMILY | SCOPE_SCHOOL for guardians and clerks. Every
 * statement behind the handler must restrict to it; the access test holds roles against scopes, and
 * walks every role × route × object and holds the answers against them. Unset (0) stops the
 * start-up. */
enum scope {
	SCOPE_UNSET,
	SCOPE_PUBLIC = 1 << 0,   /* no login, no personal data */
	SCOPE_ACCOUNT = 1 << 1,  /* the caller's own account */
	SCOPE_FAMILY = 1 << 2,   /* the guardian's own children */
	SCOPE_TEACHING = 1 << 3, /* the teacher's own offerings and sittings */
	SCOPE_CLASS = 1 << 4,    /* the class head's class and own sittings */
	SCOPE_SCHOOL = 1 << 5,   /* the caller's school */
	SCOPE_AGENCY = 1 << 6,   /* the caller's agency */
	SCOPE_COUNTY = 1 << 7,   /* the caller's county */
	SCOPE_CITY = 1 << 8,
};
typedef uint32_t scopes_t; /* a set of them */

/* --- inputs: one table parses form, query and JSON alike, and feeds OpenAPI ------------------ */

enum in_type {
	IN_STR,      /* struct str; min/max count code points */
	IN_I64,      /* int64_t; min/max */
	IN_ID,       /* any X_id */
	IN_MONEY,    /* struct money; form: yuan text, JSON: integer fen under NAME_fen */
	IN_DATE,     /* struct date */
	IN_TIME,     /* struct clock_time */
	IN_BOOL,     /* bool; form "1"/"on", JSON true/false */
	IN_CHOICE,   /* struct str, one of `choices` (NULL-terminated) */
	IN_ID_LIST,  /* struct in_ids; repeated form field / JSON array of strings */
	IN_STR_LIST, /* struct in_strs; likewise, each at most 200 code points */
	IN_ROWS, /* struct in_rows; JSON array of objects by `rows` / form fields NAME.0.field … */
	IN_FILE, /* struct in_file; multipart upload */
	IN_REST, /* nothing: a form may hold further fields, asked for by req_typed() */
};

struct in_ids {
	int64_t *v;
	size_t n;
};
struct in_strs {
	struct str *v;
	size_t n;
};
struct in_rows {
	void *v; /* array of the row struct */
	size_t n;
};
struct in_file {
	struct str name; /* as sent; only for display */
	struct str bytes;
};

struct input;
struct in_field {
	const char *name;
	enum in_type type;
	bool required;
	int64_t min, max;   /* by type; max 0 = the type's default (IN_STR 200, lists 512) */
	enum text_id label; /* how messages call the field */
	const char *const *choices;
	const char *words; /* what the texts of choices begin with, as in pay.channel.wechat: pages
	                      say these; the API the choices */
	const struct input *rows; /* IN_ROWS */
	size_t offset;            /* offsetof(struct …, member) */
};
struct input {
	const char *name; /* schema name in OpenAPI: "EnrolmentCreate" */
	size_t size;      /* sizeof the struct that is filled */
	const struct in_field *fields;
	size_t n;
	int64_t max_bytes; /* body ceiling; 0 = 64 KiB */
};

/* --- answers: one table a JSON answer, for OpenAPI and the tests that hold answers against it ---
 */

enum ans_type {
	ANS_STR,
	ANS_ID, /* a string, as 64 bits do not fit a double */
	ANS_I64,
	ANS_BOOL,
	ANS_DATE,    /* YYYY-MM-DD */
	ANS_TIME,    /* HH:MM */
	ANS_INSTANT, /* RFC 3339 */
	ANS_OBJECT,  /* by `of` */
	ANS_LIST,    /* of objects by `of` */
	ANS_ANY,     /* another standard says what it is */
};

struct answer;
struct ans_field {
	const char *name; /* as written; money ends in _fen and is an ANS_I64 */
	enum ans_type type;
	bool null;  /* may be null */
	bool maybe; /* may be missing */
	const struct answer *of;
};
struct answer {
	const char *name; /* schema name in OpenAPI: "Enrolment" */
	const struct ans_field *fields;
	size_t n; /* 0: an object of any members */
};
#define ANSWER(schema, array)                                                                      \
	{                                                                                          \
		(schema), (array), sizeof(array) / sizeof((array)[0])                              \
	}
/* The members of a list: its items and where the next part begins. */
#define ANS_ITEMS(each)                                                                            \
	{.name = "items", .type = ANS_LIST, .of = &(each)},                                        \
	{                                                                                          \
		.name = "next", .type = ANS_ID, .null = true                                       \
	}

/* --- requests and replies --------------------------------------------------------------------- */

struct req; /* opaque; one request */

/* The parsed input of the route's tables: `input` for POST/PUT bodies, `query` for the query
 * string. Absent optional fields hold the type's none value (zero, STR_NONE, DATE_NONE, TIME_NONE).
 * NULL where the route declares no such table. */
const void *req_input(const struct req *r);
const void *req_query(const struct req *r);
/* A path parameter of the pattern "/pupils/{pupil}/bills". When it is no number the dispatcher has
 * already answered 404. */
int64_t req_id(const struct req *r, const char *name);
/* What the user typed in a form field, to show a refused form again (never lose what was typed). */
struct str req_typed(const struct req *r, const char *field);
/* All that was chosen under one name (boxes), a blank between; empty when nothing was. */
struct str req_typed_all(const struct req *r, const char *field, struct arena *a);
/* The idempotency key of this write and what it was asked for (path and body), for
 * store_write_once(). */
struct store_once req_once(const struct req *r,
                           enum err (*answer)(struct ctx *c, void *arg, struct out *o));
bool req_wants_json(const struct req *r); /* under /api/ */
struct str req_path(const struct req *r);
/* The address of the page that is shown: the request's own; of a form that is shown again that of
 * the page it stands on, so that what leads on from there does not lead to the form's. */
struct str req_page(const struct req *r);
struct str req_cookie(const struct req *r, const char *name);
/* Of a raw route: the body as it came, and a header's value; STR_NONE when it is absent or stands
 * there twice. */
struct str req_body(const struct req *r);
struct str req_header(const struct req *r, const char *name);
/* The caller's address as text, for rate limits only: never stored, never logged. web_dispatch_test
 * takes it from the header "X-Test-Address", else "127.0.0.1". */
struct str req_address(const struct req *r);

struct reply; /* opaque */

enum layout { LAYOUT_BARE, LAYOUT_GUARDIAN, LAYOUT_STAFF };
typedef void (*render_fn)(struct page *p, const void *view);
#define RENDER(fn) ((render_fn)(fn))
/* A page from a template, inside a layout (which shows title, account, role switch, menu, language,
 * one-time notice). */
enum err reply_page(struct ctx *c, struct reply *w, enum layout l, enum text_id title,
                    render_fn body, const void *view);
/* Before reply_page(): where the arrow of a guardian's page leads; without it the menu entry the
 * page stands under. A refusal that comes after it leads back there too. */
void reply_back(struct reply *w, struct str path);
/* After a successful form post: 303 to a path of ours, with a one-time notice at the top. */
enum err reply_see(struct ctx *c, struct reply *w, struct str path, enum text_id flash);
/* 303 to the page of WeChat that asks its user's own chat who it is (scope snsapi_base), and to no
 * other page of anybody: it comes back to `path` of ours with `code` and `state` in the query. No
 * form may lead there (form-action 'self'), so the route is a GET behind a plain link. `open` is
 * https://open.weixin.qq.com, or a loopback gateway of a test; E_BROKEN for anything else. */
struct wechat_visit {
	struct str open, appid, path, state;
};
enum err reply_see_wechat(struct ctx *c, struct reply *w, const struct wechat_visit *v);
/* JSON: status and a writer; the handler opens and closes the outer value. */
struct json *reply_json(struct ctx *c, struct reply *w, int status);
enum err reply_json_raw(struct ctx *c, struct reply *w, int status, struct str json);
/* A file the browser saves: name in UTF-8 (RFC 6266/8187); bytes are copied. */
enum err reply_file(struct ctx *c, struct reply *w, struct str name, const char *mime,
                    struct str bytes);
/* Is .csv asked for? */
bool reply_csv(const struct reply *w);
/* A workbook that is written to its end here, as "title.xlsx". */
struct sheet_writer;
enum err reply_sheet(struct ctx *c, struct reply *w, struct str title, struct sheet_writer **s);
enum err reply_empty(struct ctx *c, struct reply *w, int status);
/* A body of this media type, as it is. */
enum err reply_text(struct ctx *c, struct reply *w, int status, const char *mime, struct str body);
/* An image or document of ours that the browser shows in its place. */
enum err reply_inline(struct ctx *c, struct reply *w, const char *mime, struct str bytes);
void reply_header(struct reply *w, const char *name, struct str value);
void reply_status(struct reply *w, int status);
/* HttpOnly, SameSite=Lax, Path=/; over TLS it is Secure and its name bears __Host-, which
 * req_cookie() looks for as well. Age 0 takes it back. The login session's cookie is WEB_SESSION.
 */
#define WEB_SESSION "session"
void reply_cookie(struct ctx *c, struct reply *w, const char *name, struct str value,
                  int64_t max_age_s);

/* A handler that fails and has set no reply gets the standard refusal: problem+json under /api/, a
 * page otherwise (code, what happened, rule and document, found, allowed, what to do). To show a
 * form again instead: render it with its `part_errors` from page_errors() and reply_status(). */
int fault_status(const struct fault *f);

/* --- routes ------------------------------------------------------------------------------------
 */

typedef enum err (*handler_fn)(struct ctx *c, struct req *r, struct reply *w);

/* The menu of a desk in sections, each under its heading; the first has none. */
enum menu_section {
	MENU_FIRST,    /* what the day asks for */
	MENU_SERVICES, /* what is offered, and who takes it */
	MENU_FEES,     /* what families owe, pay and get back */
	MENU_BOOKS,    /* ledger, funds, agencies' money, the bank, the audit */
	MENU_PAY,      /* the subsidy of staff */
	MENU_PLACES,   /* schools, classes, people, agencies */
	MENU_RULES,    /* rule sets, settings, the calendar's frame */
	MENU_WORK,     /* tables sent in, reports, work going on, messages */
	MENU_SECTION_COUNT
};
#define MENU_SECTION         100
#define MENU(section, order) (MENU_##section * MENU_SECTION + (order))

struct route {
	enum method method;
	/* "/api/v1/enrolments/{enrolment}"; what ends in ".{format}" is there as .xlsx and as .csv
	 * (web/listing.h). */
	const char *path;
	roles_t allowed;
	scopes_t scope;
	handler_fn run;
	const struct input *input;   /* POST/PUT body */
	const struct input *query;   /* query string */
	const char *summary;         /* English, for OpenAPI */
	const struct answer *answer; /* of the API, when it went well; NULL = no body */
	enum text_id nav;            /* menu entry; TEXT_NONE = not in a menu */
	int menu;                    /* place in the menu: MENU(section, order) */
	/* Pages: shows the form again (with req_typed() and page_errors()) when the input cannot be
	 * read or `run` fails; runs inside a read transaction, c->fault says why, the status is
	 * set. NULL: the standard refusal. */
	handler_fn again;
	/* > 0: a POST by another system (a payment channel's notice). The body, of at most so many
	 * bytes, is kept as it came for req_body(), the headers for req_header(). There is no form,
	 * no input table, no token, no key and no login: the handler trusts only what it verifies
	 * itself. Such a route is public, and answers by reply_text(). */
	int64_t raw_max;
};

/* What of the route's scopes binds this role: a teacher by SCOPE_TEACHING and a class head by
 * SCOPE_CLASS where that is declared, else both by SCOPE_SCHOOL. SCOPE_UNSET: none does. */
enum scope route_scope(const struct route *r, enum role role);

/* Every room exports one table (`extern const struct routes enrolment_routes;`); src/main lists
 * them. */
struct routes {
	const struct route *v;
	size_t n;
};
#define ROUTES(array)                                                                              \
	{                                                                                          \
		(array), sizeof(array) / sizeof((array)[0])                                        \
	}

/* --- serving ------------------------------------------------------------------------------------
 */

/* What the frame of every page shows of the caller. */
struct web_who {
	struct str person; /* the account's name */
	struct str place;  /* school or county of the present role; a guardian's children */
	bool many_roles;   /* then /roles is offered */
};

/* How web learns who is calling, without knowing logins: auth gives these. */
struct web_auth {
	/* Resolve a token (cookie or bearer) to an actor; cached inside. E_DENIED when it is not
	 * valid. ret_csrf may be NULL. */
	enum err (*resolve)(struct ctx *c, struct str token, struct actor *ret_actor,
	                    enum lang *ret_lang, struct str *ret_csrf);
	/* Name, place and choice of the caller, for the frame of a page; inside a read transaction.
	 * May be NULL. */
	enum err (*describe)(struct ctx *c, struct web_who *ret_who);
};

struct web_options {
	const char *listen; /* "127.0.0.1:8080" */
	struct store *store;
	const struct env *env;
	const struct web_auth *auth;
	const struct routes *const *tables;
	size_t n_tables;
	uint32_t max_connections; /* 0 = 2048; fewer where the system grants fewer open files */
	uint32_t max_per_address; /* 0 = 1024: a school sits behind one address */
	const char
		*public_origin; /* "https://kehou.example": what Origin must be; NULL = the Host */
	bool secure_cookies;    /* __Host- cookies need TLS in front; off on plain loopback */
	bool trust_forwarded;   /* behind nginx on loopback: X-Forwarded-For gives the address */
	const struct log *log;  /* one line a request; NULL = none */
	/* Requests a second (and at once) of one account, and of one address that is not logged in;
	 * 0 = default, -1 = no limit. The machine itself (loopback, without a proxy) has none. */
	int64_t account_rate, address_rate;
};
struct web;
enum err web_start(struct ctx *c, const struct web_options *o, struct web **ret_w);
void web_drain(struct web *w); /* stop accepting, finish what runs */
void web_stop(struct web **w);
uint16_t web_port(const struct web *w);

/* Tests: one request through the whole dispatcher without a socket. `headers` are "Name: value\n".
 */
struct web_answer {
	int status;
	struct str body;
	struct str headers;
};
enum err web_dispatch_test(struct web *w, struct arena *a, const char *method, const char *target,
                           struct str headers, struct str body, struct web_answer *ret_a);

#endif
