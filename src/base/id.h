/* Identifiers: one-field structs, so that mixing two kinds does not compile. Time-ordered, 63 bits,
 * never 0; in JSON they are strings. 0 means "none" (SQL NULL). */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/ban.h"

#define ID_TYPE(name)                                                                              \
	typedef struct {                                                                           \
		int64_t v;                                                                         \
	} name##_id;                                                                               \
	static inline bool name##_id_eq(name##_id a, name##_id b)                                  \
	{                                                                                          \
		return a.v == b.v;                                                                 \
	}

ID_TYPE(account)
ID_TYPE(session)
ID_TYPE(appointment)
ID_TYPE(county)
ID_TYPE(school)
ID_TYPE(class)
ID_TYPE(pupil)
ID_TYPE(guardian)
ID_TYPE(staff)
ID_TYPE(agency)
ID_TYPE(term)
ID_TYPE(offering)
ID_TYPE(slot)
ID_TYPE(sitting)
ID_TYPE(notice)
ID_TYPE(agreement)
ID_TYPE(application)
ID_TYPE(enrolment)
ID_TYPE(bill)
ID_TYPE(waiver)
ID_TYPE(bill_line)
ID_TYPE(posting)
ID_TYPE(collecting)
ID_TYPE(pay_order)
ID_TYPE(payment)
ID_TYPE(receipt)
ID_TYPE(refund)
ID_TYPE(mark)
ID_TYPE(import)
ID_TYPE(bank_account)
ID_TYPE(bank_statement)
ID_TYPE(term_close)
ID_TYPE(audit_pack)
ID_TYPE(job)
ID_TYPE(message)
ID_TYPE(edition)
ID_TYPE(decision)
ID_TYPE(rule_sample)
ID_TYPE(approval)
ID_TYPE(payout)
ID_TYPE(payout_line)
ID_TYPE(simulation)

#define ID_NONE(type) ((type){0})

#endif
