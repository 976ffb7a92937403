/* tplc: a page template to typed C (docs/templates.md).
 *
 *   tplc --root SRC [--parts DIR]... [--dep FILE] INPUT.html OUT.c OUT.h
 *
 * Headers are named relative to SRC; views of DIR may be embedded by @NAME; FILE receives the make
 * rule of what was read. A refusal is printed as FILE:LINE:COLUMN: reason, exit 1; a wrong call
 * exits 2. */
#include "tpl.h"

#include <dirent.h>
#include <errno.h>

enum { FILE_CEILING = 1 << 20, ARENA_CEILING = 64 << 20 };

static bool read_all(struct arena *a, const char *path, struct str *ret_s)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_take(a, FILE_CEILING);
	size_t n;

	if (f == NULL || p == NULL) {
		fprintf(stderr, "tplc: %s: %s\n", path, strerror(errno));
		if (f != NULL)
			fclose(f);
		return false;
	}
	n = fread(p, 1, FILE_CEILING, f);
	fclose(f);
	if (n == FILE_CEILING) {
		fprintf(stderr, "tplc: %s: longer than 1 MiB\n", path);
		return false;
	}
	*ret_s = (struct str){p, n};
	return true;
}

static bool write_all(const char *path, struct str s)
{
	FILE *f = fopen(path, "wb");
	bool ok = f != NULL && fwrite(s.p, 1, s.n, f) == s.n;

	if (f != NULL && fclose(f) != 0)
		ok = false;
	if (!ok)
		fprintf(stderr, "tplc: %s: %s\n", path, strerror(errno));
	return ok;
}

/* "enrolment/offerings.html" of "/somewhere/src/enrolment/offerings.html". */
static struct str below(const char *root, const char *path)
{
	struct str r = str_of(root), s = str_of(path);

	if (str_starts(s, r))
		s = str_sub(s, r.n, s.n);
	while (str_starts(s, S("/")))
		s = str_sub(s, 1, s.n);
	return s;
}

static struct str header_of(struct arena *a, const char *root, const char *path)
{
	return str_printf(a, "%.*s.h", STR_FMT(below(root, path)));
}

/* The same name in messages and #line wherever the tree lies, so that builds can be compared. */
static const char *shown(struct arena *a, const char *root, const char *path)
{
	struct str s = below(root, path);

	return s.n == strlen(path) ? path : str_c(a, str_printf(a, "src/%.*s", STR_FMT(s)));
}

static void complain(const struct tpl *t)
{
	size_t line, col;

	tpl_position(t, &line, &col);
	fprintf(stderr, "%s:%zu:%zu: %.*s\n", t->file, line, col, STR_FMT(t->why));
}

/* The declarations of every template of a directory. */
static bool scan(struct arena *a, const char *root, const char *dir, struct out *dep,
                 struct tpl_view **list)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool ok = true;

	if (d == NULL)
		return true; /* a room without parts */
	while (ok && (e = readdir(d)) != NULL) {
		struct tpl t = {.a = a};
		const char *path;

		if (!str_ends(str_of(e->d_name), S(".html")))
			continue;
		path = str_c(a, str_printf(a, "%s/%s", dir, e->d_name));
		out_printf(dep, " %s", path);
		t.file = shown(a, root, path);
		ok = read_all(a, path, &t.src);
		if (!ok)
			break;
		if (tpl_declaration(&t) == NULL) {
			complain(&t);
			ok = false;
			break;
		}
		t.self->header = header_of(a, root, path);
		t.self->next = *list;
		*list = t.self;
	}
	closedir(d);
	return ok;
}

struct call {
	const char *root, *dep_file;
	struct tpl t;
	struct out c, h, dep;
};

static bool compile(struct call *k, struct arena *a, char **files)
{
	struct tpl *t = &k->t;

	t->file = shown(a, k->root, files[0]);
	if (!read_all(a, files[0], &t->src))
		return false;
	if (!tpl_compile(t, header_of(a, k->root, files[0]), &k->c, &k->h)) {
		complain(t);
		return false;
	}
	out_printf(&k->dep, " %s\n", files[0]);
	if (k->dep_file != NULL &&
	    !write_all(k->dep_file,
	               str_printf(a, "%s %s:%.*s", files[1], files[2], STR_FMT(out_str(&k->dep)))))
		return false;
	return write_all(files[1], out_str(&k->c)) && write_all(files[2], out_str(&k->h));
}

static int run(struct call *k, struct arena *a, int argc, char **argv)
{
	int i = 1;

	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (strcmp(argv[i], "--root") == 0)
			k->root = argv[i + 1];
		else if (strcmp(argv[i], "--dep") == 0)
			k->dep_file = argv[i + 1];
		else if (strcmp(argv[i], "--parts") != 0)
			return 2;
		else if (!scan(a, k->root, argv[i + 1], &k->dep, &k->t.views))
			return 1;
	}
	if (argc - i != 3)
		return 2;
	return compile(k, a, argv + i) ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(ARENA_CEILING);
	struct call k = {.root = "src", .t = {.a = a}};
	int status = 1;

	out_init(&k.c, 16u << 20);
	out_init(&k.h, 1u << 20);
	out_init(&k.dep, 1u << 20);
	if (a != NULL)
		status = run(&k, a, argc, argv);
	if (status == 2)
		fprintf(stderr,
		        "usage: tplc --root SRC [--parts DIR]... [--dep FILE] INPUT.html OUT.c "
		        "OUT.h\n");
	out_free(&k.c);
	out_free(&k.h);
	out_free(&k.dep);
	arena_free(&a);
	return status;
}
