#!/bin/sh
# Runs every lesson, compares its page with the run, and tests its exercise. The last line counts the lessons.
#     check_lessons.sh BUILD
build=$1
log=$build/lessons.log
# A separate make, which takes variables from the environment and does not share the jobs of the outer make.
MAKEFLAGS='' make --no-print-directory -k -j"$(nproc 2>/dev/null || echo 2)" BUILD="$build" check-lessons >"$log" 2>&1
status=$?
cat "$log"
lessons=$(ls -d tutorials/[0-9][0-9]-*/main.cpp | wc -l)
passed=$(grep -c '^  checked         lesson' "$log")
echo "$passed passed, $((lessons - passed)) failed"
[ $status -eq 0 ] && [ "$passed" -eq "$lessons" ]
