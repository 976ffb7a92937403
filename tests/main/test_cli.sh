#!/usr/bin/env bash
# The command line as a person or a script meets it: exit codes, the ready line, the end on SIGTERM.
# Speaks TAP. Usage: test_cli.sh KEHOU
set -u
kehou=$(readlink -f "$1")
dir=$(mktemp -d "${TMPDIR:-/tmp}/kehou-cli.XXXXXX")
server=
n=0
failed=0
trap 'end' EXIT
cd "$dir" || exit 1

end()
{
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$dir"
}

# is NAME WANTED GOT
is()
{
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1 # wanted $2, got $3"
		sed 's/^/# /' out err 2>/dev/null
		failed=1
	fi
}

run()
{
	"$kehou" "$@" >out 2>err
	rc=$?
}

says()
{
	if grep -q -- "$2" out err; then is "$1" said said; else is "$1" "$2" 'nothing like it'; fi
}

# A server over b.db in the background. What an earlier one said is gone first: the shell empties the
# file in the child, which may come after the look at it.
serve_b()
{
	rm -f ready
	"$kehou" serve --db sqlite:b.db --listen 127.0.0.1:0 >ready 2>log &
	server=$!
	for _ in $(seq 600); do
		grep -q 'ready on' ready 2>/dev/null && break
		sleep 0.05
	done
}

run --help
is 'help is asked for: 0' 0 $rc
says 'help names the exit codes' 'data check failed'
run
is 'no command: 2' 2 $rc
run --version
is 'the version is told: 0' 0 $rc
says 'the version is a number' '^kehou [0-9]'
for command in serve init demo verify backup restore officer policy config; do
	run $command --help
	is "$command --help: 0" 0 $rc
done
run verfy
is 'a command that does not exist: 2' 2 $rc
says 'the nearest command is named' 'did you mean verify'
run verify --db sqlite:a.db --jason
is 'a flag that does not exist: 2' 2 $rc
says 'the nearest flag is named' 'did you mean --json'
run serve --db sqlite:a.db --lisen 127.0.0.1:0
is 'a setting that does not exist: 2' 2 $rc
says 'the nearest setting is named' 'did you mean --listen'
for command in 'policy check a.rules' 'policy show RS0' 'policy diff RS0 RS1' 'policy quote RS0 a.json' 'policy load a.rules' 'policy simulate a.rules' 'import pupils a.csv'; do
	run $command --jason
	is "$command: a flag behind what it is about: 2" 2 $rc
	says "$command: the flag is named, not taken for a file" 'unknown flag --jason'
done
run policy check --known
is 'a flag without its value: 2' 2 $rc
says 'it is told so' '--known stands without its value'
run init
is 'no database named: 2' 2 $rc
run init --db mysql://a
is 'a database of no kind we know: 2' 2 $rc
says 'the kinds are named' 'sqlite:PATH'
run init --db sqlite:a.db extra
is 'an argument too many: 2' 2 $rc
run demo --db sqlite:a.db --scale village
is 'a scale that does not exist: 2' 2 $rc
run init --db sqlite:a.db --readers 0
is 'a setting out of its bounds: 3' 3 $rc
run init --db sqlite:a.db --config none.conf
is 'a settings file that is not there: 3' 3 $rc
is 'nothing was made so far' '' "$(ls a.db* 2>/dev/null)"

run init --db sqlite:a.db
is 'init makes a database: 0' 0 $rc
is 'the keys are for their owner alone' 600 "$(stat -c %a a.db.keys)"
run init --db sqlite:a.db
is 'init again changes nothing: 0' 0 $rc
run verify --db sqlite:a.db
is 'an empty database holds: 0' 0 $rc
run officer office-1 --db sqlite:a.db
is 'an officer without a name: 2' 2 $rc
run officer office-1 'Office One' --db sqlite:a.db --role wizard
is 'a role that does not exist: 2' 2 $rc
run officer office-1 'Office One' --db sqlite:a.db --role teacher
is 'a role that is no officer: 1' 1 $rc
says 'the refusal names the role' role
run officer office-1 'Office One' --db sqlite:a.db --role county
is 'an officer of no county: 1' 1 $rc
run officer office-1 'Office One' --db sqlite:a.db --role county --county 349999
is 'a county that is not there: 1' 1 $rc
run officer office-1 --db sqlite:a.db --new-code
is 'a code for nobody: 1' 1 $rc
run officer office-1 'Office One' --db sqlite:a.db
is 'a new city gets its first officer: 0' 0 $rc
first=$(tail -1 out)
is 'with a code for the first log-in' 1 "$(tail -1 out | grep -cE '^[A-Z0-9-]{6,}$')"
run officer office-1 --db sqlite:a.db --new-code
is 'an officer who lost the code gets another: 0' 0 $rc
is 'which is not the first' 1 "$([ "$first" != "$(tail -1 out)" ] && echo 1)"
run officer office-1 --db sqlite:a.db --end
is 'an officer leaves: 0' 0 $rc
run officer office-1 --db sqlite:a.db --end
is 'and cannot leave twice: 1' 1 $rc
run verify --db sqlite:a.db
is 'a database with an officer holds: 0' 0 $rc

run demo --db sqlite:b.db --scale school --seed 7 --accounts b.csv
is 'a demo school is made: 0' 0 $rc
is 'the accounts file has its head' login,password,role,school,pupils,token "$(head -1 b.csv)"
is 'the accounts file is for its owner alone' 600 "$(stat -c %a b.csv)"
is 'every role is listed' \
	'agency city city_finance class_head county county_finance county_hr guardian guardian_unconfirmed school_clerk school_finance school_leader teacher' \
	"$(tail -n +2 b.csv | cut -d, -f3 | sort -u | paste -sd' ')"
is 'every account has a token' 0 "$(tail -n +2 b.csv | cut -d, -f6 | grep -vcE '^[A-Za-z0-9_-]{43}$')"
is 'every pupil is listed with a guardian' 1000 \
	"$(grep -E '^[0-9]+,[^,]*,guardian' b.csv | cut -d, -f5 | tr ';' '\n' | sort -u | wc -l)"
run demo --db sqlite:b.db --scale school
is 'a database with data is refused: 1' 1 $rc
says 'the refusal has its code' database_not_empty
run demo --db sqlite:c.db --scale school --seed 7 --accounts c.csv
is 'the same seed lists the same logins' "$(cut -d, -f1-4 b.csv | sha256sum)" "$(cut -d, -f1-4 c.csv | sha256sum)"
run demo --db sqlite:two.db --scale county --schools 2
is 'a county of two schools is made: 0' 0 $rc
says 'two schools have a sixth of the pupils' '1 counties, 2 schools, 2000 pupils'
run demo --db sqlite:large.db --scale city --schools 2
is 'two schools of a city are made: 0' 0 $rc
run verify --db sqlite:large.db
is 'and hold: 0' 0 $rc
rm -f large.db*
run demo --db sqlite:none.db --scale county --schools 0
is 'a county without schools: 2' 2 $rc
run verify --db sqlite:b.db --json
is 'the demo school holds: 0' 0 $rc
says 'verify answers in JSON' '^{"holds":true,'

run backup --db sqlite:b.db b.backup
is 'a copy is made: 0' 0 $rc
run restore b.backup --db sqlite:b.db
is 'a database with data is not overwritten: 1' 1 $rc
cp b.db.keys d.db.keys
run restore b.backup --db sqlite:d.db
is 'a copy comes back and holds: 0' 0 $rc
run backup --db sqlite:b.db b.copy --portable
is 'a portable copy is made: 0' 0 $rc
run restore b.copy --db sqlite:e.db
is 'a place without keys: 3' 3 $rc
cp c.db.keys e.db.keys
run restore b.copy --db sqlite:e.db
is 'a place with other keys: 3' 3 $rc
run restore b.backup --db sqlite:e.db
is 'the same of a copy of pages: 3' 3 $rc
is 'nothing was made of it' 'e.db.keys e.db.lock' "$(echo e.db*)"
cp b.db.keys e.db.keys
run restore b.copy --db sqlite:e.db
is 'a portable copy comes back and holds: 0' 0 $rc
run backup --db sqlite:e.db e.copy --portable
is 'and is copied again as it was' "$(sha256sum <b.copy)" "$(sha256sum <e.copy)"
cp c.db.keys b.db.keys.other
run verify --db sqlite:b.db --keys b.db.keys.other
is 'keys of another database: 3' 3 $rc

/usr/bin/python3 - <<'EOF'
import sqlite3
db = sqlite3.connect('d.db')
db.execute("UPDATE seat SET taken = 1 WHERE offering = (SELECT MIN(offering) FROM seat WHERE seats > 0)")
db.commit()
EOF
run verify --db sqlite:d.db --json
is 'a database that does not hold: 4' 4 $rc
says 'the check that does not hold is named' '"name":"seats","rows":[0-9]*,"broken":1'

cat >broken.rules <<'EOF'
ruleset   X1
title     "t"
number    "n"
issuer    "i"
level     city
place     none
issued    2021-11-18
effective 2021-11-18 .. open

limit course "courses"
  over course
  cap  600.00 yuan per term
  clause "c"
  requirement R34

case cap "wrong on purpose"
  given  kind   course
  given  price  300.00
  expect outcome fee_cap_exceeded
EOF
run policy check
is 'the worked cases come out: 0' 0 $rc
run policy check broken.rules
is 'a worked case that does not come out: 4' 4 $rc
echo 'ruleset' >torn.rules
run policy check torn.rules
is 'a rule file that cannot be read: 4' 4 $rc
truncate -s 100M huge.rules
run policy check huge.rules
is 'a rule file of 100 MB: 4' 4 $rc
run policy check --json
is 'worked cases as JSON: 0' 0 $rc
says 'none of them fails' '"failed":0'
run policy list --on 2021-09-01 --json
says 'the sets of a day as JSON' '"id":"RS0"'
run policy list --on 1999-01-01
is 'a day before every set: 0' 0 $rc
run policy list --on yesterday
is 'a day that is none: 2' 2 $rc
run policy show RS0 --json
says 'a set as JSON' '"said":"600.00 yuan per term"'
run policy diff RS0 RS99
is 'a difference to a set that does not exist: 2' 2 $rc
run policy diff RS0 RS0
is 'a set does not differ from itself: 0' 0 $rc
run policy diff RS0 broken.rules --json
says 'a difference as JSON' '"change":"removed"'
echo '{"decision":"cap","on":"2026-11-01","facts":{"kind":"course","course_before":"599.99","price":"0.01"}}' >case.json
run policy quote RS0 case.json
is 'R34: a decision is asked: 0' 0 $rc
says 'R34: 599.99 and 0.01 pass' '"outcome":"pass","charged":"0.01"'
says 'the answer names the documents that decided' '"ruleset":"RS0","effective":"2021-09-01"'
sed -i 's/"0.01"/"0.02"/' case.json
run policy quote RS0 case.json
says 'R34: 599.99 and 0.02 do not' '"outcome":"fee_cap_exceeded"'
says 'R34: the answer names its document' '"document":"'
# wrong FACTS-OF-THE-SECOND-ITEM FIELD FOUND: the place, what stands there, and how to write it
wrong()
{
	echo '{"decision":"charge","facts":{"items":[{"kind":"course","price":"1.00"},{"kind":"course",'"$1"'}]}}' >case.json
	run policy quote RS0 case.json
	says "a wrong fact is named by its place: $1" "\"field\":\"facts.items\[1\].$2\",\"found\":\"$3\",\"allowed\":\"$4"
}
wrong '"price_fen":-5' price_fen -5 'a whole number of fen, not below 0'
wrong '"price_fen":1.5' price_fen 1.5 'a whole number of fen'
wrong '"price_fen":"350.00"' price_fen 350.00 '.*or the yuan as a text'
wrong '"price":1.5' price 1.5 'a decimal number is written as a text'
wrong '"price":"-5"' price -5 'an amount in yuan'
wrong '"prise":"5"' prise prise price
wrong '"price":"5","unit":"mile"' unit mile 'term month'
LC_ALL=zh_CN.UTF-8 "$kehou" policy quote RS0 case.json >out 2>err
says 'a wrong fact is told in Chinese too' '"found":"mile"'
cat >two.json <<'EOF'
{"decision":"charge","on":"2026-11-01","facts":{"items":[
  {"kind":"course","price_fen":30001},{"kind":"course","price_fen":30001}]}}
EOF
run policy quote RS0 two.json
says 'R34: a refusal is reckoned with a pencil' \
	'"item":2,"operation":"plus",[^}]*"operand":"300.01","result":"600.02",.*"operation":"within",[^}]*"operand":"600.00"'
says 'R34: its one step says what was held against what' '"steps":\[{"text":"[^"]*600.02[^"]*600.00"'
says 'the facts are told as they were understood' \
	'"facts":{"items":\[{"kind":"course","price":"300.01"},{"kind":"course","price":"300.01"}\]}'
/usr/bin/python3 -c "import json; a=json.load(open('out')); json.dump({k: a[k] for k in ('decision','on','facts')}, open('again.json','w'))"
cp out first
run policy quote RS0 again.json
is 'the facts of an answer are a case that comes to the same' same "$(cmp -s out first && echo same)"
LC_ALL=zh_CN.UTF-8 "$kehou" policy quote RS0 two.json >out 2>err
says 'the reckoning is told in Chinese too' '"text":"每学期的价格"'
echo '{"decision":"shares","facts":{"cost_fen":10000,"government_fen":6000,"school_fen":4001}}' >shares.json
run policy quote RS0 shares.json
says 'R10: money in fen that does not go with other money is told how far it may go' \
	'"field":"facts.school_fen","found":"40.01","allowed":"no more than 40.00"'
echo '{"decision":"refund","on":"2026-11-01","facts":{"kind":"care","reason":"quit","paid":"1.00"}}' >none.json
run policy quote CN-2019 none.json
says 'an answer without a rule has the facts it found none for' '"outcome":"no_rule",.*"facts":{"kind":"care","reason":"quit","paid":"1.00"}'
run policy quote RS0 none.json --on 1999-01-01
says 'so has the error that no set is in force' '"code":"no_rule",.*"on":"1999-01-01","facts":{"kind":"care"'
run policy quote RS99 case.json
is 'a rule set that does not exist: 2' 2 $rc
echo '{"decision":"cap","facts":{"price":1e3}}' >case.json
run policy quote RS0 case.json
is 'a case that cannot be read: 1' 1 $rc
for decision in charge fee cap refund pay perf_total billing collect act spend require deadline scope shares fund \
	guarantee participant sitting offering care_refusal agreement; do
	"$kehou" policy quote --template $decision >case.json
	run policy quote RS2 case.json
	is "the example of $decision can be read" 0 "$(grep -cE 'unknown_field|bad_input' out)"
done
"$kehou" policy quote --template sitting >case.json
run policy quote RS0 case.json
says 'R30: a sitting that passes says by which clause it may end so late' \
	'"text":"Latest end: found 18:00, allowed until 18:00","amount":null,"requirement":"R23","clause":"[^"]*18:00[^"]*","document":"[^"]'
LC_ALL=zh_CN.UTF-8 "$kehou" policy quote RS0 case.json >out 2>err
says 'R30: so in Chinese' '"text":"最晚结束时间：为 18:00，允许到 18:00"'
run policy quote --template charm
is 'an example of nothing: 1' 1 $rc
cat >own.rules <<'EOF'
ruleset   OWN
title     "自编文件"
number    none
issuer    "i"
level     county
place     none
under     RS0
issued    2022-01-01
effective 2022-02-01 .. open

fee care "托管"
  kind  care
  price at_most 2.50 yuan per period
  cap   400.00 yuan per term
  when  area urban
  clause "城区每课时不超过2.50元,每学期不超过400元"
  requirement R30
EOF
cat >case.json <<'EOF'
{"decision":"charge","on":"2022-03-01","facts":{"area":"urban","items":[
  {"kind":"care","price_fen":250,"unit":"period","quantity":170},
  {"kind":"course","price":"100.00","consumables_fen":2050}]}}
EOF
run policy quote own.rules case.json
is 'a document that is not built in is asked: 0' 0 $rc
says 'the cap of the own document' '"item":1,"kind":"care","gross":"425.00","charged":"400.00"'
says 'the limit of the document above it' '"payable":"520.50"'
says 'each step has its source' '"clause":"城区每课时不超过2.50元'
run policy quote own.rules case.json --on 2022-01-31
says 'the day may be given by hand' '"outcome":"item_not_in_catalogue"'
run policy quote own.rules case.json --on 2022-03-01 --known 2021-12-31
says 'so may the day on which it was known' '"outcome":"item_not_in_catalogue"'
run policy quote own.rules case.json --on yesterday
is 'a day that is none: 2' 2 $rc

cat >local.rules <<'EOF'
ruleset   LOCAL
title     "示例办法"
number    none
issuer    "教育局"
level     county
place     349901
under     RS0
issued    2026-08-01
effective 2026-09-01 .. open

param guarantee.rate 180.00 yuan per participant per term
  clause "每生每学期180元"
  requirement R29

case guarantee "一百名学生"
  given  by         rule
  given  attended   100
  given  enrolled   100
  given  received   0.00
  expect required   18000.00
EOF
before=$(sha256sum <b.db)
run policy simulate local.rules --db sqlite:b.db --county 349901 --json --out whatif.xlsx --movers whatif.csv
is 'what a draft would move is asked: 0' 0 $rc
says 'its progress is told' '1 of 1 schools'
says 'its figures are JSON' '"county":"349901",.*"total":{"pupils":[1-9][0-9]*,"moved":0'
is 'a workbook is written' PK "$(head -c 2 whatif.xlsx)"
is 'the movers have a header' 1 "$(grep -c 'county,school,pupil,now,draft' whatif.csv)"
is 'R10: asking changes no byte of the data' "$before" "$(sha256sum <b.db)"
sed 's/^effective .*/effective 2021-09-01 .. 2022-08-31/;s/^issued .*/issued 2021-08-01/' local.rules >over.rules
run policy simulate over.rules --db sqlite:b.db
is 'a draft that is over: 1' 1 $rc
says 'the refusal says so' whatif_over
movers=$(sha256sum <whatif.csv)
run policy simulate over.rules --db sqlite:b.db --movers whatif.csv
is 'a list of movers that is there stays when the draft is refused' "$movers" "$(sha256sum <whatif.csv)"
is 'and nothing is left beside it' 'whatif.csv' "$(echo whatif.csv*)"
sed 's/^place .*/place 349902/' local.rules >foreign.rules
run policy simulate foreign.rules --db sqlite:b.db --county 349901
is 'R1: a draft for a county that does not exist is not harmless but refused: 1' 1 $rc
says 'with its place' 'foreign.rules:[0-9]*:[0-9]* place 349902'
"$kehou" policy show RS2 >rs2.rules
sed 's/  cap         600.00/  cap         700.00/' rs2.rules >draft.rules
run policy simulate draft.rules --db sqlite:b.db
is 'a draft looser than what it stands under: 1' 1 $rc
says 'the refusal names both, by the file' 'found: draft.rules:20:1 .*limit course.*above: limit course'
sed 's/  cap         600.00/  cap         500.00/' rs2.rules >draft.rules
run policy simulate draft.rules --db sqlite:b.db
is 'a draft of a set that is built in takes its place: 0' 0 $rc
run policy simulate torn.rules --db sqlite:b.db
is 'a draft that cannot be read: 4' 4 $rc
run policy simulate local.rules --db sqlite:b.db --county 999999
is 'a draft for a county that does not exist: 1' 1 $rc
run policy simulate local.rules --db sqlite:b.db --term 1999-1
is 'a term that does not exist: 1' 1 $rc
run policy simulate
is 'no draft: 2' 2 $rc
officer=$(grep ',county,' b.csv | head -1 | cut -d, -f1)
run policy load local.rules --db sqlite:b.db --county 349901
is 'a rule set is loaded as a draft: 0' 0 $rc
says 'the draft is named' '^kehou: draft [0-9]'
run policy load local.rules --db sqlite:b.db --county 999999
is 'a rule set for a county that does not exist: 1' 1 $rc
says 'it is told so' 'There is no county of that code'
says 'with the counties there are' 'allowed: .*349901'
sed 's/349901/349999/' local.rules >foreign.rules
run policy load foreign.rules --db sqlite:b.db --county 349901
is "R1: another county's place: 4" 4 $rc
says 'with the file and the place in it' 'foreign.rules:[0-9]*:[0-9]* place 349999'
run policy load torn.rules --db sqlite:b.db --county 349901
is 'a rule set that cannot be read: 4' 4 $rc
says 'what is wrong is told by the name of the file' 'found: torn.rules:[0-9]*:[0-9]* '
run policy load local.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01'
is 'publishing without two officers: 2' 2 $rc
run policy load local.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$officer"
is 'R1: one person publishes nothing: 4' 4 $rc
says 'R1: the refusal names it' own_submission
sed 's/^ruleset .*/ruleset ALONE/' local.rules >alone.rules
run policy load alone.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$officer" --json
is 'R1: one person, told as JSON: 4' 4 $rc
says 'the error is JSON' '^{"error":{"code":"own_submission",'
run policy list --db sqlite:b.db --county 349901
says 'what was loaded is listed' 'LOCAL/1'
is 'R1: what one person wanted to publish left nothing behind' 0 "$(grep -c ALONE out)"
second=county_second
run officer "$second" 第二人 --db sqlite:b.db --role county --county 349901
sed 's/^ruleset .*/ruleset WRONG/' local.rules >wrong.rules
printf '%s\n' 'case act "wrong"' '  given act force_enrolment' '  expect outcome pass' >>wrong.rules
run policy load wrong.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$second"
is 'a case that fails publishes nothing: 4' 4 $rc
says 'the case is named' case_failed
run policy list --db sqlite:b.db --county 349901
is 'and leaves nothing behind, no draft and no approval' 0 "$(grep -c WRONG out)"
sed -e 's/^ruleset .*/ruleset BARE/' -e '/^case/,$d' local.rules >bare.rules
run policy check bare.rules
is 'check of a set without worked cases: 0' 0 $rc
says 'check tells that it cannot be submitted' 'bare.rules: '
run policy check bare.rules --strict
is 'check --strict of a set without worked cases: 4' 4 $rc
run policy check bare.rules --strict --json
says 'the warning is JSON' '"warnings":\[{"code":"case_missing","file":"bare.rules"}\]'
run policy load bare.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$second"
is 'a set without worked cases is not published: 4' 4 $rc
says 'the refusal names it' case_missing
run policy load alone.rules --db sqlite:b.db --county 349901 --json
says 'a loaded draft is told as JSON' '^{"id":"[0-9]*","rule_set":"ALONE","edition":1,"state":"draft"}'
head -c 1100000 /dev/zero | tr '\0' '#' >large.rules
run policy load large.rules --db sqlite:b.db --county 349901
is 'a file that is too large: 4' 4 $rc
says 'its limit is told' '1048576'
run policy load torn.rules --db sqlite:b.db --county 349901 --json
says 'a file that cannot be read is JSON' '^{"error":{"code":"rule_set_wrong",.*"found":"torn.rules:[0-9]'
sed -e 's/^ruleset .*/ruleset ASKS/' local.rules >asks.rules
printf '%s\n' 'permit fee_income "fees"' '  only tea' '  clause "c"' '  requirement R66' >>asks.rules
run policy load asks.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$second"
is 'a name no document has declared publishes nothing: 4' 4 $rc
says 'it is told by the name of the file too' 'found: asks.rules:[0-9]*:[0-9]* '
run policy check asks.rules --db sqlite:b.db --county 349901 --json
says 'so does a check in the book of the county' '"found":"asks.rules:[0-9]'
run policy simulate asks.rules --db sqlite:b.db --county 349901 --json
says 'and a what-if' '"asks.rules'
run policy check torn.rules --json
is 'check of a wrong file: 4' 4 $rc
says 'check tells it as JSON' '^{"error":{"code":"rule_set_wrong",.*"file":"torn.rules","line":'
run policy quote torn.rules torn.rules
says 'quote tells it as JSON' '^{"error":{"code":"rule_set_wrong",'
cat >own.rules <<'EOF'
ruleset   T-1
title     "示例上限办法"
number    none
issuer    "教育局"
level     county
place     349901
under     RS0
issued    2026-08-01
effective 2026-09-01 .. open

limit course "课程上限"
  over  course
  cap   500.00 yuan per term
  clause "课程每生每学期不超过500元"
  requirement R34

case cap "到上限为止"
  given  kind   course
  given  price  500.00
  expect outcome pass
EOF
echo '{"decision":"cap","on":"2026-11-01","facts":{"kind":"course","course_before":"499.99","price":"0.02"}}' >case.json
run policy load own.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$second"
is 'two officers publish a set: 0' 0 $rc
own=$(sed -n 's/^kehou: published //p' out)
sed 's/500/450/' own.rules >next.rules
run policy load next.rules --db sqlite:b.db --county 349901
for name in T-1 T-1/1 "$own"; do
	run policy quote "$name" case.json --db sqlite:b.db --county 349901
	says "R34: what the county published decides, asked as ${name/$own/its number}" \
		'"found":"500.01","allowed":"500.00",.*"edition":"T-1/1"'
done
run policy quote T-1 case.json --db sqlite:b.db
says 'the only county of a database need not be named' '"allowed":"500.00"'
run policy quote case.json --db sqlite:b.db --county 349901
says 'what holds in the county is asked without a set' '"allowed":"500.00"'
run policy quote T-1/2 case.json --db sqlite:b.db --county 349901
says 'an edition that is not published is asked as if it were' '"allowed":"450.00"'
run policy quote next.rules case.json --db sqlite:b.db --county 349901
says 'so is a file' '"allowed":"450.00"'
school=$(grep ',school_leader,' b.csv | head -1 | cut -d, -f4)
sed -e 's/^level .*/level school/' -e "s/^place .*/place $school/" -e 's/^ruleset .*/ruleset PLAN-1/' -e 's/500/300/' own.rules >plan.rules
run policy load plan.rules --db sqlite:b.db --county 349901 --publish-as 'from 2026-09-01' --by "$officer,$second"
is "two officers approve a school's plan: 0" 0 $rc
sed "s/{\"kind\"/{\"school\":\"$school\",\"kind\"/" case.json >here.json
sed "s/$school/3499019999/" here.json >nowhere.json
run policy quote here.json --db sqlite:b.db --county 349901
says "R23: the plan of the case's school decides" '"allowed":"300.00",.*"edition":"PLAN-1/1"'
for asked in case.json nowhere.json 'T-1 nowhere.json'; do
	run policy quote $asked --db sqlite:b.db --county 349901
	says "R23: a plan binds no other school ($asked)" '"allowed":"500.00"'
	is "nor is it among the rules ($asked)" 0 "$(grep -c PLAN-1 out)"
done
run policy quote T-1/1 case.json --db sqlite:b.db --county 349901 --on 2026-08-31
is 'an edition that does not hold on the day decides nothing: 1' 1 $rc
says 'the refusal says so' '"code":"no_rule"'
run policy quote T-1/1 case.json --db sqlite:b.db --county 349901 --known 2026-01-01
is 'nor does one that was not known on the day: 1' 1 $rc
run policy quote T-9 case.json --db sqlite:b.db --county 349901
is 'a set the county does not have: 1' 1 $rc
says 'those it has are named' 'T-1/1'
run policy quote T-1 case.json --db sqlite:b.db --county 999999
is 'a set of a county that does not exist: 1' 1 $rc
run policy show T-1 --db sqlite:b.db --county 349901
says 'the set in force is shown by its id' '每学期不超过500元'
run policy show T-1/2 --db sqlite:b.db --county 349901 --json
says 'an edition is shown as JSON' '"said":"450.00 yuan per term"'
run policy list --db sqlite:b.db --county 349901 --json
says 'editions are listed as JSON' '"rule_set":"T-1","edition":1,"state":"published"'
run policy list --db sqlite:b.db --county 349901 --on 2026-11-01
is 'what holds on a day is listed, and no draft' 1 "$(grep -c '^T-1/' out)"
run policy list --db sqlite:b.db --county 349901 --on 2026-11-01 --known 2026-01-01
is 'nor what was not known then' 0 "$(grep -c '^T-1' out)"
run policy check --db sqlite:b.db --county 349901
is 'the worked cases of a county come out: 0' 0 $rc
says 'its own are among them' 'T-1/1:[0-9]*  cap  到上限为止'
sed 's/500.00 yuan/700.00 yuan/' own.rules >loose.rules
run policy check loose.rules --db sqlite:b.db --county 349901
is 'a file looser than what reaches the county: 4' 4 $rc
run verify --db sqlite:b.db
is 'what was loaded is verified: 0' 0 $rc

serve_b
is 'the ready line is exact' yes "$(grep -qE '^kehou: ready on http://127\.0\.0\.1:[0-9]+$' ready && echo yes)"
url=$(sed 's/.* //' ready)
is 'it answers' ok "$(/usr/bin/python3 -c "import urllib.request as u; print(u.urlopen('$url/healthz').read().decode().strip())")"
is 'a stranger is led from / to the login' "$url/login" \
	"$(/usr/bin/python3 -c "import urllib.request as u; print(u.urlopen('$url/').url)")"
run init --db sqlite:b.db
is 'a second writer beside a server: 3' 3 $rc
says 'the refusal says why' database_served
run policy load local.rules --db sqlite:b.db --county 349901 --json
is 'a draft is not loaded beside a server: 3' 3 $rc
says 'the refusal is JSON' '^{"error":{"code":"database_served",'
run policy list --db sqlite:nowhere.db --county 349901 --json
says 'so is that of a database that is not there' '^{"error":{"code":"'
run policy load local.rules --db sqlite:b.db --county 349901
is 'without --json nothing but the words is printed' 0 "$(grep -c '{' out)"
run verify --db sqlite:b.db
is 'verify works beside a server: 0' 0 $rc
run backup --db sqlite:b.db b2.backup
is 'backup works beside a server: 0' 0 $rc

# A what-if asked of the server comes to what the command tells, killed in between or not.
cat >asks.py <<'EOF'
import json, sys, time, urllib.request as u
def ask(url, token, path, body=None):
    r = u.Request(url + path, headers={"Authorization": "Bearer " + token, "Content-Type": "application/json"},
                  data=body and json.dumps(body).encode())
    return json.load(u.urlopen(r))
what, url, token = sys.argv[1:4]
if what == "start":
    print(ask(url, token, "/api/v1/simulations", {"text": open(sys.argv[4]).read()})["id"])
else:
    for _ in range(300):
        got = ask(url, token, "/api/v1/simulations/" + sys.argv[4])
        if got["state"] not in ("waiting", "running"):
            break
        time.sleep(0.1)
    schools = ask(url, token, "/api/v1/simulations/" + sys.argv[4] + "/schools")["items"]
    told = json.load(open(sys.argv[5]))[0]
    same = [got["total"] == told["total"], got["causes"] == told["causes"], schools == told["schools"]]
    print(got["state"], *("same" if s else "other" for s in same))
EOF
token=$(grep ',county,' b.csv | head -1 | cut -d, -f6)
"$kehou" policy simulate local.rules --db sqlite:b.db --county 349901 --json >told.json 2>/dev/null
asked=$(/usr/bin/python3 asks.py start "$url" "$token" local.rules)
is 'R10: the server and the command tell the same figures' 'done same same same' \
	"$(/usr/bin/python3 asks.py told "$url" "$token" "$asked" told.json)"
asked=$(/usr/bin/python3 asks.py start "$url" "$token" local.rules)
kill -KILL "$server"
wait "$server" 2>/dev/null
serve_b
url=$(sed 's/.* //' ready)
is 'a what-if goes on after kill -9 and comes to the same' 'done same same same' \
	"$(/usr/bin/python3 asks.py told "$url" "$token" "$asked" told.json)"
kill -TERM "$server"
wait "$server"
is 'SIGTERM ends it in order: 0' 0 $?
server=
echo "1..$n"
exit $failed
