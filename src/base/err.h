/* What every fallible function returns. The reason travels beside it, in ctx->fault. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	OK,
	E_INPUT,    /* the caller's data cannot be read; the fault names the field   -> 400/422 */
	E_DENIED,   /* the caller may never do this                                  -> 401/403 */
	E_ABSENT,   /* no such thing, or not within the caller's scope               -> 404 */
	E_REFUSED,  /* a rule says no; the fault names requirement and clause        -> 409/422 */
	E_CONFLICT, /* somebody was first, or the key was used for something else    -> 409 */
	E_RETRY,    /* a transient clash of transactions; only the runner catches it -> 503 */
	E_BROKEN, /* our side failed (I/O, memory, full disk, a contradiction)     -> 500/503/507 */
};

/* Return early on failure. Outputs of a failed call are untouched. */
#define TRY(expr)                                                                                  \
	do {                                                                                       \
		enum err try_err_ = (expr);                                                        \
		if (try_err_ != OK)                                                                \
			return try_err_;                                                           \
	} while (0)

const char *err_name(enum err e);

#endif
