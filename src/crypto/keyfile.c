/* Keyrings on disk and in the environment. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "crypto/ring.h"

enum { FILE_MAX = 8192 };

static enum err refused(struct ctx *c, const char *code, const char *file)
{
	struct fault f = {.found = str_of(file)};

	return fault_set(c, E_REFUSED, code, &f);
}

static void put_key(struct out *o, const char *word)
{
	const struct env *env = env_system(); /* a key is never made from a test's seed */
	uint8_t key[KEY_BYTES];
	char hex[KEY_BYTES * 2 + 1];

	env->random(env->self, key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	out_put(o, str_of(word));
	out_put(o, (struct str){hex, sizeof hex - 1});
	out_c(o, '\n');
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
}

static void keyring_text(struct out *o)
{
	const struct env *env = env_system();
	uint32_t id;

	env->random(env->self, &id, sizeof id);
	out_printf(
		o,
		"kehou keys 1\n# Keep this file secret and keep a copy elsewhere: without it the "
		"sealed fields of the database are lost.\ndata %08x ",
		id);
	put_key(o, "");
	put_key(o, "index ");
	put_key(o, "session ");
}

static bool write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

static bool sync_directory(struct ctx *c, const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *dir = slash == file ? "/" : ".";
	int fd;
	bool good;

	if (slash && slash != file)
		dir = str_c(c->arena, (struct str){file, (size_t)(slash - file)});
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	good = fsync(fd) == 0;
	close(fd);
	return good;
}

/* Written under another name and linked into place: the final name is either absent or whole, and
 * link() never replaces a file that is there. */
static enum err place_file(struct ctx *c, const char *file, struct str text)
{
	uint8_t tail[8];
	struct str hex;
	const char *tmp;
	int fd, why;
	bool good;

	env_system()->random(env_system()->self, tail, sizeof tail);
	hex = hex_text(c->arena, BYTES(tail));
	tmp = str_c(c->arena, str_printf(c->arena, "%s.%.*s", file, STR_FMT(hex)));
	fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fault_broken(c, "cannot create the key file");
	good = fchmod(fd, 0600) == 0 && write_all(fd, text) && fsync(fd) == 0;
	good = close(fd) == 0 && good;
	why = good && link(tmp, file) != 0 ? errno : 0;
	unlink(tmp);
	if (why == EEXIST) {
		struct fault f = {.found = str_of(file)};

		return fault_set(c, E_CONFLICT, "keys_exist", &f);
	}
	if (!good || why || !sync_directory(c, file))
		return fault_broken(c, "cannot write the key file");
	return OK;
}

enum err keyring_create(struct ctx *c, const char *file)
{
	struct out o;
	enum err e;

	out_init(&o, FILE_MAX);
	keyring_text(&o);
	e = o.broken ? fault_broken(c, "no memory for a key file")
	             : place_file(c, file, out_str(&o));
	if (o.p)
		sodium_memzero(o.p, o.n);
	out_free(&o);
	return e;
}

static ssize_t read_all(int fd, char *buf, size_t room)
{
	size_t have = 0;

	while (have < room) {
		ssize_t n = read(fd, buf + have, room - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		have += (size_t)n;
	}
	return (ssize_t)have;
}

enum err secret_file(struct ctx *c, const char *file, char *buf, size_t room, size_t *ret_n)
{
	struct stat st;
	ssize_t n;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return errno == ENOENT ? refused(c, "keys_missing", file)
		                       : fault_broken(c, "cannot open the key file");
	if (fstat(fd, &st) != 0) {
		close(fd);
		return fault_broken(c, "cannot look at the key file");
	}
	if (!S_ISREG(st.st_mode) || (size_t)st.st_size > room) {
		close(fd);
		return refused(c, "keys_malformed", file);
	}
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		close(fd);
		return refused(c, "keys_exposed", file);
	}
	n = read_all(fd, buf, room);
	close(fd);
	if (n < 0)
		return fault_broken(c, "cannot read the key file");
	*ret_n = (size_t)n;
	return OK;
}

enum err keyring_load(struct ctx *c, const char *file, struct keyring **ret_k)
{
	char text[FILE_MAX];
	size_t n = 0;
	enum err e = secret_file(c, file, text, sizeof text, &n);

	if (e == OK)
		e = keyring_parse(c, (struct str){text, n}, ret_k);
	sodium_memzero(text, sizeof text);
	return e;
}

/* The file that is meant; NULL when nothing says which. */
static const char *choose_file(struct ctx *c, const char *option, const char *db_url)
{
	const char *named = getenv("KEHOU_KEYS");
	struct str url = str_of(db_url);

	if (option)
		return option;
	if (named && named[0])
		return named;
	if (!str_starts(url, S("sqlite:")))
		return NULL;
	return str_c(c->arena, str_printf(c->arena, "%s.keys", db_url + strlen("sqlite:")));
}

/* New keys beside a database that has data would hide that its own were lost. */
static bool has_data(const char *db_url)
{
	const char *path = db_url + strlen("sqlite:");
	struct stat st;

	return str_starts(str_of(db_url), S("sqlite:")) && stat(path, &st) == 0 && st.st_size > 0;
}

enum err keyring_open(struct ctx *c, const char *option, const char *db_url, bool create,
                      struct keyring **ret_k)
{
	const char *text = getenv("KEHOU_KEYRING");
	const char *file;

	if (text && text[0])
		return keyring_parse(c, str_of(text), ret_k);
	file = choose_file(c, option, db_url);
	if (!file)
		return fault_set(c, E_REFUSED, "keys_missing", NULL);
	if (create && access(file, F_OK) != 0 && !has_data(db_url)) {
		enum err e = keyring_create(c, file);

		/* Another process may be first: then its keys are the keys. */
		if (e != OK && e != E_CONFLICT)
			return e;
		c->fault = (struct fault){0};
	}
	return keyring_load(c, file, ret_k);
}
