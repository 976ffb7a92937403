#!/usr/bin/env bash
# Tries the two commands of the README in a bare Debian 12; docs/cleanroom.md tells more.
#
#   tools/cleanroom.sh make DIR            a bare Debian 12 in DIR, by debootstrap
#   tools/cleanroom.sh try DIR [STEP…]     a clean clone of HEAD into it, then the steps; without
#                                          steps: build run test again
#   tools/cleanroom.sh shell DIR           a look around
#
# Steps: build, run (until the ready line and an answer of /healthz), again (build and test
# once more without a network), check, test, ci. As root. Everything a step starts ends with it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage()
{
	sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
	exit 2
}
[ $# -ge 2 ] || usage
[ "$(id -u)" -eq 0 ] || { echo 'cleanroom: chroot needs root' >&2; exit 1; }
verb=$1 room=$2
shift 2

# The mirror this machine uses already; nothing about it is written into the project.
mirror()
{
	apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 2>/dev/null |
		awk '$2 == "bookworm" && $3 == "main" { print $1; exit }'
}

# Mirrors, their settings, and the certificates the machine trusts.
copy_network_settings()
{
	local f

	rm -f "$room"/etc/apt/sources.list
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list; do
		if [ -f "$f" ] && grep -q 'bookworm' "$f" && grep -qi 'debian' "$f"; then
			install -D -m 644 "$f" "$room$f"
		fi
	done
	for f in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
		if [ -f "$f" ] && grep -Eqi 'proxy|Check-(Valid|Date)|Verify' "$f"; then
			install -D -m 644 "$f" "$room$f"
		fi
	done
	for f in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
		[ ! -f "$f" ] || install -D -m 644 "$f" "$room$f"
	done
	mkdir -p "$room/usr/local/share/ca-certificates"
	cp /usr/local/share/ca-certificates/*.crt "$room/usr/local/share/ca-certificates/" 2>/dev/null || true
}

make()
{
	local from

	[ ! -e "$room/etc" ] || { echo "cleanroom: $room exists" >&2; exit 1; }
	from=$(mirror)
	debootstrap --variant=minbase bookworm "$room" "${from:-https://deb.debian.org/debian}"
	copy_network_settings
}

# inside [--offline] COMMAND: runs it in the room, in a process tree and a mount table of its own.
inside()
{
	local net=() registry

	if [ "$1" = --offline ]; then
		net=(--net)
		shift
	fi
	registry=$(npm config get registry 2>/dev/null || true)
	# shellcheck disable=SC2016
	unshare --mount --pid --fork --kill-child "${net[@]}" bash -c '
		room=$1 command=$2 registry=$3
		mount -t proc proc "$room/proc"
		mount --rbind /dev "$room/dev"
		mount -t tmpfs tmpfs "$room/dev/shm" 2>/dev/null || true
		ip link set lo up 2>/dev/null || true
		exec chroot "$room" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			LANG=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
			${no_proxy:+no_proxy="$no_proxy"} ${registry:+npm_config_registry="$registry"} \
			npm_config_cafile=/etc/ssl/certs/ca-certificates.crt CI="${CI:-}" \
			/bin/bash -c "$command"' _ "$room" "$1" "$registry"
}

# The clone is made outside, so that the room needs no git for it.
clone()
{
	rm -rf "$room/srv/kehou"
	mkdir -p "$room/srv"
	git clone -q --no-hardlinks "$here" "$room/srv/kehou"
	git -C "$room/srv/kehou" remote remove origin
}

# The newcomer's first command, until it serves and answers.
until_ready='
	cd /srv/kehou
	./dev run >/tmp/run.log 2>&1 </dev/null &
	for ((i = 0; i < 1800; i++)); do
		if grep -q "kehou: ready on" /tmp/run.log; then
			cat /tmp/run.log
			exec 3<>/dev/tcp/127.0.0.1/8080
			printf "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" >&3
			read -r line <&3
			echo "healthz: $line"
			case $line in *" 200 "*) kill %1; wait %1; exit ;; esac
			exit 1
		fi
		kill -0 %1 2>/dev/null || break
		sleep 1
	done
	cat /tmp/run.log
	exit 1'

step()
{
	case $1 in
	build) inside 'cd /srv/kehou && ./dev build' ;;
	run) inside "$until_ready" ;;
	again) inside --offline 'cd /srv/kehou && ./dev build && ./dev test' ;;
	check) inside 'cd /srv/kehou && ./dev check' ;;
	test) inside 'cd /srv/kehou && ./dev test' ;;
	ci) CI=true inside 'cd /srv/kehou && .ci/run' ;;
	*) usage ;;
	esac
}

try()
{
	local s begin

	[ $# -gt 0 ] || set -- build run test again
	clone
	for s in "$@"; do
		begin=$SECONDS
		echo "cleanroom: $s"
		step "$s" || { echo "cleanroom: $s FAILED after $((SECONDS - begin)) s"; exit 1; }
		echo "cleanroom: $s held, $((SECONDS - begin)) s"
	done
}

case $verb in
make) make ;;
try) try "$@" ;;
shell) inside 'cd /srv/kehou 2>/dev/null || cd /; exec bash -i' ;;
*) usage ;;
esac
