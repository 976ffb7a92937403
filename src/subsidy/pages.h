/* The handlers of this room and the inputs they read; routes.c lists them. */
#ifndef SUBSIDY_PAGES_H
#define SUBSIDY_PAGES_H

#include "people/desk.h"
#include "people/pages.h"
#include "subsidy/batch.h"
#include "subsidy/duty.h"
#include "web/part/part_tag.html.h"

struct subsidies_in {
	struct list_query list;
	struct str state;
	struct date month;
};
struct subsidy_open_in {
	struct date month;
};
struct subsidy_answer_in {
	int64_t finding;
	struct str reason;
};
struct subsidy_pay_in {
	struct str fund;
};
struct subsidy_decide_in {
	struct str word, reason;
};
struct subsidy_person_in {
	int64_t person;
};
struct subsidy_step_in {
	int64_t step;
};
extern const struct input subsidies_query, subsidy_open_input, subsidy_answer_input,
	subsidy_decide_input, subsidy_pay_input, subsidy_person_query, subsidy_step_query;

/* How a state, a step, a form of pay or a finding is called. */
enum text_id subsidy_label(const char *prefix, struct str word);
struct view_part_tag subsidy_tag(struct ctx *c, struct str state);
struct str month_text(struct ctx *c, struct date first_day);

enum err page_subsidies(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidies_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_open(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_again(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_submit(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_answer(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_decide(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_pay(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_handed(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_lines_xlsx(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_voucher_xlsx(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_person(struct ctx *c, struct req *r, struct reply *w);
enum err page_subsidy_person_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_my_subsidies(struct ctx *c, struct req *r, struct reply *w);
enum err page_my_subsidies_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_my_subsidy(struct ctx *c, struct req *r, struct reply *w);

struct duties_in {
	struct list_query list;
	struct date from, to;
	bool recorded;
};
struct duty_in {
	int64_t person;
	struct str role;
	struct money rate;
	struct str unit;
	bool drop;
};
struct outsider_in {
	struct str name, phone, work;
	struct money rate;
	struct str unit;
	struct date first_day;
	bool ended;
};
struct payee_in {
	int64_t person;
	struct str bank, number;
};
/* What the form or the program said of an outsider. */
struct outsider_put outsider_asked(const struct req *r);
extern const struct answer outsiders_told, outsider_told;
extern const struct input duties_query, duty_input, outsider_input, payee_input;
enum err api_outsiders(struct ctx *c, struct req *r, struct reply *w);
enum err api_outsider_put(struct ctx *c, struct req *r, struct reply *w);
enum err api_duty_put(struct ctx *c, struct req *r, struct reply *w);
enum err page_duties(struct ctx *c, struct req *r, struct reply *w);
enum err page_duties_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_duty(struct ctx *c, struct req *r, struct reply *w);
enum err page_duty_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_duty_put(struct ctx *c, struct req *r, struct reply *w);
enum err page_payees(struct ctx *c, struct req *r, struct reply *w);
enum err page_payees_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_payee_put(struct ctx *c, struct req *r, struct reply *w);
enum err page_outsiders(struct ctx *c, struct req *r, struct reply *w);
enum err page_outsiders_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_outsider_put(struct ctx *c, struct req *r, struct reply *w);

struct quotas_in {
	int64_t year;
};
struct quota_in {
	school_id school;
	int64_t year;
	struct money amount;
	struct str document;
};
struct rates_in {
	struct date day;
};
struct day_minutes_in {
	int64_t day_minutes;
};
struct voucher_account_in {
	struct str use, code, name, economic;
};
extern const struct input quotas_query, quota_input, rates_query, day_minutes_input,
	voucher_account_input;
enum err page_quotas(struct ctx *c, struct req *r, struct reply *w);
enum err page_quotas_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_quota_put(struct ctx *c, struct req *r, struct reply *w);
enum err page_rates(struct ctx *c, struct req *r, struct reply *w);
enum err page_rates_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_day_minutes(struct ctx *c, struct req *r, struct reply *w);
enum err page_day_minutes_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_day_minutes_put(struct ctx *c, struct req *r, struct reply *w);
enum err page_accounts(struct ctx *c, struct req *r, struct reply *w);
enum err page_accounts_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_account_put(struct ctx *c, struct req *r, struct reply *w);

enum err api_subsidies(struct ctx *c, struct req *r, struct reply *w);
enum err api_subsidy(struct ctx *c, struct req *r, struct reply *w);
enum err api_subsidy_open(struct ctx *c, struct req *r, struct reply *w);
enum err api_subsidy_submit(struct ctx *c, struct req *r, struct reply *w);
enum err api_subsidy_decide(struct ctx *c, struct req *r, struct reply *w);
enum err api_subsidy_pay(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer subsidies_told, subsidy_told, subsidy_opened_told, subsidy_payout_told;

#endif
