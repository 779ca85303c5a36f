#!/bin/sh
# Finds comments torn by a formatter: a comment line of one or two words directly after one of more than 90 columns.
# Prints each and their number; with --strict, ends with 1 if there is one.
cd "$(dirname "$0")/.." || exit 1
git ls-files 'tensor/*' 'autograd/*' 'nn/*' 'tutorials/*' 'tests/*' | grep -E '\.(h|cpp)$' | xargs awk '
  FNR == 1 { long = 0; torn = 0 }
  {
    comment = $0 ~ /^ *\/\/ /
    if (torn && !comment) { print torn_at; ++count }  # a short line in the middle of a list or table is not torn
    torn = comment && long && NF <= 3 && $2 !~ /^\[/ && $0 ~ /\/\/.*[a-z0-9]/  # not a mark such as "// [name]"
    torn_at = FILENAME ":" FNR ": " $0
    long = comment && length($0) > 90
  }
  END { print count + 0 " torn comments"; exit count > 0 }'
[ $? = 0 ] || [ "$1" != --strict ]
