#include "pack.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define FILES_MOST    20000
#define UNPACKED_MOST (UINT64_C(64) << 30)
#define RATIO_MOST    200
#define RATIO_FROM    (UINT64_C(1) << 20) /* smaller files harm nobody */

struct pack {
	zip_t *zip;
	const char *file;
	size_t files;
};

struct part {
	const struct pack *pack;
	const char *name;
	zip_file_t *f;
	uint64_t declared, seen;
};

static void bounds(const struct pack *p)
{
	uint64_t sum = 0;

	if (p->files > FILES_MOST)
		fail(SAY("%s: 文件太多(%zu 个)", "%s: too many files (%zu)"), p->file, p->files);
	for (size_t i = 0; i < p->files; i++) {
		zip_stat_t st;

		if (zip_stat_index(p->zip, i, 0, &st) != 0 || !(st.valid & ZIP_STAT_NAME) ||
		    !(st.valid & ZIP_STAT_SIZE) || !(st.valid & ZIP_STAT_COMP_SIZE))
			fail(SAY("%s: 目录已损坏", "%s: its directory is damaged"), p->file);
		if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
			fail(SAY("%s: %s 已加密", "%s: %s is encrypted"), p->file, st.name);
		if (st.size > RATIO_FROM && st.size / RATIO_MOST > st.comp_size)
			fail(SAY("%s: %s 的压缩比超过 %d:1,像是压缩炸弹",
			         "%s: %s unpacks to more than %d times its size, like a zip bomb"),
			     p->file, st.name, RATIO_MOST);
		if (__builtin_add_overflow(sum, st.size, &sum) || sum > UNPACKED_MOST)
			fail(SAY("%s: 解压后太大", "%s: unpacks to too much"), p->file);
	}
}

struct pack *pack_open(const char *file)
{
	struct pack *p = take(1, sizeof *p);
	int code = 0;

	p->file = file;
	p->zip = zip_open(file, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	if (!p->zip) {
		zip_error_t e;

		zip_error_init_with_code(&e, code);
		fail(SAY("%s: 不是完整的 zip 文件:%s", "%s: not a whole zip file: %s"), file,
		     zip_error_strerror(&e));
	}
	p->files = (size_t)zip_get_num_entries(p->zip, 0);
	bounds(p);
	return p;
}

void pack_close(struct pack *p)
{
	zip_discard(p->zip);
	free(p);
}

bool pack_has(const struct pack *p, const char *name)
{
	return zip_name_locate(p->zip, name, 0) >= 0;
}

size_t pack_files(const struct pack *p)
{
	return p->files;
}

const char *pack_name(const struct pack *p, size_t i)
{
	const char *name = zip_get_name(p->zip, i, 0);

	return name ? name : "";
}

struct part *part_open(struct pack *p, const char *name)
{
	struct part *f = take(1, sizeof *f);
	zip_stat_t st;

	f->pack = p;
	f->name = name;
	if (zip_stat(p->zip, name, 0, &st) != 0)
		fail(SAY("%s: 缺少文件 %s", "%s: %s is missing"), p->file, name);
	f->declared = st.size;
	f->f = zip_fopen(p->zip, name, 0);
	if (!f->f)
		fail(SAY("%s: %s 打不开:%s", "%s: %s cannot be opened: %s"), p->file, name,
		     zip_strerror(p->zip));
	return f;
}

size_t part_read(struct part *f, char *buf, size_t n)
{
	zip_int64_t got = zip_fread(f->f, buf, n);

	if (got < 0)
		fail(SAY("%s: %s 已损坏:%s", "%s: %s is damaged: %s"), f->pack->file, f->name,
		     zip_file_strerror(f->f));
	f->seen += (uint64_t)got;
	if (f->seen > f->declared)
		fail(SAY("%s: %s 比目录所说的长", "%s: %s is longer than it says"), f->pack->file,
		     f->name);
	return (size_t)got;
}

void part_close(struct part *f)
{
	zip_fclose(f->f);
	free(f);
}

char *part_text(struct pack *p, const char *name, size_t most, size_t *ret_n)
{
	struct part *f = part_open(p, name);
	char *text = NULL;
	size_t n = 0, got;

	if (f->declared > most)
		fail(SAY("%s: %s 太大", "%s: %s is too large"), p->file, name);
	text = take(f->declared + 1, 1);
	while (n < f->declared && (got = part_read(f, text + n, f->declared - n)) > 0)
		n += got;
	part_close(f);
	*ret_n = n;
	return text;
}

void part_hash(struct pack *p, const char *name, char ret_hex[HASH_TEXT])
{
	struct part *f = part_open(p, name);
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char hash[EVP_MAX_MD_SIZE];
	char *buf = take(1, 1 << 16);
	size_t got;

	if (!md || !EVP_DigestInit_ex(md, EVP_sha256(), NULL))
		fail("SHA-256");
	while ((got = part_read(f, buf, 1 << 16)) > 0)
		EVP_DigestUpdate(md, buf, got);
	EVP_DigestFinal_ex(md, hash, NULL);
	EVP_MD_CTX_free(md);
	for (size_t i = 0; i < 32; i++)
		snprintf(ret_hex + 2 * i, 3, "%02x", hash[i]);
	free(buf);
	part_close(f);
}
