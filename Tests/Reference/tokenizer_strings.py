"""Texts that tokenizers get wrong: scripts, both normal forms, emoji, spaces, controls, added tokens, and mixtures."""

import unicodedata

SENTENCES = [
    "May the Force be with you", "Que la Fuerza te acompañe", "フォースと共にあらんことを", "Que a Força esteja com você",
    "Möge die Macht mit dir sein", "دع القوة تكون معك", "Overview of climate change impacts on coastal cities",
    "تأثير تغير المناخ على المدن الساحلية", "浜辺に沈む美しい夕日", "Το γρήγορο καφέ αλεπού", "Быстрая лиса, ёжик и йод",
    "Nhanh như một con cáo nâu, tiếng Việt", "שָׁלוֹם עֲלֵיכֶם", "नमस्ते दुनिया, क़िला और ज़मीन", "ক্রিকেট কোথায়, ড় ঢ় য়",
    "ਪੰਜਾਬੀ ਸ਼ਹਿਰ", "ଓଡ଼ିଆ ଢ଼", "தமிழ் மொழி கொ கோ கௌ", "ಕನ್ನಡ ಕೊ ಕೋ", "മലയാളം കൊ കോ", "සිංහල කො කෝ", "สวัสดีครับ น้ำ",
    "ພາສາລາວ", "བོད་ཡིག གཱི", "မြန်မာဘာသာ", "ភាសាខ្មែរ", "ქართული ენა", "Հայերեն լեզու", "አማርኛ ቋንቋ", "한국어 문장을 나눕니다",
    "ᏣᎳᎩ ꭰꮎ", "İstanbul'da ığdır", "straße STRASSE ﬁn ﬆ", "ǅ ǈ ǋ ǲ", "Ωμέγα Ω K Å", "x² + y³ = ½·z₁₂", "Ⅻ ⅷ ①②③ ⑳ ㊿",
    "٠١٢٣ ०१२३ ๐๑๒ 𝟘𝟙𝟚", "文字化け，標點。「引用」", "ｆｕｌｌ　ｗｉｄｔｈ ﾊﾝｶｸ ｶﾞ", "Ѐ Ѝ Й ѐ ё",
    "Δ-encoding: cost ≈ $1,234.56 (≤2% error) — see §3.1 & Fig. 2.", "𐐷𐐀 𝒜𝓑 𓀀𓂀 𒀀", "🀄 𠀀𪛖 𪜀 𫠠 𬺰 𮯰 𰀀 𱍐",
    "Query: It's 2025, I'LL go\n\n  ok", "Query:  two spaces   end  ", "\tfoo(bar)\r\nx", "Hello world", " Hello world",
    "Query: Nebulae and distant galaxies", "def f(x):\n    return x**2  # ok\n\n\nclass A:\n\tpass\n",
    "for (int i=0;i<10;i++){printf(\"%d\\n\",i);}", "https://example.org/a/b?c=d&e=%20f#g", "a.b+tag@mail.example.com",
    "<html>\n  <body class=\"x\">&nbsp;</body>\n</html>", "SELECT * FROM t WHERE a >= 1 AND b <> 'x''y';",
    "{\"a\": [1, 2.5e-3, null]}", "C:\\Users\\me\\file.txt", "a_b-c.d/e,f;g:h!i?j", "$€£¥ 1.000,00 1'000 1_000",
    "e.g. i.e. etc... …", "--flag=value -x --", "日本語とEnglishと123混在", "ALLCAPS CamelCase snake_case kebab-case",
    "don't DON'T don’t rock'n'roll o'clock 'tis", "x'yz 'll 'LL 'Ll 'lL 'l 'L", "'re've'm'd's't'll",
    "''s \"'t ' s 's' 'S' 'T 'RE 'VE 'M 'D 'rE 'vE", "'\u017f a'\u017f '\u017f\u017f 'S\u017f",
    "\u02bcs \u2019s \uff07s `s \u00b4s",
]

EMOJI = [
    "👩‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "🇩🇪🇯🇵🇺", "1️⃣ *️⃣ #️⃣", "❤️ ❤ ❤︎", "🤦🏼‍♂️", "☺︎☺️", "🫠🪿🫨", "🧑‍🦰",
    "\u200d", "a\u200db", "👩\u200d", "\u200d💻", "\ufe0f", "🙂" * 20,
]

SPACES = [
    0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F,
    0x3000,
]

INVISIBLE = [
    0x00, 0x01, 0x07, 0x08, 0x0E, 0x1B, 0x1C, 0x1F, 0x7F, 0x80, 0x9F, 0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C,
    0x200D, 0x200E, 0x202A, 0x202E, 0x2060, 0x2066, 0x206F, 0xFEFF, 0xFFF9, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0xFDD0,
    0x1FFFE, 0xE000, 0xF8FF, 0xF0000, 0x10FFFF, 0xE0001, 0xE0041, 0xE0100, 0x1D173,
]

# Letters, numbers and marks near the edges of what a version of Unicode knows, and compositions of every kind.
SCALARS = [
    0xAA, 0xB2, 0xB5, 0xBA, 0xBC, 0xC5, 0xD7, 0x149, 0x1C5, 0x1D5, 0x1F0, 0x2B0, 0x2C2, 0x2EC, 0x300, 0x340, 0x341,
    0x343, 0x344, 0x345, 0x374, 0x37E, 0x387, 0x483, 0x488, 0x559, 0x5D0, 0x5BF, 0x610, 0x640, 0x653, 0x660, 0x6D5,
    0x7C0, 0x897, 0x8E2, 0x93C, 0x958, 0x9BE, 0x9DF, 0xB57, 0xBBE, 0xC56, 0xC5C, 0xCD5, 0xCDC, 0xD3E, 0xDCA, 0xE01,
    0xE33, 0xE38, 0xEB1, 0xF43, 0xF71, 0xF73, 0xF81, 0x1025, 0x102E, 0x10A0, 0x10FF, 0x1100, 0x1113, 0x1160, 0x1161,
    0x1175, 0x1176, 0x11A7, 0x11A8, 0x11C2, 0x11C3, 0x135D, 0x16EE, 0x17D2, 0x17E0, 0x1B05, 0x1B35, 0x1C89, 0x1DFA,
    0x1E9B, 0x1F71, 0x1FBE, 0x1FD3, 0x1FEE, 0x2000, 0x20D0, 0x2126, 0x212A, 0x212B, 0x2160, 0x2183, 0x2188, 0x2460,
    0x24B6, 0x2ADC, 0x2C2F, 0x2CF2, 0x2DE0, 0x2E2F, 0x3007, 0x3021, 0x302A, 0x304B, 0x3099, 0x309B, 0x30AC, 0x3131,
    0x3220, 0x4DBF, 0x9FFF, 0xA015, 0xA66F, 0xA7CB, 0xA7DC, 0xA7F2, 0xA8E0, 0xAB53, 0xAC00, 0xAC01, 0xD7A3, 0xD7B0,
    0xF900, 0xFA0E, 0xFA10, 0xFAD9, 0xFB1D, 0xFB2C, 0xFB49, 0xFDFA, 0xFE20, 0xFF10, 0xFF21, 0xFFA0, 0x10107, 0x10140,
    0x105C0, 0x10A0F, 0x10D40, 0x10EFC, 0x1099A, 0x1109A, 0x110BA, 0x1112E, 0x11131, 0x11133, 0x11347, 0x11383,
    0x113C5, 0x1134B, 0x1133E, 0x114BB, 0x114B0, 0x115BA, 0x11938, 0x11935, 0x11930, 0x11DB0, 0x16121, 0x16D68,
    0x16EA0, 0x18D00, 0x1BC9E, 0x1CCF0, 0x1D15E, 0x1D165, 0x1D1BB, 0x1D7CE, 0x1E000, 0x1E5EE, 0x1E6FF, 0x1E8D0,
    0x1F100, 0x1FBF0, 0x20000, 0x2A6DF, 0x2B739, 0x2B73A, 0x2EBF0, 0x2F800, 0x2FA1D, 0x2FA1E, 0x30000, 0x31350,
    0x323AF, 0x323B0, 0x33479,
]

MARKS = [
    "a\u0323\u0302", "a\u0302\u0323", "a\u0302\u0301\u0323", "e\u0301\u0301", "\u0301e", "\u0301",
    "\u0323\u0301\u0323", "o\u031b\u0323", "o\u0323\u031b", "\u1e9b\u0323", "\u017f\u0323\u0307", "q\u0307\u0323",
    "q\u0323\u0307", "c\u0327\u0301", "c\u0301\u0327", "\u0344\u0345", "\u0345\u0344\u0323",
    "\u03b1\u0313\u0300\u0345", "\u03b1\u0345\u0300\u0313", "\u0930\u093c\u0915\u093c", "\u0915\u093c\u0958",
    "\u0f71\u0f72\u0f74", "\u0f73\u0f71", "\u0f40\u0f74\u0f71", "\u1100\u1161\u11a8", "\u1100\u1161\u11a7",
    "\uac00\u11a8", "\uac01\u11a8", "\u1100\u1161\u1161", "\u1100\u0301\u1161", "\u1161\u11a8", "\u304b\u3099",
    "\u304b\u309a\u3099", "\u30cf\u309a", "\u0cc6\u0cc2\u0cd5", "\u0dd9\u0dcf\u0dca", "\u0b47\u0b57\u0b3e",
    "\u1025\u102e", "\U0001109b\U000110ba", "\U000114b9\U000114b0", "\U0001d157\U0001d165\U0001d16e",
    "\U00011935\U00011930", "\u212b\u0323", "\u1ea5\u0323", "<\u0338", ">\u0338=\u0338", "\u2adc\u0338",
    "A\u030aB\u030a", "a\u0334\u0301", "a\u0301\u0334", "a\u05b0\u094d\u3099\u0300", "a" + "\u0301\u0323" * 40,
    "\u0301" * 30, "n\u0303o\u0303 man\u0303ana", "x\u20d7\u0302 = y\u0304", "\ufb2c\u05b0", "\u05e9\u05bc\u05c1",
    "i\u0307\u0323 I\u0307", "\u1e0a\u0323 d\u0323\u0307", "\u00c7\u0300 C\u0300\u0327",
]

ADDED = [
    "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Describe the image.<|im_end|>\n", "<|endoftext|>",
    "a<|endoftext|>b", " <|endoftext|> ", "<|endoftext|><|endoftext|>", "<|<|im_start|>|>", "<|im_start|",
    "<|im_start |>", "<|IM_START|>", "im_start", "<|im_start|>>", "<<|im_start|>",
    "<tool_call>{\"name\": 1}</tool_call>", "<tool_call></tool_call>", "<tool_call", "</tool_call>x",
    "<tool_call>\u0338", "\u0338<tool_call>", "e<|im_end|>\u0301", "e\u0301<|im_end|>e\u0301",
    "\u1100<|im_end|>\u1161", "  <|im_end|>  x", "\n<|im_end|>\n", "'<|im_end|>s",
    "1<|fim_prefix|>2<|fim_middle|>3<|fim_suffix|>4<|fim_pad|>", "<|repo_name|>a/b<|file_sep|>c.py\n",
    "Query: <|image_pad|>", "<|video_pad|><|vision_pad|><|quad_start|><|quad_end|><|box_start|><|box_end|>",
    "<|object_ref_start|>x<|object_ref_end|>", "日本<|im_end|>語", "<|image_pad|>" * 30, "<" * 30, "<|" * 20,
    "\uff1c|im_end|\uff1e",
]

# What the fixed generator below puts together.
PARTS = [
    "a", "Z", "é", "e\u0301", "ß", "1", "٣", "²", " ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "'", "'s",
    "'LL", "\u017f", "-", "!", "…", "(", "_", "的", "あ", "한", "\u1112\u1161\u11ab", "क", "\u093c", "\u0301", "\u0323",
    "🙂", "\u200d", "\ufe0f", "\0", "\ufffd", "<|im_end|>", "<tool_call>", "𝟙", "𐐷", "the", "ing", "==",
]

# Long words, as (text, how often): what merges step by step, what never merges, and what has to be sorted.
LONG = [
    ("a", 100_000), ("ab", 50_000), ("the", 33_334), ("語", 33_334), ("e\u0301", 33_334), ("\u0301\u0323", 25_000),
    (" ", 100_000), ("\n ", 50_000), ("=", 100_000), ("\u0e01\u0e38", 16_667),
]

# Added tokens, each with its flags and an id where the vocabulary has the text, and texts in which the flags matter.
STRIP = ["x  <a>  y", "  <a>", "<a>  <a>", "x\u3000\n<a>", "\u0301 <a>", "<a>  ", "<a> <a>  <a>z", "<a>\u00a0\ty", "<a> \u0301"]
WORD = [
    "<a>", "x<a>", "<a>x", " <a> ", "\u0301<a>", "_<a>", "1<a>", "-<a>-", "<a>\u200d", "<a><a>", "\u0897<a>",
    "\U00016ea0<a>", "\u24b6<a>", "x<a>y", "<a>\u0338", "e\u0301<a>e\u0301", "<a",
]
FLAGS = [
    ([("<a>", ["lstrip"])], STRIP),
    ([("<a>", ["rstrip"])], STRIP),
    ([("<a>", ["lstrip", "rstrip"])], STRIP),
    ([("<a>", ["single_word"])], WORD),
    ([("<a>", ["normalized"])], WORD),
    ([("<a>", ["lstrip", "rstrip", "single_word", "normalized"])], STRIP + WORD),
    ([("ab", []), ("abc", []), ("bcd", []), ("b", ["single_word"])], ["abcd", "abxabc", "abab", "b", "bcd b", "xb", "ab\u0301"]),
    ([("caf\u00e9", ["normalized"]), ("nai\u0308ve", ["normalized"]), ("re\u0301s", [])],
     ["cafe\u0301", "un caf\u00e9 noir", "na\u00efve", "nai\u0308ve", "r\u00e9s", "re\u0301s", "cafe\u0301\u0323"]),
    ([("\u1e17", ["normalized"]), ("e\u0304\u0301", ["normalized", "special"])], ["\u1e17", "e\u0304\u0301", "x\u0113\u0301y"]),
    ([("<a>", ["rstrip"]), (" <b>", []), (" ", ["special"])], ["<a> <b>", "x <b> y", "<a>  <b>  "]),
    ([("the", ["special"]), ("t", [])], ["the theta t", "THE", "tthe"]),
]


def strings():
    """At least 500 different texts, always the same."""
    result = ["", *SENTENCES, *EMOJI, *MARKS, *ADDED]
    result += [unicodedata.normalize("NFD", text) for text in SENTENCES]
    result += [f"a{chr(c)}1 {chr(c)}{chr(c)}b" for c in SPACES + INVISIBLE + SCALARS]
    result += [f"{chr(a)}{chr(b)}x {chr(b)}{chr(a)}" for a, b in zip(SPACES, SPACES[1:] + SPACES[:1])]
    # A linear congruential generator (the constants are those of Numerical Recipes) is the same everywhere.
    state = 1
    for length in range(160):
        text = ""
        for _ in range(2 + length // 10):
            state = (state * 1664525 + 1013904223) % 2**32
            text += PARTS[(state >> 16) % len(PARTS)]
        result.append(text)
    return list(dict.fromkeys(result))
