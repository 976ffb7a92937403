#include "payments/routes.h"

#include "payments/pages.h"

enum { NOTICE_MAX = 64 << 10 };

static const struct route ROUTES_V[] = {
	{M_POST, "/pay/notices/wechat/{account}", ROLES_PUBLIC, SCOPE_PUBLIC, notice_wechat,
         .raw_max = NOTICE_MAX, .summary = "What WeChat Pay says of a payment or refund"},
	{M_POST, "/pay/notices/alipay/{account}", ROLES_PUBLIC, SCOPE_PUBLIC, notice_alipay,
         .raw_max = NOTICE_MAX, .summary = "What Alipay says of a payment"},
};
const struct routes payments_routes = ROUTES(ROUTES_V);
