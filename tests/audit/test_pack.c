/* The audit pack: one state, one file; what it holds of whom, and what it leaves out (R71). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "world.h"

#include <sys/stat.h>
#include <unistd.h>

#include "audit/pack_in.h"
#include "base/file.h"
#include "base/phrase.h"
#include "base/text.h"
#include "docs/table.h"
#include "docs/pack.h"
#include "funds/special.h"
#include "money/ledger.h"
#include "money/statement.h"

enum { PACK_MAX = 16 << 20, TEXT_MAX = 4 << 20 };

/* --- helpers ---------------------------------------------------------------------------------- */

static struct str packed(struct ctx *c, const char *county, const char *school, const char *term,
                         const char *file)
{
	struct pack_scope scope;
	struct pack_made made;
	struct str bytes;

	c->actor.role = ROLE_SYSTEM;
	assert_ok(store_read_begin(c));
	assert_ok(pack_scope_of(c, str_of(county), str_of(school), str_of(term), &scope));
	assert_ok(pack_make(c, &scope, file, NULL, NULL, &made));
	store_read_end(c);
	assert_int_equal(made.root.n, 64);
	assert_true(file_read(c->arena, file, PACK_MAX, &bytes));
	return bytes;
}

static const char *temp(struct ctx *c, const char *name)
{
	const char *dir = str_c(c->arena, str_printf(c->arena, "%s/kehou-audit-%d",
	                                             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp",
	                                             (int)getpid()));

	mkdir(dir, 0700);
	return str_c(c->arena, str_printf(c->arena, "%s/%s", dir, name));
}

static struct str part_text(struct ctx *c, struct str zip, const char *name)
{
	struct table_limits lim = table_limits_default();
	struct stop stop = {0};
	struct pack *p;
	struct part *f;
	char *buf = NEW_N(c->arena, TEXT_MAX, char);
	int64_t n = 0, got;

	lim.unpacked = PACK_MAX;
	p = pack_open(zip, &lim, &stop);
	assert_non_null(p);
	f = part_open(p, name, &stop);
	assert_non_null(f);
	while ((got = part_read(f, buf + n, (size_t)(TEXT_MAX - n), &stop)) > 0)
		n += got;
	assert_true(got == 0);
	part_close(&f);
	pack_close(&p);
	return (struct str){buf, (size_t)n};
}

static bool holds(struct str text, const char *what)
{
	size_t at;

	return str_find(text, str_of(what), &at);
}

static size_t lines(struct str text)
{
	size_t n = 0;

	for (size_t i = 1; i < text.n; i++)
		n += text.p[i] == '\n' && text.p[i - 1] == '\r';
	return n;
}

static void world(struct ctx *c, struct kit_people *w, struct kit_term *t)
{
	kit_term_make(c, w, t);
	world_enrol(c, w, t, &w->father, CHEN_YI, CHESS, NULL);
	world_enrol(c, w, t, &w->father, CHEN_YI, CARE, NULL);
	world_enrol(c, w, t, &w->wang, WANG, POTTERY, NULL);
}

/* --- facts ------------------------------------------------------------------------------------ */

static void one_state_makes_one_pack_byte_for_byte_R71(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_term t;
	struct str one, two;

	world(c, kit_world(state), &t);
	one = packed(c, NULL, NULL, NULL, temp(c, "one.zip"));
	kit_advance(state, INT64_C(3600000000));
	two = packed(c, NULL, NULL, NULL, temp(c, "two.zip"));
	assert_true(str_eq(one, two));
}

static void the_list_of_hashes_names_every_other_file(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_term t;
	struct str zip, sums, rest;

	world(c, kit_world(state), &t);
	zip = packed(c, NULL, NULL, NULL, temp(c, "sums.zip"));
	sums = part_text(c, zip, "SHA256SUMS");
	for (rest = sums; str_some(rest);) {
		struct arena_mark mark = arena_mark(c->arena);
		struct str line = str_cut(&rest, '\n');
		uint8_t hash[SHA256_BYTES];

		if (!str_some(line))
			continue;
		sha256(part_text(c, zip, str_c(c->arena, str_sub(line, 66, line.n))), hash);
		assert_true(str_eq(str_sub(line, 0, 64), hex_text(c->arena, BYTES(hash))));
		arena_rewind(c->arena, mark);
	}
	assert_true(holds(sums, "  csv/ledger.csv\n"));
	assert_true(holds(sums, "  xlsx/bill.xlsx\n"));
	assert_true(holds(sums, "  README.zh-CN.md\n"));
}

static void every_table_and_column_is_called_something_in_both_languages(void **state)
{
	(void)state;
	assert_true(pack_table_count() > 30);
	assert_null(pack_table_at(pack_table_count()));
	for (size_t i = 0; i < pack_table_count(); i++) {
		const struct stmt *st = pack_table_at(i);

		if (pack_table_text(st) == TEXT_NONE)
			fail_msg("locale: pack.t.%.*s", STR_FMT(pack_table_name(st)));
		for (size_t k = 0; k < st->n_columns; k++) {
			if (pack_column_text(st, k) == TEXT_NONE)
				fail_msg("locale: pack.c.%s", st->columns[k].name);
		}
	}
}

static void children_and_families_cannot_be_known_by_name_or_number(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;
	struct str pupils;

	world(c, w, &t);
	pupils = part_text(c, packed(c, NULL, NULL, NULL, temp(c, "masked.zip")), "csv/pupil.csv");
	assert_false(holds(pupils, "陈一"));
	assert_true(holds(pupils, ",陈*,"));
	assert_true(holds(pupils, ",****"));
}

struct reversed {
	const struct kit_people *w;
	int64_t entry; /* that takes back another */
};

static enum err reversed_run(struct ctx *c, void *arg)
{
	struct reversed *r = arg;
	const struct kit_people *w = r->w;
	int64_t id = env_next_id(c->env);
	const struct leg leg[] = {{LEDGER_GUARANTEE, LEG_OF(w->a1), FEN(100)},
	                          {LEDGER_GUARANTEE_SPENT, LEG_OF(w->a1), FEN(-100)}};

	r->entry = env_next_id(c->env);
	TRY(ledger_post(c, w->county, "test", id, leg, 2));
	return ledger_reverse(c, w->county, id, "test", r->entry,
	                      phrase_make(c->arena, T_arrivals_undone_reason, NULL, 0));
}

/* What is kept as a phrase is read in the reader's language, and its Chinese text in a pack. */
static void a_reason_the_program_gave_is_a_sentence_to_its_reader_and_in_a_pack(void **state)
{
	static const struct verb reversed = {"test.reversed", reversed_run};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct reversed r = {.w = w};
	struct str ledger;
	struct entry e;

	c->actor = w->system;
	kit_do(c, &reversed, &r);
	c->lang = LANG_EN;
	kit_read_as(c, &w->county_officer);
	assert_ok(ledger_entry_get(c, r.entry, &e));
	assert_str(e.reason, "Payments or the bank's lines are others now");
	store_read_end(c);
	c->lang = LANG_ZH;
	ledger = part_text(c, packed(c, NULL, NULL, NULL, temp(c, "said.zip")), "csv/ledger.csv");
	assert_true(holds(ledger, "重新对账后与付款或银行流水不再一致"));
	assert_false(holds(ledger, "\x1f"));
}

static void a_pack_of_one_school_holds_no_row_of_another(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;
	struct str zip, other = str_printf(c->arena, "%lld", (long long)w->a2.v);

	world(c, w, &t);
	zip = packed(c, NULL, "2134990001", NULL, temp(c, "school.zip"));
	assert_int_equal(lines(part_text(c, zip, "csv/school.csv")), 2);
	assert_int_equal(lines(part_text(c, zip, "csv/pupil.csv")), 8);
	assert_int_equal(lines(part_text(c, zip, "csv/bill_line.csv")), 4);
	assert_int_equal(lines(part_text(c, zip, "csv/ledger.csv")), 7);
	assert_false(holds(part_text(c, zip, "csv/audit.csv"), str_c(c->arena, other)));
	zip = packed(c, NULL, "3134990002", NULL, temp(c, "other.zip"));
	assert_int_equal(lines(part_text(c, zip, "csv/bill_line.csv")), 1);
	assert_int_equal(lines(part_text(c, zip, "csv/ledger.csv")), 1);
}

/* Proposed to both counties; each objects, and the city answers the first. */
static void objected(struct ctx *c, const struct kit_people *w)
{
	struct special_open fund = {
		.year = 2026, .total = FEN(100000), .document = S("财教〔2026〕88号")};
	struct special_object say = {.said = S("参加人数有误")};
	const struct verb *const turns[] = {&special_close_verb, &special_propose_verb};
	struct special_objection *o;
	size_t n;

	assert_ok(kit_try_as(c, &w->city, &special_open_verb, &fund));
	for (int i = 0; i < 2; i++) {
		struct special_score_put a = {fund.result, i ? w->zone : w->county, S("90"), 100};

		assert_ok(kit_try_as(c, &w->city, &special_score_verb, &a));
	}
	for (size_t i = 0; i < 2; i++)
		assert_ok(kit_try_as(c, &w->city, turns[i], &(struct special_turn){fund.result}));
	say.special = fund.result;
	assert_ok(kit_try_as(c, &w->county_officer, &special_object_verb, &say));
	say.said = S("得分有误");
	assert_ok(kit_try_as(c, &w->zone_officer, &special_object_verb, &say));
	kit_read_as(c, &w->city);
	assert_ok(special_objections(c, fund.result, &o, &n));
	store_read_end(c);
	assert_int_equal(n, 2);
	struct special_answer answer = {o[0].id, S("已核对学籍系统")};

	assert_ok(kit_try_as(c, &w->city, &special_answer_verb, &answer));
}

static void R71_a_countys_pack_has_the_citys_word_on_its_money_and_its_own_objections(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str zip, text;

	objected(c, w);
	zip = packed(c, "349901", NULL, NULL, temp(c, "county.zip"));
	text = part_text(c, zip, "csv/special_objection.csv");
	assert_int_equal(lines(text), 2);
	assert_true(holds(text, "参加人数有误") && holds(text, "已核对学籍系统"));
	assert_int_equal(lines(part_text(c, zip, "csv/approval.csv")), 2);
	zip = packed(c, NULL, NULL, NULL, temp(c, "all.zip"));
	assert_int_equal(lines(part_text(c, zip, "csv/special_objection.csv")), 3);
	assert_int_equal(lines(part_text(c, zip, "csv/approval.csv")), 2);
}

static void a_term_is_asked_for_with_its_county_and_by_a_code_there_is(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct pack_scope s;

	c->actor.role = ROLE_SYSTEM;
	assert_ok(store_read_begin(c));
	assert_fault(c, pack_scope_of(c, STR_NONE, STR_NONE, S("2026-1"), &s), E_INPUT,
	             "missing_field");
	assert_fault(c, pack_scope_of(c, S("999999"), STR_NONE, STR_NONE, &s), E_ABSENT, "absent");
	assert_fault(c, pack_scope_of(c, S("Z01"), S("2134990001"), STR_NONE, &s), E_ABSENT,
	             "absent");
	assert_fault(c, pack_scope_of(c, S("349901"), STR_NONE, S("1999-1"), &s), E_ABSENT,
	             "absent");
	store_read_end(c);
}

static bool stop_at_once(void *arg, int done, struct str what)
{
	(void)what;
	return done >= *(int *)arg;
}

static void a_pack_that_is_stopped_leaves_nothing_behind(void **state)
{
	struct ctx *c = kit_ctx(state);
	const char *file = temp(c, "stopped.zip");
	struct pack_scope scope = {0};
	struct pack_made made;

	c->actor.role = ROLE_SYSTEM;
	for (int at = 0; at <= 900; at += 450) {
		assert_ok(store_read_begin(c));
		assert_fault(c, pack_make(c, &scope, file, stop_at_once, &at, &made), E_REFUSED,
		             "work_stopped");
		store_read_end(c);
		assert_int_not_equal(access(file, F_OK), 0);
		assert_int_not_equal(
			access(str_c(c->arena, str_printf(c->arena, "%s.parts", file)), F_OK), 0);
	}
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(one_state_makes_one_pack_byte_for_byte_R71),
		KIT_FACT(the_list_of_hashes_names_every_other_file),
		KIT_FACT(every_table_and_column_is_called_something_in_both_languages),
		KIT_FACT(children_and_families_cannot_be_known_by_name_or_number),
		KIT_FACT(a_reason_the_program_gave_is_a_sentence_to_its_reader_and_in_a_pack),
		KIT_FACT(a_pack_of_one_school_holds_no_row_of_another),
		KIT_FACT(R71_a_countys_pack_has_the_citys_word_on_its_money_and_its_own_objections),
		KIT_FACT(a_term_is_asked_for_with_its_county_and_by_a_code_there_is),
		KIT_FACT(a_pack_that_is_stopped_leaves_nothing_behind),
	};

	return KIT_FACTS_RUN("audit", facts);
}
