#include "store/audit.h"

#include "crypto/hash.h"
#include "crypto/keys.h"
#include "store/engine.h"
#include "store/frame.sql.h"

/* id = chain << 40 | sequence: one key orders every chain by itself, and new records of the one
 * writer always come last in the table. */
#define SEQ_BITS 40
#define SEQ_MASK ((INT64_C(1) << SEQ_BITS) - 1)

static int64_t record_id(int64_t chain, int64_t seq)
{
	return (chain << SEQ_BITS) | seq;
}

enum err audit_put(struct ctx *c, const char *what, const char *object, int64_t id,
                   county_id county, struct str detail)
{
	struct audit_note *note = NEW(c->arena, struct audit_note);

	if (!c->tx || !c->tx->writing)
		return fault_broken(c, "audit_put outside a verb");
	if (!note)
		return fault_broken(c, "request memory exhausted");
	*note = (struct audit_note){NULL, what, object, id, county, detail.p ? detail : S("")};
	*c->tx->last_note = note;
	c->tx->last_note = &note->next;
	return OK;
}

/* --- the chain ----------------------------------------------------------------------------- */

/* The canonical record: every column but the hash, numbers as eight bytes, texts with their length.
 */
static void record_hash(const uint8_t before[AUDIT_HASH], const struct q_audit_walk_row *r,
                        uint8_t ret_hash[AUDIT_HASH])
{
	struct sha256 h;

	sha256_init(&h);
	sha256_put(&h, (struct str){(const char *)before, AUDIT_HASH});
	sha256_put_i64(&h, r->id);
	sha256_put_i64(&h, r->at.us);
	sha256_put_i64(&h, r->account.v);
	sha256_put_i64(&h, r->role);
	sha256_put_field(&h, r->verb);
	sha256_put_field(&h, r->what);
	sha256_put_field(&h, r->object);
	sha256_put_i64(&h, r->object_id);
	sha256_put_i64(&h, r->county.v);
	sha256_put_field(&h, r->detail);
	sha256_end(&h, ret_hash);
}

static void head_text(const struct chain *ch, uint8_t text[16 + AUDIT_HASH])
{
	for (int i = 0; i < 8; i++) {
		text[i] = (uint8_t)(ch->number >> (56 - 8 * i));
		text[8 + i] = (uint8_t)(ch->seq >> (56 - 8 * i));
	}
	memcpy(text + 16, ch->hash, AUDIT_HASH);
}

static void head_mark(const struct keyring *keys, const struct chain *ch,
                      uint8_t ret_mark[BLIND_BYTES])
{
	uint8_t text[16 + AUDIT_HASH];

	head_text(ch, text);
	blind(keys, "audit.head", BYTES(text), ret_mark);
}

/* Does the head in the database say what the keys would say of it? */
static bool head_holds(const struct keyring *keys, const struct chain *ch, struct str mark)
{
	uint8_t want[BLIND_BYTES];

	if (!keys)
		return true;
	head_mark(keys, ch, want);
	return secret_eq(mark, BYTES(want));
}

enum err chain_write(struct ctx *c, struct chain *ch)
{
	for (const struct audit_note *note = c->tx->notes; note; note = note->next) {
		struct q_audit_walk_row r = {
			.id = record_id(ch->number, ch->seq + 1),
			.at = c->now,
			.account = c->actor.account,
			.role = c->actor.role,
			.verb = str_of(c->tx->verb->name),
			.what = str_of(note->what),
			.object = str_of(note->object),
			.object_id = note->id,
			.county = note->county,
			.detail = note->detail,
		};
		uint8_t hash[AUDIT_HASH];

		record_hash(ch->hash, &r, hash);
		TRY(q_audit_insert(c, r.id, r.at, r.account, r.role, r.verb, r.what, r.object,
		                   r.object_id, r.county, r.detail, BYTES(hash), NULL));
		memcpy(ch->hash, hash, sizeof hash);
		ch->seq++;
		ch->moved = true;
	}
	return OK;
}

enum err chain_head(struct ctx *c, struct chain *ch)
{
	uint8_t mark[BLIND_BYTES];
	const struct keyring *keys = store_keys(c->store);

	if (!ch->moved)
		return OK;
	if (keys)
		head_mark(keys, ch, mark);
	TRY(q_audit_head_put(c, ch->number, ch->seq, BYTES(ch->hash), keys ? BYTES(mark) : STR_NONE,
	                     NULL));
	ch->moved = false;
	return OK;
}

enum err chain_load(struct ctx *c, int64_t number, struct chain *ret_ch)
{
	struct q_audit_head_list_row head = {0};
	struct q_audit_last_row last = {0};
	struct chain ch = {.number = number};
	bool found = false, any = false;

	TRY(q_audit_head_get(c, number, &head, &found));
	TRY(q_audit_last(c, record_id(number, 0), record_id(number, SEQ_MASK), &last, &any));
	if (found != any || (any && ((last.id & SEQ_MASK) != head.seq ||
	                             last.hash.n != AUDIT_HASH || !str_eq(last.hash, head.hash))))
		return fault_broken(c, "the audit chain does not end where its head says");
	if (any) {
		ch.seq = head.seq;
		memcpy(ch.hash, last.hash.p, AUDIT_HASH);
		if (!head_holds(store_keys(c->store), &ch, head.mark))
			return fault_broken(c, "the head of the audit chain was forged");
	}
	*ret_ch = ch;
	return OK;
}

/* --- verification -------------------------------------------------------------------------- */

struct walk {
	struct chain ch; /* where we are */
	struct audit_check *check;
	const struct q_audit_head_list_row *heads;
	size_t n_heads;
};

static void report(struct walk *w, int64_t id, const char *what)
{
	if (w->check->broken++ == 0) {
		w->check->first_id = id;
		w->check->first_what = what;
	}
}

/* The chain that just ended must end at its head. */
static void end_chain(struct ctx *c, struct walk *w)
{
	const struct q_audit_head_list_row *head = NULL;

	if (w->ch.number == 0)
		return;
	for (size_t i = 0; i < w->n_heads; i++)
		if (w->heads[i].chain == w->ch.number)
			head = &w->heads[i];
	w->check->chains++;
	if (!head)
		report(w, record_id(w->ch.number, w->ch.seq), "a chain without a head");
	else if (head->seq != w->ch.seq || !str_eq(head->hash, BYTES(w->ch.hash)))
		report(w, record_id(w->ch.number, head->seq), "records are missing at the end");
	else if (!head_holds(store_keys(c->store), &w->ch, head->mark))
		report(w, record_id(w->ch.number, head->seq), "the head was forged");
}

static enum err walk_record(struct ctx *c, const struct q_audit_walk_row *r, void *arg)
{
	struct walk *w = arg;
	int64_t chain = r->id >> SEQ_BITS, seq = r->id & SEQ_MASK;
	uint8_t hash[AUDIT_HASH];

	if (chain != w->ch.number) {
		end_chain(c, w);
		w->ch = (struct chain){.number = chain};
	}
	w->check->records++;
	if (seq != w->ch.seq + 1)
		report(w, r->id, "records are missing before this one");
	record_hash(w->ch.hash, r, hash);
	if (!str_eq(r->hash, BYTES(hash)))
		report(w, r->id, "the record does not follow from the one before it");
	/* Go on from what stands there: one change is one break, not a thousand. */
	memcpy(w->ch.hash, r->hash.n == AUDIT_HASH ? r->hash.p : (const char *)hash, AUDIT_HASH);
	w->ch.seq = seq;
	return OK;
}

enum err store_verify_chain(struct ctx *c, struct audit_check *ret_check)
{
	struct audit_check check = {0};
	struct q_audit_head_list_row *heads;
	struct walk w = {.check = &check};

	TRY(q_audit_head_list(c, &heads, &w.n_heads));
	w.heads = heads;
	TRY(q_audit_walk_each(c, 0, walk_record, &w));
	end_chain(c, &w);
	if (check.chains < (int64_t)w.n_heads)
		report(&w, 0, "a whole chain is missing");
	*ret_check = check;
	return OK;
}

/* --- reading a child's record -------------------------------------------------------------- */

struct audit_read {
	struct audit_read *next;
	const char *object;
	int64_t id;
	const char *why;
};

static enum err note(struct ctx *c, const char *object, int64_t id, const char *why)
{
	struct audit_read *r;

	/* A list that names a child twice is one reading of it. */
	for (r = c->reads; r; r = r->next)
		if (r->id == id && strcmp(r->object, object) == 0 && strcmp(r->why, why) == 0)
			return OK;
	r = NEW(c->arena, struct audit_read);
	if (!r)
		return fault_broken(c, "request memory exhausted");
	*r = (struct audit_read){c->reads, object, id, why};
	c->reads = r;
	return OK;
}

enum err audit_read_note(struct ctx *c, pupil_id pupil, const char *why)
{
	return note(c, "pupil", pupil.v, why);
}

enum err audit_refused_note(struct ctx *c, const char *object, int64_t id)
{
	return note(c, object, id, "refused");
}

static enum err put_reads(struct ctx *c, void *arg)
{
	for (const struct audit_read *r = arg; r; r = r->next)
		TRY(audit_put(c, r->why, r->object, r->id, c->actor.county, STR_NONE));
	return OK;
}

enum err audit_flush_reads(struct ctx *c)
{
	static const struct verb verb = {"audit.read", put_reads};
	struct audit_read *all = c->reads;

	if (!all)
		return OK;
	TRY(store_write(c, &verb, all));
	c->reads = NULL;
	return OK;
}
