/* kehou import: a table of pupils, staff, offerings, waivers or fiscal receipts into a school. */
#include "main/cli.h"

#include <errno.h>

#include "base/file.h"
#include "import/import.h"
#include "main/house.h"
#include "people/school.h"

static enum err place_of(struct ctx *c, struct str code, struct import_place *ret_p)
{
	struct school s;
	bool found = false;
	enum err e;

	TRY(store_read_begin(c));
	e = school_find(c, code, &s, &found);
	store_read_end(c);
	TRY(e);
	if (!found)
		return fault_set(c, E_ABSENT, "absent",
		                 &(struct fault){.field = S("--school"), .found = code});
	*ret_p = (struct import_place){s.county, s.id};
	return OK;
}

static enum err file_of(struct ctx *c, const char *path, struct str *ret_bytes)
{
	if (file_read(c->arena, path, IMPORT_BYTES_MAX, ret_bytes))
		return OK;
	if (errno == EFBIG)
		return fault_input(c, "too_large", S("file"), STR_NONE,
		                   str_printf(c->arena, "%d MB", IMPORT_BYTES_MAX >> 20));
	fprintf(stderr, "kehou: %s: %s\n", path, strerror(errno));
	return E_BROKEN;
}

static void print_json(const struct import_summary *s, const struct import_kind *k, bool dry)
{
	struct out o;
	struct json j;

	out_init(&o, (size_t)64 << 20);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_str(&j, "kind", str_of(k->name));
	json_kv_bool(&j, "dry_run", dry);
	json_kv_id(&j, "import", s->id.v);
	json_kv_i64(&j, "rows", s->rows);
	json_kv_i64(&j, "new", s->added);
	json_kv_i64(&j, "changed", s->changed);
	json_kv_i64(&j, "same", s->same);
	json_kv_i64(&j, "bad", s->bad);
	json_kv_i64(&j, "done", s->done);
	json_kv_i64(&j, "failed", s->failed);
	json_key(&j, "problems");
	json_open(&j, '[');
	for (size_t i = 0; i < s->problem_n; i++) {
		const struct import_found *f = &s->problem[i];

		json_open(&j, '{');
		json_kv_i64(&j, "row", f->number);
		json_kv_str(&j, "column", f->column);
		json_kv_str(&j, "value", f->value);
		json_kv_str(&j, "code", str_of(f->code));
		json_kv_str(&j, "what", f->what);
		json_kv_str(&j, "mend", f->mend);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	out_c(&o, '\n');
	fwrite(o.p, 1, o.n, stdout);
	out_free(&o);
}

static void print_lines(const struct import_summary *s, bool dry)
{
	for (size_t i = 0; i < s->problem_n; i++) {
		const struct import_found *f = &s->problem[i];

		printf("%lld  %.*s  \"%.*s\"  %.*s\n    %.*s\n", (long long)f->number,
		       STR_FMT(f->column), STR_FMT(f->value), STR_FMT(f->what), STR_FMT(f->mend));
	}
	printf("kehou: %lld rows: %lld new, %lld changed, %lld unchanged, %lld bad%s\n",
	       (long long)s->rows, (long long)s->added, (long long)s->changed, (long long)s->same,
	       (long long)s->bad, dry ? "; nothing was taken in (dry run)" : "");
	if (!dry)
		printf("kehou: %lld rows taken in, %lld could not be\n", (long long)s->done,
		       (long long)s->failed);
}

static const struct import_kind *kind_of(const struct cli *m)
{
	import_use(house_imports, house_imports_n);
	return m->argc > 0 ? import_kind_find(str_of(m->argv[0])) : NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int cmd_import(struct cli *m)
{
	struct ctx *c = &m->ctx;
	bool dry = cli_switch(m, "--dry-run"), json = cli_switch(m, "--json");
	const char *code = cli_flag(m, "--school");
	const struct import_kind *k = kind_of(m);
	struct import_summary s;
	struct import_place place;
	struct str bytes;
	enum err e;

	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 2 || !code)
		return cli_usage(m, "import wants a kind, a file and --school CODE");
	if (!k)
		return cli_usage(m, "import knows pupils, staff, offerings, waivers and receipts");
	int rc = cli_store(m, (struct cli_open){0});
	if (rc != 0)
		return rc;
	e = place_of(c, str_of(code), &place);
	if (e == OK) {
		e = file_of(c, m->argv[1], &bytes);
		if (e == E_BROKEN)
			return 1; /* said already */
	}
	if (e == OK)
		e = import_run(c, &place, k, str_of(base_name(m->argv[1])), bytes, dry, &s);
	if (e != OK) {
		rc = cli_fault(m, e);
		return e == E_INPUT ? EXIT_DATA : rc;
	}
	if (json)
		print_json(&s, k, dry);
	else
		print_lines(&s, dry);
	return s.bad + s.failed > 0 ? EXIT_DATA : 0;
}
