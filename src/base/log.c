#include <errno.h>
#include <unistd.h>

#include "base/log.h"
#include "base/out.h"

enum { LINE_CEILING = 4096, TOKEN_MOST = 80, TOKEN_DIGITS = 6, DETAIL_MOST = 300, MASK_RUN = 5 };

static const char *const level_names[] = {"debug", "info", "warn", "error"};

const char *log_level_name(enum log_level level)
{
	return level_names[level];
}

bool log_level_parse(struct str name, enum log_level *ret_level)
{
	for (int i = LOG_DEBUG; i <= LOG_ERROR; i++) {
		if (str_is(name, level_names[i])) {
			*ret_level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool token_ok(struct str s)
{
	size_t digits = 0;

	if (s.n > TOKEN_MOST)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		digits += is_digit(c);
		if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !strchr("_.:/{}-", c))
			return false;
	}
	return digits <= TOKEN_DIGITS;
}

/* Made by this server or handed in by a proxy; written only when it looks like one of ours. */
static bool request_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-')
			return false;
	}
	return s.n <= TOKEN_MOST;
}

static void detail(struct json *j, struct str s)
{
	char masked[DETAIL_MOST];
	bool quoted = false;
	size_t n = s.n < DETAIL_MOST ? s.n : DETAIL_MOST, run = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s.p[i];

		if (c == '\'')
			quoted = !quoted;
		masked[i] = (unsigned char)c >= 0x80 || (quoted && c != '\'') ? '#' : c;
		run = is_digit(c) ? run + 1 : 0;
		/* "line 1234" tells something; a longer number may be somebody's. */
		for (size_t k = 0; run >= MASK_RUN && k < run; k++)
			masked[i - k] = '#';
	}
	json_str(j, (struct str){masked, n});
}

static void put_instant(struct out *o, struct instant t)
{
	struct civil c = date_civil(instant_date(t));
	struct clock_time m = instant_time(t);
	int64_t ms = t.us / 1000 % 60000;

	if (ms < 0)
		ms += 60000;
	out_printf(o, "\"%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00\"", c.year, c.month, c.day,
	           m.minute / 60, m.minute % 60, (int)(ms / 1000), (int)(ms % 1000));
}

static void put_pair(struct json *j, const struct log_pair *p)
{
	struct str s = str_of(p->text);

	json_key(j, p->key);
	switch (p->kind) {
	case LOG_KIND_NUMBER:
		json_i64(j, p->number);
		break;
	case LOG_KIND_TOKEN:
		json_str(j, token_ok(s) ? s : S("refused"));
		break;
	case LOG_KIND_DETAIL:
		detail(j, s);
		break;
	}
}

static void send_line(int fd, struct str s)
{
	ssize_t sent;

	do
		sent = write(fd, s.p, s.n);
	while (sent < 0 && errno == EINTR);
}

void log_write(const struct log *l, enum log_level level, const char *message,
               struct str request_id, const struct log_pair *pairs, size_t n)
{
	struct json j;
	struct out o;

	if (level < l->least)
		return;
	out_init(&o, LINE_CEILING);
	json_init(&j, &o);
	json_open(&j, '{');
	json_key(&j, "at");
	put_instant(&o, env_now(l->env));
	j.comma[j.depth] = true;
	json_kv_str(&j, "level", str_of(level_names[level]));
	json_kv_str(&j, "message", str_of(message));
	if (request_id.p)
		json_kv_str(&j, "request", request_ok(request_id) ? request_id : S("refused"));
	for (size_t i = 0; i < n; i++)
		put_pair(&j, &pairs[i]);
	json_close(&j, '}');
	out_c(&o, '\n');
	if (o.broken)
		send_line(l->fd, S("{\"level\":\"error\",\"message\":\"log line too long\"}\n"));
	else
		send_line(l->fd, out_str(&o));
	out_free(&o);
}
