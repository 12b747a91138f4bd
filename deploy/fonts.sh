#!/usr/bin/env bash
# Takes the Fandol faces (仿宋, 楷体, 黑体, 宋体) out of a Debian package into a folder.
# Papers also work without them, in Noto: without a network we say so and go on.
# Usage: fonts.sh FOLDER
set -euo pipefail

folder=$1
package=texlive-lang-chinese
mkdir -p "$folder"
if [ -e "$folder/.asked" ]; then exit 0; fi

echo "==> 提取公文字体（仿宋、楷体），约需下载 50 MB，只做一次"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
if (cd "$scratch" && apt-get -q download "$package" >/dev/null 2>&1); then
    dpkg-deb --fsys-tarfile "$scratch/$package"*.deb |
        tar -x -C "$folder" --wildcards --transform 's:.*/::' '*/fandol/*.otf'
else
    echo "    未能下载 $package：公文暂用 Noto 宋体。联网后执行 make fonts 可补装。"
fi
touch "$folder/.asked"
