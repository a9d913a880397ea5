"""The sizes of the published model, and the cases that are timed."""

HIDDEN, INTERMEDIATE, HEADS, KEY_HEADS, DIMENSION, LAYERS = 2048, 11008, 16, 2, 128, 36
VISION_HIDDEN, VISION_INTERMEDIATE, VISION_HEADS, VISION_LAYERS, VISION_WHOLE = 1280, 3420, 16, 32, 4
VOCABULARY = 151936

# Texts, tokens of each, and passes (one for each adapter) of a case.
TEXTS = {
    "query-8": (1, 8, 1),
    "query-16": (1, 16, 1),
    "adapters-12": (1, 12, 3),
    "texts-32x16": (32, 16, 1),
    "passage-512": (1, 512, 1),
}
# Pixels along each side; a patch is 14 of them, a window at most 64 patches.
IMAGES = {"image-448": 448, "image-1036": 1036}
