/* Runs a fuzz target over its kept corpus, one input a test: what was found once is never lost. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* Reads the whole file into memory of exactly its size, so that a sanitizer sees one byte too far.
 */
static uint8_t *slurp(const char *dir, const char *name, size_t *ret_size)
{
	size_t room = strlen(dir) + strlen(name) + 2;
	char *path = malloc(room);
	uint8_t *data = NULL;
	FILE *f;
	long size;

	if (path == NULL)
		return NULL;
	snprintf(path, room, "%s/%s", dir, name);
	f = fopen(path, "rb");
	free(path);
	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 && fseek(f, 0, SEEK_SET) == 0) {
		data = malloc(size > 0 ? (size_t)size : 1);
		if (data != NULL && fread(data, 1, (size_t)size, f) != (size_t)size) {
			free(data);
			data = NULL;
		}
		*ret_size = (size_t)size;
	}
	fclose(f);
	return data;
}

int main(int argc, char **argv)
{
	struct dirent **entries = NULL;
	int n, failures = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: %s CORPUS_DIRECTORY\n", argv[0]);
		return 2;
	}
	n = scandir(argv[1], &entries, visible, alphasort);
	if (n <= 0) {
		printf("1..1\nnot ok 1 - %s holds no input\n", argv[1]);
		return 1;
	}
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		size_t size = 0;
		uint8_t *data = slurp(argv[1], entries[i]->d_name, &size);
		bool good = data != NULL && LLVMFuzzerTestOneInput(data, size) == 0;

		printf("%s %d - %s\n", good ? "ok" : "not ok", i + 1, entries[i]->d_name);
		fflush(stdout);
		failures += !good;
		free(data);
		free(entries[i]);
	}
	free(entries);
	return failures > 0;
}
