#!/bin/sh
# Measures what the machine can do at most, and then the library: `make bench`.     run.sh BENCH
set -eu
bench=$1
threads=$(nproc)
"$bench" limit --threads "$threads"
for size in 64 256 1024; do "$bench" matmul --m $size --n $size --k $size --threads 1; done
"$bench" matmul --m 1024 --n 1024 --k 1024 --threads "$threads"
"$bench" attention --batch 1 --heads 4 --len 2048 --threads "$threads"
"$bench" scalar-chain
"$bench" train-step --model gru-attention --threads "$threads"
"$bench" train-step --model transformer --threads "$threads"
"$bench" train-step --model transformer --batch 128 --src-len 15 --tgt-len 15 --vocab 6000 --d-model 256 --heads 8 --layers 3 --ff 512 \
  --threads "$threads"
