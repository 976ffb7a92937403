/* The pages and the API of imports through the whole dispatcher: who may, what is refused. */
#include "world.h"
#include "../docs/pack_make.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "people/routes.h"

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &import_routes};

	return kit_web_open(c, tables, 3);
}

#define EDGE "kehou-edge-7f3a"

static struct str multipart(struct kit_web *b, const char *kind, const char *name, struct str bytes,
                            const char *key)
{
	struct ctx *c = b->c;
	struct str head = str_printf(
		c->arena,
		"--" EDGE "\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%.*s\r\n"
		"--" EDGE "\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\n%s\r\n"
		"--" EDGE "\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n"
		"--" EDGE
		"\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n",
		STR_FMT(b->csrf), key, kind, name);
	struct str tail = S("\r\n--" EDGE "--\r\n");
	char *p = NEW_N(c->arena, head.n + bytes.n + tail.n, char);

	assert_non_null(p);
	memcpy(p, head.p, head.n);
	memcpy(p + head.n, bytes.p, bytes.n);
	memcpy(p + head.n + bytes.n, tail.p, tail.n);
	return (struct str){p, head.n + bytes.n + tail.n};
}

/* The status of sending a file as the form does. */
static int send_key(struct kit_web *b, const char *kind, const char *name, struct str bytes,
                    const char *key)
{
	struct str headers = str_printf(
		b->c->arena,
		"Cookie: %s=%.*s; lang=zh\nContent-Type: multipart/form-data; boundary=" EDGE "\n",
		WEB_SESSION, STR_FMT(b->token));

	kit_web_get(b, "/school/imports/new");
	assert_ok(web_dispatch_test(b->w, b->c->arena, "POST", "/school/imports", headers,
	                            multipart(b, kind, name, bytes, key), &b->a));
	return b->a.status;
}

static int send_file(struct kit_web *b, const char *kind, const char *name, struct str bytes)
{
	static int made;

	return send_key(b, kind, name, bytes,
	                str_c(b->c->arena, str_printf(b->c->arena, "send-%d", ++made)));
}

static int send_api(struct kit_web *b, const char *kind, struct str bytes)
{
	struct str headers = str_printf(
		b->c->arena,
		"Authorization: Bearer %.*s\nContent-Type: multipart/form-data; boundary=" EDGE
		"\n",
		STR_FMT(b->token));
	struct str head = str_printf(
		b->c->arena,
		"--" EDGE "\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n"
		"--" EDGE
		"\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
		kind);
	struct str body = str_printf(b->c->arena, "%.*s%.*s\r\n--" EDGE "--\r\n", STR_FMT(head),
	                             STR_FMT(bytes));

	assert_ok(web_dispatch_test(b->w, b->c->arena, "POST", "/api/v1/imports", headers, body,
	                            &b->a));
	return b->a.status;
}

static const char *path_c(struct kit_web *b, struct str path, const char *more)
{
	return str_c(b->c->arena, str_printf(b->c->arena, "%.*s%s", STR_FMT(path), more));
}

static void run_jobs(struct ctx *c)
{
	static const struct job_kinds *const kinds[] = {&import_jobs};
	struct actor was = c->actor;
	bool ran = true;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	while (ran)
		assert_ok(jobs_step(c, kinds, 1, &ran));
	c->actor = was;
}

static void a_clerk_sends_looks_takes_in_and_takes_back_R2(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_web b = open_web(c);
	struct str at;

	kit_web_login(&b, &h.leader);
	assert_int_equal(kit_web_get(&b, "/school/imports"), 200);
	assert_true(kit_web_shows(&b, "下载模板"));
	assert_int_equal(send_file(&b, "pupils", "名单.xlsx", fixture(c, "roster-2000.xlsx")), 303);
	at = kit_web_header(&b, "Location");
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "")), 200);
	assert_true(kit_web_shows(&b, "导入全部正确的行"));
	assert_true(kit_web_shows(&b, "341502201908210181"));
	assert_true(kit_web_shows(&b, "号码的校验位不对"));
	assert_int_equal(home_pupils(c, &h), 0); /* nothing before the choice */
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "/errors.xlsx")), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_get(&b, path_c(&b, at, ""));
	assert_int_equal(kit_web_post(&b, path_c(&b, at, "/apply"), ""), 303);
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "")), 200);
	assert_true(kit_web_shows(&b, "刷新"));
	run_jobs(c);
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "")), 200);
	assert_true(kit_web_shows(&b, "已导入 1983 行"));
	assert_true(kit_web_shows(&b, "撤销这次导入"));
	assert_int_equal(kit_web_post(&b, path_c(&b, at, "/undo"), ""), 303);
	run_jobs(c);
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "")), 200);
	assert_true(kit_web_shows(&b, "已撤销 1983 行"));
	assert_int_equal(home_pupils(c, &h), 0);
	kit_web_close(&b);
}

static void the_same_form_twice_makes_one_import(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_web b = open_web(c);
	struct str first, file = S(TITLES "三年级,1班,甲,男,,G341503201303050010,,,\n");

	kit_web_login(&b, &h.leader);
	assert_int_equal(send_key(&b, "pupils", "a.csv", file, "same-key"), 303);
	first = kit_web_header(&b, "Location");
	assert_int_equal(send_key(&b, "pupils", "a.csv", file, "same-key"), 303);
	assert_true(str_eq(kit_web_header(&b, "Location"), first));
	assert_int_equal(kit_web_get(&b, "/school/imports"), 200);
	assert_true(kit_web_shows(&b, "/school/imports/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/school/imports/export.xlsx"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	/* applying twice, or after dropping, changes nothing more */
	kit_web_get(&b, path_c(&b, first, ""));
	assert_int_equal(kit_web_post(&b, path_c(&b, first, "/cancel"), ""), 303);
	assert_int_equal(kit_web_post(&b, path_c(&b, first, "/apply"), ""), 409);
	assert_int_equal(home_pupils(c, &h), 0);
	kit_web_close(&b);
}

static void the_api_says_the_same(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_web b = open_web(c);
	struct import_checked x;
	const char *path;

	kit_web_login(&b, &h.leader);
	assert_int_equal(send_api(&b, "pupils",
	                          S(TITLES "三年级,1班,甲,男,,G341503201303050010,,,\n"
	                                   "三年级,9班,乙,男,,G341503201303050011,,,\n")),
	                 201);
	assert_true(kit_web_shows(&b, "\"state\":\"checked\""));
	assert_true(kit_web_shows(&b, "\"new\":1,\"changed\":0,\"same\":0,\"bad\":1"));
	x = home_send(c, &h, &import_pupils,
	              S(TITLES "三年级,9班,乙,男,,G341503201303050011,,,\n"));
	path = str_c(c->arena, str_printf(c->arena, "/api/v1/imports/%lld", (long long)x.id.v));
	assert_int_equal(kit_web_api(&b, "GET", path_c(&b, str_of(path), "/problems"), NULL), 200);
	assert_true(kit_web_shows(&b, "\"row\":2,\"column\":\"班级\",\"value\":\"9班\",\"code\":"
	                              "\"import_class_unknown\""));
	assert_true(kit_web_shows(&b, "\"code\":\"id_check\""));
	assert_int_equal(kit_web_api(&b, "POST", path_c(&b, str_of(path), "/apply"), NULL), 200);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/imports?limit=1", NULL), 200);
	assert_true(kit_web_shows(&b, "\"next\":\""));
	kit_web_close(&b);
}

static void a_teacher_may_not_and_another_schools_import_is_absent(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_web b = open_web(c);
	struct import_checked x = home_send(c, &h, &import_pupils,
	                                    S(TITLES "三年级,1班,甲,男,,G341503201303050010,,,\n"));
	struct str at = str_printf(c->arena, "/school/imports/%lld", (long long)x.id.v);
	const struct actor *no[] = {&h.w->teacher, &h.w->head, &h.w->father, &h.w->agency,
	                            &h.w->county_officer};

	for (size_t i = 0; i < sizeof no / sizeof(no[0]); i++) {
		kit_web_login(&b, no[i]);
		assert_int_equal(kit_web_get(&b, "/school/imports"), 403);
		assert_int_equal(kit_web_get(&b, path_c(&b, at, "")), 403);
		assert_int_equal(kit_web_api(&b, "POST", path_c(&b, at, "/apply"), NULL), 403);
		assert_int_equal(kit_web_api(&b, "GET", "/api/v1/imports", NULL), 403);
	}
	kit_web_login(&b, &h.w->clerk); /* of another school of the county */
	assert_int_equal(kit_web_get(&b, "/school/imports"), 200);
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "")), 404);
	assert_int_equal(kit_web_get(&b, path_c(&b, at, "/errors.xlsx")), 404);
	kit_web_get(&b, "/school/imports/new");
	assert_int_equal(kit_web_post(&b, path_c(&b, at, "/apply"), ""), 404);
	assert_int_equal(kit_web_post(&b, path_c(&b, at, "/cancel"), ""), 404);
	assert_int_equal(kit_web_post(&b, path_c(&b, at, "/undo"), ""), 404);
	c->actor = h.leader;
	assert_str(home_batch(c, x.id).state, "checked");
	kit_web_close(&b);
}

/* --- bad files: each a 4xx that names the field, and nothing stored ------------------------------
 */

static int64_t sent(struct ctx *c, struct kit_web *b)
{
	size_t at;

	(void)c;
	kit_web_api(b, "GET", "/api/v1/imports", NULL);
	return str_find(b->a.body, S("\"id\""), &at) ? 1 : 0;
}

static struct str repeat(struct ctx *c, size_t n, char ch)
{
	char *p = NEW_N(c->arena, n, char);

	assert_non_null(p);
	memset(p, ch, n);
	return (struct str){p, n};
}

static struct str zip_bomb(struct ctx *c)
{
	return make_book(c, repeat(c, (size_t)30 << 20, ' '), STR_NONE);
}

static struct str many_entries(struct ctx *c)
{
	struct made m = make_begin();

	for (int i = 0; i < 100000; i++)
		make_part(&m, str_c(c->arena, str_printf(c->arena, "p%d", i)), S(""));
	return make_end(c, &m);
}

static struct str external_entity(struct ctx *c)
{
	return make_book(
		c,
		S("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM "
	          "\"file:///etc/passwd\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
	          "t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>"),
		STR_NONE);
}

static void every_hostile_or_broken_file_is_refused_and_stores_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_web b = open_web(c);
	struct str whole = fixture(c, "roster-2000.xlsx");
	const struct {
		const char *what;
		struct str bytes;
		const char *says;
	} bad[] = {
		{"zip bomb", zip_bomb(c), "压缩异常"},
		{"entries", many_entries(c), "部件过多"},
		{"external entity", external_entity(c), "外部定义"},
		{"truncated", str_sub(whole, 0, whole.n / 2), "不完整或已损坏"},
		{"picture", S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "不是 Excel"},
		{"NUL", S(TITLES "三年级,1班,甲\0乙,男,,G341503201303050010,,,\n"), "不是文字"},
		{"encoding", S(TITLES "三年级,1班,\xff\xff\xff,男,,G341503201303050010,,,\n"),
	         "编码无法识别"},
		{"empty", S(""), NULL},
		{"no titles", S("甲,乙\n丙,丁\n"), "没有找到表头"},
		{"columns", S("姓名,班级\n甲,1班\n"), "缺少必需的列"},
		{"titles alone", S(TITLES), "表头下面没有内容"},
	};

	kit_web_login(&b, &h.leader);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int status = send_file(&b, "pupils", "a.xlsx", bad[i].bytes);

		if (status < 400 || status > 499)
			fail_msg("%s: %d", bad[i].what, status);
		if (bad[i].says && !kit_web_shows(&b, bad[i].says))
			fail_msg("%s: %.*s", bad[i].what, STR_FMT(b.a.body));
		assert_true(kit_web_shows(&b, "#f-file")); /* the summary leads to the field */
		assert_true(kit_web_shows(&b, "id=\"f-file-error\"")); /* which says it too */
		assert_int_equal(sent(c, &b), 0);
	}
	assert_int_equal(send_file(&b, "nonsense", "a.csv", S("a")), 422);
	assert_int_equal(sent(c, &b), 0);
	kit_web_close(&b);
}

static void fifty_megabytes_are_refused_before_they_are_read(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_web b = open_web(c);
	char *p = malloc((size_t)50 << 20);
	struct str headers;

	assert_non_null(p);
	memset(p, 'a', (size_t)50 << 20);
	kit_web_login(&b, &h.leader);
	headers = str_printf(c->arena,
	                     "Cookie: %s=%.*s; lang=zh\nContent-Type: multipart/form-data; "
	                     "boundary=" EDGE "\n",
	                     WEB_SESSION, STR_FMT(b.token));
	assert_ok(web_dispatch_test(b.w, c->arena, "POST", "/school/imports", headers,
	                            (struct str){p, (size_t)50 << 20}, &b.a));
	assert_int_equal(b.a.status, 413);
	free(p);
	assert_int_equal(sent(c, &b), 0);
	kit_web_close(&b);
}

static void impossible_values_are_bad_rows_that_name_their_column(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s = home_run(
		c, &h, &import_pupils,
		S("班级,姓名,学籍号,出生日期,监护人姓名,监护人手机号\n"
	          "三(1)班,甲,G341503201303050010,2026-02-30,,\n"
	          "三(1)班,乙,9007199254740993,2016-03-05,,\n"
	          "三(1)班,=1+1,G341524201411221026,2014-11-22,家长,90071992547409931234\n"),
		true);

	assert_int_equal(s.bad, 3);
	assert_str(s.problem[0].column, "出生日期");
	assert_string_equal(s.problem[0].code, "import_date");
	assert_str(s.problem[1].column, "学籍号");
	assert_string_equal(s.problem[1].code, "id_length");
	assert_str(s.problem[2].column, "监护人手机号");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_clerk_sends_looks_takes_in_and_takes_back_R2),
		KIT_FACT(the_same_form_twice_makes_one_import),
		KIT_FACT(the_api_says_the_same),
		KIT_FACT(a_teacher_may_not_and_another_schools_import_is_absent),
		KIT_FACT(every_hostile_or_broken_file_is_refused_and_stores_nothing),
		KIT_FACT(fifty_megabytes_are_refused_before_they_are_read),
		KIT_FACT(impossible_values_are_bad_rows_that_name_their_column),
	};

	return KIT_FACTS_RUN("import", facts);
}
