/* Tables of desks: a page has less room than a workbook. */
#include "people/desk.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct ctx world;

static int setup(void **state)
{
	(void)state;
	world = (struct ctx){.arena = arena_new(1 << 20), .lang = LANG_ZH};
	return world.arena == NULL;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&world.arena);
	return 0;
}

static struct str value(const struct desk *d, size_t row, size_t col)
{
	return d->v.row[row].cell[col].value;
}

static struct desk two_rows(void)
{
	static const struct desk_col cols[] = {
		{T_people_name, false}, {T_people_state, false}, {T_people_ends, false}};
	struct desk d;

	assert_int_equal(desk_new(&world, T_people_name, cols, 3, 2, &d), OK);
	for (size_t i = 0; i < 2; i++) {
		desk_put(&d, i, 0, i ? S("b") : S("a"));
		desk_put(&d, i, 1, i ? S("d") : S("c"));
		desk_day(&d, i, 2, (struct date){(int32_t)(20000 + i)});
	}
	return d;
}

static void a_column_left_out_takes_its_cells_with_it_and_no_others(void **state)
{
	struct desk d = two_rows();

	desk_leave_out(&d, 1);
	assert_int_equal(d.v.head_n, 2);
	assert_int_equal(d.v.head[1].label, T_people_ends);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(d.v.row[i].cell_n, 2);
		assert_true(str_eq(value(&d, i, 0), i ? S("b") : S("a")));
		assert_int_equal(d.v.row[i].cell[1].label, T_people_ends);
		/* Each day is still written beside its cell as programs read it. */
		assert_true(str_eq(d.plain[i * 2 + 1],
		                   date_text(world.arena, (struct date){(int32_t)(20000 + i)})));
	}
}

static void a_row_is_headed_by_its_first_column_when_that_was_left_out(void **state)
{
	struct desk d = two_rows();

	desk_leave_out(&d, 0);
	assert_true(d.v.row[1].cell[0].first);
	assert_false(d.v.row[1].cell[1].first);
	assert_true(str_eq(value(&d, 1, 0), S("d")));
}

static void a_hash_may_break_anywhere_and_words_may_not(void **state)
{
	struct desk d = two_rows();

	desk_put(&d, 0, 0, S("412ca1574431b59f12ea35e3696f92b1412ca1574431b59f12ea35e3696f92b1"));
	assert_true(d.v.row[0].cell[0].code);
	desk_put(&d, 0, 0, S("words that are long enough to be a code but have blanks"));
	assert_false(d.v.row[0].cell[0].code);
	desk_put(&d, 0, 0, S("没有空格的一句很长的话没有空格的一句很长的话没有空格"));
	assert_false(d.v.row[0].cell[0].code);
	assert_false(d.v.row[0].cell[1].code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_column_left_out_takes_its_cells_with_it_and_no_others, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_row_is_headed_by_its_first_column_when_that_was_left_out, setup,
			teardown),
		cmocka_unit_test_setup_teardown(a_hash_may_break_anywhere_and_words_may_not, setup,
	                                        teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
