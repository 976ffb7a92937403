#include "base/gb2260.h"

bool gb2260_province(int32_t two_digits)
{
	static const uint8_t provinces[] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
	                                    35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
	                                    53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83};

	for (size_t i = 0; i < sizeof(provinces); i++) {
		if (provinces[i] == two_digits)
			return true;
	}
	return false;
}

bool gb2260_region(struct str code)
{
	if (code.n != 6)
		return false;
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < '0' || code.p[i] > '9')
			return false;
	return gb2260_province(10 * (code.p[0] - '0') + (code.p[1] - '0'));
}
