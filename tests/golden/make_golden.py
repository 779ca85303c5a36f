#!/usr/bin/env python3
"""Golden values: the results of PyTorch for every layer of nn/, to be compared with the results of heed.

Run it in this folder (python3 tests/golden/make_golden.py) only to add a case; the files that it writes are kept next to it,
so the tests run without PyTorch. It needs torch 1.13 or newer (Debian: python3-torch) and nothing else.

A file holds several cases. A case is a number of tensors, each named "case/kind/name":
    input      inputs of the layer that get a gradient
    parameter  parameters of the layer, under heed's names
    constant   masks, tokens, lengths
    output     PyTorch's results
    upstream   a random gradient of each output
    gradient   the gradients of all inputs and parameters that follow from it
All of it is in float64. Dropout is 0 everywhere, because each library draws its own random numbers.
"""
import json
import math
import pathlib
import struct

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent


def save(name, tensors):
    """Writes .safetensors: the header's length, the header, the numbers."""
    header, data = {}, b''
    for key, tensor in tensors.items():
        # A tensor in plain row-major order, whatever its strides were.
        numbers = struct.pack(f'<{tensor.numel()}d', *tensor.detach().double().flatten().tolist())
        header[key] = {'dtype': 'F64', 'shape': list(tensor.shape),
                       'data_offsets': [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    (HERE / f'{name}.safetensors').write_bytes(struct.pack('<Q', len(text)) + text + data)
    print(f'{name}.safetensors: {len(data) + len(text)} bytes')


def random(*shape):
    return torch.randn(*shape).requires_grad_()


def tensor(numbers):
    return torch.as_tensor(numbers, dtype=torch.float64)


def shuffled(module):
    """Random numbers in every parameter: a bias of 0 or a gain of 1 hides mistakes."""
    with torch.no_grad():
        for p in module.parameters():
            p.normal_(0, 0.5)
    return module


def named(module):
    """heed's names for PyTorch's parameters: yields (name, parameter, part), where part selects the rows."""
    def inside(prefix, child):
        return ((f'{prefix}.{name}', p, part) for name, p, part in named(child))
    if isinstance(module, nn.MultiheadAttention):
        size = module.embed_dim
        for i, name in enumerate(('query', 'key', 'value')):
            rows = slice(i * size, (i + 1) * size)
            yield f'{name}.weight', module.in_proj_weight, rows
            yield f'{name}.bias', module.in_proj_bias, rows
        yield from inside('output', module.out_proj)
    elif isinstance(module, (nn.TransformerEncoderLayer, nn.TransformerDecoderLayer)):
        yield from inside('self_attention', module.self_attn)
        if isinstance(module, nn.TransformerDecoderLayer):
            yield from inside('cross_attention', module.multihead_attn)
            yield from inside('norm3', module.norm3)
        yield from inside('feed_forward.linear1', module.linear1)
        yield from inside('feed_forward.linear2', module.linear2)
        yield from inside('norm1', module.norm1)
        yield from inside('norm2', module.norm2)
    elif isinstance(module, (nn.TransformerEncoder, nn.TransformerDecoder)):
        for i, layer in enumerate(module.layers):
            yield from inside(f'layers.{i}', layer)
        if module.norm is not None:
            yield from inside('norm', module.norm)
    elif isinstance(module, nn.RNNBase):
        cells = [f'_l{layer}{way}' for layer in range(module.num_layers)
                 for way in (['', '_reverse'] if module.bidirectional else [''])]
        for i, cell in enumerate(cells):
            for ours, theirs in (('from_input', 'ih'), ('from_state', 'hh')):
                yield f'cells.{i}.{ours}.weight', getattr(module, f'weight_{theirs}{cell}'), slice(None)
                yield f'cells.{i}.{ours}.bias', getattr(module, f'bias_{theirs}{cell}'), slice(None)
    elif isinstance(module, nn.RNNCellBase):
        for ours, theirs in (('from_input', 'ih'), ('from_state', 'hh')):
            yield f'{ours}.weight', getattr(module, f'weight_{theirs}'), slice(None)
            yield f'{ours}.bias', getattr(module, f'bias_{theirs}'), slice(None)
    elif isinstance(module, nn.ModuleDict):
        for name, child in module.items():
            yield from inside(name, child)
    else:  # Linear, LayerNorm, Embedding: the names are the same
        for name, p in module.named_parameters():
            yield name, p, slice(None)


class Cases:
    """The cases of one file."""
    def __init__(self, name):
        self.name, self.tensors = name, {}

    def add(self, case, outputs, inputs=None, parameters=None, constants=None):
        """parameters: a module, a dictionary of tensors, or what named() yields. Computes gradients, stores everything."""
        inputs = inputs or {}
        if isinstance(parameters, nn.Module):
            owned = list(named(parameters))
        elif isinstance(parameters, list):
            owned = parameters
        else:
            owned = [(name, p, slice(None)) for name, p in (parameters or {}).items()]
        put = lambda kind, name, value: self.tensors.__setitem__(f'{case}/{kind}/{name}', value)
        for name, value in (constants or {}).items():
            put('constant', name, tensor(value))
        for name, x in inputs.items():
            put('input', name, x)
        for name, p, part in owned:
            put('parameter', name, p[part])
        total = 0
        for name, y in outputs.items():
            upstream = torch.randn(y.shape)
            put('output', name, y)
            put('upstream', name, upstream)
            total = total + (y * upstream).sum()
        leaves = list(inputs.values()) + [p for _, p, _ in owned]
        gradients = torch.autograd.grad(total, leaves, retain_graph=True)
        for name, gradient in zip(inputs, gradients):
            put('gradient', name, gradient)
        for (name, _, part), gradient in zip(owned, gradients[len(inputs):]):
            put('gradient', name, gradient[part])

    def save(self):
        save(self.name, self.tensors)


def allowed(lengths, keys):
    """heed's mask of keys: (batch, 1, keys), 1 where a query may attend."""
    return (torch.arange(keys) < torch.tensor(lengths)[:, None]).double()[:, None, :]


def causal(queries):
    return torch.ones(queries, queries).tril()


def sinusoids(length, size):
    positions, table = torch.arange(float(length)), torch.empty(length, size)
    for column in range(size):
        angle = positions / 10000 ** ((column - column % 2) / size)
        table[:, column] = angle.cos() if column % 2 else angle.sin()
    return table


def layers():
    cases = Cases('layers')
    x = random(2, 3, 5)
    linear = shuffled(nn.Linear(5, 4))
    cases.add('linear', {'y': linear(x)}, {'x': x}, linear)
    bare = shuffled(nn.Linear(5, 4, bias=False))
    cases.add('linear_without_bias', {'y': bare(x)}, {'x': x}, bare)

    tokens = torch.tensor([[1, 3, 3, 0], [6, 1, 0, 0]])
    table = nn.Embedding(7, 3, padding_idx=0)
    cases.add('embedding', {'y': table(tokens)}, {}, table, {'tokens': tokens})

    norm = shuffled(nn.LayerNorm(5))
    cases.add('layer_norm', {'y': norm(x)}, {'x': x}, norm)

    for name, f in (('relu', F.relu), ('gelu', F.gelu)):
        block = shuffled(nn.ModuleDict({'linear1': nn.Linear(5, 7), 'linear2': nn.Linear(7, 5)}))
        cases.add(f'feed_forward_{name}', {'y': block['linear2'](f(block['linear1'](x)))}, {'x': x}, block)

    cases.tensors['sinusoidal_positions/constant/table'] = sinusoids(11, 7)
    cases.save()


def losses():
    cases = Cases('losses')
    logits = random(2, 3, 7)
    targets = torch.tensor([[2, 0, 6], [5, 1, 0]])
    for name, smoothing in (('plain', 0.0), ('smoothed', 0.1)):
        for reduction in ('mean', 'sum'):
            loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0, reduction=reduction, label_smoothing=smoothing)
            cases.add(f'cross_entropy_{name}_{reduction}', {'loss': loss}, {'logits': logits}, {},
                      {'targets': targets, 'smoothing': smoothing})
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), label_smoothing=0.1)
    cases.add('cross_entropy_all', {'loss': loss}, {'logits': logits}, {}, {'targets': targets})

    scores, scale = random(2, 3, 4, 5), 0.7
    mask = allowed([5, 2], 5)[:, None] * torch.tensor([[1, 1, 1, 1, 1], [1, 0, 1, 0, 1], [0, 1, 0, 1, 1], [1, 1, 0, 0, 0]])
    hidden = scores.mul(scale).masked_fill(mask == 0, -math.inf)
    cases.add('softmax_masked', {'weights': hidden.softmax(-1)}, {'scores': scores}, {}, {'mask': mask, 'scale': scale})
    cases.add('log_softmax', {'y': (scores * scale).log_softmax(-1)}, {'scores': scores}, {}, {'scale': scale})
    cases.save()


def recurrent():
    cases = Cases('recurrent')
    x, h = random(3, 5), random(3, 4)
    for name, kind in (('rnn_cell', nn.RNNCell), ('gru_cell', nn.GRUCell)):
        cell = shuffled(kind(5, 4))
        cases.add(name, {'next': cell(x, h)}, {'x': x, 'h': h}, cell)

    x = random(3, 6, 4)
    for count in (1, 2):
        for both in (False, True):
            for packed in (False, True):
                gru = shuffled(nn.GRU(4, 3, count, batch_first=True, bidirectional=both))
                constants = {'layers': count, 'bidirectional': both}
                if packed:
                    lengths = [4, 6, 1]
                    constants['lengths'] = lengths
                    sequence = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
                    result, final = gru(sequence)
                    result, _ = nn.utils.rnn.pad_packed_sequence(result, batch_first=True, total_length=6)
                else:
                    result, final = gru(x)
                outputs = {'output': result}
                for layer, states in enumerate(final.view(count, 2 if both else 1, 3, 3)):
                    outputs[f'final.{layer}'] = torch.cat(list(states), -1)
                name = f'gru_{count}_{"both" if both else "forward"}_{"packed" if packed else "full"}'
                cases.add(name, outputs, {'x': x}, gru, constants)

    x, h, c = random(3, 5), random(3, 4), random(3, 4)
    cell = shuffled(nn.LSTMCell(5, 4))
    h_next, c_next = cell(x, (h, c))
    cases.add('lstm_cell', {'h_next': h_next, 'c_next': c_next}, {'x': x, 'h': h, 'c': c}, cell)
    x = random(3, 6, 4)
    for both in (False, True):
        for packed in (False, True):
            lstm = shuffled(nn.LSTM(4, 3, batch_first=True, bidirectional=both))
            constants = {'bidirectional': both}
            if packed:
                lengths = [4, 6, 1]
                constants['lengths'] = lengths
                sequence = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
                result, final = lstm(sequence)
                result, _ = nn.utils.rnn.pad_packed_sequence(result, batch_first=True, total_length=6)
            else:
                result, final = lstm(x)
            outputs = {'output': result, 'h': torch.cat(list(final[0]), -1), 'c': torch.cat(list(final[1]), -1)}
            name = f'lstm_{"both" if both else "forward"}_{"packed" if packed else "full"}'
            cases.add(name, outputs, {'x': x}, lstm, constants)
    cases.save()


def attend(scores, V, mask):
    weights = scores.masked_fill(mask == 0, -math.inf).softmax(-1)
    return {'output': weights @ V, 'weights': weights}


def additive(Q, K, query, key, v):
    return torch.tanh((Q @ query.T)[:, :, None] + (K @ key.T)[:, None]) @ v


def attention():
    cases = Cases('attention')
    mask = allowed([4, 2], 4) * torch.tensor([[1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 1]])
    Q, K, V = random(2, 3, 5), random(2, 4, 5), random(2, 4, 3)
    inputs, constants = {'Q': Q, 'K': K, 'V': V}, {'mask': mask}
    product = Q @ K.transpose(1, 2)
    cases.add('dot', attend(product, V, mask), inputs, {}, constants)
    cases.add('scaled', attend(product / math.sqrt(5), V, mask), inputs, {}, constants)
    cosine = F.cosine_similarity(Q[:, :, None], K[:, None], dim=-1)
    cases.add('cosine', attend(cosine, V, mask), inputs, {}, constants)

    Q = random(2, 3, 7)  # of a different size than the keys
    inputs = {'Q': Q, 'K': K, 'V': V}
    W = random(7, 5)
    cases.add('general', attend(torch.einsum('bqi,ij,bkj->bqk', Q, W, K), V, mask), inputs, {'weight': W}, constants)
    query, key, v = random(6, 7), random(6, 5), random(6)
    cases.add('additive', attend(additive(Q, K, query, key, v), V, mask), inputs, {'query.weight': query, 'key.weight': key, 'v': v}, constants)

    for name, queries, keys, hidden in (('cross', 3, 4, allowed([2, 4], 4) * torch.tensor([[1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 1]])),
                                        ('self_causal', 4, 4, allowed([4, 3], 4) * causal(4)),
                                        ('unmasked', 3, 5, None)):
        layer = shuffled(nn.MultiheadAttention(6, 2, batch_first=True))
        Q, K, V = random(2, queries, 6), random(2, keys, 6), random(2, keys, 6)
        attn_mask = None if hidden is None else (hidden == 0).repeat_interleave(2, 0)  # (batch * heads, queries, keys)
        output, weights = layer(Q, K, V, attn_mask=attn_mask, average_attn_weights=False)
        cases.add(f'multihead_{name}', {'output': output, 'weights': weights}, {'Q': Q, 'K': K, 'V': V}, layer,
                  {} if hidden is None else {'mask': hidden})
    cases.save()


def transformer():
    cases = Cases('transformer')
    size, heads, hidden = 4, 2, 5
    source, target = random(2, 4, size), random(2, 3, size)
    lengths = [4, 2]
    mask = allowed(lengths, 4)
    padding = mask[:, 0] == 0
    future = causal(3) == 0
    for order in ('post', 'pre'):
        for f in ('relu', 'gelu'):
            options = dict(dropout=0.0, activation=f, batch_first=True, norm_first=order == 'pre')
            layer = shuffled(nn.TransformerEncoderLayer(size, heads, hidden, **options))
            cases.add(f'encoder_layer_{order}_{f}', {'y': layer(source, src_key_padding_mask=padding)}, {'x': source}, layer,
                      {'mask': mask})
            layer = shuffled(nn.TransformerDecoderLayer(size, heads, hidden, **options))
            y = layer(target, source, tgt_mask=future, memory_key_padding_mask=padding)
            cases.add(f'decoder_layer_{order}_{f}', {'y': y}, {'x': target, 'encoded': source}, layer,
                      {'self_mask': causal(3), 'cross_mask': mask})
        options['activation'] = 'relu'
        norm = lambda: nn.LayerNorm(size) if order == 'pre' else None
        stack = shuffled(nn.TransformerEncoder(nn.TransformerEncoderLayer(size, heads, hidden, **options), 2, norm()))
        cases.add(f'encoder_{order}', {'y': stack(source, src_key_padding_mask=padding)}, {'x': source}, stack, {'mask': mask})
        stack = shuffled(nn.TransformerDecoder(nn.TransformerDecoderLayer(size, heads, hidden, **options), 2, norm()))
        y = stack(target, source, tgt_mask=future, memory_key_padding_mask=padding)
        cases.add(f'decoder_{order}', {'y': y}, {'x': target, 'encoded': source}, stack,
                  {'self_mask': causal(3), 'cross_mask': mask})
    cases.save()


def rms(x, weight=None):
    """torch.nn.RMSNorm, which older versions do not have."""
    y = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5)
    return y if weight is None else y * weight


def gpt():
    """RMS normalisation, a GPT with LayerNorm and tied weights, and Karpathy's microGPT with two layers."""
    cases = Cases('gpt')
    x, weight = random(2, 3, 5), random(5)
    cases.add('rms_norm', {'y': rms(x, weight)}, {'x': x}, {'weight': weight})
    cases.add('rms_norm_without_gain', {'y': rms(x)}, {'x': x})

    words, size, heads, hidden, context = 7, 4, 2, 5, 6
    tokens = torch.tensor([[3, 1, 6, 6, 0], [2, 5, 0, 4, 1]])
    future = causal(5) == 0
    options = dict(dropout=0.0, activation='gelu', batch_first=True, norm_first=True)
    part = shuffled(nn.ModuleDict({
        'embedding': nn.Embedding(words, size), 'positions': nn.Embedding(context, size),
        'layers': nn.TransformerEncoder(nn.TransformerEncoderLayer(size, heads, hidden, **options), 2, nn.LayerNorm(size))}))
    y = part['layers'](part['embedding'](tokens) + part['positions'].weight[:5], mask=future)
    cases.add('gpt_tied', {'logits': y @ part['embedding'].weight.T}, {}, part, {'tokens': tokens})

    p = {'embedding.weight': random(words, size), 'positions.weight': random(context, size), 'output.weight': random(words, size)}
    x = rms(p['embedding.weight'][tokens] + p['positions.weight'][:5])
    split = lambda y: y.view(2, 5, heads, size // heads).transpose(1, 2)
    for layer in range(2):
        def weights(name, outputs, inputs):
            return p.setdefault(f'layers.layers.{layer}.{name}.weight', random(outputs, inputs)).T
        y = rms(x)
        q, k, v = (split(y @ weights(f'self_attention.{name}', size, size)) for name in ('query', 'key', 'value'))
        scores = (q @ k.transpose(2, 3) / math.sqrt(size // heads)).masked_fill(future, -math.inf)
        attended = (scores.softmax(-1) @ v).transpose(1, 2).reshape(2, 5, size)
        x = x + attended @ weights('self_attention.output', size, size)
        inner = F.relu(rms(x) @ weights('feed_forward.linear1', hidden, size))
        x = x + inner @ weights('feed_forward.linear2', size, hidden)
    cases.add('microgpt', {'logits': x @ p['output.weight'].T}, {}, p, {'tokens': tokens})
    cases.save()


def optim():
    """Where each optimiser goes, given the same gradients; the learning rate changes after three of seven steps."""
    tensors = {}
    kinds = {'sgd': lambda p: torch.optim.SGD(p, 0.1),
             'sgd_momentum': lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
             'adam': lambda p: torch.optim.Adam(p, 0.1),
             'adam_options': lambda p: torch.optim.Adam(p, 0.1, betas=(0.8, 0.98), eps=1e-3),
             'adamw': lambda p: torch.optim.AdamW(p, 0.1, weight_decay=0.2)}
    steps = 7
    starts = [torch.randn(3, 5), torch.randn(7)]
    gradients = [torch.randn(steps, *start.shape) for start in starts]
    for i, start in enumerate(starts):
        tensors[f'shared/constant/start.{i}'], tensors[f'shared/constant/gradients.{i}'] = start, gradients[i]
    for name, make in kinds.items():
        parameters = [nn.Parameter(start.clone()) for start in starts]
        paths = [[] for _ in starts]
        optimizer = make(parameters)
        for step in range(steps):
            if step == 3:
                optimizer.param_groups[0]['lr'] = 0.03
            for i, p in enumerate(parameters):
                p.grad = gradients[i][step].clone()
            optimizer.step()
            for i, p in enumerate(parameters):
                paths[i].append(p.detach().clone())
        for i, path in enumerate(paths):
            tensors[f'{name}/constant/path.{i}'] = torch.stack(path)

    for name, longest in (('clip', 1.5), ('clip_not_needed', 100.)):
        parameters = [nn.Parameter(start.clone()) for start in starts]
        for p, gradient in zip(parameters, gradients):
            p.grad = gradient[0].clone()
        length = nn.utils.clip_grad_norm_(parameters, longest)
        tensors[f'{name}/constant/longest'], tensors[f'{name}/constant/length'] = tensor(longest), length
        for i, p in enumerate(parameters):
            tensors[f'{name}/constant/clipped.{i}'] = p.grad

    # Vaswani et al. (2017), 5.3, divided by its maximum; and Loshchilov and Hutter's (2017) cosine after a warm-up.
    warmup, total = 8, 30
    noam = [min(step ** -0.5, step * warmup ** -1.5) / warmup ** -0.5 for step in range(1, 41)]
    cosine = [step / warmup if step <= warmup else 0.5 + 0.5 * math.cos(math.pi * min(1, (step - warmup) / (total - warmup)))
              for step in range(1, 41)]
    tensors['schedule/constant/noam'], tensors['schedule/constant/cosine'] = tensor(noam), tensor(cosine)
    save('optim', tensors)


# A batch for the models: two sentences, the second shorter on both sides. 0 is padding, 2 begins and 3 ends a sentence.
SOURCE = torch.tensor([[2, 6, 4, 8, 3], [2, 5, 3, 0, 0]])
LENGTHS = [5, 3]
TARGET = torch.tensor([[2, 4, 7, 5, 3], [2, 6, 3, 0, 0]])
WORDS = 9, 8  # words in each vocabulary


def add_model(cases, case, logits, parameters):
    target_in, target_out = TARGET[:, :-1], TARGET[:, 1:]
    loss = F.cross_entropy(logits.flatten(0, 1), target_out.flatten(), ignore_index=0, label_smoothing=0.1)
    cases.add(case, {'logits': logits, 'loss': loss}, {}, parameters,
              {'source': SOURCE, 'lengths': LENGTHS, 'target_in': target_in, 'target_out': target_out})


def gru_model(cases, case, score, layers=1, both=True, readout=True):
    E, H = 3, 4
    part = shuffled(nn.ModuleDict({
        'source_embedding': nn.Embedding(WORDS[0], E, padding_idx=0),
        'target_embedding': nn.Embedding(WORDS[1], E, padding_idx=0),
        'encoder': nn.GRU(E, H, layers, batch_first=True, bidirectional=both)}))
    found = 2 * H if both else H
    M = H if score == 'scaled' else found  # what attention reads
    if M != found:
        part['narrow'] = nn.Linear(found, M, bias=False)
    part['bridge'] = nn.Linear(found, H)
    if readout:
        part['readout'] = nn.Linear(H + M + E, E)
    part['output'] = nn.Linear(E if readout else H, WORDS[1])
    shuffled(part)
    cell = shuffled(nn.GRUCell(E + M, H))
    upper = [shuffled(nn.GRUCell(H, H)) for _ in range(layers - 1)]
    extra = {'additive': {'query.weight': random(H, H), 'key.weight': random(H, M), 'v': random(H)},
             'general': {'weight': random(H, M)}}.get(score, {})

    sequence = nn.utils.rnn.pack_padded_sequence(part['source_embedding'](SOURCE), LENGTHS, batch_first=True)
    values, final = part['encoder'](sequence)
    values, _ = nn.utils.rnn.pad_packed_sequence(values, batch_first=True)
    final = [torch.cat(list(layer), -1) for layer in final.view(layers, 2 if both else 1, 2, H)]
    states = [torch.tanh(part['bridge'](state)) for state in final]
    context = final[-1]
    if 'narrow' in part:
        values = part['narrow'](values)
    mask = allowed(LENGTHS, 5)
    words = part['target_embedding'](TARGET[:, :-1])
    logits = []
    for t in range(words.shape[1]):
        Q = states[0][:, None]  # the query is the state before this step
        if score is not None:
            scores = {'scaled': lambda: Q @ values.transpose(1, 2) / math.sqrt(H),
                      'general': lambda: Q @ extra['weight'] @ values.transpose(1, 2),
                      'additive': lambda: additive(Q, values, *extra.values())}[score]()
            context = attend(scores, values, mask)['output'][:, 0]
        states[0] = cell(torch.cat([words[:, t], context], -1), states[0])
        for i, further in enumerate(upper):
            states[i + 1] = further(states[i], states[i + 1])
        top = states[-1]
        if readout:
            top = torch.tanh(part['readout'](torch.cat([top, context, words[:, t]], -1)))
        logits.append(part['output'](top))

    everything = slice(None)
    parameters = list(named(part))
    parameters += [('from_word.weight', cell.weight_ih, (everything, slice(E))), ('from_word.bias', cell.bias_ih, everything),
                   ('from_context.weight', cell.weight_ih, (everything, slice(E, None))),
                   ('from_state.weight', cell.weight_hh, everything), ('from_state.bias', cell.bias_hh, everything)]
    parameters += [(f'attention.{name}', p, everything) for name, p in extra.items()]
    parameters += [(f'upper.{i}.{name}', p, rows) for i, further in enumerate(upper) for name, p, rows in named(further)]
    add_model(cases, case, torch.stack(logits, 1), parameters)


def transformer_model(cases, case, order, f, learned):
    size, heads, hidden, longest = 4, 2, 5, 6
    options = dict(dropout=0.0, activation=f, batch_first=True, norm_first=order == 'pre')
    norm = lambda: nn.LayerNorm(size) if order == 'pre' else None
    part = nn.ModuleDict({
        'source_embedding': nn.Embedding(WORDS[0], size, padding_idx=0),
        'target_embedding': nn.Embedding(WORDS[1], size, padding_idx=0),
        'encoder': nn.TransformerEncoder(nn.TransformerEncoderLayer(size, heads, hidden, **options), 2, norm()),
        'decoder': nn.TransformerDecoder(nn.TransformerDecoderLayer(size, heads, hidden, **options), 2, norm()),
        'output': nn.Linear(size, WORDS[1])})
    if learned:
        part['source_positions'], part['target_positions'] = nn.Embedding(longest, size), nn.Embedding(longest, size)
    shuffled(part)
    tables = {side: part[f'{side}_positions'].weight if learned else sinusoids(longest, size) for side in ('source', 'target')}
    embed = lambda side, tokens: part[f'{side}_embedding'](tokens) * math.sqrt(size) + tables[side][:tokens.shape[1]]
    padding = SOURCE == 0
    encoded = part['encoder'](embed('source', SOURCE), src_key_padding_mask=padding)
    words = embed('target', TARGET[:, :-1])
    future = causal(words.shape[1]) == 0
    decoded = part['decoder'](words, encoded, tgt_mask=future, memory_key_padding_mask=padding)
    add_model(cases, case, part['output'](decoded), part)


def models():
    cases = Cases('models')
    gru_model(cases, 'gru_additive', 'additive')
    gru_model(cases, 'gru_general_2_layers', 'general', layers=2)
    gru_model(cases, 'gru_scaled_narrowed', 'scaled')
    gru_model(cases, 'gru_without_attention', None, both=False, readout=False)
    transformer_model(cases, 'transformer_post', 'post', 'relu', learned=False)
    transformer_model(cases, 'transformer_pre', 'pre', 'gelu', learned=True)
    cases.save()


def convolution():
    cases = Cases('convolution')
    for case, kind, shape, options in (('conv1d', nn.Conv1d, (2, 3, 7), dict(stride=2, padding=1)),
                                       ('conv2d', nn.Conv2d, (2, 3, 5, 6), {}),
                                       ('conv2d_stride_and_padding', nn.Conv2d, (2, 3, 6, 5), dict(stride=2, padding=2))):
        part = shuffled(kind(3, 4, 3, **options))
        x = random(*shape)
        cases.add(case, {'y': part(x)}, {'x': x}, part)
    x = random(2, 3, 5, 6)
    cases.add('unfold', {'y': F.unfold(x, (2, 3), stride=(2, 1), padding=(1, 0))}, {'x': x})
    cases.add('max_pool2d', {'y': F.max_pool2d(x, 2)}, {'x': x})
    cases.save()


def graphs():
    # Graph attention in PyTorch's operations; PyTorch itself has no such layer.
    cases = Cases('graphs')
    two = torch.tensor([[[1, 1, 0, 0], [0, 1, 1, 1], [1, 0, 1, 0], [0, 0, 1, 1]],
                        [[0, 1, 1, 1], [1, 1, 0, 1], [0, 0, 1, 0], [1, 0, 1, 0]]])
    for case, neighbours in (('', two), ('_one_graph', two[0])):
        def attended(scores, values):
            weights = torch.softmax(scores.masked_fill(neighbours == 0, -math.inf), -1)
            return {'output': weights @ values, 'weights': weights}
        x, W, query, key = random(2, 4, 3), random(5, 3), random(5), random(5)
        h = x @ W.T
        # [W x_i || W x_j], as in the paper
        pairs = torch.cat([h[:, :, None].expand(2, 4, 4, 5), h[:, None].expand(2, 4, 4, 5)], -1)
        scores = F.leaky_relu(pairs @ torch.cat([query, key]), 0.2)
        cases.add('gat' + case, attended(scores, h), {'x': x}, {'value.weight': W, 'query': query, 'key': key},
                  {'neighbours': neighbours})
        x, query, key, v = random(2, 4, 3), random(5, 3), random(5, 3), random(5)
        W = torch.cat([query, key], 1)  # of [x_i || x_j]
        pairs = torch.cat([x[:, :, None].expand(2, 4, 4, 3), x[:, None].expand(2, 4, 4, 3)], -1)
        scores = F.leaky_relu(pairs @ W.T, 0.2) @ v
        cases.add('gatv2' + case, attended(scores, x @ key.T), {'x': x},
                  {'query.weight': query, 'key.weight': key, 'v': v}, {'neighbours': neighbours})
    cases.save()


if __name__ == '__main__':
    for seed, make in enumerate((layers, losses, recurrent, attention, transformer, optim, models, gpt, convolution, graphs)):
        torch.manual_seed(seed + 1)
        make()
