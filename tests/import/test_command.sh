#!/usr/bin/env bash
# kehou import as a script meets it: exit codes, JSON, bad files, nothing changed by what is refused.
# Speaks TAP. Usage: test_command.sh KEHOU DATA_DIR
set -u
kehou=$(readlink -f "$1")
data=$(readlink -f "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/kehou-import.XXXXXX")
n=0
failed=0
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export LC_ALL=C.UTF-8

# is NAME WANTED GOT
is()
{
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1 # wanted $2, got $3"
		head -c 600 out err 2>/dev/null | sed 's/^/# /'
		failed=1
	fi
}

import()
{
	"$kehou" import "$@" --db sqlite:db --school "$school" >out 2>err
	rc=$?
}

has()
{
	if grep -q -- "$2" out err; then is "$1" said said; else is "$1" "$2" 'nothing like it'; fi
}

"$kehou" demo --db sqlite:db --scale school --accounts accounts.csv >/dev/null 2>&1 || exit 1
school=$(awk -F, '$3 == "school_clerk" { print $4; exit }' accounts.csv)
sed "s/2134150001/$school/" "$data/roster-utf8.csv" >roster.csv

import pupils roster.csv --dry-run --json
is 'a dry run with bad rows: 4' 4 $rc
has 'it counts' '"rows":9,"new":6,"changed":0,"same":0,"bad":3,"done":0'
has 'each problem has row, column and code' '"row":8,"column":"证件号码","value":"341503201303050011","code":"id_check"'
import pupils roster.csv --json
is 'the good rows are taken in, the bad ones told: 4' 4 $rc
has 'six of nine' '"done":6,"failed":0'
import pupils roster.csv --json
has 'the same file twice changes nothing' '"new":0,"changed":0,"same":6,"bad":3,"done":0'
head -n 2 roster.csv >good.csv
import pupils good.csv
is 'a file without a bad row: 0' 0 $rc

"$kehou" import pupils roster.csv --db sqlite:db >out 2>err
is 'no school: 2' 2 $?
import nonsense roster.csv
is 'no such kind: 2' 2 $rc
import pupils no-such-file
is 'no such file: 1' 1 $rc
head -c 52428800 /dev/zero | tr '\0' a >big.csv
import pupils big.csv
is '50 MB: 4' 4 $rc
has '50 MB names the field' 'field: file'
head -c 3000 "$data/roster-2000.xlsx" >cut.xlsx
import pupils cut.xlsx
is 'a truncated workbook: 4' 4 $rc
has 'a truncated workbook has its code' 'table_damaged'
printf '\211PNG\r\n\032\n' >picture.xlsx
import pupils picture.xlsx
is 'a picture: 4' 4 $rc
printf '姓名,班级,学籍号\n甲\0,1,2\n' >nul.csv
import pupils nul.csv
has 'NUL bytes have their code' 'table_nul'
printf '姓名,班级,学籍号\n\377\377,1,2\n' >bytes.csv
import pupils bytes.csv
has 'bytes that are no text have their code' 'table_encoding'
"$kehou" verify --db sqlite:db >out 2>err
is 'everything still holds' 0 $?
echo "1..$n"
exit $failed
