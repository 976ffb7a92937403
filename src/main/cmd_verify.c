/* kehou verify: what must hold, recomputed from the rows. */
#include "main/cli.h"

#include "base/out.h"
#include "oversight/verify.h"

static bool holds(const struct verify_check *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].broken)
			return false;
	}
	return true;
}

static void print_json(const struct verify_check *v, size_t n)
{
	struct out o;
	struct json j;

	out_init(&o, (size_t)1 << 20);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_bool(&j, "holds", holds(v, n));
	json_key(&j, "checks");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, '{');
		json_kv_str(&j, "name", str_of(v[i].name));
		json_kv_i64(&j, "rows", v[i].rows);
		json_kv_i64(&j, "broken", v[i].broken);
		json_kv_id(&j, "first", v[i].first);
		json_kv_str(&j, "found", v[i].found);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	out_c(&o, '\n');
	fwrite(o.p, 1, o.n, stdout);
	out_free(&o);
}

static void print_lines(const struct verify_check *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		printf("%-24s %10lld rows  %s\n", v[i].name, (long long)v[i].rows,
		       v[i].broken ? "DOES NOT HOLD" : "holds");
		if (v[i].broken)
			printf("    %lld rows, the first is %lld: %.*s\n", (long long)v[i].broken,
			       (long long)v[i].first, STR_FMT(v[i].found));
	}
	printf("kehou: %s\n", holds(v, n) ? "everything holds" : "not everything holds");
}

int cmd_verify(struct cli *m)
{
	bool json = cli_switch(m, "--json");
	struct verify_check *v = NULL;
	size_t n = 0;

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	int rc = m->store ? 0 : cli_store(m, (struct cli_open){.read_only = true});
	if (rc != 0)
		return rc;
	enum err e = verify_run(&m->ctx, &v, &n);
	if (e != OK)
		return cli_fault(m, e);
	if (json)
		print_json(v, n);
	else
		print_lines(v, n);
	return holds(v, n) ? 0 : EXIT_DATA;
}
