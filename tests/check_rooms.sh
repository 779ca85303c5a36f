#!/bin/sh
# Checks the order of the library's rooms (folders): a file includes only its own room and rooms above it in the list below,
# no two library files have the same name, and the library archive has no object of the program.
#     check_rooms.sh [ARCHIVE]        for example build/float/libheed.a; without it, the archive is not checked
# Prints each violation; ends with 1 if there is one.
cd "$(dirname "$0")/.." || exit 1
rooms='
tensor/ground
tensor/raw
tensor
tensor/kernels
tensor/files
autograd
autograd/operations
autograd/watch
nn/text
nn/audio
nn/vision
nn/show
nn
nn/attention
nn/recurrent
nn/transformer
nn/optim
nn/training
nn/program
nn/generate
nn/generate/program
nn/translate
nn/translate/doctor
nn/translate/program'
sources=$(find tensor autograd nn -name '*.h' -o -name '*.cpp' | sort)
wrong=0

# The umbrella header nn/heed.h includes every room, and no other file of the library includes it.
# shellcheck disable=SC2086  # $sources is a list
awk -v rooms="$rooms" '
  function room(path) { sub(/\/[^\/]*$/, "", path); return path }
  BEGIN { n = split(rooms, list, /[ \n]+/); for (i = 1; i <= n; ++i) order[list[i]] = i }
  FNR == 1 { here = room(FILENAME); if (!(here in order)) { print FILENAME ": the folder " here " is not in the list of rooms"; bad = 1 } }
  FILENAME != "nn/heed.h" && /^#include "/ {
    split($0, part, "\""); there = room(part[2])
    if (part[2] == "nn/heed.h") print FILENAME ":" FNR ": includes the umbrella header"
    else if (!(there in order)) print FILENAME ":" FNR ": includes " part[2] ", which is not in the library"
    else if (order[there] > order[here]) print FILENAME ":" FNR ": " here " must not include " part[2]
    else next
    bad = 1
  }
  END { exit bad }' $sources || wrong=1

twice=$(for file in $sources; do basename "$file"; done | sort | uniq -d)
for name in $twice; do
  echo "two library files are called $name:" $(find tensor autograd nn -name "$name")
  wrong=1
done

if [ -n "$1" ]; then
  for source in nn/program/*.cpp nn/*/program/*.cpp; do
    object=$(basename "$source" .cpp).o
    if ar t "$1" | grep -qx "$object"; then echo "$1 contains $object, which belongs to a program"; wrong=1; fi
  done
fi
exit $wrong
