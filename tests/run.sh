#!/bin/sh
# Runs all test programs, each to its end, and closes with one line that counts their tests: "N passed, N failed".
#     run.sh BUILD        where BUILD holds the programs
build=$1
passed=0 failed=0
count() {  # name, command...: the command's last line counts its tests
  name=$1; shift
  log=$build/$(echo "$name" | tr ' ' '-').log
  echo "== $name"
  "$@" >"$log" 2>&1
  status=$?
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
  ok=$(echo "$line" | cut -d' ' -f1); bad=$(echo "$line" | cut -d' ' -f3)
  if [ $status -ne 0 ] || [ -z "$line" ]; then
    cat "$log"
    echo "$name ended with exit code $status"
    if [ "${bad:-0}" = 0 ]; then bad=1; fi
  else
    tail -n 3 "$log"
  fi
  passed=$((passed + ${ok:-0})); failed=$((failed + ${bad:-0}))
}
count "tests in float" "$build/tests"
count "tests in double" "$build/tests-double"
count "lessons" sh tests/tutorials/check_lessons.sh "$build"
count "program" sh tests/nn/translate/test_program.sh "$build/translate"
count "pages in a browser" python3 tests/browser/test_pages.py "$build/tests"
count "debuggers" python3 tests/debugger/test_debuggers.py "$build"
echo "$passed passed, $failed failed" | tee "$build/test-summary"
[ "$failed" -eq 0 ]
