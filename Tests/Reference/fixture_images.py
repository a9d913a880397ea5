"""Goldens of images: decoding, resizing, patches, windows, positions, stages and vectors. What lies in them: README.md."""

import hashlib
import json
import subprocess

import numpy
import PIL.features
import PIL.Image
import PIL.ImageOps
import torch
from safetensors.torch import save_file

import fixture_pictures
from checkpoints import FIXTURES
from fixtures import CHECKPOINTS, GOLDENS, distance, save
from reference import Preprocessor, Reference, decode, double_precision, recording, smart_resize

IMAGES = FIXTURES / "images"
NAMES = ["tiny-published", "tiny-newer"]
RAW = ["jpeg-420.jpg", "jpeg-cmyk.jpg", "jpeg-ycck.jpg", "jpeg-7x5.jpg"]
STAGE_IMAGES = ["rgb-140x112.png", "rgb-196x140.png", "jpeg-420.jpg"]
PATCH_IMAGES = ["rgb-1x1.png", "rgb-140x112.png", "rgb-noise-97x61.png", "rgb-1500x1000.png", "jpeg-cmyk.jpg"]
MULTI_VECTOR_IMAGES = ["rgb-1x1.png", "rgb-140x112.png", "rgb-333x250.png", "rgb-3x600.png", "palette-8-transparent.png", "jpeg-progressive-420.jpg"]
# Other limits than the checkpoints': the variants' 12,845,056 pixels, and a small one.
OTHER_LIMITS = [(3136, 12845056), (3136, 100352)]
SIZES = [
    (1, 1), (1, 200), (200, 1), (1, 201), (13, 14), (14, 42), (41, 43), (42, 42), (56, 56), (57, 85), (64, 96), (70, 98), (100, 200),
    (126, 126), (224, 224), (240, 320), (480, 640), (720, 1280), (768, 1024), (783, 771), (1000, 1500), (1080, 1920), (1200, 1600),
    (1600, 1200), (2200, 1700), (3000, 2000), (4000, 28), (28, 4000), (28, 5601), (8000, 6000),
]  # fmt: skip


def sha256(values):
    return hashlib.sha256(numpy.ascontiguousarray(values).tobytes()).hexdigest()


def write():
    tool = fixture_pictures.build_tool()
    files = fixture_pictures.write(IMAGES, tool)
    write_decoding(files, tool)
    for name in NAMES:
        write_preprocessing(name, files)
    for name in NAMES:
        write_vectors(name, files)


def write_json_lines(path, head, key, lines):
    """One entry a line, so that a difference can be read."""
    body = ",\n".join("  " + json.dumps(line) for line in lines)
    path.write_text(f"{{{json.dumps(head)[1:-1]}, {json.dumps(key)}: [\n{body}\n]}}\n")


def decoded_by_system(path, tool):
    """RGB by the system's libjpeg; CMYK is turned over and converted as PIL does it."""
    head, samples = subprocess.run([tool, "decode"], input=path.read_bytes(), stdout=subprocess.PIPE, check=True).stdout.split(b"\n", 1)
    width, height, components, version = map(int, head.split())
    if components == 4:
        samples = bytes(255 - value for value in samples)
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[components]
    return version, numpy.asarray(PIL.Image.frombytes(mode, (width, height), samples).convert("RGB"))


def write_decoding(files, tool):
    lines, raw, version = [], {}, None
    for file in files:
        path = IMAGES / file
        pixels = decode(path)
        if file.endswith(".jpg"):
            version, other = decoded_by_system(path, tool)
            assert numpy.array_equal(pixels, other), f"PIL and the system's libjpeg differ on {file}"
        turned = numpy.asarray(PIL.ImageOps.exif_transpose(PIL.Image.open(path)).convert("RGB"))
        line = {"file": file, "mode": PIL.Image.open(path).mode, "width": pixels.shape[1], "height": pixels.shape[0], "sha256": sha256(pixels)}
        if turned.shape != pixels.shape or not numpy.array_equal(turned, pixels):
            line["oriented"] = {"width": turned.shape[1], "height": turned.shape[0], "sha256": sha256(turned)}
        lines.append(line)
        if file in RAW or (file.endswith(".png") and pixels.shape[0] * pixels.shape[1] <= 3000):
            raw[f"rgb/{file}"] = torch.from_numpy(pixels.copy())
    sizes = []
    for height, width in SIZES:
        for limits in [(3136, 602112), *OTHER_LIMITS]:
            try:
                size = smart_resize(height, width, 28, *limits)
            except ValueError:
                size = None
            sizes.append([height, width, *limits, size])
    versions = {"pillow": PIL.__version__, "libjpeg_turbo_of_pillow": PIL.features.version("libjpeg_turbo"), "libjpeg_turbo_of_system": version}
    head = {**versions, "sizes": sizes}
    write_json_lines(GOLDENS / "images.json", head, "images", lines)
    save_file(raw, GOLDENS / "images.safetensors")


def resized(preprocessor, pixels):
    """What both processors of transformers make of a picture: the fast one (torch), the slow one (PIL)."""
    height, width = preprocessor.size(pixels)
    fast = preprocessor.resize(pixels)
    slow = numpy.asarray(PIL.Image.fromarray(pixels).resize((width, height), PIL.Image.Resampling.BICUBIC))
    return {"size": [height, width], "sha256": sha256(fast), "slow_sha256": sha256(slow)}, fast


def write_preprocessing(name, files):
    preprocessor = Preprocessor.load(CHECKPOINTS / name)
    lines, patch_rows = [], {}
    for file in files:
        pixels = decode(IMAGES / file)
        line, fast = resized(preprocessor, pixels)
        patches, grid = preprocessor.patches(fast)
        line = {"file": file, **line, "grid": grid[0, 1:].tolist(), "patches_sha256": sha256(patches.numpy())}
        if name == NAMES[0] and file.startswith("rgb-") and max(pixels.shape[:2]) > 100:
            line["other_limits"] = []
            for limits in OTHER_LIMITS:
                other = Preprocessor(*limits, preprocessor.patch, preprocessor.merge, preprocessor.frames, [], [])
                line["other_limits"].append({"min_pixels": limits[0], "max_pixels": limits[1], **resized(other, pixels)[0]})
        lines.append(line)
        if file in PATCH_IMAGES:
            rows = sorted({0, 1, 2, len(patches) // 2, len(patches) - 1})
            line["patch_rows"] = rows
            patch_rows[f"patches/{file}"] = patches[rows]
    head = {"min_pixels": preprocessor.min_pixels, "max_pixels": preprocessor.max_pixels}
    write_json_lines(GOLDENS / name / "images.json", head, "images", lines)
    save(GOLDENS / name / "image_patches.safetensors", patch_rows)


def is_kept(stage, file):
    """All stages of the first picture's first two blocks, and what each block and layer puts out of the others."""
    part = stage.split(".")
    if part[0] == "blocks":
        return part[2] == "output" or (file == STAGE_IMAGES[0] and int(part[1]) < 2)
    return part[0] != "layers" or part[2] == "output"


def write_vectors(name, files):
    directory = GOLDENS / name
    reference = Reference(CHECKPOINTS / name)
    vectors, stages, grids, floor_single, floor_multi = {}, {}, {}, 0.0, 0.0
    for task in reference.tasks:
        singles = []
        for file in files:
            pixels = decode(IMAGES / file)
            result = reference.embed_image(pixels, task)
            singles.append(result.single)
            if file in MULTI_VECTOR_IMAGES:
                vectors[f"multi/{task}/{file}"] = result.multi
            height, width = reference.preprocessor.size(pixels)
            with double_precision(reference):
                exact = reference.embed_image(pixels, task)
            floor_single = max(floor_single, distance(exact.single, result.single))
            floor_multi = max(floor_multi, distance(exact.multi, result.multi))
            grid = torch.tensor([[1, height // 14, width // 14]])
            if int(grid.prod()) <= 1200:
                grids.setdefault(tuple(grid[0, 1:].tolist()), sequence(reference, grid))
        vectors[f"single/{task}"] = torch.stack(singles)
    task = reference.tasks[0]
    for file in STAGE_IMAGES:
        with double_precision(reference), recording(reference) as found:
            reference.embed_image(decode(IMAGES / file), task)
        stages.update({f"{task}/{file}/{stage}": tensor for stage, tensor in found.items() if is_kept(stage, file)})
    write_json_lines(directory / "image_sequences.json", {"tasks": reference.tasks, "images": files}, "grids", list(grids.values()))
    save(directory / "images.safetensors", vectors)
    save(directory / "image_stages.safetensors", stages)
    print(f"{name}: {len(files)} images, float32 against float64: single {floor_single:.1e}, multi-vector {floor_multi:.1e}")


def sequence(reference, grid):
    """What follows from a grid of patches alone."""
    tokens = reference.image_tokens(grid)
    window_index, boundaries = reference.model.visual.get_window_index(grid)
    positions, _ = reference.model.get_rope_index(torch.tensor([tokens]), image_grid_thw=grid)
    start, end = (tokens.index(reference.raw[key]) for key in ("vision_start_token_id", "vision_end_token_id"))
    return {
        "grid": grid[0, 1:].tolist(),
        "window_index": window_index.tolist(),
        "window_boundaries": torch.unique_consecutive(torch.tensor(boundaries)).tolist(),
        "tokens": tokens,
        "pooled": [start, end],
        "positions": positions[:, 0].tolist(),
    }
