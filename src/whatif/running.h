/* Inside the room: how a simulation gets its job. */
#ifndef WHATIF_RUNNING_H
#define WHATIF_RUNNING_H

#include "whatif/simulation.h"

/* In a verb. */
enum err simulation_job_put(struct ctx *c, simulation_id id);

#endif
