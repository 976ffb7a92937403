/* Reading JSON that strangers wrote: strict (RFC 8259, one whole text, no duplicate names, no NUL,
 * depth at most 32), integers exact to 64 bits, and every complaint names the field by its path
 * ("marks[3].pupil"). What is read lives in the context's arena. */
#ifndef BASE_JSONREAD_H
#define BASE_JSONREAD_H

#include "base/ctx.h"

enum { JREAD_DEPTH = 32 };

enum jtype { J_NULL, J_BOOL, J_INT, J_REAL, J_STR, J_ARRAY, J_OBJECT };

/* One value. J_REAL keeps no number, only how it reads: nothing here may be a fraction (money is
 * whole fen, rates are decimal texts), so a real only ever becomes a complaint. */
struct jval {
	enum jtype type;
	struct str name;           /* in an object */
	const struct jval *parent; /* NULL at the root */
	size_t index;              /* in an array */
	struct str s;              /* J_STR; J_REAL: as it is shown */
	int64_t i;                 /* J_INT; J_BOOL: 0 or 1 */
	const struct jval *items;  /* J_ARRAY, J_OBJECT: in the order of the text */
	size_t n;
};

/* E_INPUT: too_large past `ceiling` bytes; not_utf8; duplicate_field (field: the name); bad_json
 * (found: "line:column" of the first mistake). The root is an object or an array. */
enum err jread(struct ctx *c, struct str text, size_t ceiling, const struct jval **ret_root);

struct str jval_path(struct arena *a, const struct jval *v); /* "" at the root */

/* A member by name; NULL when it is absent (or `obj` is no object). */
const struct jval *jval_find(const struct jval *obj, const char *name);
/* Present and not null: an optional field that was given. */
bool jval_has(const struct jval *obj, const char *name);

/* The object has no members but these: E_INPUT unknown_field. */
enum err jval_only(struct ctx *c, const struct jval *obj, const char *const *names, size_t n);

/* A required member. E_INPUT: missing_field when absent or null, bad_input when of another kind or
 * out of bounds, too_long past `max` characters (code points). */
enum err jval_str(struct ctx *c, const struct jval *obj, const char *name, size_t max,
                  struct str *ret_s);
enum err jval_i64(struct ctx *c, const struct jval *obj, const char *name, int64_t min, int64_t max,
                  int64_t *ret_i);
enum err jval_bool(struct ctx *c, const struct jval *obj, const char *name, bool *ret_b);
enum err jval_id(struct ctx *c, const struct jval *obj, const char *name, int64_t *ret_id);
enum err jval_fen(struct ctx *c, const struct jval *obj, const char *name, struct money *ret_m);
enum err jval_date(struct ctx *c, const struct jval *obj, const char *name, struct date *ret_d);
enum err jval_array(struct ctx *c, const struct jval *obj, const char *name, size_t max,
                    const struct jval **ret_array);
enum err jval_object(struct ctx *c, const struct jval *obj, const char *name,
                     const struct jval **ret_object);

/* The same for a value in hand, such as an array's item. */
enum err jval_as_str(struct ctx *c, const struct jval *v, size_t max, struct str *ret_s);
enum err jval_as_i64(struct ctx *c, const struct jval *v, int64_t min, int64_t max, int64_t *ret_i);
enum err jval_as_id(struct ctx *c, const struct jval *v, int64_t *ret_id);
enum err jval_as_object(struct ctx *c, const struct jval *v);

/* A complaint of the caller's own about a value: bad_input with the value's path. */
enum err jval_bad(struct ctx *c, const struct jval *v, struct str allowed);

#endif
