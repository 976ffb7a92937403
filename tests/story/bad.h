/* What nobody sends by the pages: forms and queries that are wrong. */
#ifndef TESTS_STORY_BAD_H
#define TESTS_STORY_BAD_H

void a_form_with_a_field_that_no_form_has_is_refused_and_changes_nothing(void **state);
void a_query_with_a_bad_value_is_refused_or_answered_and_changes_nothing(void **state);

#endif
