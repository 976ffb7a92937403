#include "main/house.h"

#include "agency/routes.h"
#include "audit/difference.h"
#include "audit/pack_work.h"
#include "audit/routes.h"
#include "audit/term_close.h"
#include "auth/auth.h"
#include "day/routes.h"
#include "enrolment/routes.h"
#include "funds/count.h"
#include "funds/routes.h"
#include "jobs/job.h"
#include "jobs/message.h"
#include "money/import.h"
#include "money/routes.h"
#include "money/waiver.h"
#include "oversight/due.h"
#include "oversight/routes.h"
#include "payments/fiscal.h"
#include "payments/routes.h"
#include "payments/work.h"
#include "people/import.h"
#include "people/routes.h"
#include "rulebook/routes.h"
#include "term/import.h"
#include "term/jobs.h"
#include "term/routes.h"
#include "subsidy/batch.h"
#include "settlement/routes.h"
#include "subsidy/routes.h"
#include "whatif/routes.h"
#include "whatif/simulation.h"

/* clang-format off: one a line */
const struct routes *const house_routes[] = {
	&home_routes,      &auth_routes,          &jobs_routes,     &people_routes,
	&rulebook_routes,  &agency_routes,        &term_routes,     &money_routes,
	&ledger_routes,    &enrolment_routes,     &approval_routes, &day_routes,
	&import_routes,    &funds_routes,         &subsidy_routes,  &whatif_routes,
	&oversight_routes, &payments_routes,      &payout_routes,   &waiver_routes,
	&audit_routes,     &settlement_routes,    &budget_routes,   &spending_routes,
	&special_routes,   &payments_desk_routes,
};
/* clang-format on */
const size_t house_routes_n = sizeof(house_routes) / sizeof(house_routes[0]);

const struct job_kinds *const house_jobs[] = {
	&frame_jobs,   &auth_jobs,      &term_jobs,   &import_jobs,   &funds_jobs,
	&subsidy_jobs, &waiver_jobs,    &whatif_jobs, &payments_jobs, &term_close_jobs,
	&pack_jobs,    &reconcile_jobs, &due_jobs,
};
const size_t house_jobs_n = sizeof(house_jobs) / sizeof(house_jobs[0]);

const struct import_kind *const house_imports[] = {
	&import_pupils, &import_staff, &import_offerings, &import_waivers, &import_receipts,
};
const size_t house_imports_n = sizeof(house_imports) / sizeof(house_imports[0]);
