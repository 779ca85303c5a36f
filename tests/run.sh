#!/bin/sh
# Runs all test programs, two at a time, each to its end, and closes with one line that counts their tests:
# "N passed, N failed".
#     run.sh BUILD        where BUILD is the folder with the programs
build=$1
export PYTHONDONTWRITEBYTECODE=1  # leave nothing in the source folders

run() {  # name, command...: runs the command; its output goes to a log, its exit code to a file
  name=$1; shift
  log=$build/$(echo "$name" | tr ' ' '-').log
  "$@" >"$log" 2>&1
  echo $? >"$log.status"
}
names='tests in float
tests in double
lessons
program translate
program generate
pages in a browser
debuggers'
rm -f "$build"/*.log.status
{
  run "lessons" sh tests/tutorials/check_lessons.sh "$build"
  run "debuggers" python3 tests/debugger/test_debuggers.py "$build"
} &
{
  run "tests in float" "$build/tests"
  run "tests in double" "$build/tests-double"
  run "program translate" sh tests/nn/translate/test_program.sh "$build/translate"
  run "program generate" sh tests/nn/generate/test_generate.sh "$build/generate"
  run "pages in a browser" python3 tests/browser/test_pages.py "$build/tests"
} &
wait

# The last line of each log counts that program's tests.
echo "$names" | {
  passed=0 failed=0
  while read -r name; do
    log=$build/$(echo "$name" | tr ' ' '-').log
    status=$(cat "$log.status" 2>/dev/null || echo "nothing")
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    ok=$(echo "$line" | cut -d' ' -f1); bad=$(echo "$line" | cut -d' ' -f3)
    echo "== $name"
    if [ "$status" != 0 ] || [ -z "$line" ]; then
      cat "$log"
      echo "$name ended with exit code $status"
      if [ "${bad:-0}" = 0 ]; then bad=1; fi
    else
      tail -n 3 "$log"
    fi
    passed=$((passed + ${ok:-0})); failed=$((failed + ${bad:-0}))
  done
  echo "$passed passed, $failed failed" | tee "$build/test-summary"
  [ "$failed" -eq 0 ]
}
