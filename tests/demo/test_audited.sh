#!/usr/bin/env bash
# The demo's pack, held against the books by the second program. Speaks TAP.
# Usage: test_audited.sh KEHOU KEHOU_AUDIT
set -u
kehou=$(readlink -f "$1")
audit=$(readlink -f "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/kehou-demo.XXXXXX")
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export LC_ALL=C.UTF-8
n=0
failed=0

# is NAME WANTED GOT
is()
{
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1 # wanted $2, got $3"
		grep -v agrees out | head -n 20 | sed 's/^/# /'
		failed=1
	fi
}

"$kehou" demo --db sqlite:db --scale school >out 2>&1
is 'the demo is made' 0 $?
"$kehou" audit-pack --db sqlite:db --out pack.zip >out 2>&1
is 'and packed' 0 $?
"$audit" pack.zip >out 2>&1
is 'R71: the second program agrees with every row' 0 $?
is 'it looked at payments, releases, subsidies, their rates and shares' 5 \
	"$(grep -cE '^(payments_posted|releases|subsidies|subsidy_rates|special_shares) +[1-9]' out)"
"$kehou" verify --db sqlite:db >out 2>&1
is 'kehou verify holds' 0 $?
is 'R48: staff were paid by the sitting, by the day and by the month' 3 \
	"$(python3 -m zipfile -e pack.zip files && grep -ohE '1 (课次|天|个月) ×' files/csv/subsidy_detail.csv | sort -u | wc -l)"
echo "1..$n"
exit $failed
