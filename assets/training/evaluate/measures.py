"""Single numbers that training decides by; those of sentences and drawings are of the development split."""

from random import Random

import torch
from tokenizers import Tokenizer

from drawing.pictures import PictureRange, labels_of, pixels_of, random_drawing
from evaluate.encoder import Encoder
from evaluate.everyday import encode_by, progress
from evaluate.metrics import cosine_scores, ndcg, spearman
from evaluate.probes import Probes, TextProbe
from model.multimodal import Model, normalized
from tokenizer.layout import PASSAGE, QUERY
from train.heads import AuxiliaryHeads
from world.splits import Split, Splits

DEVELOPMENT = Split.DEVELOPMENT
LANGUAGE_PAIRS = [("en", "en"), ("ru", "ru"), ("zh", "zh"), ("en", "de"), ("ja", "fr"), ("ar", "en"), ("es", "hi")]
CAPTION_LANGUAGES = ["en", "de", "ja", "ar"]


class Measures:
    def __init__(self, model: Model, heads: AuxiliaryHeads, tokenizer: Tokenizer, splits: Splits):
        self.model = model
        self.heads = heads
        self.tokenizer = tokenizer
        self.splits = splits
        self.probes = Probes(splits, DEVELOPMENT, DEVELOPMENT)

    def measure(self, name: str, adapter: str | None, shown: PictureRange) -> float:
        encoder = Encoder(self.model, self.tokenizer, adapter)
        match name:
            case "kind":
                return self.slot_accuracies(shown)["kind"]
            case "everyday":
                # Mean reciprocal ranks, English and the other languages alike.
                found = progress(encode_by(encoder))
                return mean(
                    split[name] for split in found.values() for name in ("english reciprocal", "others reciprocal")
                )
            case "text":
                return mean(self.ranking(encoder, self.probes.texts(*pair)) for pair in LANGUAGE_PAIRS)
            case "image":
                return mean(self.images(encoder, language) for language in CAPTION_LANGUAGES)
            case "retrieval":
                return (self.measure("text", adapter, shown) + self.measure("image", adapter, shown)) / 2
            case "late-interaction":
                return self.late_interaction(encoder)
            case "text-matching":
                return self.graded(encoder)
            case "code":
                return self.ranking(encoder, self.probes.code())
        raise ValueError(f"there is no measure called {name}")

    def ranking(self, encoder: Encoder, probe: TextProbe) -> float:
        scores = cosine_scores(encoder.texts(QUERY, probe.queries), encoder.texts(PASSAGE, probe.items))
        return ndcg(scores, probe.relevant)

    def images(self, encoder: Encoder, language: str) -> float:
        """The mean of caption → image and image → caption."""
        probe = self.probes.pictures(language)
        scores = cosine_scores(encoder.texts(QUERY, probe.captions), encoder.drawings(probe.drawings))
        return (ndcg(scores, probe.relevant) + ndcg(scores.T, probe.relevant.T)) / 2

    def late_interaction(self, encoder: Encoder) -> float:
        """The mean of queries over passages and captions over drawings, by MaxSim of multi-vectors."""
        texts, pictures = self.probes.texts("en", "en"), self.probes.pictures("en")
        return mean(
            ndcg(encoder.late_interaction(asked, items).cpu(), relevant)
            for asked, items, relevant in (
                (texts.queries, texts.items, texts.relevant),
                (pictures.captions, pictures.drawings, pictures.relevant),
            )
        )

    def graded(self, encoder: Encoder) -> float:
        probe = self.probes.graded()
        first, second = encoder.texts(QUERY, probe.first), encoder.texts(QUERY, probe.second)
        return spearman(torch.cosine_similarity(first, second), probe.closeness)

    @torch.no_grad()
    def slot_accuracies(self, shown: PictureRange, split: Split = DEVELOPMENT, pictures: int = 512) -> dict[str, float]:
        """Share of unseen drawings whose slots the auxiliary heads name rightly."""
        random = Random(f"slots/{split}")
        drawings = [random_drawing(random, self.splits, split, shown) for _ in range(pictures)]
        device = next(self.heads.parameters()).device
        found: dict[str, list[torch.Tensor]] = {}
        for start in range(0, pictures, 128):
            part = drawings[start : start + 128]
            cells = self.model.visual(normalized(pixels_of(part, shown.sizes[0]).to(device)))
            for slot, correct in self.heads.correct(cells, labels_of(part).to(device)).items():
                found.setdefault(slot, []).append(correct)
        return {slot: float(torch.cat(parts).float().mean()) for slot, parts in found.items()}


def mean(values) -> float:
    found = list(values)
    return sum(found) / len(found)
