/* Lists of waivers (R2, R5): entered by the school, granted by a second person. */
#include "world.h"
#include "../rulebook/world.h"

#include "money/import.h"
#include "money/waiver.h"

static const struct import_kind *const ALL[] = {&import_pupils, &import_staff, &import_waivers};

#define TITLE "学籍号,姓名,减免类别,证明材料,证明编号,查验日期,开始日期,截止日期\n"
#define RULES                                                                                      \
	"ruleset LOCAL\ntitle \"示例县困难学生减免办法\"\nnumber none\n"                \
	"issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder RS0\n"                   \
	"issued 2026-07-01\neffective 2026-07-01 .. open\n"                                        \
	"\nwaiver poor \"困难学生减半\"\n  category poor orphan\n  of course\n"              \
	"  reduce 50 percent\n  payer county\n  proof required\n  expires 1 year\n"                \
	"  clause \"困难学生凭证明减半\"\n  requirement R5\n"                             \
	"\ndefine dimension residence \"户籍\" of pupil rural \"农村户籍\" urban \"城镇户籍\"\n"

static struct home home_waives(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other, S(RULES));
	import_use(ALL, sizeof ALL / sizeof(ALL[0]));
	as(c, &w->clerk);
	return (struct home){w, {w->county, w->a1}, w->clerk};
}

static bool has(const struct import_summary *s, int64_t row, const char *column, const char *code)
{
	for (size_t i = 0; i < s->problem_n; i++)
		if (s->problem[i].number == row && str_is(s->problem[i].column, column) &&
		    strcmp(s->problem[i].code, code) == 0)
			return true;
	return false;
}

/* 学籍号, name, and what else is said. */
static struct str line(struct ctx *c, const struct kit_people *w, enum kit_pupil pupil,
                       const char *rest)
{
	struct pupil_record r;

	kit_read_as(c, &w->system);
	assert_ok(pupil_record_get(c, w->pupil[pupil], &r));
	store_read_end(c);
	return str_printf(c->arena, "%.*s,%.*s,%s\n", STR_FMT(r.number), STR_FMT(r.name), rest);
}

static struct str file_of(struct ctx *c, struct str a, struct str b)
{
	return str_printf(c->arena, "%s%.*s%.*s", TITLE, STR_FMT(a), STR_FMT(b));
}

static void waivers_of(struct ctx *c, const struct kit_people *w, enum kit_pupil pupil,
                       struct waiver **ret_v, size_t *ret_n)
{
	kit_read_as(c, &w->leader);
	assert_ok(waiver_of_pupil(c, w->pupil[pupil], ret_v, ret_n));
	store_read_end(c);
}

static void r5_a_list_enters_waivers_that_wait_for_a_second_person(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_waives(state);
	struct waiver_grant grant = {.seen = DATE_NONE};
	struct waiver *v;
	size_t n;
	struct str file = file_of(
		c, line(c, h.w, LI, "孤儿,儿童福利证,示例-0001,2026/8/20,2026-09-01,2027-01-31"),
		line(c, h.w, WANG, "poor,低保证,示例-0002,,,"));
	struct import_summary s;

	as(c, &h.w->clerk);
	s = home_run(c, &h, &import_waivers, file, false);
	assert_int_equal(s.done, 2);
	assert_int_equal(s.bad, 0);
	waivers_of(c, h.w, LI, &v, &n);
	assert_int_equal(n, 1);
	assert_str(v->state, "asked");
	assert_str(v->category, "orphan");
	assert_str(v->proof, "儿童福利证");
	assert_str(v->number, "示例-0001");
	assert_str(date_text(c->arena, v->seen), "2026-08-20");
	assert_str(date_text(c->arena, v->ends), "2027-01-31");
	grant.waiver = v->id;
	assert_fault(c, kit_try_as(c, &h.w->clerk, &waiver_grant_verb, &grant), E_REFUSED,
	             "waiver_own");
	assert_ok(kit_try_as(c, &h.w->leader, &waiver_grant_verb, &grant));
	as(c, &h.w->clerk);
	s = home_run(c, &h, &import_waivers, file, false); /* one waits, one holds */
	assert_int_equal(s.same, 2);
	assert_int_equal(s.added, 0);
}

static void what_the_command_line_enters_anybody_of_the_office_may_grant(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_waives(state);
	struct waiver_grant grant = {.seen = DATE_NONE};
	struct waiver *v;
	size_t n;
	struct str file = file_of(c, line(c, h.w, LI, "孤儿,儿童福利证,,,,"), S(""));

	as(c, &h.w->system);
	assert_int_equal(home_run(c, &h, &import_waivers, file, false).done, 1);
	waivers_of(c, h.w, LI, &v, &n);
	grant.waiver = v->id;
	assert_ok(kit_try_as(c, &h.w->clerk, &waiver_grant_verb, &grant));
}

static void bad_rows_name_column_and_reason_and_nothing_is_entered(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_waives(state);
	struct import_summary s;
	struct waiver *v;
	size_t n;
	struct str li = line(c, h.w, LI, "富裕,,,,,");
	struct str wang = line(c, h.w, WANG, "孤儿,,,2026-02-30,,");
	struct str chen = line(c, h.w, CHEN_YI, "孤儿,,,2027-12-31,,");
	struct str late = line(c, h.w, ZHAO, "孤儿,,,,2026-10-01,2026-09-01");
	struct str number = li, name = S("别名");

	number = str_cut(&number, ',');
	as(c, &h.w->clerk);
	s = home_run(c, &h, &import_waivers,
	             str_printf(c->arena,
	                        "%s%.*s%.*s%.*s%.*s%.*s,%.*s,孤儿,,,,,\n"
	                        "L349901201709019999,无名,孤儿,,,,,\n",
	                        TITLE, STR_FMT(li), STR_FMT(wang), STR_FMT(chen), STR_FMT(late),
	                        STR_FMT(number), STR_FMT(name)),
	             true);
	assert_int_equal(s.bad, 6);
	assert_true(has(&s, 2, "减免类别", "import_choice"));
	assert_true(has(&s, 3, "查验日期", "import_date"));
	assert_true(has(&s, 4, "查验日期", "bad_input"));
	assert_true(has(&s, 5, "截止日期", "bad_input"));
	assert_true(has(&s, 6, "姓名", "import_pupil_name"));
	assert_true(has(&s, 7, "学籍号", "import_pupil_unknown"));
	waivers_of(c, h.w, WANG, &v, &n);
	assert_int_equal(n, 0);
}

static void pupils_of_another_school_are_nobody_here(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_waives(state);
	struct str file = file_of(c, line(c, h.w, LI, "孤儿,,,,,"), S(""));
	struct import_summary s;

	h.place.school = h.w->a2;
	as(c, &h.w->clerk2);
	s = home_run(c, &h, &import_waivers, file, true);
	assert_int_equal(s.bad, 1);
	assert_true(has(&s, 2, "学籍号", "import_pupil_unknown"));
}

static void taking_an_import_back_leaves_what_was_decided(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_waives(state);
	struct waiver_grant grant = {.seen = DATE_NONE};
	struct waiver *v;
	struct batch b;
	size_t n;
	struct str file = file_of(c, line(c, h.w, LI, "孤儿,儿童福利证,,,,"),
	                          line(c, h.w, WANG, "poor,低保证,,,,"));
	import_id id;

	as(c, &h.w->clerk);
	id = home_send(c, &h, &import_waivers, file).id;
	assert_int_equal(home_apply(c, id).done, 2);
	waivers_of(c, h.w, LI, &v, &n);
	grant.waiver = v->id;
	assert_ok(kit_try_as(c, &h.w->leader, &waiver_grant_verb, &grant));
	as(c, &h.w->clerk);
	b = home_undo(c, id);
	assert_int_equal(b.undone, 1);
	assert_int_equal(b.kept, 1);
	waivers_of(c, h.w, LI, &v, &n);
	assert_str(v->state, "granted");
	waivers_of(c, h.w, WANG, &v, &n);
	assert_str(v->state, "withdrawn");
	assert_str(v->reason, "导入已撤销");
	c->lang = LANG_EN; /* read in the reader's language, whoever took it back */
	waivers_of(c, h.w, WANG, &v, &n);
	assert_str(v->reason, "The import was taken back");
	c->lang = LANG_ZH;
	assert_int_equal(kit_audited(c, "waiver_withdrawn", "waiver", v->id.v), 1);
}

static void R24_a_list_enters_what_the_documents_ask_of_pupils_by_its_words(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_waives(state);
	struct str file = file_of(c, line(c, h.w, LI, "户籍：农村户籍,户口簿,示例-0003,,,"),
	                          line(c, h.w, WANG, "residence=urban,户口簿,示例-0004,,,"));
	struct waiver *v;
	struct import_summary s;
	size_t n;

	as(c, &h.w->clerk);
	s = home_run(c, &h, &import_waivers, file, false);
	assert_int_equal(s.done, 2);
	waivers_of(c, h.w, LI, &v, &n);
	assert_int_equal(n, 1);
	assert_str(v[0].category, "residence=rural");
	assert_str(v[0].label, "户籍：农村户籍");
	as(c, &h.w->clerk);
	s = home_run(c, &h, &import_waivers,
	             file_of(c, line(c, h.w, CHEN_YI, "户籍：月球,户口簿,示例-0005,,,"), S("")),
	             false);
	assert_int_equal(s.bad, 1);
	assert_true(has(&s, 2, "减免类别", "import_choice"));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R24_a_list_enters_what_the_documents_ask_of_pupils_by_its_words),
		KIT_FACT(r5_a_list_enters_waivers_that_wait_for_a_second_person),
		KIT_FACT(what_the_command_line_enters_anybody_of_the_office_may_grant),
		KIT_FACT(bad_rows_name_column_and_reason_and_nothing_is_entered),
		KIT_FACT(pupils_of_another_school_are_nobody_here),
		KIT_FACT(taking_an_import_back_leaves_what_was_decided),
	};

	return KIT_FACTS_RUN("import waivers", facts);
}
