#!/bin/sh
# Installs the browser, Chinese fonts and PostgreSQL that some tests use, where this account may; says what is missing.
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list 2>/dev/null | grep -qi "Noto Sans CJK" || missing="$missing fonts-noto-cjk"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing:$missing"
    if DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing" >/dev/null 2>&1; then
        exit 0
    fi
    echo "could not install:$missing"
fi
echo "missing:$missing - without chromium the browser stories are skipped; without postgresql the bundled one is used."
exit 0
