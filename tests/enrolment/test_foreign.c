/* Forms that no page of ours sent: refused like any other, with the way back. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "enrolment/routes.h"
#include "money/routes.h"
#include "people/routes.h"
#include "term/routes.h"

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &term_routes,
	                                              &money_routes, &enrolment_routes};

	return kit_web_open(c, tables, 5);
}

static void a_basket_that_no_page_of_ours_sent_is_refused_with_the_way_back(void **state)
{
	static const char *const more[] = {"&agreement=x&sign=1", "&sign=1&surplus=1", "&sign=x"};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering chess;
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->father);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		struct str form =
			str_printf(c->arena, "&wish=%lld:%lld%s", (long long)w->pupil[CHEN_YI].v,
		                   (long long)t.offering[CHESS].v, more[i]);

		assert_int_equal(kit_web_get(&b, "/home"), 200);
		assert_int_equal(kit_web_post(&b, "/enrol", str_c(c->arena, form)), 422);
		assert_true(kit_web_shows(&b, "role=\"alert\""));
		assert_true(kit_web_shows(&b, "href=\"/enrol\""));
	}
	assert_ok(store_read_begin(c));
	assert_ok(offering_load(c, t.offering[CHESS], &chess));
	store_read_end(c);
	assert_int_equal(chess.taken, 0);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_basket_that_no_page_of_ours_sent_is_refused_with_the_way_back),
	};

	return KIT_FACTS_RUN("foreign", facts);
}
