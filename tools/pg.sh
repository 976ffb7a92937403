#!/usr/bin/env bash
# A private PostgreSQL 15 on loopback for tests and benches.
#
#   tools/pg.sh start DIR   makes a cluster in DIR, starts it, prints its URL
#   tools/pg.sh stop DIR    ends it
#
# It never waits for the disk unless PG_DURABLE is set: what tests lose by a crash, they make again.
set -euo pipefail

bin=/usr/lib/postgresql/15/bin
[ $# -eq 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
data=$dir/data

# PostgreSQL refuses to run as root; its package brought a user for that.
unprivileged()
{
	if [ "$(id -u)" -eq 0 ]; then
		(cd / && runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

start()
{
	local port try durable=off

	[ -z "${PG_DURABLE:-}" ] || durable=on
	chmod 755 "$dir"
	mkdir "$data"
	[ "$(id -u)" -ne 0 ] || chown postgres "$dir" "$data"
	unprivileged $bin/initdb -D "$data" -U kehou -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log"
	cat >>"$data/postgresql.conf" <<-EOF
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		fsync = $durable
		synchronous_commit = $durable
		full_page_writes = $durable
		max_connections = 200
		shared_buffers = 64MB
		max_wal_size = 1GB
		autovacuum_naptime = 10min
		log_min_messages = warning
	EOF
	for try in 1 2 3 4 5 6 7 8; do
		port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
		if unprivileged $bin/pg_ctl -D "$data" -l "$dir/server.log" -o "-p $port" -w -t 30 -s start \
			>"$dir/ctl.log" 2>&1 </dev/null; then
			printf 'postgresql://kehou@127.0.0.1:%s/postgres\n' "$port"
			return 0
		fi
		grep -q 'in use' "$dir/server.log" || break
	done
	echo 'pg.sh: the server did not start' >&2
	tail -n 20 "$dir/ctl.log" "$dir/server.log" >&2
	return 1
}

stop()
{
	[ -f "$data/postmaster.pid" ] || return 0
	unprivileged $bin/pg_ctl -D "$data" -m immediate -w -s stop
}

case $verb in
start | stop) $verb ;;
*) exit 2 ;;
esac
