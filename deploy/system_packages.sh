#!/usr/bin/env bash
# Installs the Debian packages named on the command line that are missing; quick when none is.
# Without the rights to do so it prints the one line to type, and stops.
set -euo pipefail

installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
missing=()
for package in "$@"; do
    grep -qx "installed $package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    echo "缺少系统软件包，当前用户无权安装。请由管理员执行下面一行，然后重新运行：" >&2
    line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    if command -v sudo >/dev/null; then echo "    sudo sh -c '$line'"; else echo "    su -c '$line'"; fi >&2
    exit 1
fi
echo "==> 安装系统软件包：${missing[*]}"
"${as_root[@]}" apt-get -q update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends "${missing[@]}"
