/* Inside this room. */
#ifndef FUNDS_PAGES_H
#define FUNDS_PAGES_H

#include "people/desk.h"

enum err api_guarantee(struct ctx *c, struct req *r, struct reply *w);

struct guarantee_asked {
	term_id term;
	school_id school;
};
extern const struct input guarantee_query;

struct settings_in {
	struct str participant, reason;
};
struct limit_in {
	struct str kind, limit_reason;
	struct money amount;
};
extern const struct input settings_input, limit_input;
enum err page_settings(struct ctx *c, struct req *r, struct reply *w);
enum err page_settings_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_limit_save(struct ctx *c, struct req *r, struct reply *w);

extern const struct answer guarantee_told;

/* The form under a list: its title, where it goes, its fields. */
void fund_form(struct desk *d, enum text_id title, struct str action, struct view_part_field *f,
               size_t n);

#endif
