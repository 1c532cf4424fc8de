"""Trains the style network on a CUDA machine, on the recipe of `./atelier train style-network`.

Needs PyTorch 2.4 or later, NumPy, Pillow and safetensors. What it writes is what the Java trainer writes, so that it goes on from there:

    ./atelier train strokes --photographs photos/ --count 210 --seed 7000 -o strokes/
    python3 training/cuda/train_style_network.py --photographs photos/ --paintings art/ --strokes strokes/ --vgg19 vgg19/ \\
        --check-photographs other-photos/ --check-paintings other-art/ --graphs -o run/
    ./atelier train package --from run/weights.safetensors -o run/package

Names, shapes and losses are those of the Java classes named beside them; those say why. What differs: batches are larger; time, not
a number of steps, ends it; made styles are drawn from a pool computed once; and the weight of the style is not fixed, but follows the
content error on pairs that are not trained on (`Balance`).
"""

import argparse
import json
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file, save_file

# NetworkShape
FINE, COARSE, BLOCKS, EXPERTS, HIDDEN = 32, 128, 4, 12, 320
CELL = 48
STRIDE = 4
MODULATED = 2 * FINE + (BLOCKS + 1) * COARSE
KERNELS = {f"block{i}.point": (COARSE, COARSE, 1, 1) for i in range(BLOCKS)}
KERNELS |= {"up": (FINE, COARSE, 1, 1), "fine.point": (FINE, FINE, 1, 1), "paint": (CELL, FINE, 3, 3)}

# PaintNetwork
FEATURES = 4.0
PAINT = 1.0
EXPERTISE = 0.3
LEAST_GAIN, MOST_GAIN, TINY_VARIANCE = 0.8, 1.4, 1e-6

# StyleCode
CHANNELS = (3, 64, 128, 256)
MIXTURES = (8, 64, 64, 64)
INPUTS = sum(2 * c + m for c, m in zip(CHANNELS, MIXTURES))
TINY = 1e-4
FARTHEST = 6.0

# StyleEncoder: name, in, out, size, stride, passed on, imitation
ENCODER = (
    ("relu1_1", 3, 64, 3, 1, True, True),
    ("half", 64, 64, 4, 2, True, False),
    ("half.wide", 64, 96, 3, 1, True, False),
    ("relu2_1", 96, 128, 1, 1, False, True),
    ("quarter", 96, 128, 4, 2, True, False),
    ("quarter.wide", 128, 160, 3, 1, True, False),
    ("relu3_1", 160, 256, 1, 1, False, True),
)
CONTRAST = 4.0

# TrainingStep
SHIFT = 8
BEYOND = 8
EXPOSURE = 0.03
RANGE_WEIGHT = 10.0
INPUTS_AT_FULL_RATE = 75.0

STYLE_SIDE = 512


class Vgg:
    """VggFeatures: relu1_1, relu2_1, relu3_1 of RGB 0..1."""

    LAYERS = (("conv1_1", 3, 64), ("conv1_2", 64, 64), ("conv2_1", 64, 128), ("conv2_2", 128, 128), ("conv3_1", 128, 256))

    def __init__(self, folder, device, dtype):
        self.dtype = dtype
        self.layers = []
        for name, inputs, outputs in self.LAYERS:
            values = torch.from_numpy(np.fromfile(os.path.join(folder, name + ".f32"), "<f4"))
            kernel = values[: 9 * inputs * outputs].reshape(3, 3, inputs, outputs).permute(3, 2, 0, 1)
            if name == "conv1_1":
                kernel = kernel.flip(1) * 255
            kernel = kernel.to(device, dtype).contiguous(memory_format=torch.channels_last)
            self.layers.append((name, kernel, values[9 * inputs * outputs :].to(device, dtype)))
        self.mean = torch.tensor([123.68, 116.779, 103.939], device=device).div(255).reshape(1, 3, 1, 1)

    def levels(self, pictures, rectified=True):
        levels = []
        x = (pictures - self.mean).to(self.dtype).contiguous(memory_format=torch.channels_last)
        for name, kernel, bias in self.layers:
            is_level = name.endswith("_1")
            if is_level and name != "conv1_1":
                x = F.max_pool2d(x, 2, 2)
            x = F.conv2d(x, kernel, bias, padding=1)
            if is_level and not rectified:
                levels.append(x)
            x = F.relu(x)
            if is_level and rectified:
                levels.append(x)
        return levels

    def inner_levels(self, pictures):
        """TrainingStep.levels: features of pictures that go on beyond their border."""
        inner = []
        beyond = BEYOND
        for level in self.levels(F.pad(pictures, (BEYOND,) * 4, mode="reflect")):
            inner.append(level[:, :, beyond:-beyond, beyond:-beyond].contiguous(memory_format=torch.channels_last))
            beyond //= 2
        return inner


def flat(features):
    return features.permute(0, 2, 3, 1).reshape(features.shape[0], -1, features.shape[1])


def moments_of(features):
    """Channel means [n, c] and Gram matrices [n, c, c] by positions (StyleStatistics.Level)."""
    x = flat(features)
    gram = torch.bmm(x.transpose(1, 2), x).float() / x.shape[1]
    return x.mean(1, dtype=torch.float32), gram


def deviation(mean, gram):
    return (gram.diagonal(dim1=1, dim2=2) - mean.square()).relu().add(1e-5).sqrt()


def relative(actual, wanted):
    n = wanted.shape[0]
    power = wanted.square().reshape(n, -1).sum(1) + 1e-12
    return (actual - wanted).square().reshape(n, -1).sum(1) / power


def limited_mean(error):
    return (error / error.detach().clamp_min(1)).mean()


def initial(generator):
    """PaintNetwork.initialise, StyleCode.initialise and StyleEncoder.initialise, but for what statistics decide."""
    w = {}

    def normal(deviation, name, *shape):
        w[name] = torch.randn(*shape, generator=generator) * deviation

    normal(math.sqrt(2 / (9 * CELL)), "stem.weight", FINE, CELL, 3, 3)
    normal(math.sqrt(2 / (16 * FINE)), "down.weight", COARSE, FINE, 4, 4)
    for i in range(BLOCKS):
        normal(math.sqrt(2 / (9 * COARSE)), f"block{i}.weight", COARSE, COARSE, 3, 3)
        w[f"block{i}.bias"] = torch.zeros(COARSE)
    w["up.bias"] = torch.zeros(FINE)
    normal(math.sqrt(2 / (9 * FINE)), "fine.weight", FINE, FINE, 3, 3)
    w["fine.bias"] = torch.zeros(FINE)
    for name, (out, inputs, height, width) in KERNELS.items():
        fan = inputs * height * width
        size = (0.1 if name == "paint" else 0.5) * math.sqrt(1 / fan)
        normal(size, "mean." + name, out, inputs, height, width)
        normal(EXPERTISE * size, "experts." + name, EXPERTS, out * fan)
    for i, (channels, mixtures) in enumerate(zip(CHANNELS, MIXTURES)):
        normal(1 / math.sqrt(channels), f"code.mix{i}", mixtures, channels)
    w["code.power"] = torch.ones(4)
    w["code.mean"] = torch.zeros(INPUTS)
    w["code.spread"] = torch.ones(INPUTS)
    outputs = 2 * MODULATED + 12 + EXPERTS * len(KERNELS)
    normal(math.sqrt(1 / INPUTS), "code.first.weight", HIDDEN, INPUTS)
    w["code.first.bias"] = torch.zeros(HIDDEN)
    normal(math.sqrt(2 / HIDDEN), "code.second.weight", HIDDEN, HIDDEN)
    w["code.second.bias"] = torch.zeros(HIDDEN)
    normal(0.3 * math.sqrt(1 / HIDDEN), "code.last.weight", outputs, HIDDEN)
    w["code.last.bias"] = torch.zeros(outputs)
    for name, inputs, outputs, size, *_ in ENCODER:
        normal(math.sqrt(2 / (inputs * size * size)), f"encoder.{name}.weight", outputs, inputs, size, size)
        w[f"encoder.{name}.bias"] = torch.zeros(outputs)
    return w


def is_trained(name):
    """What the painting's losses move: not the encoder, nor what only brings statistics to a common range."""
    return not name.startswith(("encoder.", "code.mix", "code.power", "code.mean", "code.spread"))


def encoder_outputs(w, pictures, dtype):
    """StyleEncoder.outputs: what VGG-19's levels are taken for, in units, not rectified."""
    x = ((pictures - 0.5) * CONTRAST).to(dtype).contiguous(memory_format=torch.channels_last)
    outputs = []
    for name, _, _, size, stride, passed_on, imitation in ENCODER:
        kernel = w[f"encoder.{name}.weight"].to(dtype).contiguous(memory_format=torch.channels_last)
        y = F.conv2d(x, kernel, w[f"encoder.{name}.bias"].to(dtype), stride=stride, padding=(size - stride) // 2)
        if imitation:
            outputs.append(y.float())
        if passed_on:
            x = F.relu(y)
    return outputs


class Code:
    """StyleCode: from statistics to a style."""

    def __init__(self, w):
        self.w = w

    def unit(self, level):
        return self.w["code.power"][level].sqrt()

    def moments(self, statistics):
        """Of a picture's statistics, level by level: means, powers and strengths of mixtures, in units, [n, INPUTS]."""
        parts = []
        for i, (mean, gram) in enumerate(statistics):
            unit = self.unit(i)
            gram = gram / unit.square()
            mix = self.w[f"code.mix{i}"]
            parts += [mean / unit, gram.diagonal(dim1=1, dim2=2), (mix.matmul(gram) * mix).sum(2)]
        return torch.cat(parts, 1)

    def moments_of_outputs(self, pictures, outputs):
        statistics = [moments_of(pictures - 0.5)]
        for i, output in enumerate(outputs):
            mean, gram = moments_of(F.relu(output))
            unit = self.unit(i + 1)
            statistics.append((mean * unit, gram * unit.square()))
        return self.moments(statistics)

    def raw(self, moments):
        parts = []
        at = 0
        for i, (channels, mixtures) in enumerate(zip(CHANNELS, MIXTURES)):
            mean, power, strength = moments[:, at : at + 2 * channels + mixtures].split((channels, channels, mixtures), 1)
            at += 2 * channels + mixtures
            dev = (power - mean.square()).relu().add(TINY * TINY).sqrt()
            parts.append(mean if i == 0 else mean.relu().add(TINY).sqrt())
            parts.append(dev if i == 0 else dev.sqrt())
            parts.append(strength.relu().add(TINY).sqrt().sqrt())
        return torch.cat(parts, 1)

    def measured(self, moments):
        return ((self.raw(moments) - self.w["code.mean"]) * self.w["code.spread"]).clamp(-FARTHEST, FARTHEST)

    def style(self, measured):
        w = self.w
        x = F.relu(F.linear(measured, w["code.first.weight"], w["code.first.bias"]))
        x = F.relu(F.linear(x, w["code.second.weight"], w["code.second.bias"]))
        x = F.linear(x, w["code.last.weight"], w["code.last.bias"])
        n = x.shape[0]
        scale, shift, colour, offset, *shares = x.split((MODULATED, MODULATED, 9, 3) + (EXPERTS,) * len(KERNELS), 1)
        scale = scale.sigmoid() * 2
        style = {"scale": scale, "shift": shift.tanh() * scale}
        style["colour"] = colour.mul(0.3).reshape(n, 3, 3) + torch.eye(3, device=x.device)
        style["offset"] = offset * 0.3
        deviations = measured[:, 3:6] / self.w["code.spread"][3:6] + self.w["code.mean"][3:6]
        style["contrast"] = deviations.square().mean(1, keepdim=True).sqrt() * self.unit(0)
        for (name, sizes), share in zip(KERNELS.items(), shares):
            kernel = share.matmul(w["experts." + name]).reshape(n, *sizes) + w["mean." + name]
            style[name] = even(kernel) if name == "paint" else kernel
        return style


def even(kernels):
    """PaintNetwork.even: cells without a grid in flat areas and soft transitions."""
    n, _, inputs = kernels.shape[:3]
    taps = kernels.reshape(n, 3, 16, inputs, 3, 3)
    means = taps.mean((4, 5), keepdim=True)
    mean = means.mean(2, keepdim=True)
    result = taps - (means - mean)
    total = mean * 9
    for across in (True, False):
        line = torch.arange(-1, 2, device=kernels.device, dtype=kernels.dtype)
        offsets = line.reshape(1, 1, 1, 1, 1, 3) if across else line.reshape(1, 1, 1, 1, 3, 1)
        index = torch.arange(16, device=kernels.device)
        index = index % STRIDE if across else index.div(STRIDE, rounding_mode="floor")
        places = ((index - (STRIDE - 1) / 2) / STRIDE).reshape(1, 1, 16, 1, 1, 1)
        centres = (result * offsets).sum((4, 5), keepdim=True) - total * places
        uneven = centres - centres.mean(2, keepdim=True)
        result = result - uneven * offsets / 6
    return result.reshape(n, CELL, inputs, 3, 3)


def rounded(x, least, greatest):
    """Ops.rounded: limited, and rounded to steps of 8 bits; gradients pass as if nothing had been rounded."""
    step = (greatest - least) / (254 if least < 0 else 255)
    limited = x.clamp(least, greatest)
    return limited + (torch.round(limited.detach() / step) * step - limited.detach())


def limited(x, least, greatest):
    return x.clamp(least, greatest)


def mirrored(x, edge):
    return F.pad(x, (edge,) * 4, mode="reflect")


def paint(w, frames, style, within=rounded):
    """PaintNetwork.paint."""
    at = 0
    n = frames.shape[0]

    def modulate(x):
        nonlocal at
        channels = x.shape[1]
        scale = style["scale"][:, at : at + channels].reshape(n, channels, 1, 1)
        shift = style["shift"][:, at : at + channels].reshape(n, channels, 1, 1)
        at += channels
        return F.instance_norm(x) * scale + shift

    def signed(x, greatest=FEATURES):
        return within(x, -greatest, greatest)

    def positive(x):
        return within(x, 0, FEATURES)

    def own(x, name, bias):
        height, width = x.shape[2:]
        y = style[name].reshape(n, style[name].shape[1], -1).bmm(x.reshape(n, x.shape[1], -1))
        return y.reshape(n, -1, height, width) + w[bias].reshape(1, -1, 1, 1)

    cells = F.pixel_unshuffle(mirrored(frames, STRIDE), STRIDE)
    made = modulate(F.conv2d(cells, w["stem.weight"]))
    stem = signed(made)
    y = positive(modulate(F.conv2d(mirrored(F.relu(made), 1), w["down.weight"], stride=2)))
    for i in range(BLOCKS):
        r = positive(modulate(F.conv2d(mirrored(y, 1), w[f"block{i}.weight"])))
        y = signed(y + own(r, f"block{i}.point", f"block{i}.bias"))
    u = own(y, "up", "up.bias")
    u = signed(F.interpolate(u, scale_factor=2, mode="bilinear", align_corners=False) + stem)
    r = positive(modulate(F.conv2d(mirrored(u, 1), w["fine.weight"])))
    u = signed(u + own(r, "fine.point", "fine.bias"))
    height, width = u.shape[2:]
    columns = F.unfold(mirrored(u, 1), 3)
    painted = style["paint"].reshape(n, CELL, -1).bmm(columns).reshape(n, CELL, height, width)
    colours = style["colour"].bmm((frames - 0.5).reshape(n, 3, -1)) + (style["offset"] + 0.5).reshape(n, 3, 1)
    colours = colours.reshape(frames.shape)
    seen = (F.pixel_shuffle(painted, STRIDE) + colours).clamp(0, 1)
    mean = seen.mean((2, 3), keepdim=True)
    variance = (seen - mean).square().mean((1, 2, 3), keepdim=True)
    gain = (style["contrast"].reshape(n, 1, 1, 1) / (variance + TINY_VARIANCE).sqrt()).clamp(LEAST_GAIN, MOST_GAIN)
    return F.pixel_shuffle(signed(painted * gain, PAINT), STRIDE) + (colours - mean) * gain + mean


def grid_power(painted):
    """Grid.power."""

    def one(cell):
        height = painted.shape[2] // cell * cell - cell
        width = painted.shape[3] // cell * cell - cell
        whole = painted[:, :, : height + cell, : width + cell]
        inner = whole[:, :, cell // 2 : cell // 2 + height, cell // 2 : cell // 2 + width]
        fine = inner - F.avg_pool2d(whole, cell + 1, 1)
        cells = F.pixel_unshuffle(fine, cell)
        return F.avg_pool2d(cells, min(5, cells.shape[2], cells.shape[3]), 1).square().mean()

    return one(8) + one(16)


class Losses:
    """StyleLosses: gradients go through a few statistics of the features alone."""

    def __init__(self, levels, content, wanted, style_weight, gram_weight):
        with torch.no_grad():
            flats = [flat(level.detach()) for level in levels]
            leaves = [[t.requires_grad_() for t in moments_of(level.detach())] for level in levels]
            a = flats[-1].float()
            b = flat(content).float()
            mean, power, product = (t.requires_grad_() for t in (a.mean(1), a.square().mean(1), (a * b).mean(1)))
            other_mean = b.mean(1)
            other_variance = b.square().mean(1) - other_mean.square()
        with torch.enable_grad():
            variance = power - mean.square()
            scales = ((variance + 1e-5) * (other_variance + 1e-5)).sqrt()
            alike = (product - mean * other_mean) / scales
            own = variance / (variance + 1e-5)
            other = other_variance / (other_variance + 1e-5)
            content_error = ((own + other - 2 * alike).sum(1) / other.sum(1)).mean()
            style_error = 0
            gram_error = 0
            for (m, g), (wm, wg) in zip(leaves, wanted):
                style_error = style_error + limited_mean(relative(m, wm)) + limited_mean(relative(deviation(m, g), deviation(wm, wg)))
                gram_error = gram_error + limited_mean(relative(g, wg))
            style_error = style_error / (2 * len(leaves))
            gram_error = gram_error / len(leaves)
            loss = content_error + style_weight * style_error + gram_weight * gram_error
            inputs = [t for pair in leaves for t in pair] + [mean, power, product]
            grads = torch.autograd.grad(loss, inputs)
        self.values = torch.stack((content_error.detach(), style_error.detach(), gram_error.detach()))
        self.gradients = []
        with torch.no_grad():
            for i, (level, x) in enumerate(zip(levels, flats)):
                of_mean, of_gram = grads[2 * i], grads[2 * i + 1]
                gradient = x.matmul((of_gram + of_gram.transpose(1, 2)).to(x.dtype)) + of_mean.unsqueeze(1).to(x.dtype)
                if i == len(levels) - 1:
                    g_mean, g_power, g_product = (g.unsqueeze(1) for g in grads[-3:])
                    gradient = gradient + (a * g_power * 2 + b * g_product + g_mean).to(x.dtype)
                gradient = gradient / x.shape[1]
                n, _, height, width = level.shape
                self.gradients.append(gradient.reshape(n, height, width, -1).permute(0, 3, 1, 2))


def read_pictures(folder, side, device):
    names = sorted(os.listdir(folder))

    def read(name):
        picture = Image.open(os.path.join(folder, name)).convert("RGB")
        if picture.size != (side, side):
            picture = picture.resize((side, side), Image.BICUBIC)
        return torch.from_numpy(np.array(picture)).permute(2, 0, 1)

    with ThreadPoolExecutor() as pool:
        return torch.stack(list(pool.map(read, names))).to(device)


class Crops:
    """ContentCrops: random parts, mirrored or not, brought to one size."""

    SMALLEST = 0.4

    def __init__(self, pictures):
        self.pictures = pictures

    def draw(self, n, side):
        """Of any size."""
        whole = self.pictures.shape[2]
        small = min(whole, int(self.SMALLEST * side))
        return self.parts(small * (whole / small) ** torch.rand(n, device=self.pictures.device), side)

    def parts(self, size, side):
        """Of given sizes, a tensor [n]."""
        device = self.pictures.device
        n = len(size)
        whole = self.pictures.shape[2]
        index = torch.randint(len(self.pictures), (n,), device=device)
        u = torch.rand(3, n, device=device)
        steps = (torch.arange(side, device=device) + 0.5) / side
        x = ((u[0] * (whole - size))[:, None] + steps * size[:, None]) * (2 / whole) - 1
        y = ((u[1] * (whole - size))[:, None] + steps * size[:, None]) * (2 / whole) - 1
        x = torch.where((u[2] < 0.5)[:, None], x, x.flip(1))
        grid = torch.stack((x[:, None, :].expand(n, side, side), y[:, :, None].expand(n, side, side)), 3)
        return F.grid_sample(self.pictures[index].float() / 255, grid, padding_mode="border", align_corners=False)


class Styles:
    """StylePool: the paintings whole, then parts of paintings, photographs and strokes, most in other colours; statistics only."""

    PAINTED, PHOTOGRAPHED, RECOLOURED, BORROWED, RESIZED = 0.5, 0.15, 0.5, 0.7, 0.35
    LEAST, MOST = 0.7, 1.25
    SIDES = (512, 448, 384, 320, 256)

    def __init__(self, paintings, photographs, strokes, vgg):
        self.paintings = paintings
        self.sources = [Crops(pictures) for pictures in (paintings, photographs, strokes)]
        self.vgg = vgg
        self.whole = len(paintings)
        self.orders = torch.tensor([[0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [2, 1, 0], [2, 1, 0]], device=paintings.device)
        dev, mean = torch.std_mean(paintings.float() / 255, (2, 3), keepdim=True)
        self.colours = mean, dev

    def pictures(self, n, side):
        """n made styles of one size."""
        device = self.paintings.device
        u = torch.rand(5, n, device=device)
        zoom = torch.where(u[0] < self.RESIZED, self.LEAST + (self.MOST - self.LEAST) * u[1], torch.ones_like(u[1]))
        drawn = []
        for source in self.sources:
            whole = source.pictures.shape[2]
            drawn.append(source.parts((side * whole / STYLE_SIDE * zoom).clamp_max(whole), side))
        kind = (u[2] > self.PAINTED).long() + (u[2] > self.PAINTED + self.PHOTOGRAPHED).long()
        picture = torch.stack(drawn)[kind, torch.arange(n, device=device)]
        other = torch.randint(self.whole, (n,), device=device)
        dev, mean = torch.std_mean(picture, (2, 3), keepdim=True)
        borrowed = ((picture - mean) / (dev + 0.02) * self.colours[1][other] + self.colours[0][other]).clamp(0, 1)
        order = self.orders[torch.randint(6, (n,), device=device)]
        exchanged = picture[torch.arange(n, device=device)[:, None], order]
        changed = torch.where((u[3] < self.BORROWED).reshape(n, 1, 1, 1), borrowed, exchanged)
        keeps = (kind == 0) & (u[4] > self.RECOLOURED)
        return torch.where(keeps.reshape(n, 1, 1, 1), picture, changed)

    def batches(self, count, size):
        """The paintings as they are, then made ones, in batches of one size each."""
        for i in range(0, self.whole, size):
            yield self.paintings[i : i + size].float() / 255
        for i in range(self.whole, count, size):
            yield self.pictures(min(size, count - i), self.SIDES[i // size % len(self.SIDES)])

    @torch.no_grad()
    def compute(self, w, code, count, seconds):
        wanted, seen = [], []
        end = time.time() + seconds
        for pictures in self.batches(count, 16):
            statistics = [moments_of(level) for level in self.vgg.levels(pictures)]
            wanted.append(statistics)
            seen.append(code.moments_of_outputs(pictures, encoder_outputs(w, pictures, self.vgg.dtype)))
            if time.time() > end and sum(map(len, seen)) > self.whole:
                break
        self.seen = torch.cat(seen)
        self.wanted = [[torch.cat([batch[i][j] for batch in wanted]) for j in range(2)] for i in range(3)]

    WHOLE, BETWEEN = 0.25, 0.3

    def draw(self, n):
        """PooledStyles.draw: statistics to be had, and moments that are seen."""
        device = self.seen.device
        u = torch.rand(6, n, device=device)
        total = len(self.seen)

        def index(a, b):
            pooled = self.whole + (b * (total - self.whole)).long()
            return torch.where(a < self.WHOLE, (b * self.whole).long(), pooled).clamp_max(total - 1)

        first, second = index(u[0], u[1]), index(u[2], u[3])
        share = torch.where(u[4] < self.BETWEEN, u[5], torch.zeros_like(u[5]))

        def mixed(x):
            s = share.reshape(-1, *[1] * (x.dim() - 1))
            return torch.lerp(x[first], x[second], s)

        return [[mixed(t) for t in level] for level in self.wanted], mixed(self.seen)


def train_encoder(w, code, vgg, photographs, styles, options, log):
    """EncoderStep, until the time is over."""
    training = Optimiser(w, [name for name in w if name.startswith("encoder.")], 0.998, options)
    crops = Crops(photographs)
    weight = torch.zeros((), device=photographs.device)
    shown = torch.zeros(2, device=photographs.device)

    def step(n, side):
        with torch.no_grad():
            pictures = torch.cat((crops.draw((n + 1) // 2, side), styles.pictures((n + 1) // 2, side)))
            wanted = [level / code.unit(i + 1).to(level.dtype) for i, level in enumerate(vgg.levels(pictures, False))]
            known = code.measured(code.moments_of_outputs(pictures, wanted))
        outputs = encoder_outputs(w, pictures, vgg.dtype)
        statistics = (code.measured(code.moments_of_outputs(pictures, outputs)) - known).square().mean()
        unexplained = 0
        for output, target in zip(outputs, wanted):
            target = F.leaky_relu(target, 0.3)
            power = target.square().mean((0, 2, 3), dtype=torch.float32) + 0.02
            error = (F.leaky_relu(output, 0.3) - target).square().mean((0, 2, 3), dtype=torch.float32)
            unexplained = unexplained + (error / power).mean() / 3
        (unexplained + weight * statistics).backward()
        training.step()
        shown.copy_(torch.stack((unexplained.detach(), statistics.detach())))

    shapes = [(options.batch * 2, options.side)] * 7 + [(max(2, options.batch // 2), 2 * options.side)]
    runner = Runner(step, training, shapes, options)
    clock = Clock(options.encoder_seconds, options.encoder_steps)
    while not clock.is_over():
        weight.fill_(0.5 + 1.5 * clock.done())
        runner.next(clock.rate(options.encoder_rate))
        clock.count += 1
        if clock.count % options.log_every == 0:
            log({"encoder": clock.count, "loss": [round(x, 4) for x in shown.tolist()], "seconds": round(clock.seconds(), 1)})
    for name, value in training.average.items():
        w[name] = value
    log({"encoder": clock.count, "loss": [round(x, 4) for x in shown.tolist()], "seconds": round(clock.seconds(), 1)})


class Clock:
    """How much of a training is done."""

    def __init__(self, limit, steps):
        self.start = time.time()
        self.limit, self.steps = limit, steps
        self.count = 0

    def seconds(self):
        return time.time() - self.start

    def done(self):
        return min(1.0, self.seconds() / self.limit)

    def is_over(self):
        return self.done() >= 1 or self.count >= self.steps

    def rate(self, rate):
        """TrainingOptions.rate."""
        return rate * 0.5 * (1 + math.cos(math.pi * self.done())) * min(1, (self.count + 1) / 200)


class Optimiser:
    """Adam."""

    def __init__(self, w, names, decay, options):
        self.params = [w[name].requires_grad_() for name in names]
        is_cuda = self.params[0].is_cuda
        shares = [self.share(w, name) for name in names]
        groups = []
        for value in sorted(set(shares)):
            group = {"params": [p for p, s in zip(self.params, shares) if s == value], "share": value}
            group["lr"] = torch.zeros((), device=self.params[0].device) if is_cuda else 0.0
            groups.append(group)
        self.adam = torch.optim.Adam(groups, betas=(0.9, 0.99), fused=is_cuda, capturable=is_cuda)
        self.average = {name: w[name].detach().clone() for name in names}
        self.keep = torch.zeros((), device=self.params[0].device)
        self.decay = decay
        self.count = 0

    @staticmethod
    def share(w, name):
        p = w[name.replace("experts.", "mean.")]
        return min(1.0, INPUTS_AT_FULL_RATE / (p[0].numel() if p.dim() > 1 else 1))

    def prepare(self, rate):
        self.count += 1
        self.keep.fill_(min(self.decay, (1 + self.count) / (10 + self.count)))
        for group in self.adam.param_groups:
            if torch.is_tensor(group["lr"]):
                group["lr"].fill_(rate * group["share"])
            else:
                group["lr"] = rate * group["share"]

    def clear(self):
        self.adam.zero_grad(set_to_none=False)

    def step(self):
        torch.nn.utils.clip_grad_norm_(self.params, 5.0, foreach=True)
        self.adam.step()
        with torch.no_grad():
            averages = list(self.average.values())
            torch._foreach_mul_(averages, self.keep)
            torch._foreach_add_(averages, torch._foreach_mul([p.detach() for p in self.params], 1 - self.keep))


class Runner:
    """Takes steps of several shapes in turn, on CUDA as graphs: hundreds of small kernels in one launch."""

    def __init__(self, step, training, shapes, options):
        self.step, self.training, self.shapes = step, training, shapes
        self.is_captured = options.graphs and torch.cuda.is_available()
        self.graphs = {}
        self.count = 0

    def run(self, shape):
        self.training.clear()
        self.step(*shape)

    def next(self, rate):
        self.training.prepare(rate)
        shape = self.shapes[self.count % len(self.shapes)]
        if self.is_captured and self.count >= 2 * len(self.shapes):
            if shape not in self.graphs:
                self.graphs[shape] = self.capture(shape)
            self.graphs[shape].replay()
        else:
            self.run(shape)
        self.count += 1

    def capture(self, shape):
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(2):
                self.run(shape)
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.run(shape)
        return graph


class Check:
    """Evaluation, on pictures that are not trained on."""

    @torch.no_grad()
    def __init__(self, photographs, paintings, vgg, w, code):
        self.contents = photographs.float() / 255
        pictures = paintings.float() / 255
        self.vgg = vgg
        self.wanted = [moments_of(level) for level in vgg.levels(pictures)]
        outputs = encoder_outputs(w, pictures, vgg.dtype)
        self.seen = code.moments_of_outputs(pictures, outputs)
        self.true = code.moments([moments_of(pictures - 0.5)] + self.wanted)
        true = code.measured(self.true)
        measured = code.measured(self.seen)
        self.eye = []
        for i, (output, (wm, wg)) in enumerate(zip(outputs, self.wanted)):
            m, g = moments_of(F.relu(output).float() * code.unit(i + 1))
            self.eye.append(((relative(m, wm) + relative(deviation(m, g), deviation(wm, wg))) / 2).mean().item())
        self.unexplained = ((measured - true).square().mean() / (true - true.mean(0)).square().mean()).item()
        self.features = vgg.levels(self.contents)[-1]

    @torch.no_grad()
    def figures(self, w, code, pictures=None, seen=None):
        """Mean content, style and Gram error over all pairs."""
        seen = self.seen if seen is None else seen
        totals = []
        n = len(self.contents)
        for s in range(len(self.seen)):
            style = code.style(code.measured(seen[s : s + 1].expand(n, -1)))
            painted = paint(w, self.contents, style).clamp(0, 1)
            if pictures is not None:
                pictures.append(painted.cpu())
            levels = self.vgg.levels(painted)
            content = relative(F.instance_norm(levels[-1].float()), F.instance_norm(self.features.float())).mean()
            style_error = gram_error = 0
            for level, (wm, wg) in zip(levels, self.wanted):
                m, g = moments_of(level)
                wm, wg = wm[s : s + 1].expand(n, -1), wg[s : s + 1].expand(n, -1, -1)
                style_error += (relative(m, wm) + relative(deviation(m, g), deviation(wm, wg))).mean() / 6
                gram_error += relative(g, wg).mean() / 3
            totals.append(torch.stack((content, style_error, gram_error)))
        return torch.stack(totals).mean(0).tolist()


class Balance:
    """The weight of the style: as much as leaves the content error of the check's pairs where it is wanted."""

    def __init__(self, options):
        self.wanted = options.content
        self.weight = options.style_weight
        self.most = options.most_style_weight

    def update(self, content):
        self.weight *= math.exp(max(-0.2, min(0.06, 0.6 * (self.wanted - content) / self.wanted)))
        self.weight = min(max(self.weight, 1.0), self.most)


def train_painter(w, code, vgg, photographs, styles, check, options, log):
    """TrainingStep.paintWell, until the time is over."""
    device = photographs.device
    training = Optimiser(w, [name for name in w if is_trained(name)], 0.999, options)
    average = {**w, **training.average}
    crops = Crops(photographs)
    weights = torch.zeros(2, device=device)  # style, steadiness
    shown = torch.zeros(6, device=device)

    def step(n, side):
        with torch.no_grad():
            wide = crops.draw(n, side + SHIFT)
            frames = wide[:, :, :side, :side]
            wanted, seen = styles.draw(n)
            measured = code.measured(seen)
            measured = measured + torch.randn_like(measured) * options.style_noise
            features = vgg.inner_levels(frames)[-1]
            # one shift for all: cut out by index, as no number may come back from the device
            shift = (torch.rand(2, device=device) * (SHIFT + 1)).long()
            rows = torch.arange(side, device=device) + shift[0]
            columns = torch.arange(side, device=device) + shift[1]
            moved = wide.index_select(2, rows).index_select(3, columns)
            u = torch.rand(2, n, 1, 1, 1, device=device)
            moved = moved * (1 + EXPOSURE * (2 * u[0] - 1)) + torch.randn_like(moved) * (options.noise * u[1])
        style = code.style(measured)
        painted = paint(w, frames, style)
        again = paint(w, moved, style)
        # again[i] shows what painted[i + shift] shows
        inside_rows = (rows < side).reshape(1, 1, -1, 1)
        inside_columns = (columns < side).reshape(1, 1, 1, -1)
        inside = (inside_rows & inside_columns).float()
        there = painted.index_select(2, rows.clamp_max(side - 1)).index_select(3, columns.clamp_max(side - 1))
        difference = (again - there) * inside
        positions = inside.sum() * 3
        change = difference.abs().sum() / (positions * n)
        power = (difference.square().sum((1, 2, 3)) / positions + 1e-8).sqrt().mean()
        levels = vgg.inner_levels(painted)
        losses = Losses(levels, features, wanted, weights[0], weights[0] * options.gram_share)
        outside = (painted - painted.clamp(0, 1)).square().mean()
        grid = grid_power(painted)
        rest = outside * RANGE_WEIGHT + grid * options.grid_weight + (change + power) * 0.5 * weights[1]
        torch.autograd.backward([*levels, rest], [*losses.gradients, torch.ones_like(rest)])
        training.step()
        shown.copy_(torch.cat((losses.values, torch.stack((change, power, grid)).detach())))

    shapes = [(options.batch, options.side)] * 3 + [(max(1, options.batch // 4), 2 * options.side)]
    runner = Runner(step, training, shapes, options)
    balance = Balance(options)
    clock = Clock(options.seconds, options.steps)
    logged = saved = 0.0
    running = None
    while not clock.is_over():
        weights.copy_(torch.tensor([balance.weight, options.steady_weight * min(1.0, clock.done() / options.steady_ramp)]))
        runner.next(clock.rate(options.rate))
        clock.count += 1
        if clock.count % 50 == 0:
            now = shown.tolist()
            if not all(map(math.isfinite, now)):
                raise RuntimeError(f"losses are not finite at step {clock.count}: {now}")
            running = now if running is None else [0.9 * a + 0.1 * b for a, b in zip(running, now)]
        if clock.count % options.check_every == 0:
            content, style_error, gram_error = check.figures(average, Code(average))
            balance.update(content)
            if clock.count % options.log_every == 0:
                log({
                    "step": clock.count, "seconds": round(clock.seconds(), 1),
                    "ms": round(1000 * (clock.seconds() - logged) / options.log_every, 2),
                    "check": [round(content, 4), round(style_error, 4), round(gram_error, 4)],
                    "weight": round(balance.weight, 2),
                    "crops": [round(x, 5) for x in running or []],
                })
                logged = clock.seconds()
            if clock.seconds() - saved > 60:
                save(average, options.out)
                saved = clock.seconds()
    log({"steps": clock.count, "seconds": round(clock.seconds(), 1), "check": check.figures(average, Code(average)),
         "told by VGG-19": check.figures(average, Code(average), seen=check.true)})
    return average


def save(w, folder):
    values = {name: value.detach().float().cpu().contiguous() for name, value in w.items()}
    save_file(values, os.path.join(folder, "weights.safetensors.part"))
    os.replace(os.path.join(folder, "weights.safetensors.part"), os.path.join(folder, "weights.safetensors"))


@torch.no_grad()
def measure_range(w, code, vgg, styles, has_units):
    """StyleCode.initialise: brings statistics to a common range. An encoder that is trained has its units already."""
    samples = [pictures for _, pictures in zip(range(64), styles.batches(512, 8))]
    statistics = []
    for pictures in samples:
        statistics.append([moments_of(pictures - 0.5)] + [moments_of(level) for level in vgg.levels(pictures)])
    if not has_units:
        w["code.power"] = torch.stack(
            [torch.cat([s[i][1] for s in statistics]).diagonal(dim1=1, dim2=2).mean() for i in range(4)])
    raw = torch.cat([code.raw(code.moments(s)) for s in statistics])
    w["code.mean"] = raw.mean(0)
    w["code.spread"] = 1 / (raw.std(0) + 1e-2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", required=True, help="folder of pictures, brought to squares of 320 pixels")
    parser.add_argument("--paintings", required=True, help="folder of pictures, brought to squares of 512 pixels")
    parser.add_argument("--strokes", required=True, help="folder of photographs painted with BrushStrokes")
    parser.add_argument("--check-photographs", required=True, help="folder of pictures that are not trained on")
    parser.add_argument("--check-paintings", required=True, help="folder of pictures that are not trained on")
    parser.add_argument("--vgg19", required=True, help="folder of conv1_1.f32 to conv3_1.f32")
    parser.add_argument("-o", "--out", required=True)
    parser.add_argument("--from", dest="start", help="weights to begin with")
    parser.add_argument("--encoder-only", action="store_true", help="take only the encoder, and the range of statistics, from them")
    parser.add_argument("--seconds", type=float, default=480, help="for the painting network")
    parser.add_argument("--steps", type=int, default=10**9)
    parser.add_argument("--encoder-seconds", type=float, default=90)
    parser.add_argument("--encoder-steps", type=int, default=10**9)
    parser.add_argument("--encoder-rate", type=float, default=2e-3)
    parser.add_argument("--styles", type=int, default=10000)
    parser.add_argument("--style-seconds", type=float, default=40)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--content", type=float, default=0.83, help="content error that the style's weight is to lead to")
    parser.add_argument("--style-weight", type=float, default=15, help="at first")
    parser.add_argument("--most-style-weight", type=float, default=120)
    parser.add_argument("--gram-share", type=float, default=0.125, help="weight of the Gram matrices' error, the style's being 1")
    parser.add_argument("--steady-weight", type=float, default=25)
    parser.add_argument("--steady-ramp", type=float, default=0.15, help="share of the time until it counts in full")
    parser.add_argument("--grid-weight", type=float, default=2000)
    parser.add_argument("--noise", type=float, default=0.01, help="greatest deviation of a pixel's")
    parser.add_argument("--style-noise", type=float, default=0.1, help="deviation, that of the statistics being 1")
    parser.add_argument("--check-every", type=int, default=200)
    parser.add_argument("--log-every", type=int, default=1000)
    parser.add_argument("--graphs", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    began = time.time()
    os.makedirs(options.out, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.manual_seed(options.seed)
    lines = open(os.path.join(options.out, "log.jsonl"), "a", buffering=1)

    def log(row):
        print(json.dumps(row), flush=True)
        lines.write(json.dumps(row) + "\n")

    log({"options": vars(options), "device": torch.cuda.get_device_name() if device.type == "cuda" else "cpu"})
    vgg = Vgg(options.vgg19, device, torch.bfloat16)
    photographs = read_pictures(options.photographs, 320, device)
    paintings = read_pictures(options.paintings, STYLE_SIDE, device)
    strokes = read_pictures(options.strokes, STYLE_SIDE, device)
    log({"photographs": len(photographs), "paintings": len(paintings), "strokes": len(strokes), "seconds": round(time.time() - began, 1)})
    w = {name: value.to(device) for name, value in initial(torch.Generator().manual_seed(options.seed)).items()}
    code = Code(w)
    styles = Styles(paintings, photographs, strokes, vgg)
    if options.start:
        start = load_file(options.start)
        w.update({name: value.to(device) for name, value in start.items() if not (options.encoder_only and is_trained(name))})
    if options.encoder_only or not options.start:
        measure_range(w, code, vgg, styles, options.encoder_only)
    torch.backends.cudnn.benchmark = True
    train_encoder(w, code, vgg, photographs, styles, options, log)
    torch.backends.cudnn.benchmark = False
    check = Check(
        read_pictures(options.check_photographs, STYLE_SIDE, device), read_pictures(options.check_paintings, STYLE_SIDE, device), vgg, w, code)
    log({"unexplained": round(check.unexplained, 4), "style error of what is seen": check.eye})
    save(w, options.out)
    styles.compute(w, code, options.styles, options.style_seconds)
    log({"styles": len(styles.seen), "seconds": round(time.time() - began, 1)})
    torch.backends.cudnn.benchmark = True
    average = train_painter(w, code, vgg, photographs, styles, check, options, log)
    save(average, options.out)
    pictures = []
    check.figures(average, Code(average), pictures)
    sheet = torch.cat([torch.cat(list(row[:6]), 2) for row in pictures], 1).clamp(0, 1)
    sheet = F.interpolate(sheet[None], scale_factor=0.5, mode="area")[0]
    Image.fromarray((sheet * 255).round().byte().permute(1, 2, 0).numpy()).save(os.path.join(options.out, "sheet.png"))
    log({"whole": round(time.time() - began, 1)})


if __name__ == "__main__":
    main()
