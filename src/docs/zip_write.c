#include "docs/zip_write.h"

#include <errno.h>
#include <zip.h>

enum { DOS_DAY_ONE = 33 /* 1980-01-01, the first day a zip knows */, TOLD_EVERY = 1000 };

struct making {
	zip_progress *progress;
	void *arg;
	bool stopped;
};

static void on_progress(zip_t *zip, double done, void *arg)
{
	struct making *m = arg;

	(void)zip;
	if (m->progress && m->progress(m->arg, (int)(done * TOLD_EVERY)))
		m->stopped = true;
}

static int on_cancel(zip_t *zip, void *arg)
{
	(void)zip;
	return ((struct making *)arg)->stopped;
}

static enum err fail(struct ctx *c, zip_error_t *e)
{
	int system = zip_error_system_type(e) == ZIP_ET_SYS ? zip_error_code_system(e) : 0;

	if (system == ENOSPC || system == EDQUOT)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	return fault_broken(
		c, str_c(c->arena, str_printf(c->arena, "zip: %s", zip_error_strerror(e))));
}

static bool add(zip_t *zip, const struct zip_file *f)
{
	zip_source_t *source = zip_source_file(zip, f->path, 0, -1);
	zip_int64_t at;

	if (!source)
		return false;
	at = zip_file_add(zip, f->name, source, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(source);
		return false;
	}
	return zip_file_set_dostime(zip, (zip_uint64_t)at, 0, DOS_DAY_ONE, 0) == 0 &&
	       zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_DOS, 0) == 0 &&
	       zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) == 0;
}

enum err zip_make(struct ctx *c, const char *to, const struct zip_file *v, size_t n,
                  zip_progress *progress, void *arg)
{
	struct making m = {.progress = progress, .arg = arg};
	int code = 0;
	zip_t *zip = zip_open(to, ZIP_CREATE | ZIP_TRUNCATE, &code);
	enum err e = OK;

	if (!zip) {
		zip_error_t error;

		zip_error_init_with_code(&error, code);
		e = fail(c, &error);
		zip_error_fini(&error);
		return e;
	}
	for (size_t i = 0; i < n && e == OK; i++)
		e = add(zip, &v[i]) ? OK : fail(c, zip_get_error(zip));
	zip_register_progress_callback_with_state(zip, 1.0 / TOLD_EVERY, on_progress, NULL, &m);
	zip_register_cancel_callback_with_state(zip, on_cancel, NULL, &m);
	if (e == OK && zip_close(zip) == 0)
		return OK;
	if (e == OK)
		e = m.stopped ? fault_set(c, E_REFUSED, "work_stopped", NULL)
		              : fail(c, zip_get_error(zip));
	zip_discard(zip);
	return e;
}
