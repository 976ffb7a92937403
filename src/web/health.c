/* Probes and figures for the operator. */
#include "web/serve.h"

static enum err plain(struct ctx *c, struct reply *w, int status, struct str s)
{
	return reply_text(c, w, status, "text/plain; charset=utf-8", s);
}

enum err health_live(struct ctx *c, struct req *r, struct reply *w)
{
	return plain(c, w, 200, S("ok\n"));
}

/* The schema was checked when the store was opened and cannot change while we hold it; what can
 * fail later is the database itself. */
enum err health_ready(struct ctx *c, struct req *r, struct reply *w)
{
	if (atomic_load(&r->web->draining))
		return plain(c, w, 503, S("draining\n"));
	if (c->store == NULL)
		return plain(c, w, 503, S("no database\n"));
	if (store_read_begin(c) != OK) {
		c->fault = (struct fault){0};
		return plain(c, w, 503, S("the database does not answer\n"));
	}
	store_read_end(c);
	return plain(c, w, 200,
	             store_stopped(c->store) == NULL ? S("ready\n") : S("ready, read only\n"));
}

static void metric(struct out *o, const char *name, const char *type, const char *help, int64_t v)
{
	out_printf(o, "# HELP kehou_%s %s\n# TYPE kehou_%s %s\nkehou_%s %lld\n", name, help, name,
	           type, name, (long long)v);
}

static void seconds(struct out *o, int64_t us)
{
	out_printf(o, "%lld.%06lld", (long long)(us / 1000000), (long long)(us % 1000000));
}

static void store_metrics(struct ctx *c, struct out *o)
{
	struct store_stats st = {0};

	store_stats(c->store, &st);
	metric(o, "store_commits_total", "counter", "Transactions made durable", st.commits);
	metric(o, "store_verbs_total", "counter", "Changes made", st.verbs);
	metric(o, "store_retries_total", "counter", "Changes tried again after a clash",
	       st.retries);
	metric(o, "store_failed_total", "counter", "Changes refused or failed", st.failed);
	metric(o, "store_queue", "gauge", "Changes waiting for the writer", st.queue);
	metric(o, "store_batch_max", "gauge", "Most changes in one transaction", st.batch_max);
	metric(o, "store_wal_bytes", "gauge", "Size of the write-ahead log", st.wal_bytes);
	metric(o, "store_nearly_full", "gauge", "Less than a tenth of the disk is free",
	       store_nearly_full(c->store));
	metric(o, "store_stopped", "gauge", "Writes stopped after a contradiction",
	       store_stopped(c->store) != NULL);
	out_put(o, S("# HELP kehou_store_commit_seconds_total Time inside COMMIT and the sync "
	             "behind it\n"
	             "# TYPE kehou_store_commit_seconds_total "
	             "counter\nkehou_store_commit_seconds_total "));
	seconds(o, st.commit_us_sum);
	out_c(o, '\n');
}

static void labels(struct out *o, const struct route *r)
{
	static const char *const methods[] = {"GET", "POST", "PUT", "DELETE"};

	out_printf(o, "method=\"%s\",route=\"%s\"", r != NULL ? methods[r->method] : "",
	           r != NULL ? r->path : "none");
}

static void histogram(struct out *o, const struct route *r, struct route_stats *s)
{
	static const char *const edges[HIST_BUCKETS] = {"0.0005", "0.001", "0.0025", "0.005",
	                                                "0.01",   "0.025", "0.05",   "0.1",
	                                                "0.25",   "1",     "5",      "+Inf"};
	int64_t n = 0;

	for (size_t i = 0; i < HIST_BUCKETS; i++) {
		n += atomic_load_explicit(&s->buckets[i], memory_order_relaxed);
		out_put(o, S("kehou_http_request_seconds_bucket{"));
		labels(o, r);
		out_printf(o, ",le=\"%s\"} %lld\n", edges[i], (long long)n);
	}
	out_put(o, S("kehou_http_request_seconds_sum{"));
	labels(o, r);
	out_put(o, S("} "));
	seconds(o, atomic_load_explicit(&s->sum_us, memory_order_relaxed));
	out_put(o, S("\nkehou_http_request_seconds_count{"));
	labels(o, r);
	out_printf(o, "} %lld\n", (long long)n);
}

static bool used(struct route_stats *s)
{
	for (size_t i = 0; i < HIST_BUCKETS; i++)
		if (atomic_load_explicit(&s->buckets[i], memory_order_relaxed) > 0)
			return true;
	return false;
}

static void route_metrics(const struct web *w, struct out *o)
{
	out_put(o, S("# HELP kehou_http_requests_total Answers by route and class\n"
	             "# TYPE kehou_http_requests_total counter\n"));
	for (size_t i = 0; i <= w->n_routes; i++) {
		for (int k = 1; k <= 5; k++) {
			int64_t n = atomic_load_explicit(&w->stats[i].by_class[k],
			                                 memory_order_relaxed);

			if (n == 0)
				continue;
			out_put(o, S("kehou_http_requests_total{"));
			labels(o, i < w->n_routes ? w->routes[i] : NULL);
			out_printf(o, ",class=\"%dxx\"} %lld\n", k, (long long)n);
		}
	}
	out_put(o, S("# HELP kehou_http_request_seconds From the headers to the last byte of the "
	             "answer\n"
	             "# TYPE kehou_http_request_seconds histogram\n"));
	for (size_t i = 0; i <= w->n_routes; i++)
		if (used(&w->stats[i]))
			histogram(o, i < w->n_routes ? w->routes[i] : NULL, &w->stats[i]);
}

enum err health_metrics(struct ctx *c, struct req *r, struct reply *w)
{
	const struct web *s = r->web;

	plain(c, w, 200, S(""));
	w->mime = "text/plain; version=0.0.4; charset=utf-8";
	metric(w->o, "http_in_flight", "gauge", "Requests being answered",
	       atomic_load(&s->in_flight));
	metric(w->o, "http_body_bytes", "gauge", "Bytes of bodies being received",
	       atomic_load(&s->bodies));
	metric(w->o, "http_connections_total", "counter", "Connections accepted",
	       atomic_load(&s->accepted));
	metric(w->o, "http_dropped_total", "counter", "Connections ended at a deadline",
	       atomic_load(&s->dropped));
	metric(w->o, "http_gave_way_total", "counter", "Idle connections ended for room",
	       atomic_load(&s->gave_way));
	metric(w->o, "http_malformed_total", "counter", "Requests refused for their form",
	       atomic_load(&s->refused));
	if (c->store != NULL)
		store_metrics(c, w->o);
	route_metrics(s, w->o);
	return OK;
}
