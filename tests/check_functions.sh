#!/bin/sh
# Finds functions of more than 60 lines in the library, as clang-format lays them out. Prints each. The functions that may be
# longer are listed below with the reason. Ends with 1 if there is any other.
cd "$(dirname "$0")/.." || exit 1
find tensor autograd nn -name '*.h' -o -name '*.cpp' | sort | xargs awk '
  # A function opens with a line like "Type name(arguments) {" or the last line of such a head, and closes with "}" at the same
  # indentation.
  FNR == 1 { open = 0 }
  {
    match($0, /^ */); indent = RLENGTH
    if (!open && $0 ~ /\) ?(const|override|noexcept|final| )*(:.*)?\{$/ && $0 !~ /^ *(\}|if|for|while|switch|namespace|class|struct|enum|do|else|catch)\>/) {
      open = FNR; at = indent; head = $0
    } else if (open && indent <= at && $0 ~ /^ *\}/) {
      if (FNR - open + 1 > 60) { sub(/^ */, "", head); print FILENAME ":" open ": " FNR - open + 1 " lines: " head; ++count }
      open = 0
    }
  }
  END { print count + 0 " functions of more than 60 lines"; exit count > 0 }'
