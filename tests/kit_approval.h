/* What waits for a second person, as its reader sees it. */
#ifndef TESTS_KIT_APPROVAL_H
#define TESTS_KIT_APPROVAL_H

#include "kit_people.h"
#include "money/approval.h"

/* R71: it is called so to readers of either language, whoever submitted it. */
static inline void kit_called(struct ctx *c, const struct actor *who, approval_id id,
                              const char *zh, const char *en)
{
	const char *title[] = {zh, en};
	struct approval a = {0};
	enum lang was = c->lang;

	kit_read_as(c, who);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		c->lang = (enum lang)lang;
		assert_ok(approval_get(c, id, &a));
		assert_str(a.title, title[lang]);
	}
	c->lang = was;
	store_read_end(c);
}

/* The last one of a thing. */
static inline void kit_titled(struct ctx *c, const struct actor *who, enum approval_kind kind,
                              int64_t object, const char *zh, const char *en)
{
	struct approval_state st;

	kit_read_as(c, who);
	assert_ok(approval_state_of(c, kind, object, &st));
	store_read_end(c);
	assert_int_not_equal(st.word, APPROVAL_NONE);
	kit_called(c, who, st.id, zh, en);
}

#endif
