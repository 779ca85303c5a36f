#!/bin/sh
# Measures the machine's own limit and then the library against it, as a table; matrix products also as a figure next to
# BENCH: `make bench`.
#     run.sh BENCH [more options for every job, such as --seconds 1]
set -eu
bench=$1; shift
options=$*
threads=$(nproc)
limits=$("$bench" limit --threads "$threads")
echo "$limits"
one=$(echo "$limits" | sed -n 's/^multiply-adds.*one thread \([0-9.]*\) G.*/\1/p')
all=$(echo "$limits" | sed -n 's/^multiply-adds.*threads \([0-9.]*\) G.*/\1/p')

row() {  # name, threads, job...: one line of the table; the speed of products is compared with the peak
  name=$1; count=$2; shift 2
  line=$("$bench" "$@" --threads "$count" $options)
  echo "$line" | awk -F '\t' -v name="$name" -v count="$count" -v one="$one" -v all="$all" '{
    share = $NF ~ /multiply-adds/ ? sprintf("%.0f %%", 100 * $NF / (count == 1 ? one : all)) : ""
    printf "%-42s %7d   %-34s %s\n", name, count, $2, share }'
}
printf '\n%-42s %7s   %-34s %s\n' work threads "median" "share of the peak"
tab=$(printf '\t') speeds= newline='
'
for size in 64 128 256 512 1024 2048; do
  for count in 1 "$threads"; do
    row "matmul $size" "$count" matmul --m $size --n $size --k $size
    speeds="$speeds$size${tab}threads: $count$tab${line##*"$tab"}$newline"
  done
done
printf '%speak\tthreads: 1\t%s\npeak\tthreads: %s\t%s\n' "$speeds" "$one" "$threads" "$all" | "$bench" chart --out "$bench.svg"
row "attention, 4 heads, 2048 x 64" "$threads" attention --batch 1 --heads 4 --len 2048
row "scalar-chain" 1 scalar-chain
row "gru-attention, hidden 128, batch 1" "$threads" train-step --model gru-attention --batch 1
row "gru-attention, hidden 128, batch 32" "$threads" train-step --model gru-attention --batch 32
row "gru-attention, hidden 256, batch 64" "$threads" train-step --model gru-attention --batch 64 --src-len 14 --tgt-len 14 \
  --vocab 2000 --embed 128 --hidden 256
row "transformer d64, batch 32" "$threads" train-step --model transformer
row "transformer d128, batch 64" "$threads" train-step --model transformer --batch 64 --src-len 14 --tgt-len 14 --vocab 2000 \
  --d-model 128 --heads 8 --ff 512
row "transformer d256, batch 128" "$threads" train-step --model transformer --batch 128 --src-len 15 --tgt-len 15 --vocab 6000 \
  --d-model 256 --heads 8 --layers 3 --ff 512
