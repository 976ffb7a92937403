/* The audit chain: each record's hash follows from the one before and its own content. */
#include <ctype.h>
#include <openssl/evp.h>
#include <string.h>

#include "checks.h"

enum {
	T_ID,
	T_AT,
	T_ACCOUNT,
	T_ROLE,
	T_VERB,
	T_WHAT,
	T_OBJECT,
	T_OBJECT_ID,
	T_COUNTY,
	T_DETAIL,
	T_BEFORE,
	T_HASH,
	T_COLUMNS
};
static const char *const NAMES[T_COLUMNS] = {"id",     "at",     "account", "role",
                                             "verb",   "what",   "object",  "object_id",
                                             "county", "detail", "before",  "hash"};
enum { HASH = 32, SEQ_BITS = 40 };

static void put_number(EVP_MD_CTX *md, int64_t v)
{
	unsigned char b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
	EVP_DigestUpdate(md, b, sizeof b);
}

static void put_text(EVP_MD_CTX *md, const char *s, size_t n)
{
	put_number(md, (int64_t)n);
	EVP_DigestUpdate(md, s, n);
}

static bool hex_read(const char *s, unsigned char ret_v[HASH])
{
	memset(ret_v, 0, HASH);
	if (!*s)
		return true;
	if (strlen(s) != 2 * HASH)
		return false;
	for (size_t i = 0; i < HASH; i++) {
		char two[3] = {s[2 * i], s[2 * i + 1]};

		if (!isxdigit((unsigned char)two[0]) || !isxdigit((unsigned char)two[1]))
			return false;
		ret_v[i] = (unsigned char)strtoul(two, NULL, 16);
	}
	return true;
}

static int64_t number_or_0(const char *s)
{
	int64_t v = 0;

	if (*s && !read_int(s, &v))
		fail(SAY("audit.csv: “%s”不是整数", "audit.csv: \"%s\" is no whole number"), s);
	return v;
}

static void record_hash(EVP_MD_CTX *md, const struct csv *c, const size_t col[T_COLUMNS],
                        const unsigned char before[HASH], int64_t at, unsigned char ret[HASH])
{
	EVP_DigestInit_ex(md, EVP_sha256(), NULL);
	EVP_DigestUpdate(md, before, HASH);
	put_number(md, number_or_0(c->field[col[T_ID]]));
	put_number(md, at);
	put_number(md, number_or_0(c->field[col[T_ACCOUNT]]));
	put_number(md, number_or_0(c->field[col[T_ROLE]]));
	for (int i = T_VERB; i <= T_OBJECT; i++)
		put_text(md, c->field[col[i]], c->length[col[i]]);
	put_number(md, number_or_0(c->field[col[T_OBJECT_ID]]));
	put_number(md, number_or_0(c->field[col[T_COUNTY]]));
	put_text(md, c->field[col[T_DETAIL]], c->length[col[T_DETAIL]]);
	EVP_DigestFinal_ex(md, ret, NULL);
}

struct walk {
	int64_t chain, seq;
	unsigned char hash[HASH];
	struct table head;
	size_t chains;
};

/* Of a whole pack every chain ends where its head says. */
static void chain_end(struct check *c, struct walk *w)
{
	char hex[HASH_TEXT] = "";

	if (w->chain == 0)
		return;
	w->chains++;
	for (size_t i = 0; i < HASH; i++)
		snprintf(hex + 2 * i, 3, "%02x", w->hash[i]);
	for (size_t i = 0; i < w->head.rows; i++) {
		if (at(&w->head, i, 0) != w->chain)
			continue;
		if (at(&w->head, i, 1) != w->seq || at(&w->head, i, 2) != word(hex))
			disagree(c, "audit_head", w->chain,
			         SAY("链的末端不符,缺少记录",
			             "the chain does not end where its head says"),
			         NULL, NULL);
		return;
	}
	disagree(c, "audit_head", w->chain, SAY("链没有末端", "a chain without a head"), NULL,
	         NULL);
}

static void record_check(struct books *b, struct check *c, struct walk *w, const struct csv *row,
                         const size_t col[T_COLUMNS], EVP_MD_CTX *md)
{
	int64_t id = number_or_0(row->field[col[T_ID]]), when;
	int64_t chain = id >> SEQ_BITS, seq = id & ((INT64_C(1) << SEQ_BITS) - 1);
	unsigned char before[HASH], said[HASH], hash[HASH];
	bool whole = !b->county && !b->school;

	c->rows++;
	if (!read_instant(row->field[col[T_AT]], &when) ||
	    !hex_read(row->field[col[T_BEFORE]], before) ||
	    !hex_read(row->field[col[T_HASH]], said)) {
		disagree(c, "audit", id, SAY("记录看不懂", "the record cannot be read"), NULL,
		         NULL);
		return;
	}
	if (chain != w->chain) {
		if (whole)
			chain_end(c, w);
		*w = (struct walk){.chain = chain, .head = w->head, .chains = w->chains};
	}
	if (whole && seq != w->seq + 1)
		disagree(c, "audit", id, SAY("前面缺少记录", "records are missing before it"), NULL,
		         NULL);
	if (seq == w->seq + 1 && memcmp(before, w->hash, HASH) != 0)
		disagree(c, "audit", id,
		         SAY("与前一条接不上", "it does not follow from the one before"), NULL,
		         NULL);
	record_hash(md, row, col, before, when, hash);
	if (memcmp(hash, said, HASH) != 0)
		disagree(c, "audit", id,
		         SAY("内容与哈希不符", "its content is not what was hashed"), NULL, NULL);
	w->seq = seq;
	memcpy(w->hash, said, HASH);
}

void check_trail(struct books *b)
{
	struct check *c = check_begin("audit_trail", SAY("操作留痕", "the audit trail"));
	struct walk w = {.head = table_load(b->pack, "audit_head", "chain:i seq:i hash:s", false)};
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	size_t col[T_COLUMNS];
	struct csv row;

	csv_open(&row, b->pack, "csv/audit.csv");
	for (size_t i = 0; i < T_COLUMNS; i++) {
		for (col[i] = 0; col[i] < row.fields; col[i]++) {
			if (strcmp(row.field[col[i]], NAMES[i]) == 0)
				break;
		}
		if (col[i] == row.fields)
			fail(SAY("%s: 缺少列 %s", "%s: the column %s is missing"), "csv/audit.csv",
			     NAMES[i]);
	}
	while (csv_next(&row))
		record_check(b, c, &w, &row, col, md);
	if (!b->county && !b->school) {
		chain_end(c, &w);
		disagree_count(c, "audit_head", 0, SAY("链数", "chains"), (int64_t)w.chains,
		               (int64_t)w.head.rows);
	}
	EVP_MD_CTX_free(md);
	csv_close(&row);
	table_free(&w.head);
}
