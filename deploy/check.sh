#!/usr/bin/env bash
# Everything that `make test` checks; goes on after a failure and names all of them at the end.
set -uo pipefail

notes=$(mktemp -d)
lane=
# Interrupted like the rest, what runs beside stops its browser and its servers.
trap '[ -z "$lane" ] || kill -INT -- "-$lane" 2>/dev/null; wait; rm -rf "$notes"' EXIT

step() {
    local name=$1 start=$SECONDS
    shift
    echo
    echo "==> $name"
    if "$@"; then
        echo "    通过（$((SECONDS - start)) 秒）"
    else
        echo "    未通过（$((SECONDS - start)) 秒）"
        echo "$name" >>"$notes/failed"
    fi
}

bin=.venv/bin
cores=$(nproc)
together=(-n "$((cores < 2 ? 2 : cores))" --dist worksteal)
mapfile -t templates < <(git ls-files 'templates/*.html')

# What keeps one core busy, or waits for a browser, runs beside the tests that take all of them.
beside() {
    step "格式（ruff format）" $bin/ruff format --check --quiet .
    step "规范（ruff check）" $bin/ruff check --quiet .
    step "模板格式（djade）" $bin/djade --check "${templates[@]}"
    step "类型（mypy）" $bin/mypy
    step "数据库迁移齐全" env DATABASE_URL=sqlite://:memory: \
        $bin/python manage.py makemigrations --check --dry-run
    step "导入约定（import-linter）" $bin/lint-imports --no-logo
    step "浏览器全程（Chromium）" $bin/pytest -q -m journey
}

set -m
beside >"$notes/beside" 2>&1 </dev/null &
lane=$!
set +m
step "测试：SQLite" $bin/pytest -q "${together[@]}" -m "not journey and not deep"
# On SQLite the tables come from the models, for speed; here from the migrations. What asks no
# database, or asks it only what both answer alike (who may open which address, what a paper looks
# like), is not asked twice; `make test-deep` walks all addresses and fills all forms on PostgreSQL too.
alike=(tests/cases tests/architecture tests/test_architecture.py tests/test_contracts.py
    tests/test_access.py tests/access tests/test_fuzz.py tests/test_growth.py tests/test_exports.py
    tests/test_list_edges.py tests/chains tests/subsidies/rules tests/enrollment/workflow/test_case_steps.py
    tests/pension/workbooks tests/pension/documents tests/pension/supervisor tests/performance/test_word.py
    tests/pension/security/test_forgeries.py)
step "测试：PostgreSQL" $bin/python -m tests.postgres \
    $bin/pytest -q "${together[@]}" --migrations -m "not journey and not deep" "${alike[@]/#/--ignore=}"
wait "$lane"
lane=
cat "$notes/beside"

echo
if [ -s "$notes/failed" ]; then
    echo "未通过：$(paste -sd ' ' "$notes/failed")"
    exit 1
fi
echo "全部通过（${SECONDS} 秒）"
