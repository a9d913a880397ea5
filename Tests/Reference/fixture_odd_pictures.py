"""Pictures with something wrong or unusual in them, and what Pillow makes of them: README.md, "Odd pictures"."""

import io
import json
import random
import shutil
import struct
import zlib

from PIL import Image

from checkpoints import FIXTURES

FOLDER = FIXTURES / "odd-images"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
WIDTH, HEIGHT = 5, 4


def chunk(kind, data, checksum=None):
    checksum = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def header(depth=8, color=2, compression=0, filtering=0, interlace=0, width=WIDTH, height=HEIGHT):
    return struct.pack(">IIBBBBB", width, height, depth, color, compression, filtering, interlace)


def rows(values, stride):
    return b"".join(b"\0" + values[start : start + stride] for start in range(0, len(values), stride))


def png_files():
    generator = random.Random(3)
    colors = bytes(generator.randrange(256) for _ in range(WIDTH * HEIGHT * 3))
    raw = rows(colors, WIDTH * 3)
    data = zlib.compress(raw)
    start, pixels, end = SIGNATURE + chunk(b"IHDR", header()), chunk(b"IDAT", data), chunk(b"IEND", b"")
    indices = zlib.compress(rows(bytes(i % 4 for i in range(WIDTH * HEIGHT)), WIDTH))
    palette, indexed, places = bytes([10, 20, 30, 40, 50, 60]), SIGNATURE + chunk(b"IHDR", header(color=3)), chunk(b"IDAT", indices)
    short = chunk(b"IDAT", zlib.compress(rows(bytes([0b00011011, 0b11000000] * HEIGHT), 2)))
    narrow = SIGNATURE + chunk(b"IHDR", header(depth=2, color=3))
    return {
        "plain": start + pixels + end,
        "wrong-checksum-of-pixels": start + chunk(b"IDAT", data, 1) + end,
        "wrong-checksums-of-pixels": start + chunk(b"IDAT", data[:20], 1) + chunk(b"IDAT", data[20:], 2) + end,
        "wrong-checksum-inside-of-pixels": start + chunk(b"IDAT", data[:-4] + b"abcd") + end,
        "no-checksum-inside-of-pixels": start + chunk(b"IDAT", data[:-4]) + end,
        "half-a-checksum-inside-of-pixels": start + chunk(b"IDAT", data[:-2]) + end,
        "no-end": start + pixels,
        "cut-in-the-end": start + pixels + end[:6],
        "cut-in-the-checksum-of-pixels": start + pixels[:-3],
        "cut-in-pixels": start + pixels[:-20],
        "wrong-checksum-of-the-end": start + pixels + chunk(b"IEND", b"", 3),
        "bytes-behind-the-end": start + pixels + end + b"junk" * 9,
        "wrong-checksum-of-the-header": SIGNATURE + chunk(b"IHDR", header(), 7) + pixels + end,
        "wrong-checksum-of-gamma": start + chunk(b"gAMA", b"\0\0\xb1\x8f", 7) + pixels + end,
        "wrong-checksum-of-a-text-behind-pixels": start + pixels + chunk(b"tEXt", b"a\0b", 7) + end,
        "unknown-critical-chunk": start + chunk(b"ABCD", b"hello") + pixels + end,
        "unknown-critical-chunk-behind-pixels": start + pixels + chunk(b"ABCD", b"hello") + end,
        "chunk-before-the-header": SIGNATURE + chunk(b"CgBI", b"\x50\0\x20\x02") + chunk(b"IHDR", header()) + pixels + end,
        "text-before-the-header": SIGNATURE + chunk(b"tEXt", b"a\0b") + chunk(b"IHDR", header()) + pixels + end,
        "long-header": SIGNATURE + chunk(b"IHDR", header() + b"xx") + pixels + end,
        "short-header": SIGNATURE + chunk(b"IHDR", header()[:-1]) + pixels + end,
        "two-headers": start + chunk(b"IHDR", header()) + pixels + end,
        "no-header": SIGNATURE + pixels + end,
        "unknown-compression": SIGNATURE + chunk(b"IHDR", header(compression=1)) + pixels + end,
        "unknown-filtering": SIGNATURE + chunk(b"IHDR", header(filtering=1)) + pixels + end,
        "chunk-between-pixels": start + chunk(b"IDAT", data[:20]) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", data[20:]) + end,
        "empty-chunks-of-pixels": start + chunk(b"IDAT", b"") + chunk(b"IDAT", data[:9]) + chunk(b"IDAT", b"") + chunk(b"IDAT", data[9:]) + end,
        "more-rows-than-declared": start + chunk(b"IDAT", zlib.compress(raw + b"\0" * 50)) + end,
        "bytes-behind-the-stream": start + chunk(b"IDAT", data + b"12345") + end,
        "fewer-rows-than-declared": start + chunk(b"IDAT", zlib.compress(raw[:-10])) + end,
        "unknown-filter-of-a-row": start + chunk(b"IDAT", zlib.compress(b"\x09" + raw[1:])) + end,
        "digits-in-a-chunks-name": start + chunk(b"a1b2", b"x") + pixels + end,
        "bytes-in-a-chunks-name": start + chunk(b"a\x01b2", b"x") + pixels + end,
        "damaged-profile": start + chunk(b"iCCP", b"a\0\0garbage") + pixels + end,
        "transparency-of-odd-length": start + chunk(b"tRNS", b"x" * 40) + pixels + end,
        "palette": indexed + chunk(b"PLTE", palette + palette) + places + end,
        "palette-with-too-few-colors": indexed + chunk(b"PLTE", palette) + places + end,
        "palette-with-half-a-color": indexed + chunk(b"PLTE", palette + b"\x07") + places + end,
        "palette-of-none": indexed + chunk(b"PLTE", b"") + places + end,
        "no-palette": indexed + places + end,
        "palette-behind-pixels": indexed + places + chunk(b"PLTE", palette + palette) + end,
        "palette-with-too-many-colors": indexed + chunk(b"PLTE", bytes(range(256)) * 3 + b"abcdef") + places + end,
        "two-palettes": indexed + chunk(b"PLTE", palette + palette) + chunk(b"PLTE", palette[::-1] + palette) + places + end,
        "wrong-checksum-of-the-palette": indexed + chunk(b"PLTE", palette, 5) + places + end,
        "palette-of-rgb": start + chunk(b"PLTE", b"12345") + pixels + end,
        "more-colors-than-two-bits-name": narrow + chunk(b"PLTE", palette * 4) + short + end,
        "fewer-colors-than-two-bits-name": narrow + chunk(b"PLTE", palette) + short + end,
        "gray-of-sixteen-bits-cut-in-the-end": SIGNATURE
        + chunk(b"IHDR", header(depth=16, color=0))
        + chunk(b"IDAT", zlib.compress(rows(colors[: WIDTH * HEIGHT * 2], WIDTH * 2))[:-4], 1),
        "interlaced-cut-in-the-end": interlaced(colors),
    }  # fmt: skip


def interlaced(colors):
    """Adam7, one row of pixels at a time."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x0, y0, dx, dy in passes:
        for y in range(y0, HEIGHT, dy):
            line = b"".join(colors[(y * WIDTH + x) * 3 :][:3] for x in range(x0, WIDTH, dx))
            raw += b"\0" + line if line else b""
    return SIGNATURE + chunk(b"IHDR", header(interlace=1)) + chunk(b"IDAT", zlib.compress(raw)[:-4], 9)


def jpeg_files():
    generator = random.Random(4)
    size = 24, 20
    image = Image.frombytes("RGB", size, bytes(generator.randrange(256) for _ in range(size[0] * size[1] * 3)))

    def encoded(**options):
        file = io.BytesIO()
        image.save(file, "JPEG", **options)
        return file.getvalue()

    plain, progressive, restarts = encoded(quality=80), encoded(quality=80, progressive=True), encoded(quality=80, restart_marker_blocks=1)
    scan = plain.index(b"\xff\xda")
    marker = next(i for i in range(restarts.index(b"\xff\xda"), len(restarts)) if restarts[i] == 0xFF and 0xD0 <= restarts[i + 1] <= 0xD7)
    return {
        "jpeg-plain": plain,
        "jpeg-no-end": plain[:-2],
        "jpeg-cut-in-the-last-block": plain[:-6],
        "jpeg-cut-in-the-middle": plain[: (scan + len(plain)) // 2],
        "jpeg-bytes-behind-the-end": plain + b"junk" * 50,
        "jpeg-second-picture-behind-the-end": plain + progressive,
        "jpeg-fill-bytes-before-a-marker": plain[:scan] + b"\xff\xff\xff" + plain[scan:],
        "jpeg-empty-comment": plain[:2] + b"\xff\xfe\0\2" + plain[2:],
        "jpeg-no-application-data": plain[:2] + plain[2 + 2 + struct.unpack(">H", plain[4:6])[0] :],
        "jpeg-unknown-application-data": plain[:2] + b"\xff\xef\0\5abc" + plain[2:],
        "jpeg-changed-byte-in-the-scan": plain[:-40] + bytes([plain[-40] ^ 0x10]) + plain[-39:],
        "jpeg-progressive-no-end": progressive[:-2],
        "jpeg-progressive-cut": progressive[: len(progressive) * 4 // 5],
        "jpeg-wrong-restart": restarts[: marker + 1] + bytes([0xD0 + (restarts[marker + 1] + 3) % 8]) + restarts[marker + 2 :],
        "jpeg-stray-byte-between-segments": plain[:scan] + b"\0" + plain[scan:],
    }


def write():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    lines = []
    for name, data in {**png_files(), **jpeg_files()}.items():
        file = name + (".jpg" if name.startswith("jpeg") else ".png")
        (FOLDER / file).write_bytes(data)
        try:
            image = Image.open(io.BytesIO(data)).convert("RGB")
            pixels = image.tobytes().hex() if image.width * image.height < 1000 else None
        except Exception:
            pixels = None
        lines.append(json.dumps({"file": file, "pixels": pixels}))
    (FOLDER / "images.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    write()
