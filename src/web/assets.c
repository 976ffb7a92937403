#include "web/assets.h"

#include "assets.gen.h"

/* A dozen entries: a scan is cheaper than a table to build. */
const struct asset *asset_find(struct str path)
{
	for (size_t i = 0; i < assets_gen_n; i++)
		if (str_eq(assets_gen[i].path, path))
			return &assets_gen[i];
	return NULL;
}

struct str asset_url(const char *logical)
{
	for (size_t i = 0; i < assets_gen_n; i++)
		if (str_is(assets_gen[i].name, logical))
			return assets_gen[i].path;
	return STR_NONE;
}

const struct asset *asset_all(size_t *ret_n)
{
	*ret_n = assets_gen_n;
	return assets_gen;
}
