#include "docs/pack.h"

#include <zip.h>

#define RATIO_FROM ((uint64_t)1 << 20) /* below this a high ratio harms nobody */

struct pack {
	zip_t *zip;
};

struct part {
	zip_file_t *file;
	uint64_t declared, seen;
};

static uint64_t le(const char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = n; i-- > 0;)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

/* libzip reserves memory for as many entries as a directory claims and then reads all that is
 * there, so both are counted before it sees the file. A chance match inside packed data costs
 * nothing: the ceiling is far above what a real workbook has. */
static bool too_many_parts(struct str b, uint32_t max)
{
	uint64_t found = 0;
	size_t at = 0;

	while (at + 56 < b.n) {
		const char *p = memchr(b.p + at, 'P', b.n - at - 56);

		if (p == NULL)
			break;
		if (memcmp(p, "PK\1\2", 4) == 0 && ++found > max)
			return true;
		if (memcmp(p, "PK\6\6", 4) == 0 && (le(p + 24, 8) > max || le(p + 32, 8) > max))
			return true;
		at = (size_t)(p - b.p) + 1;
	}
	return false;
}

/* Sizes as the directory declares them; what is read later is held to them. */
static bool sizes_fit(zip_t *zip, const struct table_limits *lim, struct stop *stop)
{
	zip_int64_t n = zip_get_num_entries(zip, 0);
	uint64_t sum = 0;

	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t st;

		if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) != 0 ||
		    (st.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) !=
		            (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) {
			stop_set(stop, "table_damaged", 0, 0);
			return false;
		}
		if (st.size > lim->unpacked || (sum += st.size) > lim->unpacked) {
			stop_set(stop, "table_unpacked_too_large", 0, lim->unpacked);
			return false;
		}
		if (st.size > RATIO_FROM && st.size / lim->ratio > st.comp_size) {
			stop_set(stop, "table_ratio", 0, lim->ratio);
			return false;
		}
	}
	return true;
}

static zip_t *open_zip(struct str bytes)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *zip;

	zip_error_init(&error);
	source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (zip == NULL && source != NULL)
		zip_source_free(source);
	zip_error_fini(&error);
	return zip;
}

struct pack *pack_open(struct str bytes, const struct table_limits *lim, struct stop *stop)
{
	struct pack *p;

	if (too_many_parts(bytes, lim->parts)) {
		stop_set(stop, "table_too_many_parts", 0, lim->parts);
		return NULL;
	}
	p = calloc(1, sizeof(*p));
	if (p == NULL) {
		stop_set(stop, STOP_MEMORY, 0, 0);
		return NULL;
	}
	p->zip = open_zip(bytes);
	if (p->zip == NULL)
		stop_set(stop, "table_damaged", 0, 0);
	if (p->zip == NULL || !sizes_fit(p->zip, lim, stop))
		pack_close(&p);
	return p;
}

void pack_close(struct pack **p)
{
	if (*p == NULL)
		return;
	if ((*p)->zip != NULL)
		zip_discard((*p)->zip);
	free(*p);
	*p = NULL;
}

bool pack_has(struct pack *p, const char *name)
{
	return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

size_t pack_parts(struct pack *p)
{
	zip_int64_t n = zip_get_num_entries(p->zip, 0);

	return n > 0 ? (size_t)n : 0;
}

struct part *part_open(struct pack *p, const char *name, struct stop *stop)
{
	zip_int64_t at = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);

	if (at < 0) {
		stop_set(stop, "table_damaged", 0, 0);
		return NULL;
	}
	return part_open_at(p, (size_t)at, stop);
}

struct part *part_open_at(struct pack *p, size_t at, struct stop *stop)
{
	struct part *f;
	zip_stat_t st;

	if (zip_stat_index(p->zip, at, 0, &st) != 0) {
		stop_set(stop, "table_damaged", 0, 0);
		return NULL;
	}
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && st.encryption_method != ZIP_EM_NONE) {
		stop_set(stop, "table_encrypted", 0, 0);
		return NULL;
	}
	f = calloc(1, sizeof(*f));
	if (f == NULL) {
		stop_set(stop, STOP_MEMORY, 0, 0);
		return NULL;
	}
	f->declared = st.size;
	f->file = zip_fopen_index(p->zip, at, 0);
	if (f->file == NULL) {
		stop_set(stop, "table_damaged", 0, 0);
		part_close(&f);
	}
	return f;
}

int64_t part_read(struct part *f, char *buf, size_t n, struct stop *stop)
{
	zip_int64_t got = zip_fread(f->file, buf, n);

	if (got < 0 || (f->seen += (uint64_t)got) > f->declared) {
		stop_set(stop, "table_damaged", 0, 0);
		return -1;
	}
	return got;
}

void part_close(struct part **f)
{
	if (*f == NULL)
		return;
	if ((*f)->file != NULL)
		zip_fclose((*f)->file);
	free(*f);
	*f = NULL;
}
