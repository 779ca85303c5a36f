#!/bin/sh
# Tests the translator as a user runs it: its messages for bad input, the files it leaves, and that training that was stopped
# and resumed ends in the same bits. Works in a folder of its own; the last line is "N passed, N failed".
#     test_program.sh TRANSLATE
translate=$(realpath "$1")
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
  "$translate" "$@" >stdout 2>stderr </dev/null
  got=$?
  if [ "$code" = 0 ]; then stream=stdout; else stream=stderr; fi
  if [ $got -ne "$code" ] || ! says $stream "$wanted"; then
    fails "translate $*: wanted exit code $code and '$wanted', got $got and:"
    cat stdout stderr
  else
    pass
  fi
}
small="--embedding 8 --hidden 8 --batch 8 --epochs 2 --threads 1"
train() { out=$1; shift; expect 0 "the model is in $out" train --pairs pairs.tsv --out "$out" $small "$@"; }
same_model() { cmp -s "$1/model.safetensors" "$2/model.safetensors"; }

# 64 sentences: four subjects, four verbs, four objects.
for subject in 'the dog,der hund' 'the cat,die katze' 'a man,ein mann' 'a child,ein kind'; do
  for verb in sees,sieht hears,hört likes,mag buys,kauft; do
    for object in 'an apple,einen apfel' 'the house,das haus' 'a ball,einen ball' 'the red fox,den roten fuchs'; do
      echo "${subject%,*} ${verb%,*} ${object%,*} .	${subject#*,} ${verb#*,} ${object#*,} ."
    done
  done
done >pairs.tsv
cut -f1 pairs.tsv >english
cut -f2 pairs.tsv >german

echo "help"
expect 0 "translate train" --help
expect 0 "--learning-rate R           learning rate of Adam [gru 0.001, transformer 0.0005]" train --help
for default in "[0.05]" "[plain]" "[100]" "[gru]" "[additive]" "[128]" "[256]" "[yes]" "[512]" "[post]" "[sinusoidal]" \
    "[gru 1, transformer 2]" "[0.1]" "[constant]" "[10]" "[64]"; do
  is "train --help shows the default $default" says stdout "$default"
done
expect 0 "translate train" train --help
sed -n 's/^  \([^ ]*\).*/\1/p' stdout >names
is "each line of train --help begins with an option" [ "$(grep -vc '^--[a-z]' names)" = 0 ]
is "train --help names each option once" [ -z "$(sort names | uniq -d)" ]
for option in model attention embedding hidden bidirectional teacher-forcing size heads feed-forward norm nonlinearity positions \
    layers dropout; do
  is "train --help names --$option" grep -qx -- "--$option" names
done
expect 0 "--max-length N              maximum number of words; a longer sentence is an error [1000]" eval --help
expect 0 "--beam N                    number of hypotheses in the search; 1 is greedy search [1]" run --help

echo "wrong command lines: usage errors on standard error, exit code 2, and the nearest known option or command"
"$translate" >stdout 2>stderr
is "no command: exit code 2" [ $? -eq 2 ]
is "no command: the usage on standard error" says stderr "translate train ...     learn from pairs of sentences"
is "no command: nothing on standard output" [ ! -s stdout ]
expect 2 "unknown command 'trian'; did you mean train?" trian
expect 2 "unknown option --lerning-rate; did you mean --learning-rate?" train --lerning-rate 1
expect 2 "unknown option --epoch; did you mean --epochs?" train --epoch 1
expect 2 "unknown option --lenght-penalty; did you mean --length-penalty?" eval --lenght-penalty 1
expect 2 "unknown option --sow; did you mean --show?" run --sow
expect 2 "unexpected argument 'pairs.tsv'" train pairs.tsv
expect 2 "--epochs must be a whole number, not 'many'" train --pairs pairs.tsv --out m --epochs many
expect 2 "--dropout must be a number, not '0,1'" train --pairs pairs.tsv --out m --dropout 0,1
expect 2 "not 'aditive'; did you mean additive?" train --out m --pairs pairs.tsv --attention aditive
expect 2 "--out needs a value" train --pairs pairs.tsv --out --resume
expect 2 "--out is missing" train --pairs pairs.tsv
expect 2 "--model is missing" run
expect 2 "--heads does not apply to --model gru" train --pairs pairs.tsv --out m --heads 2
# Refused before the pairs are read.
contradiction() { wanted=$1; shift; expect 2 "$wanted" train --pairs nowhere --out m --model transformer "$@"; }
contradiction "--size 6 does not divide into --heads 4" --size 6 --heads 4
contradiction "--heads 4 cannot share --key-heads 8 equally" --key-heads 8
contradiction "--reach does not apply to --self-attention full" --reach 5
contradiction "--positions alibi needs --self-attention full, not low-rank" --self-attention low-rank --positions alibi
contradiction "--positions rotary needs --self-attention full, local or strided, not low-rank" --self-attention low-rank --positions rotary
expect 2 "--heads comes with the model that --init names" train --pairs pairs.tsv --out m --init other --heads 2
expect 2 "give the training data as --pairs" train --out m
expect 2 "--source and --target must be given together" train --out m --source english
expect 2 "--resume continues the model in --out, and --overwrite replaces it" train --pairs pairs.tsv --out m --resume --overwrite
expect 2 "--valid-source and --valid-target must be given together" train --pairs pairs.tsv --out m --valid-source english
is_not "a wrong command line leaves no directory" test -e m

echo "numbers out of range and bad files: exit code 1, and nothing is written"
refused() { expect 1 "$@"; is_not "nothing is written: $*" test -e m; }
bad() { wanted=$1; shift; refused "$wanted" train --pairs pairs.tsv --out m "$@"; }
bad "--learning-rate must be above 0" --learning-rate 0
bad "--learning-rate must be 0 or more, not -1" --learning-rate -1
bad "--dropout must be less than 1" --dropout 1
bad "--label-smoothing must be 1 or less, not 2" --label-smoothing 2
bad "--epochs must be 1 or more, not 0" --epochs 0
bad "--threads must be 1024 or less" --threads 100000
bad "--clip must be 0 or more" --clip -1
bad "no room for the 4 special tokens" --max-vocabulary 3
bad "no word is left in the source vocabulary" --max-vocabulary 4
bad "no word is left in the source vocabulary" --min-frequency 1000
bad "the fraction held out must be between 0 and 1" --valid-fraction 0
bad "no sentence pairs of at most 2 words: 0 pairs (64 too long left out)" --max-length 2
refused "cannot read 'nowhere.tsv': No such file" train --pairs nowhere.tsv --out m
refused "Is a directory" train --pairs . --out m
if [ "$(id -u)" != 0 ]; then
  cp pairs.tsv secret.tsv; chmod 0 secret.tsv
  refused "cannot read 'secret.tsv': Permission denied" train --pairs secret.tsv --out m
fi
head -n 60 german >short
refused "english has 64 lines and short has 60: line 61 of english has no partner: 'a child buys an apple .'" \
  train --source english --target short --out m
{ head -n 6 pairs.tsv; printf 'a m\374nchner\tx\n'; } >latin1.tsv
refused "latin1.tsv:7: not UTF-8 text: byte 4 of the line is 0xfc" train --pairs latin1.tsv --out m
: >empty.tsv
refused "empty.tsv: no sentence pairs" train --pairs empty.tsv --out m
{ head -n 2 pairs.tsv; echo "one column"; } >columns.tsv
refused "columns.tsv:3: 1 column instead of two or three" train --pairs columns.tsv --out m
expect 1 "pairs.tsv is not a directory" train --pairs pairs.tsv --out pairs.tsv/m
refused "there is no model directory 'm'" run --model m
refused "there is no model directory 'm'" eval --model m --pairs pairs.tsv
refused "training.safetensors': No such file" train --pairs pairs.tsv --out m $small --resume

echo "every kind of model can be trained, and translates"
for attention in additive dot scaled general cosine hard none; do train "gru-$attention" --attention $attention; done
train gru-layers --layers 2 --bidirectional no --teacher-forcing 0.5 --schedule plateau --label-smoothing 0.1
small="--size 8 --heads 2 --feed-forward 16 --batch 8 --epochs 2 --threads 1 --model transformer"
train transformer --schedule noam --warmup 5
train transformer-learned --norm pre --nonlinearity gelu --positions learned --max-length 7 --schedule cosine
small="--embedding 8 --hidden 8 --batch 8 --epochs 2 --threads 1"
for model in gru-* transformer*; do
  expect 0 "64 sentences" eval --model "$model" --pairs pairs.tsv --beam 2
done
train learned --embedding 24 --hidden 32 --epochs 30 --learning-rate 0.01 --attention dot
expect 0 "exact = 100.0 % (64 of 64)" eval --model learned --source english --target german
is "eval's line" grep -qE \
  '^BLEU = 100\.00 \(100\.0/100\.0/100\.0/100\.0, BP 1\.00, ratio 1\.00\), chrF = 100\.00, 64 sentences, [0-9.]+ s$' stdout

echo "the forms of a tab-separated file"
awk 'BEGIN { printf "\357\273\277" } { printf "%s%s\tCC-BY (x) & y\r\n", NR % 7 ? "" : "\r\n", $0 }' pairs.tsv |
  head -c -2 >manythings.tsv
expect 0 "64 pairs (9 blank left out)" train --pairs manythings.tsv --valid-pairs pairs.tsv --out form $small
expect 0 "64 pairs" train --pairs pairs.tsv --valid-pairs pairs.tsv --out plain $small
is "three columns, CRLF, a byte order mark and blank lines do not change the model" same_model form plain
expect 0 "64 pairs" train --source english --target german --valid-source english --valid-target german --out lines $small
is "line files and one tab-separated file give the same model" same_model lines plain

echo "same seed, same bits"
train one --hidden 96 --batch 32
train two --hidden 96 --batch 32 --threads 2
is "one thread and two give the same model" same_model one two
train other --hidden 96 --batch 32 --seed 2
is_not "a different seed gives a different model" same_model one other

echo "training that is stopped after every step, and resumed"
whole="--pairs pairs.tsv $small --epochs 3 --dropout 0.2 --schedule cosine --warmup 4 --teacher-forcing 0.7"
expect 0 "the model is in never" train $whole --out never
steps=0
"$translate" train $whole --out often --time-limit 0.000001 >stdout 2>stderr
while says stdout "the state is saved. To continue, run the same command with --resume" && [ $steps -lt 100 ]; do
  steps=$((steps + 1))
  "$translate" train $whole --out often --time-limit 0.000001 --resume >stdout 2>stderr
done
is "it stopped within epochs, $steps times" [ $steps -ge 20 ]
is "it finished" says stdout "the model is in often"
is "the same model, bit for bit" same_model never often
is "the same state, bit for bit" cmp -s never/training.safetensors often/training.safetensors
expect 1 "cannot resume from 'often/training.safetensors': its hidden differs" train $whole --out often --hidden 9 --resume
expect 1 "it was trained on 60 pairs in batches of 8, not on 60 in batches of 7" train $whole --out often --batch 7 --resume
is "a rejected --resume leaves the model unchanged" same_model never often

echo "--resume with other data or another --best is rejected; other options are reported"
cut -f1 pairs.tsv | paste - german >aligned.tsv
tac german | paste english - >wrong.tsv
tac pairs.tsv >reversed.tsv
begun="--valid-pairs pairs.tsv $small"
expect 0 "the state is saved" train --pairs pairs.tsv --out begun $begun --time-limit 0.000001
cp -r begun unchanged
for file in wrong reversed; do
  expect 1 "its training pairs differ from the 64 training pairs that are given" train --pairs $file.tsv --out begun $begun --resume
  expect 1 "its validation pairs differ" train --pairs pairs.tsv --out begun $begun --valid-pairs $file.tsv --resume
done
expect 1 "its best model was chosen by its validation loss, which cannot be compared with the BLEU" \
  train --pairs pairs.tsv --out begun $begun --best bleu --resume
expect 1 "its model differs from the requested value, gru instead of transformer" \
  train --pairs pairs.tsv --out begun --valid-pairs pairs.tsv --model transformer --batch 8 --resume
expect 1 "cannot resume from 'never/training.safetensors'" train $whole --out never --seed 2 --resume  # other pairs are held out
is "a rejected --resume leaves the state unchanged" cmp -s begun/training.safetensors unchanged/training.safetensors
expect 0 "resumed from step 1 with epochs 3 instead of 2, learning_rate 0.01 instead of 0.001, clip 0 instead of 1, \
schedule plateau instead of constant, the random numbers of the saved run instead of those of a different seed: the model will differ" \
  train --pairs aligned.tsv --out begun $begun --epochs 3 --learning-rate 0.01 --clip 0 --schedule plateau --seed 7 --resume
is "the page says so" says begun/run.html "from step 2 on with epochs 3 instead of 2, learning_rate 0.01 instead of 0.001"
expect 0 "learning_rate 0.001 instead of 0.01, schedule constant instead of plateau: the model" \
  train --pairs aligned.tsv --out begun $begun --epochs 4 --clip 0 --seed 7 --resume
rm begun/model.safetensors
expect 1 "the best model, of epoch" train --pairs aligned.tsv --out begun $begun --epochs 5 --clip 0 --seed 7 --resume

echo "--best bleu: sentences of one to three words, and what is said of it"
for word in go run hi bye yes no; do printf '%s .\t%s !\n' $word $word; done >brief.tsv
short="--pairs brief.tsv --valid-pairs brief.tsv --threads 1 --hidden 32 --embedding 24 --batch 8 --learning-rate 0.01"
expect 0 "BLEU = 100.00" train $short --best bleu --epochs 30 --out brief-bleu
is "the last line says what decided" grep -qE '^best: epoch [0-9]+ by BLEU, perplexity ' stdout
is "and the page" grep -qE 'finished; best: epoch [0-9]+ by BLEU' brief-bleu/run.html
expect 0 "exact = 100.0 %" eval --model brief-bleu --pairs brief.tsv
expect 0 "the model is in brief-loss" train $short --epochs 30 --out brief-loss
is "with equal scores, the loss decides" same_model brief-loss brief-bleu
expect 1 "chosen by its BLEU, which cannot be compared with the validation loss" train $short --epochs 31 --out brief-bleu --resume
expect 0 "stopped: no better BLEU (or the same with a lower validation loss) in 2 epochs" \
  train $short --learning-rate 0.1 --best bleu --patience 2 --epochs 200 --out brief-patient
is "the page says why it stopped" says brief-patient/run.html "no better BLEU (or the same with a lower validation loss) in 2 epochs; best:"
expect 0 "stopped: no better validation loss in 2 epochs" \
  train $short --learning-rate 0.1 --patience 2 --epochs 200 --out brief-patient --overwrite

echo "training does not replace a model unless it is told to"
for out in often begun; do
  cp $out/training.safetensors kept-state
  expect 1 "continue that training with --resume, replace it with --overwrite" train $whole --out $out
  is "the state of $out is unchanged" cmp -s $out/training.safetensors kept-state
done
is "the model is unchanged" same_model never often
mkdir epochs && cp never/model.safetensors epochs/epoch-007.safetensors
expect 1 "epochs/epoch-007.safetensors" train $whole --out epochs
expect 0 "the model is in often" train $whole --out often --seed 3 --overwrite
is_not "--overwrite replaces it" same_model never often
expect 0 "run the same command with --resume instead of --overwrite" train $whole --out often --overwrite --time-limit 0.000001
expect 0 "the model is in often" train $whole --out often --resume
is "an overwriting run can be resumed" same_model never often

echo "links"
ln -s nowhere dangling
ln -s circle circle
for out in dangling dangling/ dangling/deeper circle; do
  expect 1 "which does not exist" train $whole --out $out
  is_not "no data is read for $out" says stdout "training:"
done
mkdir -p linked store astray
ln -s ../store/the-model linked/model.safetensors
expect 0 "the model is in linked" train $whole --out linked
is "a link to the model's place stays" test -L linked/model.safetensors
is "its file is made" test -f store/the-model
ln -s ../gone/model astray/model.safetensors
expect 1 "cannot write 'astray/model.safetensors': No such file" train $whole --out astray
is_not "a link to nowhere is noticed before the first epoch" says stdout "epoch 1/"
mkdir -p blocked/training.safetensors
expect 1 "cannot write 'blocked/training.safetensors': Is a directory" train $whole --out blocked --overwrite
is_not "a directory in the state's place is noticed before the first epoch" says stdout "epoch 1/"
for number in 0 7 99 100; do echo half >linked/model.safetensors.partial$number; echo half >linked/training.safetensors.partial$number; done
for number in 0 7 99 100; do echo half >store/the-model.partial$number; done
expect 0 "the model is in linked" train $whole --out linked --overwrite
is "what killed programs left is removed" [ -z "$(ls store linked | grep 'training.*partial\|the-model.partial')" ]

echo "Ctrl-C"
long="--pairs pairs.tsv $small --hidden 32 --epochs 300"
: >stdout
"$translate" train $long --out interrupted >stdout 2>stderr &
process=$!
until grep -q "^epoch 3/" stdout || ! kill -0 $process 2>/dev/null; do sleep 0.02; done
kill -INT $process
wait $process
is "exit code 130" [ $? -eq 130 ]
is "the page says that training was interrupted" says interrupted/run.html "interrupted; the same command with --resume continues it"
is_not "the page no longer reloads" says interrupted/run.html 'http-equiv="refresh"'
is "the program says how to resume" says stdout "stopped by you; the state is saved. To continue, run the same command with --resume"
expect 0 "64 sentences" eval --model interrupted --pairs pairs.tsv
expect 0 "progress: interrupted/run.html, to be opened in a browser" train $long --out interrupted --resume
is "the resumed run's page has all epochs" [ "$(grep -o '{"epoch":[0-9]*' interrupted/run.json | cut -d: -f2 | tr '\n' ' ')" \
  = "$(seq -s ' ' 300) " ]
is "the page says that training is finished" says interrupted/run.html "finished; best: epoch"
expect 0 "the model is in straight" train $long --out straight
is "interrupted and resumed: the same model" same_model interrupted straight

echo "a closed terminal, kill, and a closed pipe stop training as Ctrl-C does"
for signal in HUP:129 TERM:143; do
  : >stdout  # of the run before, which must not be taken for that of this one
  "$translate" train $long --out interrupted --overwrite >stdout 2>stderr &
  process=$!
  until grep -q "^epoch 2/" stdout || ! kill -0 $process 2>/dev/null; do sleep 0.02; done
  kill -${signal%:*} $process
  wait $process
  is "$signal: the exit code" [ $? -eq ${signal#*:} ]
  is_not "$signal: the page no longer reloads" says interrupted/run.html 'http-equiv="refresh"'
  is "$signal: the program says how to resume" says stdout "stopped by a signal; the state is saved."
  expect 0 "the model is in interrupted" train $long --out interrupted --resume
  is "$signal: interrupted and resumed: the same model" same_model interrupted straight
done
: >stdout
(trap '' HUP; exec "$translate" train $long --out ignoring >stdout 2>stderr) &
process=$!
until grep -q "^epoch 2/" stdout || ! kill -0 $process 2>/dev/null; do sleep 0.02; done
kill -HUP $process
wait $process
is "under nohup, a closed terminal does not stop training" [ $? -eq 0 ]
"$translate" train $long --out piped 2>stderr | head -n 4 >stdout
is_not "a closed pipe: the page no longer reloads" says piped/run.html 'http-equiv="refresh"'
expect 0 "the model is in piped" train $long --out piped --resume
is "a closed pipe: stopped and resumed: the same model" same_model piped straight

echo "the options of training"
bad "--accumulate must be 1 or more, not 0" --accumulate 0
bad "--moving-average must be less than 1" --moving-average 1
bad "--average must be 2 or more" --average 1
bad "--max-ratio must be 1 or more" --max-ratio 0.5
bad "--batch-tokens must be 1 or more, not 0" --batch-tokens 0
expect 2 "--drop must be one of duplicates, copies, leaks, not 'leak'; did you mean leaks?" train --pairs pairs.tsv --out m --drop copies,leak
expect 2 "--average-of says which epochs --average takes" train --pairs pairs.tsv --out m --average-of best
expect 2 "--batch counts pairs and --batch-tokens words" train --pairs pairs.tsv --out m --batch 8 --batch-tokens 100
expect 2 "--tie all needs one vocabulary" train --pairs pairs.tsv --out m --tie all
train whole-batch --batch 32 --dropout 0 --keep-epochs
train in-parts --batch 8 --accumulate 4 --dropout 0 --keep-epochs
is "a batch in parts gives the loss of the whole batch" [ "$(grep -o '"validation_loss":[0-9.]\{7\}' whole-batch/log.jsonl)" \
  = "$(grep -o '"validation_loss":[0-9.]\{7\}' in-parts/log.jsonl)" ]
expect 0 "the model is in by-tokens" train --pairs pairs.tsv --out by-tokens --hidden 8 --epochs 2 --threads 1 --batch-tokens 40
train averaged --average 2 --moving-average 0.9
is "the average is told" grep -qE '^the average of epochs 1, 2, perplexity [0-9.]+: (not better|better than each epoch, and now the model)' stdout
is "the log has a line for each event" [ "$(grep -o '^{"event":"[a-z]*"' averaged/log.jsonl | cut -d'"' -f4 | tr '\n' ' ')" = "begin epoch epoch average end " ]
train tied --tie output
train tied-all --tie all --share-vocabulary yes
expect 0 "64 sentences" eval --model tied-all --pairs pairs.tsv
{ cat pairs.tsv; head -n 5 pairs.tsv; printf 'no\tno\nlong long long long\tkurz\n'; } >dirty.tsv
expect 0 "training pairs kept (see --drop): 5 duplicates, 1 with the same text on both sides, 64 that also stand in the validation pairs" \
  train --pairs dirty.tsv --valid-pairs pairs.tsv --out dirty $small
expect 0 "training pairs left out: 5 duplicates, 1 with the same text on both sides, 1 of too different lengths; kept (see --drop): 64 that" \
  train --pairs dirty.tsv --valid-pairs pairs.tsv --out clean $small --drop copies,duplicates --max-ratio 3
is "what was left out is not counted" says stdout "training: 64 pairs"
expect 1 "no training pair is left" train --pairs pairs.tsv --valid-pairs pairs.tsv --out m $small --drop leaks

echo "--config repeats a run, and --init goes on from a model"
expect 0 "the model is in repeated" train --config averaged/config.txt --out repeated
is "the same options give the same model" same_model averaged repeated
expect 0 "epoch 1/1 " train --config averaged/config.txt --out once --epochs 1
printf '# a comment\n\n  epochs   1 \n--hidden 7\nkeep-epochs\n' >my.txt
expect 0 "epoch 1/1 " train --config my.txt --pairs pairs.tsv --out mine
is "a switch of the file is set" test -f mine/epoch-001.safetensors
for line in "epoch 3:there is no option 'epoch' for a file; did you mean epochs?" "epochs:epochs needs a value: epochs N" \
    "resume now:resume takes no value" "config x:there is no option 'config' for a file"; do
  printf '\n%s\n' "${line%%:*}" >wrong.txt
  expect 2 "wrong.txt:2: ${line#*:}" train --config wrong.txt --pairs pairs.tsv --out m
done
expect 1 "cannot read 'none.txt'" train --config none.txt --pairs pairs.tsv --out m
expect 0 "the model is in tuned" train --init learned --pairs pairs.tsv --out tuned --epochs 1 --threads 1 --learning-rate 1e-9
expect 0 "exact = 100.0 % (64 of 64)" eval --model tuned --pairs pairs.tsv
expect 2 "--hidden comes with the model that --init names" train --init learned --pairs pairs.tsv --out m --hidden 8
expect 2 "--tokenizer comes with the model" train --init learned --pairs pairs.tsv --out m --tokenizer split
expect 1 "there is no model directory 'nowhere'" train --init nowhere --pairs pairs.tsv --out m
printf 'the wolf sees an apple .\tder wolf sieht einen apfel .\n' >wolf.tsv
expect 0 "16.7 % of the words of the validation pairs are not in the vocabularies" \
  train --init learned --pairs pairs.tsv --valid-pairs wolf.tsv --out wolf --epochs 1 --threads 1

echo "the run page's examples are different sentences, from short to long"
{ for i in 1 2 3 4 5 6 7 8; do printf 'hi .\they .\n'; done; cat pairs.tsv; printf 'the dog sees the house and the dog sees the red fox .\tx\n'; } >greetings.tsv
expect 0 "the model is in examples" train --pairs pairs.tsv --valid-pairs greetings.tsv --out examples $small
"$translate" info --model examples >stdout
is "five examples" [ "$(grep -o '"samples":\[\(\[[^]]*\],*\)*\]' examples/run.json | head -n 1 | grep -o '\["' | wc -l)" = 5 ]
is "the greeting is there once at most" [ "$(grep -o '"samples":\[\(\[[^]]*\],*\)*\]' examples/run.json | head -n 1 | grep -o '"hi \.","' | wc -l)" -le 1 ]

echo "info, compare and doctor"
expect 0 "model             gru, " info --model learned
for line in "tokenizer         plain" "source            2" "hidden            32   (--hidden: size of a state)" \
    "epoch  training loss  validation loss" "   30 " "finished; best: epoch" "attention" "bridge"; do
  is "info says '$line'" says stdout "$line"
done
rm -f examples/log.jsonl
expect 0 "no history: there is no examples/log.jsonl" info --model examples
expect 1 "there is no model directory 'm'" info --model m
expect 2 "--model is missing" info
expect 0 "BLEU 100.00  chrF 100.00  exact 100.0 %  learned" compare --model gru-none --model learned --pairs pairs.tsv
is "compare: the bootstrap" says stdout "B is better on 100.0 % of 1,000 drawn test sets: significant at p = 0.05"
is "compare: sentences" says stdout "B better by"
is_not "compare: none where A is better" says stdout "A better by"
cp stdout before
expect 0 "B is better" compare --model gru-none --model learned --source english --target german
is "compare: the same seed gives the same words" cmp -s before stdout
expect 0 "B - A: +0.00 BLEU" compare --model learned --model learned --pairs pairs.tsv --samples 10
is "compare: no difference" says stdout "B is better on 50.0 % of 10 drawn test sets: not significant"
expect 2 "give two models" compare --model learned --pairs pairs.tsv
expect 0 "64 pairs examined; found wrong: 0, to look at: " doctor --model learned --pairs pairs.tsv
is "doctor: what is not known is said" says stdout "give them with --training-pairs"
"$translate" doctor --model learned --pairs pairs.tsv --training-pairs pairs.tsv >stdout
is "doctor: exit code 1 for what is wrong" [ $? -eq 1 ]
is "doctor: pairs of both sets" says stdout "WRONG  both sets   64 of 64 pairs are training pairs, too"
awk -F'\t' '{ print $2 "\t" $1 }' pairs.tsv >swapped.tsv
"$translate" doctor --model learned --pairs swapped.tsv >stdout
is "doctor: exchanged sides" says stdout "WRONG  swapped"
expect 2 "give the sentences as" doctor --model learned

echo "a profile of some steps"
train unprofiled
train profiled --profile steps.html
is "the program prints a table" grep -q "^linear  " stdout
is "the program says how many steps were profiled" says stdout "profile of 5 steps of training, as a page: steps.html"
is "the page is whole" says steps.html "</html>"
is "the page has a row for the optimizer" says steps.html "optimizer"
is "the page is about those steps" says steps.html "<title>5 steps of training</title>"
is "profiling does not change the model: the same bits" same_model unprofiled profiled
train brief --batch 64 --profile steps.html
is "an epoch of one step is profiled" says stdout "profile of 1 step of training"
expect 1 "cannot write 'nowhere/steps.html': No such file" train --pairs pairs.tsv --out brief --overwrite --profile nowhere/steps.html

echo "a full disk, and files that are not models"
cp -r learned spoilt
full() { (ulimit -f 8; "$translate" "$@" >stdout 2>stderr); }
full train --pairs pairs.tsv --out spoilt --overwrite --hidden 64 --epochs 1 --threads 1
is "a full disk ends training with exit code 1" [ $? -eq 1 ]
is "a full disk is named" says stderr "cannot write 'spoilt/model.safetensors': File too large"
is "the previous model is unchanged" same_model learned spoilt
is "no partly written file is left" [ -z "$(ls spoilt | grep partial)" ]
(ulimit -f 0; "$translate" run --model learned <english >stdout 2>&3) 3>stderr
is "translations that cannot be written: exit code 1" [ $? -eq 1 ]
expect 1 "training has diverged" train --pairs pairs.tsv --out spoilt --overwrite $small --learning-rate 1e30 --clip 0 --epochs 30
is "training that diverges immediately leaves the previous model unchanged" same_model learned spoilt
is "its page says so" says spoilt/run.html "stopped by an error: the loss is"
expect 1 "training has diverged" train --pairs pairs.tsv --out diverged $small --learning-rate 1e30 --clip 0 --epochs 30
is_not "training that diverges immediately saves no model" test -e diverged/model.safetensors
mkdir -p pageless/run.html
train pageless
is "training continues if its page cannot be written" says stderr "cannot write the page of this run: cannot write 'pageless/run.html'"
size=$(wc -c <learned/model.safetensors)
for bytes in 0 7 8 100 2000 $((size / 2)) $((size - 1)); do
  head -c "$bytes" learned/model.safetensors >spoilt/model.safetensors
  expect 1 "cannot load 'spoilt/model.safetensors'" run --model spoilt
done
cat learned/model.safetensors english >spoilt/model.safetensors
expect 1 "cannot load 'spoilt/model.safetensors'" run --model spoilt
printf '\002\0\0\0\0\0\0\0{}' >spoilt/model.safetensors
expect 1 "it contains tensors, but not those of a translator" run --model spoilt
cp learned/training.safetensors spoilt/model.safetensors
expect 1 "cannot use 'spoilt/model.safetensors' as a model" run --model spoilt
rm spoilt/model.safetensors
expect 1 "cannot read 'spoilt/model.safetensors': No such file" eval --model spoilt --pairs pairs.tsv

echo "run is a filter: one line of output for each line of input"
run() { "$translate" run --model "$@" >stdout 2>stderr; }
sed 's/ \.$/./' german >german-written
run learned <english
is "the training sentences" cmp -s stdout german-written
printf '\357\273\277the cat sees a ball .\r\n\r\n   \nxylophones buy quarks\nthe cat sees a ball .' | run learned
is "five lines" [ "$(wc -l <stdout)" -eq 5 ]
is "byte order mark, CRLF, no newline at the end" [ "$(sed -n '1p;5p' stdout | sort -u)" = "die katze sieht einen ball." ]
is "empty lines stay empty" [ -z "$(sed -n '2,3p' stdout)" ]
run learned </dev/null
is "no input, no output" [ ! -s stdout ]
awk 'BEGIN { for (i = 0; i < 900; ++i) printf "dog "; print "" }' | run learned --threads 1
is "a line of 900 words" [ "$(wc -l <stdout)" -eq 1 ]
awk 'BEGIN { print "the dog"; for (i = 0; i < 1001; ++i) printf "dog "; print "" }' | run learned
is "a line of 1001 words" says stderr "standard input, line 2: a sentence of 1001 words; the limit is 1000 (see --max-length)"
is "the line before it is translated, and its own is empty" [ "$(wc -l <stdout)" -eq 2 ]
{ for i in 1 2 3 4 5 6; do cat english; printf 'm\374n\n'; done; awk 'BEGIN { for (i = 0; i < 1200; ++i) printf "dog "; print "" }'; cat english; } |
  run learned --attention page.html
is "bad lines: exit code 1" [ $? -eq 1 ]
{ for i in 1 2 3 4 5 6; do cat german-written; echo; done; echo; cat german-written; } >expected
is "every good line is translated, and a bad line is empty" cmp -s stdout expected
is "each bad line is told" [ "$(grep -c '^translate: standard input, line' stderr)" -eq 7 ]
is "with its number" says stderr "standard input, line 390: not UTF-8 text: byte 2 of the line is 0xfc"
is "and their count" says stderr "translate: 7 lines were not translated"
is "the attention page has the good lines" [ "$(grep -o '"source":' page.html | wc -l)" -eq 448 ]
printf 'the cat sees a ball .\ra man hears a ball .\r' | run learned
is "lines that end in CR alone" [ "$(cat stdout)" = "die katze sieht einen ball.
ein mann hört einen ball." ]
printf 'the\342\200\213 cat\302\255 sees a b\357\273\277all .\n' | run learned
is "characters that nobody sees do not matter" [ "$(cat stdout)" = "die katze sieht einen ball." ]
echo "the dog sees a ball and a cat ." | run transformer-learned
is "more words than learned positions" says stderr "a sentence of 9 words; the limit is 7"
expect 1 "pairs.tsv:1: a sentence of 6 words; the limit is 5" eval --model learned --pairs pairs.tsv --max-length 5
{ head -n 2 pairs.tsv; echo; printf 'm\374n\tx\n'; head -n 3 pairs.tsv | tail -n 1; echo one; } >mixed.tsv
expect 1 "mixed.tsv:4: not UTF-8" eval --model learned --pairs mixed.tsv
is "eval tells each bad line" says stderr "mixed.tsv:6: 1 column"
is "eval scores the others" says stdout "exact = 100.0 % (3 of 3)"
expect 1 "english:4: a sentence of 7 words; the limit is 6" eval --model learned --source english --target german --max-length 6
is "a sentence that is too long counts as an empty translation" says stdout "exact = 75.0 % (48 of 64)"
printf 'a dog\nm\374nchner\n' | run learned
is "not UTF-8" says stderr "standard input, line 2: not UTF-8"
run learned <.
is "a directory for standard input" says stderr "cannot read standard input"
head -n 3 english | run learned --threads 1 && mv stdout greedy
head -n 3 english | run learned --beam 1 --threads 2
is "--beam 1 is greedy" cmp -s stdout greedy

echo "models from before text was normalised"
cp -r learned older
for file in older/*.safetensors; do LC_ALL=C sed -i 's/"normalization"/"another_value"/' "$file"; done
run older <english
is "they translate" cmp -s stdout german-written
train older --embedding 24 --hidden 32 --epochs 31 --learning-rate 0.01 --attention dot --resume
is_not "and stay as they are when training is resumed" grep -q '"normalization"' older/model.safetensors

echo "the search and its options"
head -n 3 english | run learned --n-best 4
is "four lines for each sentence" [ "$(wc -l <stdout)" -eq 12 ]
is "numbers of sentences and ranks, scores and texts" [ "$(cut -f1,2 stdout | sed -n '1p;4p;5p;12p' | tr '\t\n' '--')" = 1-1-1-4-2-1-3-4- ]
is "the ranks are in order" [ "$(head -n 4 stdout | cut -f3)" = "$(head -n 4 stdout | cut -f3 | sort -gr)" ]
head -n 1 english | run learned --format json
is "JSON with scores" says stdout '"translations":[{"text":"der hund sieht einen apfel.","score":'
head -n 20 english | run learned --sample --temperature 2 --seed 3 --threads 1 && cp stdout drawn
head -n 20 english | run learned --sample --temperature 2 --seed 3 --threads 2
is "the same seed draws the same" cmp -s stdout drawn
head -n 20 english | run learned --sample --temperature 2 --seed 4
is_not "another seed draws something else" cmp -s stdout drawn
head -n 2 english | run learned --sample --top-k 1
is "the likeliest word alone" [ "$(head -n 1 stdout)" = "der hund sieht einen apfel." ]
head -n 1 english | run learned --prefix "die katze"
is "a prefix" says stdout "die katze sieht"
head -n 1 english | run learned --no-repeat-ngram 1
is "no word twice" [ -z "$(tr ' .' '\n\n' <stdout | sed '/^$/d' | sort | uniq -d)" ]
for name in anna bert carl dora emil fred gert hans inge jutta karl lisa; do
  for verb in sees,sieht hears,hört likes,mag; do
    echo "$name ${verb%,*} the dog .	$name ${verb#*,} den hund ."
    echo "the cat ${verb%,*} $name .	die katze ${verb#*,} $name ."
  done
done >names.tsv
expect 0 "the model is in rare" train --pairs names.tsv --valid-pairs names.tsv --min-frequency 7 --embedding 24 --hidden 32 \
  --epochs 30 --batch 8 --learning-rate 0.01 --threads 1 --out rare
echo "the cat sees bello ." >unknown
<unknown run rare
is_not "an unknown word is replaced by a source word" says stdout "<unk>"
<unknown run rare --show
is "and marked" says stdout "(copied)"
for word in the cat sees bello .; do echo "$word	xyz"; done >dictionary.tsv
<unknown run rare --dictionary dictionary.tsv
is "or by its translation in a dictionary" says stdout "xyz"
<unknown run rare --unknown keep
is "or kept" [ "$(cat stdout)" = "die katze sieht <unk>." ]
<unknown run rare --unknown forbid
is_not "or forbidden" says stdout "<unk>"
expect 0 "72 sentences" eval --model rare --pairs names.tsv --unknown keep
head -n 4 english | run learned --beam 2 && cp stdout alone
head -n 4 english | "$translate" run --beam 2 --model learned --model learned >stdout 2>stderr
is "a model twice is that model" cmp -s stdout alone
head -n 3 pairs.tsv >three.tsv
expect 0 "	" score --model learned --pairs three.tsv
is "a score for each pair" [ "$(wc -l <stdout)" -eq 3 ]
head -n 1 english | run learned --n-best 1 && mv stdout best
is "which is that of the search" [ "$("$translate" score --model learned --pairs three.tsv | head -n 1 | cut -f1)" = "$(cut -f4 best)" ]
expect 2 "--top-k needs --sample" run --model learned --top-k 3
expect 2 "--sample and --beam cannot be given together" run --model learned --sample --beam 3
expect 2 "--show and --n-best cannot be given together" run --model learned --show --n-best 3
expect 2 "--attention shows one model" run --model learned --model learned --attention page.html
expect 1 "--temperature must be above 0" run --model learned --sample --temperature 0
expect 1 "--top-p must be above 0" run --model learned --sample --top-p 0
expect 1 "--top-p must be 1 or less" run --model learned --sample --top-p 2
expect 1 "--prefix: the model does not know the word 'xyz'" run --model learned --prefix "der xyz"
head -n 40 pairs.tsv >fewer.tsv
expect 0 "the model is in smaller" train --pairs fewer.tsv --out smaller $small
expect 1 "ensemble: 'smaller' has another vocabulary" run --model learned --model smaller
expect 2 "--unknown copy needs attention" run --model gru-none --unknown copy
expect 2 "--dictionary is for --unknown copy" run --model learned --unknown keep --dictionary dictionary.tsv
expect 2 "--format must be one of text, json" run --model learned --format xml
expect 1 "--coverage-penalty must be 0 or more" run --model learned --coverage-penalty -1
expect 2 "give the sentences as" score --model learned
expect 2 "--model is missing" score --pairs three.tsv

echo "subwords: text as people write it"
{
  for name in Anna Otto Maria; do
    for verb in "sees,sieht" "hears,hört" "likes,mag"; do
      for thing in "a dog,einen Hund" "the house,das Haus" "an apple,einen Apfel"; do
        echo "$name ${verb%,*} ${thing%,*}!	$name ${verb#*,} ${thing#*,}!"
        echo "\"$name ${verb%,*} ${thing%,*}?\"	„$name ${verb#*,} ${thing#*,}?“"
      done
    done
  done
} >written.tsv
pieces="--pairs written.tsv --valid-pairs written.tsv --tokenizer bpe --vocabulary 320 --batch 8 --embedding 24 --hidden 32
  --learning-rate 0.01 --threads 1"
expect 0 "320 pieces, shared;" train $pieces --share-vocabulary yes --epochs 60 --dropout 0 --schedule cosine --warmup 20 --out cased
expect 0 "exact = 100.0 % (54 of 54)" eval --model cased --pairs written.tsv
is "eval prints the score of the text" says stdout "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp = 100.00"
head -n 2 written.tsv | cut -f1 | run cased
is "capitals, marks and spaces come back" [ "$(tail -n 1 stdout)" = "„Anna sieht einen Hund?“" ]
head -n 1 written.tsv | cut -f1 | run cased --show --attention page.html
is "pieces are put together to words" says stdout "Hund  |"
is "the page has words, too" says page.html '"Anna","sees","a","dog","!",'
expect 0 "the model is in dropped" train $pieces --merge-dropout 0.1 --epochs 3 --out dropped
expect 0 "stopped at the time limit" train $pieces --merge-dropout 0.1 --epochs 3 --time-limit 0.01 --out again
expect 0 "the model is in again" train $pieces --merge-dropout 0.1 --epochs 3 --out again --resume
is "dropout of merges, stopped and resumed: the same bits" same_model dropped again
expect 0 "merge_dropout 0 instead of 0.1" train $pieces --epochs 4 --out again --resume
expect 1 "its source_vocabulary differs" train $pieces --vocabulary 300 --epochs 4 --out again --resume
expect 2 "--vocabulary is for subwords: give --tokenizer bpe, too" train --pairs pairs.tsv --out m --vocabulary 500
expect 2 "--merge-dropout is for subwords" train --pairs pairs.tsv --out m --merge-dropout 0.1
expect 2 "--min-frequency is for words" train --pairs pairs.tsv --out m --tokenizer bpe --min-frequency 2
expect 2 "--max-vocabulary is for words" train --pairs pairs.tsv --out m --tokenizer bpe --max-vocabulary 2
expect 1 "--vocabulary must be 260 or more, not 100" train --pairs pairs.tsv --out m --tokenizer bpe --vocabulary 100
expect 1 "--merge-dropout must be less than 1" train --pairs pairs.tsv --out m --tokenizer bpe --merge-dropout 1
expect 1 "--merge-dropout must be 1 or less, not 2" train --pairs pairs.tsv --out m --tokenizer bpe --merge-dropout 2
expect 2 "--share-vocabulary must be one of no, yes" train --pairs pairs.tsv --out m --share-vocabulary maybe
expect 1 "no training pair has at most 10 pieces" train --pairs pairs.tsv --out m --tokenizer bpe --max-length 10 --vocabulary 260

echo "attention in the terminal and as a page"
head -n 2 english | NO_COLOR=1 "$translate" run --model learned --show --attention page.html >stdout 2>stderr
is "--show draws a row for each word" [ "$(grep -c '<eos>  |' stdout)" -eq 2 ]
is_not "without colour there are no control characters" grep -q "$(printf '\033')" stdout
is "the page has each sentence" [ "$(grep -o '"source":' page.html | wc -l)" -eq 2 ]
is "the page is whole" says page.html "</html>"
echo "<script>alert(1)</script> & sees" | run learned --attention page.html
is_not "words are escaped in the page" says page.html "<script>alert"
head -n 1 english | run gru-none --show
is "a model without attention says so" says stdout "no attention to show"
for model in transformer gru-hard; do
  head -n 3 english | run $model --show --beam 3 --attention page.html
  is "$model shows its attention" [ "$(grep -o '"source":' page.html | wc -l)" -eq 3 ]
done
head -n 2 english | run learned --attention page.html --epochs
is "epochs that were not kept" says stderr "there are no epochs in 'learned'; keep them with: translate train ... --keep-epochs"
expect 2 "--epochs needs --attention PAGE.html" run --model learned --epochs
for model in gru transformer; do
  expect 0 "the model is in kept" train --pairs pairs.tsv --out kept --overwrite --batch 16 --epochs 3 --keep-epochs --model $model --threads 1
  is "each epoch of a $model is kept" [ "$(ls kept | grep -c 'epoch-00[123]\.safetensors')" -eq 3 ]
  head -n 2 english | run kept --attention page.html --epochs
  is "its page has each epoch of each sentence" [ "$(grep -o '"name":"epoch [12]"' page.html | wc -l)" -eq 4 ]
done
cp learned/model.safetensors kept/model.safetensors
head -n 2 english | run kept --attention page.html --epochs
is "an epoch of a different model" says stderr "epoch 1 does not belong to this model: its setting"
head -n 1 english | run learned --attention nowhere/page.html
is "a page that cannot be written" says stderr "cannot write 'nowhere/page.html': No such file"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
