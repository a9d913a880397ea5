"""The texts of the goldens: languages and oddities. Written for this project."""

SENTENCES = {
    "english": "The lighthouse keeper counts the ships that pass at night.",
    "german": "Möge die Straße bis zum Süden weiß von Schnee sein.",
    "french": "Où est passée la clé du grenier ? « Derrière l'horloge », dit-elle.",
    "spanish": "¿Quién pintó la pared del patio? Nadie lo recuerda.",
    "portuguese": "A estação fica a três quilômetros do coração da cidade.",
    "italian": "Perché l'acqua del lago è così fredda in luglio?",
    "polish": "Zażółć gęślą jaźń, zanim przyjdzie świt.",
    "czech": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "turkish": "İstanbul'da ışıklar sönünce kediler çatıya çıkar.",
    "vietnamese": "Buổi sáng, bà tôi ra vườn hái rau thơm.",
    "greek": "Η θάλασσα ήταν ήσυχη και ο ουρανός καθαρός.",
    "russian": "Старый мост через реку закрыли на ремонт до весны.",
    "ukrainian": "Їжак сховав яблуко під ґанком.",
    "hebrew": "הספרייה נפתחת בשעה תשע בבוקר.",
    "arabic": "تفتح المكتبة أبوابها في الساعة التاسعة صباحًا.",
    "persian": "کتابخانه‌ی شهر جمعه‌ها بسته است.",
    "hindi": "नदी के किनारे बच्चे पतंग उड़ाते हैं।",
    "bengali": "বৃষ্টির পরে আকাশে রংধনু উঠল।",
    "tamil": "மலையின் மேல் பனி மெதுவாக உருகுகிறது.",
    "thai": "ตลาดน้ำเปิดตั้งแต่เช้ามืดทุกวันเสาร์",
    "chinese": "图书馆每天早上九点开门，周末下午五点关门。",
    "chinese-traditional": "圖書館的貓今天坐在窗邊曬太陽。",
    "japanese": "駅前の古い喫茶店は、雨の日だけピアノを鳴らす。",
    "korean": "할머니는 매일 아침 뜰에서 상추를 딴다.",
    "georgian": "ძველი ხიდი მდინარეზე ისევ დგას.",
    "amharic": "ጠዋት ላይ ቡና ይፈላል።",
    "mixed-scripts": "Tokyo 東京 Москва القاهرة दिल्ली Αθήνα in one line",
}

ODDITIES = {
    "empty": "",
    "one-letter": "a",
    "one-space": " ",
    "one-newline": "\n",
    "digits": "1234567890 3.14159 1,234,567 ٣٤٥ ४५६ ½ Ⅻ",
    "punctuation": "...!?---///((()))[]{}<>@#$%^&*~`|\\\"'",
    "contractions": "It's we'll I'M they've he'd don't 'tis rock'n'roll 'ſ",
    "spaces": "  two  spaces   and\ttabs\t\tthen trailing   ",
    "newlines": "first\nsecond\r\nthird\n\n\nfourth\r",
    "no-break": "a\u00a0b\u2003c\u3000d\u200be\ufefff",
    "composed": "é ñ ü Å ô ﬁ Ω ệ",
    "decomposed": "e\u0301 n\u0303 u\u0308 A\u030a o\u0302 e\u0323\u0302 e\u0302\u0323",
    "stacked-marks": "Z\u0351\u036b\u0343a\u0317\u0321l\u0302\u0325g\u0300o\u0301\u0316",
    "hangul-jamo": "\u1112\u1161\u11ab\u1100\u1173\u11af 한글",
    "emoji": "🙂🚀🎉 sunny ☀️ and ☀",
    "emoji-sequences": "👩‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇯🇵 👍🏽 1️⃣",
    "control": "bell\u0007 null\u0000 escape\u001b[31m delete\u007f",
    "directional": "\u202eabc\u202c \u2066אבג\u2069 end",
    "private-use": "\ue000\uf8ff\U000f0000 unassigned \u0378",
    "mathematics": "∀ε>0 ∃δ>0: |x−a|<δ ⇒ |f(x)−f(a)|<ε, 𝔸𝒷𝓬 x² H₂O ∑∫√",
    "long-word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "repeated": "na" * 40,
    "url": "https://example.org/a/b?c=d&e=%20f#g-h_i",
    "mail": "someone+tag@example.org, 2024-02-29T12:34:56Z",
    "python": "def area(radius):\n    return 3.14159 * radius ** 2  # m²\n",
    "swift": "let names = people.filter { $0.age >= 18 }.map(\\.name)\n",
    "c": "for (int i = 0; i < n; ++i) {\n\tsum += a[i] * b[i];\n}\n",
    "sql": "SELECT name, COUNT(*) FROM orders WHERE total > 9.99 GROUP BY name;",
    "json": "{\"id\": 7, \"tags\": [\"a\", \"b\"], \"ok\": true, \"none\": null}",
    "html": "<p class=\"x\">1 &lt; 2 &amp; 3</p><!-- note -->",
    "added-end": "before <|im_end|> after",
    "added-all": "<|endoftext|><|im_start|>x<|object_ref_start|><|box_end|><tool_call>y</tool_call><|fim_prefix|><|repo_name|><|file_sep|>",
    "added-image": "a <|vision_start|><|image_pad|><|image_pad|><|vision_end|> b",
    "added-broken": "<|im_end <|im_end|>| <tool_call >",
    "prompt-inside": "Query: Passage: Query: what is a prefix?",
    "starts-with-space": " leading space",
    "case": "HELLO hello HeLLo ΣΊΣΥΦΟΣ σίσυφος İi Iı ß ẞ",
    "quotes": "“curly” ‘single’ „tief“ «guillemets» 「鉤」",
    "ligature-arabic": "لا إله ﷺ ﻻ",
    "indic-virama": "क्ष त्र ज्ञ श्री",
}

LONG = " ".join(
    f"Chapter {number}: the {place} of the {thing}, where {count} {people} waited for the {weather}."
    for number, (place, thing, count, people, weather) in enumerate(
        zip(
            ["harbour", "garden", "station", "library", "market", "bridge", "tower", "valley"] * 3,
            ["winter", "river", "captain", "orchard", "machine", "island"] * 4,
            ["three", "seven", "twelve", "forty"] * 6,
            ["travellers", "cats", "clerks", "painters", "children"] * 5,
            ["rain", "snow", "north wind", "morning fog"] * 6,
        ),
        start=1,
    )
)

TEXTS = {**SENTENCES, **ODDITIES, "long": LONG}

# The texts with more than single vectors: every stage, every Matryoshka dimension, every token.
STAGE_TEXTS = ["english", "chinese", "added-image"]
MATRYOSHKA_TEXTS = ["english", "arabic", "python", "empty", "long"]
MULTI_VECTOR_TEXTS = [
    "english", "german", "chinese", "arabic", "hindi", "emoji-sequences", "python", "empty", "decomposed", "added-all", "newlines",
]  # fmt: skip

# Texts cut at a window smaller than they are: (id, text, window).
TRUNCATED = [("truncated-16", "long", 16), ("truncated-1", "english", 1), ("truncated-exact", "one-letter", 4)]
