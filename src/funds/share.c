#include "funds/share.h"

enum { COUNTIES_MOST = 10000 };
#define PUPILS_MOST INT64_C(100000000)

static bool bounds(struct money total, const struct share_of *v, size_t n)
{
	if (total.fen < 0 || total.fen > MONEY_MAX_FEN || n == 0 || n > COUNTIES_MOST)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (v[i].score < 0 || v[i].score > SCORE_MOST || v[i].pupils < 0 ||
		    v[i].pupils > PUPILS_MOST)
			return false;
		if (i > 0 && (v[i].score > v[i - 1].score ||
		              (v[i].score == v[i - 1].score && v[i].pupils > v[i - 1].pupils)))
			return false;
	}
	return true;
}

bool share_out(struct money total, struct share_of *v, size_t n)
{
	__int128 weight = 0;
	int64_t rest = total.fen;

	if (!bounds(total, v, n))
		return false;
	for (size_t i = 0; i < n; i++)
		weight += (__int128)v[i].score * v[i].pupils;
	if (weight == 0 || v[0].pupils == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		v[i].per_pupil.fen = (int64_t)((__int128)total.fen * v[i].score / weight);
		rest -= v[i].per_pupil.fen * v[i].pupils;
	}
	for (size_t i = 0; i < n && v[i].score > 0 && rest >= v[i].pupils; i++) {
		v[i].per_pupil.fen++;
		rest -= v[i].pupils;
	}
	for (size_t i = 0; i < n; i++) {
		v[i].rest.fen = i == 0 ? rest : 0;
		v[i].amount.fen = v[i].per_pupil.fen * v[i].pupils + v[i].rest.fen;
	}
	return true;
}
