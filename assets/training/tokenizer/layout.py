"""The tokenizer: byte-level BPE laid out as Qwen2's, trained on training text only.

python -m tokenizer.layout WORK        writes WORK/tokenizer.json
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from drawing.drawings import KINDS
from drawing.pictures import PictureRange, random_drawing
from model.multimodal import ImagePrompt
from world.captions import Captions
from world.snippets import Snippets, program_code, program_description, programs
from world.splits import Split, Splits
from world.texts import Texts
from world.vocabulary import LANGUAGES, UNSPACED, aspects, colors, counts, kinds, places, subjects, topics
from world.wording import Roughness, neutral_words

# The pattern of transformers' qwen2 tokenizer.
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SPECIAL = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
    "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>",
    "<|image_pad|>", "<|video_pad|>",
]  # fmt: skip
ADDED = [
    "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>",
    "<|repo_name|>", "<|file_sep|>",
]  # fmt: skip
ENTRIES = 5_000
QUERY, PASSAGE = "Query: ", "Passage: "
IMAGE_PROMPT = "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Describe the image.<|im_end|>\n"
# Light disturbance, so that merges do not grow across a word's ends.
ROUGHNESS = Roughness(any=0.3, ending=0.3, case=0.3, long=0)


def training_text(splits: Splits, seed: int, rounds: int = 600) -> Iterator[str]:
    random = Random(f"tokenizer/{seed}")
    training = Split.TRAINING
    texts = Texts(splits, training, training, ROUGHNESS)
    captions = Captions(splits, training, ROUGHNESS)
    snippets = Snippets(splits, training, training)
    shown = PictureRange(KINDS, True, [(112, 112)])
    for _ in range(rounds):
        yield QUERY
        yield PASSAGE
        yield IMAGE_PROMPT
        for language in LANGUAGES:
            # Without spaces, merges would grow into whole phrases: there the characters come alone.
            if language not in UNSPACED:
                matter = texts.matter(random)
                yield texts.query(random, matter, language).text
                yield texts.passage(random, matter, language).text
                yield captions.caption(random, random_drawing(random, splits, training, shown), language).text
            else:
                for word in random.sample(neutral_words(language, splits.seed), 8):
                    yield from word
        pipeline, program = snippets.pipeline(random), random.choice(programs())
        yield snippets.description(random, pipeline).text
        yield snippets.code(random, pipeline).text
        yield program_description(random, program).text
        yield program_code(random, program).text
    for entries in (subjects(), aspects(), places(), topics(), kinds(), colors(), counts()):
        for entry in entries.values():
            for language in LANGUAGES:
                for word in entry.words[language]:
                    # Words weigh more than the sentences around them; with a space as inside a sentence.
                    yield from [word] * (80 if language in UNSPACED else 20)
                    if language not in UNSPACED:
                        yield from [f" {word}"] * 60


def train(splits: Splits, seed: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(byte_fallback=False, fuse_unk=False))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        ]
    )
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=ENTRIES - len(SPECIAL) - len(ADDED),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(training_text(splits, seed), trainer)
    # Added last, so that they follow the vocabulary as in the published file.
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, normalized=False, special=False) for token in ADDED])
    return tokenizer


def image_prompt(tokenizer: Tokenizer) -> ImagePrompt:
    ids = tokenizer.encode(IMAGE_PROMPT).ids
    image = ids.index(tokenizer.token_to_id("<|image_pad|>"))
    return ImagePrompt(before=ids[:image], after=ids[image + 1 :])


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the tokenizer.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--split-seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    tokenizer = train(Splits(arguments.split_seed), seed=0)
    tokenizer.save(str(arguments.work / "tokenizer.json"))
    print(f"{tokenizer.get_vocab_size()} entries")


if __name__ == "__main__":
    main()
