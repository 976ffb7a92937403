/* Rosters (R2): the 2,000 rows of which exactly 17 are bad, and what becomes of the others. */
#include "world.h"

#include "docs/xlsx_write.h"
#include "people/guardian.h"

/* The side list's words for what the catalogue calls otherwise. */
static const struct {
	const char *reason, *code;
} REASONS[] = {
	{"check_digit", "id_check"},
	{"date_impossible", "id_date"},
	{"length_wrong", "id_old"},
	{"name_missing", "import_missing"},
	{"class_unknown", "import_class_unknown"},
	{"pupil_number_twice", "import_twice"},
	{"sex_unknown", "import_choice"},
	{"school_code_wrong", "import_other_school"},
};

static bool reason_fits(struct str reason, struct str what)
{
	for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
		if (str_is(reason, REASONS[i].reason))
			return str_eq(fault_lookup(REASONS[i].code)->title[LANG_ZH], what);
	/* a phone may be too short, begin wrongly or hold words */
	return str_is(reason, "phone_wrong") &&
	       (str_eq(what, fault_lookup("phone_length")->title[LANG_ZH]) ||
	        str_eq(what, fault_lookup("phone_kind")->title[LANG_ZH]) ||
	        str_eq(what, fault_lookup("phone_character")->title[LANG_ZH]));
}

static void assert_seventeen(struct ctx *c, const struct import_summary *s)
{
	struct table *t = open_fixture(c, "roster-2000.bad.csv");
	const struct table_row *r = next_row(c, t, 1);

	assert_int_equal(s->problem_n, 17);
	for (size_t i = 0; i < 17; i++) {
		const struct import_found *f = &s->problem[i];
		int64_t row;

		assert_ok(table_next(c, t, &r));
		assert_non_null(r);
		assert_true(str_i64(table_cell(r, 0).text, &row));
		assert_int_equal(f->number, row);
		assert_str(f->column, str_c(c->arena, table_cell(r, 1).text));
		assert_true(
			str_eq(str_trim(f->value),
		               str_trim(table_cell(r, 2).text.p ? table_cell(r, 2).text : S(""))));
		if (!reason_fits(table_cell(r, 3).text, f->what))
			fail_msg("row %lld: %.*s", (long long)f->number, STR_FMT(f->what));
		assert_true(f->mend.n > 0);
	}
	assert_no_more(c, t);
	table_close(&t);
}

static void exactly_the_17_bad_rows_of_2000_are_named_R2(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s =
		home_run(c, &h, &import_pupils, fixture(c, "roster-2000.xlsx"), true);

	assert_int_equal(s.rows, 2000);
	assert_int_equal(s.bad, 17);
	assert_int_equal(s.added, 1983);
	assert_seventeen(c, &s);
	assert_int_equal(home_pupils(c, &h), 0); /* a dry run changes nothing */
}

static void the_same_file_twice_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s =
		home_run(c, &h, &import_pupils, fixture(c, "roster-2000-gbk.csv"), false);

	assert_int_equal(s.done, 1983);
	assert_int_equal(s.failed, 0);
	assert_seventeen(c, &s);
	assert_int_equal(home_pupils(c, &h), 1983);
	s = home_run(c, &h, &import_pupils, fixture(c, "roster-2000.xlsx"), false);
	assert_int_equal(s.added, 0);
	assert_int_equal(s.changed, 0);
	assert_int_equal(s.same, 1983);
	assert_int_equal(s.bad, 17);
	assert_int_equal(s.done, 0);
}

static void the_error_workbook_holds_those_rows_and_can_be_sent_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(c, &h, &import_pupils, fixture(c, "roster-2000.xlsx"));
	struct batch b = home_batch(c, x.id);
	struct import_summary s;
	const struct table_row *r;
	struct table *t;
	struct out o;
	int rows = 0;

	out_init(&o, 8 << 20);
	assert_ok(store_read_begin(c));
	assert_ok(book_errors(c, &b, &o));
	store_read_end(c);
	assert_ok(table_open(c, out_str(&o), S("file"), NULL, &t));
	r = next_row(c, t, 1);
	assert_int_equal(r->n, 11);
	assert_cell(r, 3, CELL_TEXT, "姓名");
	assert_cell(r, 10, CELL_TEXT, "错误原因");
	for (assert_ok(table_next(c, t, &r)); r; rows++) {
		assert_true(str_some(table_cell(r, 10).text));
		assert_ok(table_next(c, t, &r));
	}
	assert_int_equal(rows, 17);
	table_close(&t);
	s = home_run(c, &h, &import_pupils, out_str(&o), true);
	assert_int_equal(s.rows, 17);
	/* the first of each pair is not in this file: the two that were there twice are good alone
	 */
	assert_int_equal(s.bad, 15);
	out_free(&o);
}

static void rosters_of_openpyxl_and_libreoffice_say_the_same(void **state)
{
	static const char *const files[] = {"roster-openpyxl-text.xlsx", "roster-libreoffice.xlsx",
	                                    "roster-utf8.csv"};
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));

	for (size_t i = 0; i < sizeof files / sizeof(files[0]); i++) {
		struct import_summary s =
			home_run(c, &h, &import_pupils, fixture(c, files[i]), true);

		assert_int_equal(s.rows, 9);
		assert_int_equal(s.added, 6);
		/* a phone of ten digits; a wrong check digit in both numbers; no pupil number and a
		 * birth of 1920 */
		assert_int_equal(s.bad, 3);
		assert_int_equal(s.problem_n, 5);
	}
}

/* The class was merged downwards, and CSV keeps it in the first row alone. */
static void a_class_that_csv_lost_is_asked_for_not_guessed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s =
		home_run(c, &h, &import_pupils, fixture(c, "roster-gb18030.csv"), true);
	int asked = 0;

	assert_int_equal(s.rows, 9);
	for (size_t i = 0; i < s.problem_n; i++)
		asked += str_is(s.problem[i].column, "班级") && !str_some(s.problem[i].value);
	assert_int_equal(asked, 7);
	assert_int_equal(s.added, 1);
}

static void numbers_that_lost_digits_are_refused_not_guessed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s =
		home_run(c, &h, &import_pupils, fixture(c, "roster-openpyxl-number.xlsx"), true);
	size_t lost = 0;

	for (size_t i = 0; i < s.problem_n; i++)
		lost += str_eq(s.problem[i].what,
		               fault_lookup("import_number_lost")->title[LANG_ZH]);
	assert_int_equal(lost, 6); /* all that were typed as numbers; an X keeps a text a text */
	assert_int_equal(s.added, 2);
}

static void two_pupils_of_the_same_name_in_one_class_are_two(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s =
		home_run(c, &h, &import_pupils, fixture(c, "roster-openpyxl-text.xlsx"), false);
	struct pupil_filter f = {0};
	struct pupil_line *v;
	int64_t total, same = 0;
	size_t n;

	assert_int_equal(s.done, 6);
	assert_ok(store_read_begin(c));
	assert_ok(pupil_page(c, h.place.school, &f, &v, &n, &total));
	for (size_t i = 0; i < n; i++)
		same += str_is(v[i].name, "同名生");
	assert_int_equal(same, 2);
	store_read_end(c);
}

#define ONE "三年级,1班,示例甲,男,341503201303050010,G341503201303050010,示例父,19900000001,父亲\n"

static void a_row_with_another_class_moves_the_pupil(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s;
	struct pupil_record r;
	pupil_id id;
	bool found;

	home_run(c, &h, &import_pupils, S(TITLES ONE), false);
	s = home_run(
		c, &h, &import_pupils,
		S(TITLES "三年级,三(2)班,示例甲,男,,G341503201303050010,示例母,19900000002,母亲\n"),
		false);
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.done, 1);
	assert_ok(store_read_begin(c));
	assert_ok(pupil_find_by_number(c, h.place.county, S("G341503201303050010"), &id, &found));
	assert_true(found);
	assert_ok(pupil_record_get(c, id, &r));
	assert_str(r.class_name, "三年级(2)班");
	assert_str(date_text(c->arena, r.born), "2013-03-05"); /* stays */
	assert_false(str_some(r.id_number));                   /* checked, not kept */
	store_read_end(c);
}

static void undoing_removes_what_was_made_with_its_guardians(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(c, &h, &import_pupils, S(TITLES ONE));
	struct import_summary s;
	struct batch b;

	home_apply(c, x.id);
	assert_int_equal(home_pupils(c, &h), 1);
	b = home_undo(c, x.id);
	assert_str(b.state, "undone");
	assert_int_equal(b.undone, 1);
	assert_int_equal(home_pupils(c, &h), 0);
	/* and it can come in again, guardian and all */
	s = home_run(c, &h, &import_pupils, S(TITLES ONE), false);
	assert_int_equal(s.added, 1);
	assert_int_equal(s.done, 1);
	kit_actor(c, "19900000001", ROLE_GUARDIAN, h.place.county);
	s = home_run(c, &h, &import_pupils, S(TITLES ONE), false);
	assert_int_equal(s.same, 1);
}

static void undoing_brings_a_changed_pupil_back(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x;
	struct import_summary s;
	struct batch b;

	home_run(c, &h, &import_pupils, S(TITLES ONE), false);
	x = home_send(
		c, &h, &import_pupils,
		S(TITLES "三年级,2班,示例甲改,女,,G341503201303050010,示例母,19900000002,母亲\n"));
	home_apply(c, x.id);
	b = home_undo(c, x.id);
	assert_int_equal(b.undone, 1);
	assert_int_equal(b.kept, 0);
	s = home_run(c, &h, &import_pupils, S(TITLES ONE), true);
	assert_int_equal(s.same, 1);
}

static void what_was_changed_since_is_kept_with_its_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(
		c, &h, &import_pupils,
		S(TITLES ONE "三年级,1班,示例乙,女,341524201411221026,G341524201411221026,,,\n"));
	struct pupil_change change = {.name = S("示例改")};
	struct batch b;
	bool found;

	home_apply(c, x.id);
	assert_ok(store_read_begin(c));
	assert_ok(pupil_find_by_number(c, h.place.county, S("G341503201303050010"), &change.pupil,
	                               &found));
	store_read_end(c);
	kit_do(c, &pupil_change_verb, &change);
	b = home_undo(c, x.id);
	assert_int_equal(b.undone, 1);
	assert_int_equal(b.kept, 1);
	assert_int_equal(home_pupils(c, &h), 1);
}

static void a_pupil_somebody_depends_on_is_kept(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(c, &h, &import_pupils, S(TITLES ONE));
	struct kit_db *db = ((struct kit *)*state)->more;
	pupil_id id;
	bool found;
	struct batch b;

	home_apply(c, x.id);
	assert_ok(store_read_begin(c));
	assert_ok(pupil_find_by_number(c, h.place.county, S("G341503201303050010"), &id, &found));
	store_read_end(c);
	kit_db_stop(c);
	kit_db_run(db,
	           str_c(c->arena,
	                 str_printf(c->arena,
	                            "INSERT INTO application (id, county, offering, pupil, state, "
	                            "account, channel, device, self_purchase, at) VALUES "
	                            "(1, 1, 1, %lld, 'accepted', 1, 'page', '', 0, %lld)",
	                            (long long)id.v, (long long)c->now.us + 1)));
	assert_ok(kit_db_start(c, db));
	b = home_undo(c, x.id);
	assert_int_equal(b.undone, 0);
	assert_int_equal(b.kept, 1);
	assert_int_equal(home_pupils(c, &h), 1);
}

static void after_a_day_it_is_too_late_to_undo(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(c, &h, &import_pupils, S(TITLES ONE));

	home_apply(c, x.id);
	kit_advance(state, INT64_C(86400000000) + 1);
	assert_fault(c, store_write(c, &import_undo_verb, &x.id), E_REFUSED, "import_undo_late");
	assert_int_equal(home_pupils(c, &h), 1);
}

/* The kind as it is, but the machine stops in the middle of the fourth step. */
static int steps_left;

static enum err apply_and_die(struct ctx *c, void *state, struct import_row *row, size_t n,
                              size_t *ret_failed)
{
	TRY(import_pupils.apply(c, state, row, n, ret_failed));
	return steps_left-- > 0 ? OK : fault_broken(c, "the power went");
}

static void an_import_that_was_cut_off_goes_on_where_it_stopped(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct kit_db *db = ((struct kit *)*state)->more;
	struct import_checked x =
		home_send(c, &h, &import_pupils, fixture(c, "roster-2000-gbk.csv"));
	static const struct job_kinds *const kinds[] = {&import_jobs};
	struct import_kind dying = import_pupils;
	const struct import_kind *const all_dying[] = {&dying};
	struct batch b;
	bool ran = true;

	dying.apply = apply_and_die;
	steps_left = 3;
	import_use(all_dying, 1);
	assert_ok(store_write(c, &import_apply_verb, &x.id));
	assert_int_equal(batch_apply(c, x.id), E_BROKEN);
	kit_db_stop(c);
	import_use(KINDS, sizeof KINDS / sizeof(KINDS[0]));
	assert_ok(kit_db_start(c, db));
	b = home_batch(c, x.id);
	assert_str(b.state, "applying");
	assert_int_equal(b.done, 3 * IMPORT_MANY); /* whole steps, and nothing of the fourth */
	assert_int_equal(home_pupils(c, &h), 3 * IMPORT_MANY);
	while (ran) { /* a new process finds the job */
		c->actor = h.w->system;
		c->fault = (struct fault){0};
		assert_ok(jobs_step(c, kinds, 1, &ran));
	}
	c->actor = h.leader;
	b = home_batch(c, x.id);
	assert_str(b.state, "done");
	assert_int_equal(b.done, 1983);
	assert_int_equal(b.failed, 0);
	assert_int_equal(home_pupils(c, &h), 1983);
	/* and a second runner that comes late finds nothing to do */
	assert_ok(batch_apply(c, x.id));
	assert_int_equal(home_batch(c, x.id).done, 1983);
}

static void a_row_that_is_unfit_by_then_fails_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(
		c, &h, &import_pupils,
		S(TITLES "三年级,1班,示例乙,女,341524201411221026,G341524201411221026,,,\n" ONE));
	struct import_place other = {h.w->county, h.w->a1};
	struct import_summary s;
	struct batch b;

	/* meanwhile another school takes the second pupil in */
	c->actor = h.w->system;
	assert_ok(import_run(c, &other, &import_pupils, S("a.csv"), S(TITLES ONE), false, &s));
	assert_int_equal(s.done, 1);
	c->actor = h.leader;
	b = home_apply(c, x.id);
	assert_str(b.state, "done");
	assert_int_equal(b.done, 1);
	assert_int_equal(b.failed, 1);
}

static void the_template_is_understood_and_its_example_left_out(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_summary s;
	struct table *t;
	struct out o;

	for (size_t i = 0; i < import_kind_count(); i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			c->lang = (enum lang)lang;
			out_init(&o, 8 << 20);
			assert_ok(book_template(c, import_kind_at(i), &o));
			assert_ok(table_open(c, out_str(&o), S("file"), NULL, &t));
			assert_int_equal(next_row(c, t, 1)->n, import_kind_at(i)->column_n);
			table_close(&t);
			s = home_run(c, &h, import_kind_at(i), out_str(&o), true);
			assert_int_equal(s.rows, 0);
			out_free(&o);
		}
}

static void what_was_sent_is_wiped_after_30_days(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x =
		home_send(c, &h, &import_pupils, fixture(c, "roster-2000-gbk.csv"));
	static const struct job_kinds *const kinds[] = {&import_jobs};
	struct batch b;
	bool ran = true;

	c->actor = h.w->system;
	kit_advance(state, INT64_C(31) * 86400 * 1000000);
	assert_ok(jobs_prepare(c, kinds, 1));
	while (ran)
		assert_ok(jobs_step(c, kinds, 1, &ran));
	b = home_batch(c, x.id);
	assert_true(b.wiped);
	assert_false(str_some(b.file));
	assert_int_equal(b.bad, 17); /* how many there were remains */
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(exactly_the_17_bad_rows_of_2000_are_named_R2),
		KIT_FACT(the_same_file_twice_changes_nothing),
		KIT_FACT(the_error_workbook_holds_those_rows_and_can_be_sent_again),
		KIT_FACT(rosters_of_openpyxl_and_libreoffice_say_the_same),
		KIT_FACT(a_class_that_csv_lost_is_asked_for_not_guessed),
		KIT_FACT(numbers_that_lost_digits_are_refused_not_guessed),
		KIT_FACT(two_pupils_of_the_same_name_in_one_class_are_two),
		KIT_FACT(a_row_with_another_class_moves_the_pupil),
		KIT_FACT(undoing_removes_what_was_made_with_its_guardians),
		KIT_FACT(undoing_brings_a_changed_pupil_back),
		KIT_FACT(what_was_changed_since_is_kept_with_its_reason),
		KIT_FACT(a_pupil_somebody_depends_on_is_kept),
		KIT_FACT(after_a_day_it_is_too_late_to_undo),
		KIT_FACT(an_import_that_was_cut_off_goes_on_where_it_stopped),
		KIT_FACT(a_row_that_is_unfit_by_then_fails_alone),
		KIT_FACT(the_template_is_understood_and_its_example_left_out),
		KIT_FACT(what_was_sent_is_wiped_after_30_days),
	};

	return KIT_FACTS_RUN("import", facts);
}
