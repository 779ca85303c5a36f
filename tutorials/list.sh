#!/bin/sh
# Lists the lessons, with a mark for each whose exercise passes: whose exercise.cpp is the one that last passed `make exercise`.
# Fails if the caller asked for a lesson that does not exist.
#     list.sh BUILD [NUMBER]
if [ -n "$2" ]; then echo "there is no lesson $2; the lessons are:"; else echo "Which lesson? For example: make lesson N=06"; fi
for page in tutorials/[0-9][0-9]-*/README.md; do
  lesson=$(basename "$(dirname "$page")")
  mark=' '
  cmp -s "tutorials/$lesson/exercise/exercise.cpp" "$1/lessons/$lesson/done.cpp" && mark='✓'
  echo "  $mark $(sed -n '1s,^# \([0-9]*\) · ,\1  ,p' "$page")"
done
echo "✓: your solution of its exercise passes (make exercise N=06)"
[ -z "$2" ]
