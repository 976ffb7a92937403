/* The JSON writer declared in out.h (RFC 8259). */
#include "base/out.h"

enum { DEPTH = 32 };

void json_init(struct json *j, struct out *o)
{
	*j = (struct json){.o = o};
}

/* A comma before every element but the first; json_key() has put its own. */
static void before_value(struct json *j)
{
	if (j->comma[j->depth])
		out_c(j->o, ',');
	j->comma[j->depth] = true;
}

void json_open(struct json *j, char bracket)
{
	before_value(j);
	if (j->depth == DEPTH) {
		j->o->broken = true;
		return;
	}
	out_c(j->o, bracket);
	j->comma[++j->depth] = false;
}

void json_close(struct json *j, char bracket)
{
	if (j->depth == 0) {
		j->o->broken = true;
		return;
	}
	out_c(j->o, bracket == '{' || bracket == '}' ? '}' : ']');
	j->depth--;
}

static void quoted(struct out *o, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0;

	out_c(o, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		out_put(o, str_sub(s, from, i - from));
		from = i + 1;
		out_c(o, '\\');
		switch (c) {
		case '"':
		case '\\':
			out_c(o, (char)c);
			break;
		case '\n':
			out_c(o, 'n');
			break;
		case '\r':
			out_c(o, 'r');
			break;
		case '\t':
			out_c(o, 't');
			break;
		default:
			out_put(o, S("u00"));
			out_c(o, hex[c >> 4]);
			out_c(o, hex[c & 15]);
		}
	}
	out_put(o, str_sub(s, from, s.n));
	out_c(o, '"');
}

void json_key(struct json *j, const char *key)
{
	before_value(j);
	quoted(j->o, str_of(key));
	out_c(j->o, ':');
	j->comma[j->depth] = false; /* the value follows without one */
}

void json_str(struct json *j, struct str v)
{
	if (!v.p) {
		json_none(j);
		return;
	}
	before_value(j);
	quoted(j->o, v);
}

void json_i64(struct json *j, int64_t v)
{
	before_value(j);
	out_i64(j->o, v);
}

void json_id(struct json *j, int64_t id)
{
	if (id == 0) {
		json_none(j);
		return;
	}
	before_value(j);
	out_c(j->o, '"');
	out_i64(j->o, id);
	out_c(j->o, '"');
}

void json_bool(struct json *j, bool v)
{
	before_value(j);
	out_put(j->o, v ? S("true") : S("false"));
}

void json_none(struct json *j)
{
	before_value(j);
	out_put(j->o, S("null"));
}

void json_raw(struct json *j, struct str v)
{
	before_value(j);
	out_put(j->o, v);
}

void json_kv_str(struct json *j, const char *key, struct str v)
{
	json_key(j, key);
	json_str(j, v);
}

void json_kv_i64(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_i64(j, v);
}

void json_kv_id(struct json *j, const char *key, int64_t id)
{
	json_key(j, key);
	json_id(j, id);
}

void json_kv_bool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}
