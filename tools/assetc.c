/* assetc OUT.c OUT.h NAME=FILE[,FILE…] … : builds the browser's files into the program.
 *
 * The files of one NAME are joined in order. Style sheets lose their comments (licence comments,
 * which begin with an exclamation mark, stay) and the blanks at line ends; scripts are left alone.
 * Each result is named by its content and compressed once, here, instead of for every visitor. */
#include "base/out.h"

#include <sodium.h>
#include <libdeflate.h>

#define CEILING (8u << 20)

static const struct {
	const char *ext, *mime;
	bool css;
} KINDS[] = {
	{".css", "text/css; charset=utf-8", true}, {".js", "text/javascript; charset=utf-8", false},
	{".svg", "image/svg+xml", false},          {".png", "image/png", false},
	{".json", "application/json", false},      {".txt", "text/plain; charset=utf-8", false},
};

static void die(const char *what, const char *which)
{
	fprintf(stderr, "assetc: %s: %s\n", what, which);
	exit(1);
}

static void read_file(const char *path, struct out *o)
{
	char buf[16384];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (!f)
		die("cannot open", path);
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		out_put(o, (struct str){buf, n});
	if (ferror(f) || o->broken)
		die("cannot read", path);
	fclose(f);
}

/* One past the end of the comment or quoted text that begins at i; i itself when none does. */
static size_t css_skip(struct str s, size_t i)
{
	char c = s.p[i];
	size_t k = i + 1;

	if (c == '/' && k < s.n && s.p[k] == '*') {
		for (k++; k + 1 < s.n; k++)
			if (s.p[k] == '*' && s.p[k + 1] == '/')
				return k + 2;
		die("comment without end", "css");
	}
	if (c != '"' && c != '\'')
		return i;
	for (; k < s.n && s.p[k] != c; k++)
		if (s.p[k] == '\\')
			k++;
	return k < s.n ? k + 1 : s.n;
}

static void css_put(struct out *o, struct str s)
{
	bool line_start = true;

	for (size_t i = 0; i < s.n;) {
		size_t end = css_skip(s, i);
		bool comment = end > i && s.p[i] == '/';

		if (comment && !(i + 2 < s.n && s.p[i + 2] == '!')) {
			i = end;
		} else if (end > i) {
			out_put(o, str_sub(s, i, end - i));
			line_start = false;
			i = end;
		} else {
			char c = s.p[i++];
			bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';

			if (c == '\n' || c == '\r')
				line_start = true;
			if (!(line_start && blank)) {
				out_c(o, c);
				line_start = false;
			}
		}
	}
	out_c(o, '\n');
}

/* No time is written into it: builds are reproducible. */
static void gzip(struct str in, struct out *o)
{
	struct libdeflate_compressor *one = libdeflate_alloc_compressor(12);
	size_t most = one ? libdeflate_gzip_compress_bound(one, in.n) : 0;

	out_reset(o);
	if (!one || !out_need(o, most))
		die("gzip", "memory");
	o->n = libdeflate_gzip_compress(one, in.p, in.n, o->p, most);
	libdeflate_free_compressor(one);
	if (o->n == 0)
		die("gzip", "does not fit");
}

static void put_bytes(FILE *f, const char *what, size_t k, struct str s)
{
	fprintf(f, "static const unsigned char %s_%zu[] = {", what, k);
	for (size_t i = 0; i < s.n; i++)
		fprintf(f, "%s%u,", i % 24 ? "" : "\n", (unsigned char)s.p[i]);
	fprintf(f, "%s};\n", s.n ? "\n" : "0");
}

static size_t kind_of(struct str name)
{
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (str_ends(name, str_of(KINDS[i].ext)))
			return i;
	die("unknown kind of file", name.p);
	return 0;
}

/* Writes the bytes of one asset to f and its row of the table to rows. */
static void asset_put(FILE *f, struct out *rows, size_t k, char *arg)
{
	struct out raw, joined, gz;
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[13];
	char *files = strchr(arg, '=');

	if (!files)
		die("not NAME=FILE", arg);
	*files++ = '\0';
	struct str name = str_of(arg);
	size_t kind = kind_of(name);
	struct str stem = str_sub(name, 0, name.n - strlen(KINDS[kind].ext));

	out_init(&joined, CEILING);
	out_init(&gz, CEILING);
	for (struct str rest = str_of(files), one = str_cut(&rest, ','); str_some(one);
	     one = str_cut(&rest, ',')) {
		char path[4096];

		if (one.n >= sizeof path)
			die("path too long", arg);
		memcpy(path, one.p, one.n);
		path[one.n] = '\0';
		out_init(&raw, CEILING);
		read_file(path, &raw);
		if (KINDS[kind].css)
			css_put(&joined, out_str(&raw));
		else
			out_put(&joined, out_str(&raw));
		out_free(&raw);
		if (rest.p == NULL)
			break;
	}
	if (joined.broken || joined.n == 0)
		die("empty or too big", arg);
	gzip(out_str(&joined), &gz);
	crypto_hash_sha256(hash, (const unsigned char *)joined.p, joined.n);
	sodium_bin2hex(hex, sizeof hex, hash, 6);
	bool smaller = gz.n < joined.n;

	put_bytes(f, "raw", k, out_str(&joined));
	if (smaller)
		put_bytes(f, "gz", k, out_str(&gz));
	out_printf(rows, "\t{S(\"%s\"), S(\"/a/%.*s.%s%s\"), S(\"%s\"),\n", arg, STR_FMT(stem), hex,
	           KINDS[kind].ext, KINDS[kind].mime);
	out_printf(rows, "\t {(const char *)raw_%zu, sizeof raw_%zu}, ", k, k);
	if (smaller)
		out_printf(rows, "{(const char *)gz_%zu, sizeof gz_%zu}", k, k);
	else
		out_put(rows, S("{NULL, 0}"));
	out_printf(rows, ", S(\"\\\"%s\\\"\")},\n", hex);
	out_free(&joined);
	out_free(&gz);
}

int main(int argc, char **argv)
{
	struct out rows;

	if (argc < 4 || sodium_init() < 0)
		die("usage", "assetc OUT.c OUT.h NAME=FILE[,FILE...] ...");
	FILE *c = fopen(argv[1], "wb");
	FILE *h = fopen(argv[2], "wb");
	if (!c || !h)
		die("cannot write", argv[1]);
	fputs("#ifndef ASSETS_GEN_H\n#define ASSETS_GEN_H\n\n#include \"web/assets.h\"\n\n"
	      "extern const struct asset assets_gen[];\nextern const size_t "
	      "assets_gen_n;\n\n#endif\n",
	      h);
	fputs("#include \"assets.gen.h\"\n\n", c);
	out_init(&rows, CEILING);
	for (int i = 3; i < argc; i++)
		asset_put(c, &rows, (size_t)i, argv[i]);
	fprintf(c, "const struct asset assets_gen[] = {\n%.*s};\n", STR_FMT(out_str(&rows)));
	fprintf(c, "const size_t assets_gen_n = sizeof assets_gen / sizeof *assets_gen;\n");
	out_free(&rows);
	if (fclose(c) || fclose(h))
		die("cannot write", argv[1]);
	return 0;
}
