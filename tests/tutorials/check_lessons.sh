#!/bin/sh
# Tests the exercise of every lesson, and compares the page of each lesson that runs in seconds with a fresh run. (The others
# train for longer: `make check-lessons`.) The last line counts exercises and pages.
#     check_lessons.sh BUILD
build=$1
log=$build/lessons.log
# A separate make, which takes variables from the environment and does not share the jobs of the outer make.
MAKEFLAGS='' make --no-print-directory -k -j"$(nproc 2>/dev/null || echo 2)" BUILD="$build" check-quick-lessons >"$log" 2>&1
status=$?
cat "$log"
passed=$(grep -c '^  checked ' "$log")
failed=$(grep -c '\*\*\* \[' "$log")
[ $status -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed"
exit $status
