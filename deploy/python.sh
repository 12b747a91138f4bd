#!/usr/bin/env bash
# Prints the Python that the product runs on: 3.11 or 3.12, whichever this machine offers.
set -euo pipefail

for candidate in python3 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
        2>/dev/null; then
        command -v "$candidate"
        exit 0
    fi
done
echo "需要 Python 3.11 或 3.12，本机没有找到。请安装其中之一（Debian 12 自带 3.11：apt-get install python3）。" >&2
exit 1
