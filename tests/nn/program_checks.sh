# What the tests of programs share; to be read with `.` by a script that has set `program` to the program's path. They work
# in a folder of their own, and end with `count_checks`, whose last line is "N passed, N failed".
program=$(realpath "$program")
name_of_program=$(basename "$program")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
passed=0 failed=0

pass() { passed=$((passed + 1)); }
fails() { failed=$((failed + 1)); echo "FAILED: $1"; }
is() { name=$1; shift; if "$@"; then pass; else fails "$name"; fi; }
is_not() { name=$1; shift; if "$@"; then fails "$name"; else pass; fi; }
says() { grep -qF -- "$2" "$1"; }

# expect CODE TEXT ARGUMENT...: the program ends with this code, and its standard error (out, for code 0) has this text.
expect() {
  code=$1 wanted=$2; shift 2
  "$program" "$@" >stdout 2>stderr </dev/null
  got=$?
  if [ "$code" = 0 ]; then stream=stdout; else stream=stderr; fi
  if [ $got -ne "$code" ] || ! says $stream "$wanted"; then
    fails "$name_of_program $*: wanted exit code $code and '$wanted', got $got and:"
    cat stdout stderr
  else
    pass
  fi
}
same_model() { cmp -s "$1/model.safetensors" "$2/model.safetensors"; }
count_checks() { echo "$passed passed, $failed failed"; [ $failed -eq 0 ]; }
