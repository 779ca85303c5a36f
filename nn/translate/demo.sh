#!/bin/sh
# The demo: trains a small translator on the project's own corpus, translates sentences that it has never seen, counts the
# exact translations, and shows the attention weights of one. Stops at the first step that fails.
#     demo.sh TRANSLATE DIRECTORY
set -eu
translate=$1 directory=$2
corpus=tutorials/corpus/english-german
train="train --pairs $corpus.tsv --valid-pairs $corpus.heldout.tsv --tokenizer split --model gru --embedding 64 --hidden 128
  --dropout 0.2 --epochs 18 --batch 32 --learning-rate 0.003 --schedule cosine --warmup 200"

echo "A small English-German translator, a GRU with additive attention, is trained for about a minute on two cores."
"$translate" $train --attention additive --keep-epochs --out "$directory" --overwrite

echo
echo "Sentences that it has never seen, each with the correct translation and its own:"
head -n 6 $corpus.heldout.tsv | cut -f1 >"$directory/english"
head -n 6 $corpus.heldout.tsv | cut -f2 >"$directory/correct"
"$translate" run --model "$directory" <"$directory/english" >"$directory/own"
paste "$directory/english" "$directory/correct" "$directory/own" |
  awk -F '\t' '{ printf "\n  %s\n    correct  %s\n    own      %s%s\n", $1, $2, $3, $2 == $3 ? "" : "   <- different" }'

echo
echo "All held-out sentences; \"exact\" counts the translations in which every word is correct:"
"$translate" eval --model "$directory" --pairs $corpus.heldout.tsv

echo
echo "Attention weights, a row for each word of the translation. The German verb has two parts, lade ... ein: both attend to \"invite\"."
echo "i invite her man , but a boy can work" | "$translate" run --model "$directory" --show

cat <<END
What to try next:
  echo "every day the old fox must pick up an apple" | $translate run --model $directory --show
  $translate run --model $directory --attention $directory/page.html --epochs <$directory/english
  and open in a browser: $directory/page.html, the attention weights and how they developed over the epochs,
  and $directory/run.html, the progress of training
  The same training without attention: one vector must hold the whole sentence, and few sentences are translated correctly
  (measured: exact = 20.7 %; with attention 97.0 %)
    $translate $(echo $train) --attention none --out $directory-none
    $translate eval --model $directory-none --pairs $corpus.heldout.tsv
END
