#!/bin/sh
# Tests the program `generate` as a user runs it. (What it shares with `translate`, such as links in the place of its files and
# full disks, is tested there.) The last line is "N passed, N failed".
#     test_generate.sh GENERATE
program=$1
. "$(dirname "$0")/../program_checks.sh"

small="--size 8 --heads 2 --layers 1 --feed-forward 16 --batch 8 --epochs 2 --threads 1"
for start in an be ka mi; do
  for end in na lo ri ta ro lin; do echo "$start$end"; done
done >names
for i in 1 2 3 4 5 6 7 8; do echo "The cat sleeps, and the dog
barks at number $i."; done >story

echo "help"
expect 0 "generate train" --help
for command in train run eval; do
  expect 0 "generate $command: " $command --help
  sed -n 's/^  \([^ ]*\).*/\1/p' stdout >options
  is "each line of $command --help begins with an option" [ "$(grep -vc '^--[a-z]' options)" = 0 ]
  is "$command --help names each option once" [ -z "$(sort options | uniq -d)" ]
done
expect 0 "--learning-rate R           learning rate of Adam [" train --help
for option in lines text valid tokens size heads layers feed-forward context norm biases tied epochs schedule out resume; do
  is "train --help names --$option" grep -q -- "^  --$option " stdout
done

echo "wrong command lines: usage errors on standard error, exit code 2"
expect 2 "unknown command 'trian'; did you mean train?" trian
expect 2 "unknown option --lerning-rate; did you mean --learning-rate?" train --lerning-rate 1
expect 2 "unexpected argument 'names'" train names
expect 2 "--out is missing" train --lines names
expect 2 "give the training text as --lines FILE, or as --text FILE|DIR" train --out m
expect 2 "give the training text as --lines FILE, or as --text FILE|DIR" train --out m --lines names --text story
expect 2 "give one of them" train --out m --lines names --valid names --valid-fraction 0.1
expect 2 "--tokens must be one of characters, words" train --out m --lines names --tokens letters
expect 2 "--norm must be one of layer, rms, rms-without-gain" train --out m --lines names --norm batch
# Refused before the text is read.
refuse() { wanted=$1; shift; expect 2 "$wanted" train --out m --lines nowhere "$@"; }
refuse "--size 6 does not divide into --heads 4" --size 6 --heads 4
refuse "--heads 4 cannot share --key-heads 3 equally" --key-heads 3
refuse "--reach does not apply to --self-attention full" --reach 5
refuse "--reach does not apply to --self-attention linear" --self-attention linear --reach 5
refuse "--positions alibi needs --self-attention full, not local" --self-attention local --positions alibi
refuse "--positions rotary needs --self-attention full, local or strided, not linear" --self-attention linear --positions rotary
refuse "--size 60 / --heads 4 is 15" --size 60 --positions rotary
refuse "--self-attention must be one of full, local, strided, linear, not 'low-rank'" --self-attention low-rank
expect 2 "--model is missing" run
expect 2 "give the text as --lines FILE, or as --text FILE|DIR" eval --model m
is_not "a wrong command line leaves no directory" test -e m

echo "numbers out of range and bad files: exit code 1, and nothing is written"
bad() { wanted=$1; shift; expect 1 "$wanted" train --out m "$@"; is_not "nothing is written: $*" test -e m; }
bad "--learning-rate must be above 0" --lines names --learning-rate 0
bad "--dropout must be less than 1" --lines names --dropout 1
bad "--epochs must be 1 or more, not 0" --lines names --epochs 0
bad "--context must be 1 or more, not 0" --lines names --context 0
bad "the fraction held out must be between 0 and 1" --lines names --valid-fraction 0
bad "no token is left in the vocabulary" --lines names --min-frequency 1000
bad "no room for the 4 special tokens" --lines names --max-vocabulary 3
bad "cannot read 'nowhere': No such file" --lines nowhere
bad "cannot read 'nowhere': No such file" --text nowhere
bad "Is a directory" --lines .
printf 'anna\nm\374n\n' >latin1
bad "latin1:2: not UTF-8" --lines latin1
: >empty
bad "empty: there is no line with text" --lines empty
mkdir folder
bad "folder: no file in this folder has text" --text folder
expect 1 "there is no model directory 'm'" run --model m

echo "training on lines"
train() { out=$1; shift; expect 0 "the model is in $out" train --out "$out" $small "$@"; }
train one --lines names --valid names
is "the first lines" says stdout "training: 24 lines, 100 characters; validation: 24 lines, 100 characters"
is "what guessing costs" says stdout "a model that guesses has a loss of 2.708"  # ln 15: 11 letters and 4 special tokens
is "the page is whole" says one/run.html "</html>"
is "the page has samples" says one/run.html "sample 5"
train two --lines names --valid names --threads 2
is "one thread and two give the same model" same_model one two
train other --lines names --valid names --seed 2
is_not "a different seed gives a different model" same_model one other
train near --lines names --valid names --self-attention local --reach 2 --positions rotary --key-heads 1
expect 0 "" run --model near --count 3 --seed 1
train sums --lines names --valid names --self-attention linear
expect 0 "" run --model sums --count 3 --seed 1
is_not "another attention gives another model" same_model near sums
{ printf '\357\273\277'; awk '{ printf "%s\r\n%s", $0, NR % 5 ? "" : "\r\n" }' names; } >windows
train form --lines windows --valid names
is "blank lines are told" says stdout "4 blank lines left out"
is "CRLF, a byte order mark and blank lines do not change the model" same_model one form
train held --lines names --valid-fraction 0.25
is "lines are held out" says stdout "training: 18 lines,"
train learned --lines names --valid names --size 32 --epochs 120 --learning-rate 0.01 --dropout 0
expect 0 "bits a character = " eval --model learned --lines names
is "eval's first line" grep -qE '^loss = [0-9.]+ nats a token, perplexity = [0-9.]+, bits a character = [0-9.]+$' stdout
# 24 equally likely names of 100 letters and 24 ends cost ln 24 each: 24 ln 24 / 124 = 0.615 nats a token.
is "it has learned the names" [ "$(sed -n 's/^loss = 0\.\([0-9][0-9]\).*/\1/p' stdout)" -lt 70 ]
is "its bits are its nats" [ "$(awk '/^loss/ { printf "%.3f", $3 / log(2) }' stdout)" = \
  "$(awk '/^loss/ { printf "%.3f", $NF }' stdout)" ]
is "eval counts" says stdout "124 tokens, 0 of them unknown"
expect 1 "latin1:2: not UTF-8" eval --model learned --lines latin1
is "eval reads the other lines" says stdout "5 tokens, 0 of them unknown"
printf 'anxa\n' >unknown
expect 0 "1 of them unknown" eval --model learned --lines unknown

echo "stopped and resumed"
whole="--lines names --dropout 0.2 --schedule cosine --warmup 4 $small"
expect 0 "the model is in never" train $whole --out never
steps=0
"$program" train $whole --out often --time-limit 0.000001 >stdout 2>stderr
while says stdout "the state is saved. To continue, run the same command with --resume" && [ $steps -lt 100 ]; do
  steps=$((steps + 1))
  "$program" train $whole --out often --time-limit 0.000001 --resume >stdout 2>stderr
done
is "it stopped within epochs, $steps times" [ $steps -ge 4 ]
is "the same model, bit for bit" same_model never often
is "the same state, bit for bit" cmp -s never/training.safetensors often/training.safetensors
expect 1 "its size differs" train $whole --out often --size 16 --resume
expect 1 "in batches of 8, not on" train $whole --out often --batch 7 --resume
tac names >reversed
train begun --lines names --valid names
expect 1 "its training text differs" train $small --lines reversed --valid names --out begun --epochs 3 --resume
expect 1 "its validation text differs" train $small --lines names --valid reversed --out begun --epochs 3 --resume
expect 1 "continue that training with --resume, replace it with --overwrite" train $whole --out often
is "a refused training leaves the model unchanged" same_model never often

echo "Ctrl-C"
: >stdout
"$program" train $whole --epochs 500 --out interrupted >stdout 2>stderr &
process=$!
until grep -q "^epoch 3/" stdout || ! kill -0 $process 2>/dev/null; do sleep 0.02; done
kill -INT $process
wait $process
is "exit code 130" [ $? -eq 130 ]
is "the program says how to resume" says stdout "stopped by you; the state is saved. To continue, run the same command with --resume"
expect 0 "the model is in interrupted" train $whole --epochs 500 --out interrupted --resume
expect 0 "the model is in straight" train $whole --epochs 500 --out straight
is "interrupted and resumed: the same model" same_model interrupted straight

echo "writing"
expect 0 "" run --model learned --count 20
is "a line for each" [ "$(wc -l <stdout)" -eq 20 ]
is "most are names of the text" [ "$(grep -cxFf names stdout)" -ge 14 ]
mv stdout before
expect 0 "" run --model learned --count 20 --threads 2
is "the same seed writes the same text" cmp -s stdout before
expect 0 "" run --model learned --count 20 --seed 2
is_not "another seed writes another" cmp -s stdout before
expect 0 "" run --model learned --prompt mi --count 20 --temperature 0.5 --top-k 6 --top-p 0.9
is "each begins with the prompt" [ "$(grep -c '^mi' stdout)" -eq 20 ]
expect 0 "" run --model learned --prompt mi --count 5 --top-k 1
is "--top-k 1 is the likeliest text each time" [ "$(sort -u stdout | wc -l)" -eq 1 ]
expect 0 "an" run --model learned --prompt an --max-length 1
is "--max-length" [ "$(wc -c <stdout)" -eq 4 ]
expect 0 "mix" run --model learned --prompt mix
is "what is not in the vocabulary is told" says stderr "generate: 'x' in the prompt is not in the vocabulary; the model reads <unk> instead"
expect 1 "--temperature must be above 0" run --model learned --temperature 0
expect 1 "--top-p must be above 0" run --model learned --top-p 0
expect 1 "--prompt: not UTF-8" run --model learned --prompt "$(printf 'm\374')"
expect 1 "--prompt has a line end" run --model learned --prompt "an
na"
head -c 2000 learned/model.safetensors >one/model.safetensors
expect 1 "cannot load 'one/model.safetensors'" run --model one

echo "running text, in characters and words, from a file and a folder"
mkdir -p library/more
head -n 8 story >library/a.txt
tail -n 8 story >library/more/b.txt
train file --text story --context 32 --epochs 30 --learning-rate 0.01
is "its size" says stdout "characters; validation: "
expect 0 "The cat" run --model file --prompt "The cat" --max-length 100
is "it writes beyond its context" [ "$(wc -c <stdout)" -gt 90 ]
train folder-text --text library --valid story
expect 0 "bits a character" eval --model folder-text --text library
train words --text story --tokens words --context 16 --epochs 30 --learning-rate 0.01
is "words are counted" says stdout " words; validation: "
expect 0 "the cat" run --model words --prompt "The cat" --max-length 10
expect 0 "the whale" run --model words --prompt "The whale"
is "an unknown word is told" says stderr "'whale' in the prompt is not in the vocabulary"
expect 0 "bits a character" eval --model words --text story

echo "the model of microGPT, and other forms"
train micro --lines names --size 16 --heads 4 --layers 1 --feed-forward 64 --context 16 --norm rms-without-gain --biases no \
  --nonlinearity relu --tied no --input-norm yes --final-norm no --dropout 0
# 11 letters and 4 special tokens: (2 * 15 + 16) * 16 and a layer of 3072
is "its parameters" says stdout "3,808 parameters"
train sines --lines names --positions sinusoidal --norm rms
expect 0 "" run --model sines

count_checks
