"""Writes sacrebleu.tsv: what sacreBLEU's default (13a, exponential smoothing) makes of sentences of our own.

    python3 tests/nn/text/make_sacrebleu.py        (needs the Python package sacrebleu)

Each line has a hypothesis, a reference, and the hypothesis as sacreBLEU's words; the first line has the score of all.
"""
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import BLEU
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

SENTENCES = [
    "The fox, who was quick, jumped over 3.5 dogs; they slept.",
    "\"Where is he?\" she asked -- twice. It cost $1,299.00 (or €1.199,50)!",
    "Prices rose by 3,5 % in 2019-2020, and by 10-12% in e.g. the U.S.A.",
    "Er sagte: „Das geht nicht!“ – und ging nach Köln-Deutz...",
    "« Où vas-tu ? » demanda-t-il. L'été, c'est fini ; voilà : 12.30 h.",
    "I don't know what you're doing, and O'Neil's dog won't either.",
    "Mail me@example.org or see https://www.example.org/a_b?c=1&d=2#e.",
    "a.b.c. 1.2.3. ,5 5, .5 5. 5-a a-5 - 5 ,, .. ,. .,",
    "&quot;Tom &amp; Jerry&quot; &lt;b&gt; &apos; &amp;quot; <skipped>x",
    "[brackets] {braces} <tags> back\\slash `tick` ^caret~ |pipe| under_score",
    "100%, 50°C, 5'10\", #hash, @name, a/b, 1/2, x=y+z*w",
    "我爱北京。3,000元。 ¿Qué? ¡Sí! 12.5٪ ٣,٥",
    "It is a test of four words.",
    "cat",
    "A sentence  with   several spaces and a no-break\u00a0space and a\u2009thin one.",
]


def changed(sentence, rng):
    """The sentence as a translator might have written it."""
    words = sentence.split(" ")
    for _ in range(rng.randint(0, max(1, len(words) // 4))):
        i = rng.randrange(len(words))
        kind = rng.randrange(3)
        if kind == 0 and len(words) > 1:
            del words[i]
        elif kind == 1:
            words[i] = words[i].lower()
        else:
            words.insert(i, words[i])
    return " ".join(words)


def main():
    rng = random.Random(13)
    hypotheses = [changed(s, rng) for s in SENTENCES]
    bleu = BLEU()
    score = bleu.corpus_score(hypotheses, [SENTENCES])
    words = Tokenizer13a()
    lines = [f"{score.score:.15g}\t{sacrebleu.__version__}\t{bleu.get_signature()}"]
    for hypothesis, reference in zip(hypotheses, SENTENCES):
        lines.append("\t".join([hypothesis, reference, words(hypothesis)]))
    path = pathlib.Path(__file__).with_name("sacrebleu.tsv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
