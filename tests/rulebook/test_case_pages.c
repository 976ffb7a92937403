/* Worked cases of a draft by form: filled in, worked out, taken over, saved. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "web_world.h"

static struct str body_of(struct ctx *c, const struct kit_people *w, edition_id id)
{
	struct str body;

	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	store_read_end(c);
	return body;
}

static bool has(struct str body, const char *words)
{
	size_t at;

	return str_find(body, str_of(words), &at);
}

#define NEW_CASE "/statement?type=case"
#define GIVEN    "&decision=guarantee&f.by=rule&f.enrolled=10&f.attended=9&f.received=0.00"

static void a_case_is_typed_into_labelled_fields_and_stands_in_the_file(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *name = encoded(c, "label", S("九人 \"参加\""));
	struct str body;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, NEW_CASE)), 200);
	assert_true(kit_web_shows(&b, "单价（元）"));
	assert_true(kit_web_shows(&b, "应得结果"));
	assert_int_equal(kit_web_post(&b, path(c, id, NEW_CASE), both(c, "&act=rows" GIVEN, name)),
	                 200); /* the fields of the decision that was chosen */
	assert_true(kit_web_shows(&b, "f.attended"));
	assert_true(kit_web_shows(&b, "参加"));
	assert_false(has(body_of(c, w, id), "参加"));
	assert_int_equal(
		kit_web_post(&b, path(c, id, NEW_CASE),
	                     both(c, "&act=save&x0.name=required&x0.value=1620.00" GIVEN, name)),
		303);
	body = body_of(c, w, id);
	assert_true(has(body, "case guarantee \"九人 \\\"参加\\\"\"\n"));
	assert_true(has(body, "  given  attended 9\n"));
	assert_true(has(body, "  expect required 1620.00\n"));
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	assert_true(kit_web_shows(&b, "<th scope=\"row\">算例 保障经费 &#34;九人") ||
	            kit_web_shows(&b, "<th scope=\"row\">算例 保障经费 &quot;九人"));
	const char *line =
		both(c, "/statement?line=", line_of(c, body, S("case guarantee \"一百名学生")));

	assert_int_equal(kit_web_get(&b, path(c, id, line)), 200);
	assert_true(kit_web_shows(&b, "value=\"18000.00\""));
	assert_true(kit_web_shows(&b, "  expect required 18000.00")); /* the text beside it */
	assert_int_equal(kit_web_post(&b, path(c, id, line), "&act=remove"), 303);
	assert_false(has(body_of(c, w, id), "一百名学生"));
	kit_web_close(&b);
}

static void what_comes_out_is_told_at_its_field_and_taken_over_when_asked(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *tried = "&act=try&label=Nine&x0.name=required&x0.value=1.00" GIVEN;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, NEW_CASE)), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, NEW_CASE), tried), 200);
	assert_true(kit_web_shows(&b, "1620.00")); /* 9 × 180.00 */
	assert_true(kit_web_shows(&b, "f-x0.value-error"));
	assert_int_equal(kit_web_post(&b, path(c, id, NEW_CASE),
	                              "&act=take&label=Nine&x0.name=required&x0.value=1.00" GIVEN),
	                 200);
	assert_true(kit_web_shows(&b, "value=\"1620.00\""));
	assert_false(kit_web_shows(&b, "f-x0.value-error"));
	assert_false(has(body_of(c, w, id), "Nine")); /* nothing is kept yet */
	/* A fact that cannot be read, at its own field. */
	assert_int_equal(kit_web_post(&b, path(c, id, NEW_CASE),
	                              "&act=try&label=Nine&decision=guarantee&f.by=rule"
	                              "&f.enrolled=zehn&x0.name=required&x0.value=1.00"),
	                 200);
	assert_true(kit_web_shows(&b, "f-f.enrolled-error"));
	assert_true(kit_web_shows(&b, "zehn"));
	kit_web_close(&b);
}

static void a_refused_case_is_shown_again_as_it_was_typed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, NEW_CASE)), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, NEW_CASE),
	                              "&act=save&label=Nine&x0.name=required" GIVEN),
	                 422); /* an expectation without its value */
	assert_true(kit_web_shows(&b, "value=\"Nine\""));
	assert_true(kit_web_shows(&b, "f-x0.value-error"));
	/* The same as text: what is wrong there is shown with the text. */
	assert_int_equal(
		kit_web_post(&b, path(c, id, NEW_CASE),
	                     both(c, "&act=save&as=text",
	                          encoded(c, "text", S("case act \"Ten\"\n  givn x y\n")))),
		422);
	assert_true(kit_web_shows(&b, "givn x y"));
	assert_int_equal(kit_web_post(&b, path(c, id, NEW_CASE),
	                              both(c, "&act=save&as=text",
	                                   encoded(c, "text",
	                                           S("case act \"Ten\"\n  given act tests\n"
	                                             "  expect outcome pass\n")))),
	                 303);
	assert_true(has(body_of(c, w, id), "case act \"Ten\"\n  given  act tests\n"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_case_is_typed_into_labelled_fields_and_stands_in_the_file),
		KIT_FACT(what_comes_out_is_told_at_its_field_and_taken_over_when_asked),
		KIT_FACT(a_refused_case_is_shown_again_as_it_was_typed),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}
