/* The handlers of this room and the inputs they read; routes.c lists them. */
#ifndef WHATIF_PAGES_H
#define WHATIF_PAGES_H

#include "people/desk.h"
#include "whatif/simulation.h"

/* --- asking, and what was asked before ---------------------------------------------------------
 */

struct simulations_in {
	struct list_query list;
};
struct start_in {
	edition_id edition;
	struct str text, term, county;
	struct in_file file;
};
extern const struct input simulations_query, edition_start_input, city_start_input, api_start_input;
enum err page_edition_whatif(struct ctx *c, struct req *r, struct reply *w);
enum err page_edition_start(struct ctx *c, struct req *r, struct reply *w);
enum err page_county_simulations(struct ctx *c, struct req *r, struct reply *w);
enum err page_city_simulations(struct ctx *c, struct req *r, struct reply *w);
enum err page_city_start(struct ctx *c, struct req *r, struct reply *w);
/* What a form or the JSON asks for; outside a transaction. */
enum err start_asked(struct ctx *c, const struct req *r, struct simulation_start *s);

struct view_part_tag simulation_tag(struct ctx *c, struct str state);
/* "/county/simulations/7": by the caller's role. */
struct str simulation_path(struct ctx *c, simulation_id id, const char *more);

/* --- one of them, for officer and office alike -------------------------------------------------
 */

struct movers_in {
	int64_t part;
	struct str reason;
};
extern const struct input movers_input;
enum err page_simulation(struct ctx *c, struct req *r, struct reply *w);
enum err page_simulation_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_simulations_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_edition_whatif_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_simulation_cancel(struct ctx *c, struct req *r, struct reply *w);
enum err page_simulation_movers(struct ctx *c, struct req *r, struct reply *w);

/* --- the API -----------------------------------------------------------------------------------
 */

extern const struct answer simulation_state, simulation_list_answer, simulation_answer,
	simulation_schools_answer;
enum err api_simulation_start(struct ctx *c, struct req *r, struct reply *w);
enum err api_simulations(struct ctx *c, struct req *r, struct reply *w);
enum err api_simulation(struct ctx *c, struct req *r, struct reply *w);
enum err api_simulation_schools(struct ctx *c, struct req *r, struct reply *w);
enum err api_simulation_cancel(struct ctx *c, struct req *r, struct reply *w);

#endif
