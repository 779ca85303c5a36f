#!/bin/sh
# An operation's page (autograd/operations/*.cpp) states formulas and calls kernels: it has no loop
# over raw values. This script names each page that reads or writes raw values or divides a loop
# among threads, and exits with 1 if there is one. The remedy is a kernel in tensor/kernels.
cd "$(dirname "$0")/.." || exit 2
pages=$(ls autograd/operations/*.cpp)
if grep -nE '\.data\(\)|mutable_data\(|parallel_(for|tasks|runs)' $pages; then
  echo "check_pages: the lines above handle raw values; move them to a kernel in tensor/kernels" >&2
  exit 1
fi
