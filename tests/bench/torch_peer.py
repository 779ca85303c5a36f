#!/usr/bin/env python3
"""PyTorch on the tasks of build/bench: the same sub-commands, the same options, the same line of output.

    apt-get install -y --no-install-recommends python3-torch python3-numpy libopenblas0-openmp
    /usr/bin/python3 tests/bench/torch_peer.py train-step --model transformer --threads 2

For two threads use the OpenMP build of OpenBLAS (compare.py does): with the other build, two threads are slower than one.
"""
import argparse
import math
import time

import torch
from torch import nn
from torch.nn import functional

SIZES = dict(threads=1, batch=32, src_len=10, tgt_len=10, vocab=500, embed=64, hidden=128, d_model=64, heads=4, layers=2, ff=256,
             m=512, n=512, k=512, len=512, head_dim=64, ops=2000)


class Recurrent(nn.Module):
    """One GRU is the encoder, a second is the decoder, with additive attention at each step."""

    def __init__(self, size):
        super().__init__()
        self.source = nn.Embedding(size.vocab, size.embed)
        self.target = nn.Embedding(size.vocab, size.embed)
        self.reader = nn.GRU(size.embed, size.hidden, batch_first=True)
        self.writer = nn.GRUCell(size.embed + size.hidden, size.hidden)
        self.from_state = nn.Linear(size.hidden, size.hidden, bias=False)
        self.from_memory = nn.Linear(size.hidden, size.hidden, bias=False)
        self.score = nn.Linear(size.hidden, 1, bias=False)
        self.words = nn.Linear(size.hidden, size.vocab)

    def forward(self, source, target):
        memory, last = self.reader(self.source(source))
        state, keys, hidden = last[0], self.from_memory(memory), source.eq(0)
        states = []
        for word in self.target(target).unbind(1):
            scores = self.score(torch.tanh(self.from_state(state).unsqueeze(1) + keys)).squeeze(2)
            weights = scores.masked_fill(hidden, -1e9).softmax(1)
            context = torch.bmm(weights.unsqueeze(1), memory).squeeze(1)
            state = self.writer(torch.cat([word, context], 1), state)
            states.append(state)
        return self.words(torch.stack(states, 1))


class Attentive(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.source = nn.Embedding(size.vocab, size.d_model)
        self.target = nn.Embedding(size.vocab, size.d_model)
        self.transformer = nn.Transformer(size.d_model, size.heads, size.layers, size.layers, size.ff, dropout=size.dropout,
                                          batch_first=True)
        self.words = nn.Linear(size.d_model, size.vocab)
        rates = 10000.0 ** (-torch.arange(0, size.d_model, 2) / size.d_model)
        angles = torch.arange(max(size.src_len, size.tgt_len)).unsqueeze(1) * rates
        self.register_buffer("positions", torch.stack([angles.sin(), angles.cos()], 2).flatten(1))

    def place(self, table, tokens):
        return table(tokens) * math.sqrt(table.embedding_dim) + self.positions[:tokens.shape[1]]

    def forward(self, source, target):
        later = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).triu(1)
        padding = source.eq(0)
        return self.words(self.transformer(self.place(self.source, source), self.place(self.target, target), tgt_mask=later,
                                           src_key_padding_mask=padding, memory_key_padding_mask=padding))


def train_step(size):
    model = Recurrent(size) if size.model == "gru-attention" else Attentive(size)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    source = torch.randint(3, size.vocab, (size.batch, size.src_len))
    source[:size.batch // 2, -2:] = 0
    target, right = torch.randint(3, size.vocab, (2, size.batch, size.tgt_len))

    def step():
        adam.zero_grad()
        functional.cross_entropy(model(source, target).flatten(0, 1), right.flatten()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
    return step, 1e3, "ms/step"


def matmul(size):
    a = torch.randn(size.m, size.k) if size.transpose[0] == "n" else torch.randn(size.k, size.m).t()
    b = torch.randn(size.k, size.n) if size.transpose[1] == "n" else torch.randn(size.n, size.k).t()
    return (lambda: a @ b), 1e3, "ms"


def attention(size):
    q, k, v = (torch.randn(size.batch, size.heads, size.len, size.head_dim, requires_grad=True) for _ in range(3))

    def step():
        ((q @ k.transpose(2, 3) / math.sqrt(size.head_dim)).softmax(3) @ v).sum().backward()
        q.grad = k.grad = v.grad = None
    return step, 1e3, "ms forward+backward"


def scalar_chain(size):
    x = torch.tensor(1.0, requires_grad=True)

    def step():
        y = x
        for _ in range(size.ops // 2):
            y = y * 1.0001 + x
        y.backward()
        x.grad = None
    return step, 1e9 / size.ops, "ns/op forward+backward"


def main():
    works = {"train-step": train_step, "matmul": matmul, "attention": attention, "scalar-chain": scalar_chain}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=works)
    parser.add_argument("--model", default="transformer", choices=["gru-attention", "transformer"])
    parser.add_argument("--transpose", default="nn", choices=["nn", "nt", "tn", "tt"])
    for name, usual in SIZES.items():
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=usual)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=3.0)
    size = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(size.threads)
    step, scale, unit = works[size.work](size)
    for _ in range(3):
        step()
    times, begin = [], time.perf_counter()
    while len(times) < 7 or time.perf_counter() - begin < size.seconds:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    times.sort()
    what = size.work + (" " + size.model if size.work == "train-step" else "")
    print(f"{what}\t{times[len(times) // 2] * scale:.4g} {unit}\tmin {times[0] * scale:.4g}\tmax {times[-1] * scale:.4g}\t"
          f"PyTorch {torch.__version__}, {size.threads} threads")


if __name__ == "__main__":
    main()
