/* The operator's log: one JSON object a line, each in a single write(2), so that lines of many
 * threads never mix. Only web, jobs and main log; verbs return faults.
 *
 * No personal data by construction: a value is a number, or a short token of this program's own
 * (a route, a code, a state), or an operator's detail with everything masked that could be
 * somebody's: digits in number, whatever is not ASCII, whatever stands in single quotes. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/env.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log {
	int fd;
	enum log_level least; /* what is below is not written */
	const struct env *env;
};

enum log_kind { LOG_KIND_NUMBER, LOG_KIND_TOKEN, LOG_KIND_DETAIL };

struct log_pair {
	const char *key;
	enum log_kind kind;
	int64_t number;
	const char *text;
};

#define LOG_NUMBER(k, v) ((struct log_pair){.key = (k), .kind = LOG_KIND_NUMBER, .number = (v)})
/* At most 80 of A-Z a-z 0-9 _ . : / { } -, with at most six digits: too few for a phone or an ID
 * number. Anything else is written as "refused". NULL writes null. */
#define LOG_TOKEN(k, v) ((struct log_pair){.key = (k), .kind = LOG_KIND_TOKEN, .text = (v)})
/* ctx->broken and errno texts; at most 300 bytes of it. */
#define LOG_DETAIL(k, v) ((struct log_pair){.key = (k), .kind = LOG_KIND_DETAIL, .text = (v)})

/* {"at":"2026-09-01T08:00:00.123+08:00","level":"info","message":…,"request":…,key:value…}. The
 * message is a literal (the macro refuses anything else); request_id none leaves it out. A line
 * that cannot be written is lost: logging never stops the work. */
void log_write(const struct log *l, enum log_level level, const char *message,
               struct str request_id, const struct log_pair *pairs, size_t n);
#define LOG_LINE(l, level, message, request_id, ...)                                               \
	log_write((l), (level), "" message "", (request_id), (struct log_pair[]){__VA_ARGS__},     \
	          sizeof((struct log_pair[]){__VA_ARGS__}) / sizeof(struct log_pair))

const char *log_level_name(enum log_level level);
bool log_level_parse(struct str name, enum log_level *ret_level);

#endif
