#include "web/limits.h"

/* A stranger's bucket may be ours when the hashes meet; with 8192 of them that costs the unlucky a
 * share of the allowance, never more. */
bool limit_take(struct limits *l, char kind, struct str who, struct limit_rate rate, int64_t now_us,
                int64_t *ret_wait_s)
{
	uint64_t h = (str_hash(who) ^ l->seed ^ (uint64_t)(unsigned char)kind) *
	             UINT64_C(0x9E3779B97F4A7C15);
	_Atomic int64_t *slot = &l->slots[(h >> 40) % LIMIT_SLOTS];
	int64_t step = 1000000 / rate.per_s, room = step * rate.burst;
	int64_t until = atomic_load_explicit(slot, memory_order_relaxed), next;

	do {
		next = (until > now_us ? until : now_us) + step;
		if (next - now_us > room) {
			*ret_wait_s = (next - now_us - room) / 1000000 + 1;
			return false;
		}
	} while (!atomic_compare_exchange_weak_explicit(slot, &until, next, memory_order_relaxed,
	                                                memory_order_relaxed));
	return true;
}
