#include "base/err.h"

const char *err_name(enum err e)
{
	switch (e) {
	case OK:
		return "ok";
	case E_INPUT:
		return "input";
	case E_DENIED:
		return "denied";
	case E_ABSENT:
		return "absent";
	case E_REFUSED:
		return "refused";
	case E_CONFLICT:
		return "conflict";
	case E_RETRY:
		return "retry";
	case E_BROKEN:
		return "broken";
	}
	return "unknown";
}
