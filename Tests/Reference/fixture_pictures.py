"""Draws Tests/Fixtures/images: every PNG color type and depth, JPEG variants, tiny to 1500 × 1000. Small files, no randomness
beyond a fixed seed."""

import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy

# Pictures: uint8 [height, width, 3]


def gradient(width, height):
    """Smooth in both directions, a different way in each channel."""
    x, y = numpy.meshgrid(numpy.linspace(0, 1, width), numpy.linspace(0, 1, height))
    return numpy.stack([255 * x, 255 * y, 255 * (1 - x * y)], axis=-1).round().astype(numpy.uint8)


def scene(width, height):
    """A sky, a sun, a hill and a house: edges and flat areas at any size."""
    x, y = numpy.meshgrid((numpy.arange(width) + 0.5) / width, (numpy.arange(height) + 0.5) / height)
    picture = numpy.empty((height, width, 3), numpy.uint8)
    picture[:] = (140, 190, 235)
    picture[(x - 0.8) ** 2 + (y - 0.2) ** 2 < 0.012] = (250, 210, 60)
    picture[y > 0.65 + 0.12 * numpy.sin(6 * x)] = (70, 140, 60)
    picture[(x > 0.25) & (x < 0.5) & (y > 0.5) & (y < 0.8)] = (180, 70, 50)
    picture[(numpy.abs(x - 0.375) < (y - 0.3) * 0.85) & (y > 0.3) & (y <= 0.5)] = (90, 50, 40)
    picture[(x > 0.35) & (x < 0.4) & (y > 0.65) & (y < 0.8)] = (240, 230, 200)
    return picture


def pattern(width, height):
    """High frequencies that still compress: what a wrong resampler shows on."""
    x, y = numpy.meshgrid(numpy.arange(width), numpy.arange(height))
    return numpy.stack([(x ^ y) & 255, ((x // 3 + y // 5) % 2) * 255, (x * 7 + y * 13) & 255], axis=-1).astype(numpy.uint8)


def noise(width, height, seed):
    return numpy.random.Generator(numpy.random.PCG64(seed)).integers(0, 256, (height, width, 3), dtype=numpy.uint8)


def gray(picture):
    return picture.astype(numpy.uint32).sum(axis=-1).astype(numpy.uint16) // 3


# PNG, written here because PIL does not write every color type, depth and interlacing


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed_rows(samples, depth):
    """[height, width, channels] to filtered scanlines; the filter alternates so that all five are used."""
    height, width, channels = samples.shape
    if depth == 16:
        rows = samples.astype(">u2").tobytes()
        rows = numpy.frombuffer(rows, numpy.uint8).reshape(height, -1)
    elif depth == 8:
        rows = samples.astype(numpy.uint8).reshape(height, -1)
    else:
        bits = numpy.unpackbits(samples.astype(numpy.uint8).reshape(height, width, 1), axis=-1)[:, :, 8 - depth :]
        rows = numpy.packbits(bits.reshape(height, -1), axis=-1)
    step, result, above = max(1, channels * depth // 8), b"", numpy.zeros(rows.shape[1], numpy.int16)
    for index, row in enumerate(rows.astype(numpy.int16)):
        left = numpy.concatenate([numpy.zeros(step, numpy.int16), row[:-step]]) if len(row) > step else numpy.zeros_like(row)
        corner = numpy.concatenate([numpy.zeros(step, numpy.int16), above[:-step]]) if len(row) > step else numpy.zeros_like(row)
        distances = numpy.abs(numpy.stack([above - corner, left - corner, left + above - 2 * corner]))
        paeth = numpy.where(
            (distances[0] <= distances[1]) & (distances[0] <= distances[2]), left, numpy.where(distances[1] <= distances[2], above, corner)
        )
        kind = index % 5
        filtered = row - [0 * row, left, above, (left + above) // 2, paeth][kind]
        result += bytes([kind]) + (filtered & 255).astype(numpy.uint8).tobytes()
        above = row
    return result


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, color_type, depth, interlaced=False, extra=()):
    """A PNG file; `samples` [height, width] or [height, width, channels] in units of the depth."""
    samples = samples.reshape(*samples.shape[:2], -1)
    height, width, _ = samples.shape
    if interlaced:
        passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        data = b"".join(packed_rows(part, depth) for part in passes if part.size)
    else:
        data = packed_rows(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    chunks = [chunk(b"IHDR", header), *[chunk(kind, content) for kind, content in extra]]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def palette(size):
    """`size` colors that are not in the order of their brightness."""
    index = numpy.arange(size)
    return numpy.stack([(index * 37 + 11) % 256, (index * 101 + 200) % 256, (index * 59 + 90) % 256], axis=-1).astype(numpy.uint8)


def pngs():
    picture = scene(60, 44)
    level = gray(gradient(60, 44))
    alpha = ((numpy.indices((44, 60)).sum(axis=0) * 5) % 256).astype(numpy.uint16)
    wide = (gradient(60, 44).astype(numpy.uint32) * 257 + 77).clip(0, 65535).astype(numpy.uint16)
    indices = (level // 3).astype(numpy.uint16)
    plte = {size: (b"PLTE", palette(size).tobytes()) for size in (2, 4, 16, 86)}
    transparent = bytes((index * 29) % 256 for index in range(86))
    return {
        "rgb-1x1.png": png(noise(1, 1, 1), 2, 8),
        "rgb-5x3.png": png(noise(5, 3, 2), 2, 8),
        "rgb-27x29.png": png(gradient(27, 29), 2, 8),
        "rgb-28x28.png": png(noise(28, 28, 3), 2, 8),
        "rgb-56x56.png": png(pattern(56, 56), 2, 8),
        "rgb-112x112.png": png(scene(112, 112), 2, 8),
        "rgb-140x112.png": png(pattern(140, 112), 2, 8),
        "rgb-196x140.png": png(gradient(196, 140), 2, 8),
        "rgb-noise-97x61.png": png(noise(97, 61, 4), 2, 8),
        "rgb-noise-150x210.png": png(noise(150, 210, 5), 2, 8),
        "rgb-333x250.png": png(scene(333, 250), 2, 8),
        "rgb-640x480.png": png(pattern(640, 480), 2, 8),
        "rgb-1500x1000.png": png(scene(1500, 1000), 2, 8),
        "rgb-200x1.png": png(noise(200, 1, 6), 2, 8),
        "rgb-3x600.png": png(pattern(3, 600), 2, 8),
        "rgb-900x20.png": png(gradient(900, 20), 2, 8),
        "rgba.png": png(numpy.dstack([picture, alpha]), 6, 8),
        "rgb-16.png": png(wide, 2, 16),
        "rgba-16.png": png(numpy.dstack([wide, alpha * 257]), 6, 16),
        "rgb-transparent-color.png": png(picture, 2, 8, extra=[(b"tRNS", struct.pack(">HHH", 140, 190, 235))]),
        "rgb-interlaced.png": png(pattern(61, 45), 2, 8, interlaced=True),
        "rgb-gamma.png": png(picture, 2, 8, extra=[(b"gAMA", struct.pack(">I", 100000))]),
        "gray-1.png": png(level // 128, 0, 1),
        "gray-2.png": png(level // 64, 0, 2),
        "gray-4.png": png(level // 16, 0, 4),
        "gray-8.png": png(level, 0, 8),
        "gray-16.png": png((level * 2 + level % 7).astype(numpy.uint16), 0, 16),
        "gray-8-transparent-level.png": png(level, 0, 8, extra=[(b"tRNS", struct.pack(">H", 100))]),
        "gray-1-interlaced.png": png(level // 128, 0, 1, interlaced=True),
        "gray-16-interlaced.png": png((level * 3 - 150).astype(numpy.uint16), 0, 16, interlaced=True),
        "gray-alpha-8.png": png(numpy.dstack([level, alpha]), 4, 8),
        "gray-alpha-16.png": png(numpy.dstack([level * 257 + 3, alpha * 257]), 4, 16),
        "palette-1.png": png(indices % 2, 3, 1, extra=[plte[2]]),
        "palette-2.png": png(indices % 4, 3, 2, extra=[plte[4]]),
        "palette-4-interlaced.png": png(indices % 16, 3, 4, interlaced=True, extra=[plte[16]]),
        "palette-8.png": png(indices, 3, 8, extra=[plte[86]]),
        "palette-8-transparent.png": png(indices, 3, 8, extra=[plte[86], (b"tRNS", transparent)]),
    }


# JPEG


def exif(orientation):
    """An APP1 segment with the one tag Orientation."""
    tiff = b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x0112, 3, 1, orientation) + struct.pack("<I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def jpegs(tool):
    def jpeg(samples, space="ycc", sampling=(1, 1), quality=85, mode="baseline", restart=0):
        height, width = samples.shape[:2]
        arguments = [tool, "encode", space, *sampling, quality, mode, restart, width, height]
        return subprocess.run([str(a) for a in arguments], input=samples.tobytes(), stdout=subprocess.PIPE, check=True).stdout

    odd = scene(123, 91)
    odd[20:60, 10:50] = pattern(40, 40)
    four = numpy.dstack([255 - odd, gray(odd).astype(numpy.uint8)])
    turned = jpeg(odd, sampling=(2, 2))
    return {
        "jpeg-444.jpg": jpeg(odd),
        "jpeg-422.jpg": jpeg(odd, sampling=(2, 1)),
        "jpeg-420.jpg": jpeg(odd, sampling=(2, 2)),
        "jpeg-440.jpg": jpeg(odd, sampling=(1, 2)),
        "jpeg-411.jpg": jpeg(odd, sampling=(4, 1)),
        "jpeg-410.jpg": jpeg(odd, sampling=(4, 2)),
        "jpeg-restarts.jpg": jpeg(odd, sampling=(2, 2), restart=3),
        "jpeg-progressive-420.jpg": jpeg(odd, sampling=(2, 2), mode="progressive"),
        "jpeg-progressive-444.jpg": jpeg(odd, mode="progressive", quality=40),
        "jpeg-rgb.jpg": jpeg(odd, space="rgb"),
        "jpeg-gray.jpg": jpeg(gray(odd).astype(numpy.uint8), space="gray"),
        "jpeg-gray-progressive.jpg": jpeg(gray(odd).astype(numpy.uint8), space="gray", mode="progressive"),
        "jpeg-cmyk.jpg": jpeg(four, space="cmyk"),
        "jpeg-ycck.jpg": jpeg(four, space="ycck", sampling=(2, 2)),
        "jpeg-low-quality.jpg": jpeg(odd, sampling=(2, 2), quality=8),
        "jpeg-7x5.jpg": jpeg(noise(7, 5, 7), sampling=(2, 2), quality=95),
        "jpeg-1500x1000.jpg": jpeg(scene(1500, 1000), sampling=(2, 2), quality=60),
        "jpeg-800x600-progressive.jpg": jpeg(gradient(800, 600), sampling=(2, 1), mode="progressive", quality=70),
        "jpeg-orientation-6.jpg": turned[:2] + exif(6) + turned[2:],
        "jpeg-orientation-4.jpg": turned[:2] + exif(4) + turned[2:],
    }


def build_tool():
    path = Path(tempfile.mkdtemp()) / "jpeg_tool"
    source = Path(__file__).with_name("jpeg_tool.c")
    subprocess.run([shutil.which("cc") or "clang", "-O1", "-o", str(path), str(source), "-ljpeg"], check=True)
    return path


def write(directory, tool):
    """Writes every picture and returns their names in order."""
    directory.mkdir(parents=True, exist_ok=True)
    files = pngs() | jpegs(tool)
    for name, data in files.items():
        (directory / name).write_bytes(data)
    return list(files)
