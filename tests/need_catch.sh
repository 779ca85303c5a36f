#!/bin/sh
# Makes sure that Catch2, the test library, is on the system; installs the system's package if it is missing.
for folder in /usr/include /usr/local/include; do
  if [ -e "$folder/catch2/catch.hpp" ] || [ -e "$folder/catch2/catch_all.hpp" ]; then exit 0; fi
done
echo "the tests need Catch2, which is missing: installing the system's package catch2"
as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
if command -v apt-get >/dev/null; then
  $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends catch2
elif command -v dnf >/dev/null; then
  $as_root dnf install -y catch2-devel
elif command -v pacman >/dev/null; then
  $as_root pacman -S --noconfirm catch2
elif command -v brew >/dev/null; then
  brew install catch2
else
  echo "need_catch.sh: no known package manager: install Catch2 (version 2 or 3) and run make test again" >&2
  exit 1
fi
