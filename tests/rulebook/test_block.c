/* A rule file cut into blocks and put together again. */
#include "../kit.h"

#include "rulebook/block.h"

static const char FILE_TEXT[] = "# a comment\n"
				"ruleset X\n"
				"\n"
				"fee care \"托管\" # why\n"
				"  kind care\n"
				"  # in between\n"
				"  price at_most 350.00 yuan per term\n"
				"\n"
				"case fee \"one\"\n"
				"  given kind care\n";

static struct str body(void)
{
	return str_of(FILE_TEXT);
}

static void a_block_reaches_to_its_last_indented_line(void **state)
{
	struct block b;

	assert_true(block_at(body(), 4, &b));
	assert_str(b.word, "fee");
	assert_true(str_ends(b.text, S("yuan per term\n")));
	assert_false(block_at(body(), 5, &b));
	assert_false(block_at(body(), 0, &b));
	assert_true(block_next(body(), 4, &b));
	assert_int_equal(b.line, 9);
	assert_false(block_next(body(), 9, &b));
}

static void lines_come_without_comments_and_blanks(void **state)
{
	struct str word, rest, left;
	struct block b;

	assert_true(block_at(body(), 4, &b));
	left = b.text;
	assert_true(block_line(&left, &word, &rest));
	assert_str(word, "fee");
	assert_str(rest, "care \"托管\"");
	assert_true(block_line(&left, &word, &rest));
	assert_str(word, "kind");
	assert_true(block_line(&left, &word, &rest));
	assert_str(rest, "at_most 350.00 yuan per term");
	assert_false(block_line(&left, &word, &rest));
}

static void a_block_is_replaced_and_nothing_else_moves(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct block b, next;
	struct str s;

	assert_true(block_at(body(), 4, &b));
	s = block_replace(c->arena, body(), &b, b.text);
	assert_true(str_eq(s, body()));
	s = block_replace(c->arena, body(), &b, S(""));
	assert_true(block_next(s, 2, &next));
	assert_str(next.word, "case");
}

static void a_new_block_stands_before_the_cases(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct block b;
	struct str s;
	int line;

	s = block_insert(c->arena, body(), S("forbid bulk_purchase \"x\"\n  clause \"y\"\n"),
	                 &line);
	assert_true(block_at(s, line, &b));
	assert_str(b.word, "forbid");
	assert_true(block_next(s, line, &b));
	assert_str(b.word, "case");
	s = block_insert(c->arena, S("ruleset X"), S("param a b\n"), &line);
	assert_true(block_at(s, line, &b));
	assert_str(b.word, "param");
}

static void comments_above_belong_to_their_block_and_those_at_the_end_to_none(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str text = S("# 头\nruleset X\n\n# 一\n# 二\nparam a b\n  clause \"c\"\n\n# 完\n"),
		   s;
	struct block b;
	int line;

	assert_true(block_at(text, 6, &b));
	assert_int_equal(b.from, 4);
	assert_str(b.word, "param");
	assert_str(b.text, "# 一\n# 二\nparam a b\n  clause \"c\"\n");
	assert_str(block_comment(c->arena, b.text), "一\n二");
	assert_str(block_end_comment(c->arena, text), "完");
	assert_str(block_end_comment(c->arena, S("param a b\n")), "");
	assert_str(block_replace(c->arena, text, &b, S("")), "# 头\nruleset X\n\n\n# 完\n");
	s = block_insert(c->arena, text, S("# 三\nparam d e\n"), &line);
	assert_str(block_end_comment(c->arena, s), "完");
	assert_true(block_next(s, line - 1, &b));
	assert_int_equal(b.from, line);
	assert_int_equal(b.line, line + 1);
	assert_str(b.text, "# 三\nparam d e\n");
	assert_true(block_next(text, 0, &b));
	assert_str(b.text, "# 头\nruleset X\n");
}

static void quoting_comes_back_as_it_was(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str said = S("he said \"no\\yes\" # 不是注释");
	struct str quoted = text_quoted(c->arena, said);

	assert_true(str_eq(text_unquoted(c->arena, quoted), said));
	assert_str(text_quoted(c->arena, S("a\nb")), "\"a b\"");
	assert_str(text_unquoted(c->arena, S("plain")), "plain");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_block_reaches_to_its_last_indented_line),
		KIT_TEST(lines_come_without_comments_and_blanks),
		KIT_TEST(a_block_is_replaced_and_nothing_else_moves),
		KIT_TEST(a_new_block_stands_before_the_cases),
		KIT_TEST(comments_above_belong_to_their_block_and_those_at_the_end_to_none),
		KIT_TEST(quoting_comes_back_as_it_was),
	};

	return KIT_RUN(tests);
}
