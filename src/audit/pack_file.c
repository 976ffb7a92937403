/* Files of a pack on their way: hashed while they are written. */
#include <stdio.h>

#include "audit/pack_in.h"
#include "store/place.h"

enum { FLUSH_BYTES = 1 << 16, BUF_BYTES = 64 << 20 };

enum err pack_file_begin(struct ctx *c, struct packing *p, struct str name, struct part_file *ret_f)
{
	struct pack_file *file = NEW(c->arena, struct pack_file);
	struct part_file f = {.file = file};

	if (!file)
		return fault_broken(c, "arena");
	file->name = str_c(c->arena, name);
	file->path = str_c(c->arena, str_printf(c->arena, "%s/%04zu", p->dir, p->files));
	f.stream = fopen(file->path, "wbe");
	if (!f.stream)
		return place_fail(c, file->path);
	sha256_init(&f.hash);
	out_init(&f.buf, BUF_BYTES);
	p->files++;
	*p->last = file;
	p->last = &file->next;
	*ret_f = f;
	return OK;
}

enum err pack_file_flush(struct ctx *c, struct part_file *f, bool all)
{
	if (f->buf.broken)
		return fault_broken(c, "audit pack: out of memory");
	if (!all && f->buf.n < FLUSH_BYTES)
		return OK;
	sha256_put(&f->hash, out_str(&f->buf));
	f->file->bytes += (int64_t)f->buf.n;
	if (fwrite(f->buf.p, 1, f->buf.n, f->stream) != f->buf.n)
		return place_fail(c, f->file->path);
	out_reset(&f->buf);
	return OK;
}

void pack_file_drop(struct part_file *f)
{
	if (f->stream)
		fclose(f->stream);
	f->stream = NULL;
	out_free(&f->buf);
}

enum err pack_file_end(struct ctx *c, struct part_file *f)
{
	uint8_t hash[SHA256_BYTES];
	FILE *stream = f->stream;
	enum err e = pack_file_flush(c, f, true);

	f->stream = NULL;
	if (fclose(stream) != 0 && e == OK)
		e = place_fail(c, f->file->path);
	out_free(&f->buf);
	sha256_end(&f->hash, hash);
	for (size_t i = 0; i < SHA256_BYTES; i++)
		snprintf(f->file->hash + 2 * i, 3, "%02x", hash[i]);
	return e;
}

enum err pack_file_whole(struct ctx *c, struct packing *p, struct str name, struct str bytes)
{
	struct part_file f;

	TRY(pack_file_begin(c, p, name, &f));
	out_put(&f.buf, bytes);
	return pack_file_end(c, &f);
}
