/* docs/policy-format.md names everything a rule file may say: what is in the tables and not in the
 * page fails here. */
#include "base/file.h"
#include "world.h"

static struct str doc;

static int doc_setup(void **state)
{
	return world_setup(state) ||
	       !file_read(world.arena, DOCS_DIR "/policy-format.md", 1 << 20, &doc);
}

#define WITH_DOC(f) cmocka_unit_test_setup_teardown(f, doc_setup, world_teardown)

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* As a word of its own, not as a part of a longer one. */
static bool named(struct str text, struct str name)
{
	struct str rest = text;
	size_t at;

	while (str_find(rest, name, &at)) {
		bool before = at == 0 || !letter(rest.p[at - 1]);
		bool after = at + name.n == rest.n || !letter(rest.p[at + name.n]);

		if (before && after)
			return true;
		rest = str_sub(rest, at + 1, SIZE_MAX);
	}
	return false;
}

static void named_in_doc(const char *what, const char *name)
{
	if (!named(doc, str_printf(world.arena, "%s", name)))
		fail_msg("docs/policy-format.md does not know the %s %s", what, name);
}

/* The table row of a list: `| *kind* | … |`. */
static struct str row_of(const char *list)
{
	struct str rest = doc;
	struct str begin = str_printf(world.arena, "| *%s*", list);

	while (rest.p != NULL) {
		struct str line = str_cut(&rest, '\n');

		if (str_starts(line, begin))
			return line;
	}
	fail_msg("docs/policy-format.md has no row for the list %s", list);
	return STR_NONE;
}

static void every_word_of_every_list_stands_in_its_row(void **state)
{
	for (int l = 0; l < LEX_COUNT; l++) {
		const struct lexicon_def *def = &LEXICONS[l];
		struct str row = row_of(def->name);
		size_t at;

		assert_int_equal(str_find(row, S("* +"), &at), def->open);
		for (size_t i = 0; i < def->words.n; i++) {
			if (!named(row, str_of(def->words.v[i])))
				fail_msg("the row of %s has no %s", def->name, def->words.v[i]);
		}
	}
}

static void every_statement_attribute_parameter_and_dimension_is_described(void **state)
{
	for (int t = 0; t < RULE_COUNT; t++) {
		named_in_doc("statement", TYPES[t].name);
		for (size_t i = 0; i < TYPES[t].n_fields; i++) {
			named_in_doc("attribute", TYPES[t].fields[i].name);
			if (TYPES[t].fields[i].instead != NULL)
				named_in_doc("word", TYPES[t].fields[i].instead);
		}
	}
	for (int p = 0; p < PARAM_COUNT; p++)
		named_in_doc("parameter", PARAMS[p].name);
	for (int d = 0; d < DIM_BUILTIN; d++)
		named_in_doc("dimension", DIMENSIONS[d].name);
	for (size_t i = 0; i < STATUS_WORDS.n; i++)
		named_in_doc("status", STATUS_WORDS.v[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DOC(every_word_of_every_list_stands_in_its_row),
		WITH_DOC(every_statement_attribute_parameter_and_dimension_is_described),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
