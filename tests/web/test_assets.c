/* What browsers are given is complete, named by its content and small enough for cheap phones. */
#include "web/assets.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sodium.h>
#include <libdeflate.h>

static void every_asset_is_found_by_its_name_and_by_its_path(void **state)
{
	size_t n;
	const struct asset *all = asset_all(&n);

	assert_true(n >= 4);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(asset_find(all[i].path), &all[i]);
		assert_true(str_eq(asset_url(all[i].name.p), all[i].path));
	}
}

static void a_path_or_name_that_is_not_ours_finds_nothing(void **state)
{
	struct str real = asset_url("kehou.css");

	assert_null(asset_find(S("/a/kehou.css")));
	assert_null(asset_find(S("")));
	assert_null(asset_find(STR_NONE));
	assert_null(asset_find(str_sub(real, 0, real.n - 1)));
	assert_null(asset_find(S("/a/../etc/passwd")));
	assert_false(str_some(asset_url("bootstrap.css")));
}

static void a_path_holds_the_hash_of_the_content(void **state)
{
	size_t n, at;
	const struct asset *all = asset_all(&n);

	for (size_t i = 0; i < n; i++) {
		unsigned char hash[crypto_hash_sha256_BYTES];
		char hex[13];

		crypto_hash_sha256(hash, (const unsigned char *)all[i].bytes.p, all[i].bytes.n);
		sodium_bin2hex(hex, sizeof hex, hash, 6);
		assert_true(str_find(all[i].path, str_of(hex), &at));
		assert_true(str_find(all[i].etag, str_of(hex), &at));
		assert_true(str_starts(all[i].path, S("/a/")));
	}
}

static void the_compressed_bytes_give_back_the_plain_ones(void **state)
{
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	size_t n, size = 0;
	const struct asset *all = asset_all(&n);

	assert_non_null(reader);
	for (size_t i = 0; i < n; i++) {
		if (!str_some(all[i].gz))
			continue;
		char *plain = malloc(all[i].bytes.n + 1);
		assert_non_null(plain);
		assert_int_equal(libdeflate_gzip_decompress(reader, all[i].gz.p, all[i].gz.n, plain,
		                                            all[i].bytes.n + 1, &size),
		                 LIBDEFLATE_SUCCESS);
		assert_int_equal(size, all[i].bytes.n);
		assert_memory_equal(plain, all[i].bytes.p, all[i].bytes.n);
		free(plain);
	}
	libdeflate_free_decompressor(reader);
}

/* The cold guardian page may weigh 60 KB: what is the same for every page leaves it 28 at least. */
static void sheets_and_scripts_weigh_at_most_32_kb_compressed(void **state)
{
	size_t n, sum = 0;
	const struct asset *all = asset_all(&n);

	for (size_t i = 0; i < n; i++)
		sum += str_some(all[i].gz) ? all[i].gz.n : all[i].bytes.n;
	assert_in_range(sum, 1, 32 * 1024);
}

/* S10: nothing is fetched from elsewhere, and nothing tells a browser to look for a source map. */
static void the_sheet_names_no_other_file(void **state)
{
	size_t at;
	const struct asset *sheet = asset_find(asset_url("kehou.css"));

	assert_non_null(sheet);
	assert_false(str_find(sheet->bytes, S("@import"), &at));
	assert_false(str_find(sheet->bytes, S("url("), &at));
	assert_false(str_find(sheet->bytes, S("sourceMappingURL"), &at));
	assert_true(str_find(sheet->bytes, S("--main:"), &at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_asset_is_found_by_its_name_and_by_its_path),
		cmocka_unit_test(a_path_or_name_that_is_not_ours_finds_nothing),
		cmocka_unit_test(a_path_holds_the_hash_of_the_content),
		cmocka_unit_test(the_compressed_bytes_give_back_the_plain_ones),
		cmocka_unit_test(sheets_and_scripts_weigh_at_most_32_kb_compressed),
		cmocka_unit_test(the_sheet_names_no_other_file),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
