/* What verify finds of the published texts: a hand in the database, past the verbs. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "rulebook/recheck.h"
#include "world.h"

struct seen {
	int64_t editions, hashes_wrong, cases, wrong, books, books_wrong;
};

static enum err count(struct ctx *c, const struct recheck *r, void *arg)
{
	struct seen *s = arg;

	(void)c;
	s->editions++;
	s->hashes_wrong += !r->hash_holds;
	s->cases += r->cases;
	s->wrong += r->wrong.p != NULL;
	return OK;
}

static struct seen recheck_of(struct ctx *c, struct kit_db *db)
{
	struct seen s = {0};

	assert_ok(kit_db_start(c, db));
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	assert_ok(store_read_begin(c));
	assert_ok(rulebook_recheck(c, count, &s));
	store_read_end(c);
	kit_db_stop(c);
	return s;
}

static void published_texts_hold_until_a_hand_changes_one(struct ctx *c, enum store_engine engine)
{
	struct kit_people w;
	struct kit_db db;
	struct actor other;
	struct seen s;

	kit_db_open(c, engine, &db);
	kit_people_make(c, &w);
	other = second_officer(c, &w);
	published(c, &w.county_officer, &other,
	          local_rules(c, "LOCAL", "349901", "2026-09-01 .. open", "180.00"));
	published(c, &w.county_officer, &other,
	          local_rules(c, "LOCAL", "349901", "2027-02-01 .. open", "200.00"));
	kit_db_stop(c);
	s = recheck_of(c, &db);
	assert_int_equal(s.editions, 2);
	assert_int_equal(s.cases, 2);
	assert_int_equal(s.hashes_wrong + s.wrong, 0);
	kit_db_run(&db, "UPDATE edition SET body = replace(body, '180.00 yuan', '181.00 yuan')");
	s = recheck_of(c, &db);
	assert_int_equal(s.hashes_wrong, 1);
	assert_int_equal(s.wrong, 1); /* its case does not come out either */
	kit_db_run(&db, "UPDATE edition SET body = 'nothing' WHERE number = 2");
	s = recheck_of(c, &db);
	assert_int_equal(s.hashes_wrong, 2);
	assert_int_equal(s.wrong, 2);
	assert_ok(kit_db_start(c, &db));
	kit_db_close(c, &db);
}

static enum err count_books(struct ctx *c, const struct recheck_book *r, void *arg)
{
	struct seen *s = arg;

	(void)c;
	s->books++;
	s->books_wrong += r->wrong.p != NULL;
	return OK;
}

static struct seen books_of(struct ctx *c, struct kit_db *db)
{
	struct seen s = {0};

	assert_ok(kit_db_start(c, db));
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	assert_ok(store_read_begin(c));
	assert_ok(rulebook_recheck_books(c, count_books, &s));
	store_read_end(c);
	kit_db_stop(c);
	return s;
}

/* A hand publishes again what was withdrawn: two documents of one place speak of one thing. */
static void books_stand_until_a_hand_lets_two_documents_collide(struct ctx *c,
                                                                enum store_engine engine)
{
	struct kit_people w;
	struct kit_db db;
	struct actor other;
	struct seen s;
	edition_id id;

	kit_db_open(c, engine, &db);
	kit_people_make(c, &w);
	other = second_officer(c, &w);
	id = published(c, &w.county_officer, &other,
	               local_rules(c, "WRONG", "349901", "2026-09-01 .. open", "180.00"));
	c->now.us += 1000000;
	done(c, step_as(c, &other, edition_withdraw, turn_of(id)));
	c->now.us += 1000000;
	published(c, &w.county_officer, &other,
	          local_rules(c, "RIGHT", "349901", "2026-09-01 .. open", "200.00"));
	kit_db_stop(c);
	s = books_of(c, &db);
	assert_int_equal(s.books, 3);
	assert_int_equal(s.books_wrong, 0);
	kit_db_run(&db, "UPDATE edition SET state = 'published', withdrawn = NULL, "
	                "withdrawn_at = NULL WHERE ruleset = 'WRONG'");
	s = books_of(c, &db);
	assert_int_equal(s.books, 2);
	assert_int_equal(s.books_wrong, 1);
	assert_ok(kit_db_start(c, &db));
	kit_db_close(c, &db);
}

static void books_on_sqlite(void **state)
{
	books_stand_until_a_hand_lets_two_documents_collide(kit_ctx(state), STORE_SQLITE);
}

static void books_on_postgresql(void **state)
{
	if (!kit_pg())
		skip();
	books_stand_until_a_hand_lets_two_documents_collide(kit_ctx(state), STORE_POSTGRES);
}

static void on_sqlite(void **state)
{
	published_texts_hold_until_a_hand_changes_one(kit_ctx(state), STORE_SQLITE);
}

static void on_postgresql(void **state)
{
	if (!kit_pg())
		skip();
	published_texts_hold_until_a_hand_changes_one(kit_ctx(state), STORE_POSTGRES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(on_sqlite),
		KIT_TEST(on_postgresql),
		KIT_TEST(books_on_sqlite),
		KIT_TEST(books_on_postgresql),
	};

	return KIT_RUN(tests);
}
