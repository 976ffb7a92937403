# Sourced by ./dev: installs what is missing and only that. Nothing here touches the network when
# nothing is missing.

# package_names PURPOSE…: the packages whose proof (a command, or dpkg's record) is absent.
missing_packages()
{
	local purpose package command_name

	for purpose in "$@"; do
		while read -r package command_name; do
			case $package in '' | '#'*) continue ;; esac
			if [ -n "$command_name" ] && command -v "$command_name" >/dev/null 2>&1; then
				continue
			fi
			case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
			*' ok installed') ;;
			*) printf '%s\n' "$package" ;;
			esac
		done <"tools/packages/$purpose.txt"
	done | sort -u
}

install_packages()
{
	local missing sudo=()

	command -v dpkg-query >/dev/null || {
		say 'this is no Debian system: tools/packages/*.txt name what is needed'
		return 0
	}
	mapfile -t missing < <(missing_packages "$@")
	[ ${#missing[@]} -gt 0 ] || return 0
	say "installing Debian packages: ${missing[*]}"
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null; then
			say "as root: apt-get install --no-install-recommends ${missing[*]}"
			exit 1
		fi
		sudo=(sudo)
	fi
	# An old list may still name what is fetched, so a failing update is not yet the end.
	"${sudo[@]}" apt-get -qq update </dev/null || say 'the package list could not be renewed'
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dpkg::Use-Pty=0 \
		install --no-install-recommends "${missing[@]}" </dev/null >&2
}

# install_npm runtime|all: by lock file. The stamp holds the lock file's hash and what was installed;
# `all` contains `runtime`.
install_npm()
{
	local want=$1 stamp=node_modules/.installed lock have='' options=()

	lock=$(sha256sum package-lock.json | cut -d' ' -f1)
	[ ! -f $stamp ] || have=$(cat $stamp)
	case $have in
	"$lock all" | "$lock $want") return 0 ;;
	esac
	[ "$want" = all ] || options=(--omit=dev)
	say "installing npm packages ($want) by package-lock.json"
	npm ci --no-audit --no-fund --ignore-scripts "${options[@]}" </dev/null >&2
	printf '%s %s\n' "$lock" "$want" >$stamp
}
