/* S19: the audit chain. Any record that is changed, removed, added, moved or cut off is found. */
#include "rows.h"

#include "store/audit.h"

static struct audit_check verify(struct ctx *c)
{
	struct audit_check check = {0};

	assert_ok(store_read_begin(c));
	assert_ok(store_verify_chain(c, &check));
	store_read_end(c);
	return check;
}

/* Ten records, then SQL past the store, then what the verifier says. */
static struct audit_check after_tampering(void **state, const char *sql)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	struct audit_check check;

	for (int64_t i = 1; i <= 10; i++)
		assert_ok(put_row(c, i, 1));
	check = verify(c);
	assert_int_equal(check.records, 10);
	assert_int_equal(check.broken, 0);
	kit_db_stop(c);
	kit_db_run(db, sql);
	db->options.read_only = true; /* a writer would refuse to go on from some of these */
	assert_ok(kit_db_start(c, db));
	check = verify(c);
	db->options.read_only = false;
	return check;
}

#define RECORD_5 "(SELECT max(id) - 5 FROM audit)"

static void a_chain_nobody_touched_holds_and_goes_on_after_a_restart(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct audit_check check;

	for (int64_t i = 1; i <= 3; i++)
		assert_ok(put_row(c, i, 1));
	kit_db_stop(c);
	assert_ok(kit_db_start(c, rows_db(state)));
	for (int64_t i = 4; i <= 6; i++)
		assert_ok(put_row(c, i, 1));
	check = verify(c);
	assert_int_equal(check.records, 6);
	assert_int_equal(check.chains, 1);
	assert_int_equal(check.broken, 0);
}

static void a_failed_verb_leaves_no_gap_in_the_chain(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg bad = {.id = 2, .n = 1, .then = E_REFUSED};
	struct audit_check check;

	assert_ok(put_row(c, 1, 1));
	assert_int_equal(store_write(c, &verb_row, &bad), E_REFUSED);
	assert_ok(put_row(c, 3, 1));
	check = verify(c);
	assert_int_equal(check.records, 2);
	assert_int_equal(check.broken, 0);
}

static void a_changed_record_is_found(void **state)
{
	static const char *const changes[] = {
		"UPDATE audit SET account = 5 WHERE id = " RECORD_5,
		"UPDATE audit SET at = at + 1 WHERE id = " RECORD_5,
		"UPDATE audit SET what = 'removed' WHERE id = " RECORD_5,
		"UPDATE audit SET object_id = object_id + 1 WHERE id = " RECORD_5,
		"UPDATE audit SET detail = ' ' WHERE id = " RECORD_5,
	};
	/* One change a database; the others would hide behind the first. */
	static size_t at[2];
	size_t *i = &at[rows_db(state)->engine == STORE_POSTGRES];
	struct audit_check check = after_tampering(state, changes[(*i)++]);

	assert_int_equal(check.broken, 1);
	assert_string_equal(check.first_what, "the record does not follow from the one before it");
}

static void a_removed_record_is_found(void **state)
{
	assert_true(after_tampering(state, "DELETE FROM audit WHERE id = " RECORD_5).broken > 0);
}

static void an_added_record_is_found(void **state)
{
	struct audit_check check = after_tampering(
		state, "INSERT INTO audit SELECT id + 1, at, account, role, verb, what, object, "
		       "object_id, county, detail, hash FROM audit WHERE id = (SELECT max(id) FROM "
		       "audit)");

	assert_true(check.broken > 0);
}

static void records_that_changed_places_are_found(void **state)
{
	struct audit_check check = after_tampering(
		state, "UPDATE audit SET id = -1 WHERE id = " RECORD_5 ";"
		       "UPDATE audit SET id = id - 1 WHERE id = " RECORD_5 " + 1;"
		       "UPDATE audit SET id = (SELECT max(id) - 4 FROM audit) WHERE id = -1");

	assert_true(check.broken > 0);
}

static void records_cut_off_the_end_are_found(void **state)
{
	struct audit_check check = after_tampering(state, "DELETE FROM audit WHERE id > " RECORD_5);

	assert_int_equal(check.broken, 1);
	assert_string_equal(check.first_what, "records are missing at the end");
}

static void an_end_that_was_moved_back_with_its_head_is_found_by_the_keys(void **state)
{
	struct audit_check check = after_tampering(
		state,
		"DELETE FROM audit WHERE id = (SELECT max(id) FROM audit);"
		"UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit WHERE id "
		"= (SELECT max(id) FROM audit))");

	assert_int_equal(check.broken, 1);
	assert_string_equal(check.first_what, "the head was forged");
}

static void a_chain_that_vanished_is_found(void **state)
{
	assert_true(after_tampering(state, "DELETE FROM audit").broken > 0);
}

static void a_writer_does_not_continue_a_chain_that_was_cut(void **state)
{
	struct ctx *c = kit_ctx(state);

	for (int64_t i = 1; i <= 3; i++)
		assert_ok(put_row(c, i, 1));
	kit_db_stop(c);
	kit_db_run(rows_db(state), "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)");
	assert_int_equal(kit_db_start(c, rows_db(state)), E_BROKEN);
	assert_non_null(strstr(c->broken, "audit chain"));
}

static void readings_of_a_child_are_written_once_each_and_only_when_there_are_any(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct store_stats st;

	assert_ok(store_read_begin(c));
	assert_ok(audit_read_note(c, (pupil_id){5}, "roster"));
	assert_ok(audit_read_note(c, (pupil_id){6}, "roster"));
	assert_ok(audit_read_note(c, (pupil_id){5}, "roster"));
	store_read_end(c);
	assert_ok(audit_flush_reads(c));
	assert_int_equal(verify(c).records, 2);
	assert_ok(audit_flush_reads(c));
	store_stats(c->store, &st);
	assert_int_equal(st.verbs, 1);
}

int main(void)
{
	const struct fact facts[] = {
		FACT(a_chain_nobody_touched_holds_and_goes_on_after_a_restart),
		FACT(a_failed_verb_leaves_no_gap_in_the_chain),
		{"a changed account is found", a_changed_record_is_found, false},
		{"a changed instant is found", a_changed_record_is_found, false},
		{"a changed deed is found", a_changed_record_is_found, false},
		{"a changed object is found", a_changed_record_is_found, false},
		{"a changed detail is found", a_changed_record_is_found, false},
		FACT(a_removed_record_is_found),
		FACT(an_added_record_is_found),
		FACT(records_that_changed_places_are_found),
		FACT(records_cut_off_the_end_are_found),
		FACT(an_end_that_was_moved_back_with_its_head_is_found_by_the_keys),
		FACT(a_chain_that_vanished_is_found),
		FACT(a_writer_does_not_continue_a_chain_that_was_cut),
		FACT(readings_of_a_child_are_written_once_each_and_only_when_there_are_any),
	};

	return ROWS_RUN(facts);
}
