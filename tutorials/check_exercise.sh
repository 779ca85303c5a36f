#!/bin/sh
# Checks the exercise of one lesson: the unwritten exercise says so, our solution passes, and each wrong solution fails with
# the sentence that names its mistake. A wrong solution names the sentence in its first line: "// expect: <words>".
#     check_exercise.sh BUILD LESSON
programs=$1/lessons/$2
source=tutorials/$2/exercise
complain() { echo "$source: $1"; cat "$programs/exercise.log"; exit 1; }
attempt() { HEED_THREADS=1 "$programs/$1" >"$programs/exercise.log" 2>&1; }

attempt solution || complain "solution.cpp does not pass"
attempt exercise
[ $? -eq 1 ] && grep -q "to be written" "$programs/exercise.log" || complain "exercise.cpp should be unwritten, and its tests should say so"
for file in "$source"/wrong/*.cpp; do
  [ -e "$file" ] || continue
  name=$(basename "$file" .cpp)
  words=$(sed -n '1s,^// expect: ,,p' "$file")
  [ -n "$words" ] || complain "wrong/$name.cpp should begin with '// expect: ' and the words by which the tests name its mistake"
  attempt "wrong/$name"
  [ $? -eq 1 ] || complain "wrong/$name.cpp passes, or crashes"
  grep -qF "$words" "$programs/exercise.log" || complain "wrong/$name.cpp fails, but no test says: $words"
done
