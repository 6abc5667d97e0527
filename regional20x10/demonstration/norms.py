"""Factory types of the demonstration, with made-up norms."""

from decimal import Decimal

from django.utils.text import slugify

PACKAGES = [
    # weight, from, to (shares of the span), English, Korean, share of the whole need of each material
    (10, 0, 0.16, "Foundations", "기초", {"cement": 0.25, "steel": 0.25}),
    (22, 0.10, 0.42, "Structure", "골조", {"cement": 0.4, "steel": 0.6, "bricks": 0.25}),
    (14, 0.34, 0.58, "Walls, roof and windows", "벽체, 지붕, 창문", {"cement": 0.1, "bricks": 0.7, "glass": 1}),
    (12, 0.40, 0.70, "Power, water and heating", "전기, 상하수도, 난방", {"pipes": 1}),
    (20, 0.55, 0.86, "Equipment installation", "설비조립", {"steel": 0.15}),
    (12, 0.56, 0.90, "Finishing", "내외부마감", {"cement": 0.15, "bricks": 0.05, "tiles": 1}),
    (4, 0.74, 0.95, "Roads and grounds", "구내도로와 원림", {"cement": 0.1}),
    (6, 0.88, 1, "Trial run", "시운전", {"coal": 1}),
]

MATERIALS = {
    # code: English, Korean, unit, need per m2 of floor
    "cement": ("Cement", "세멘트", "t", 0.31),
    "steel": ("Reinforcing steel", "철근", "t", 0.052),
    "bricks": ("Bricks", "벽돌", "×1,000", 0.21),
    "glass": ("Window glass", "창유리", "m²", 0.18),
    "pipes": ("Pipes", "관", "m", 0.9),
    "tiles": ("Tiles", "타일", "m²", 0.75),
    "coal": ("Coal", "석탄", "t", 0.012),
}

TYPES = {
    # code: English, Korean, floor m2, capacity t a year, equipment: (name, pieces, reference level),
    #       product groups: (kg a head and year in the reference county, share of it that such a factory is to meet)
    #       raw material t per t
    "FOOD": (
        "Food factory", "식료공장", 4200, 1500,
        [("fermentation tanks", 4, 4), ("oil press", 2, 3), ("confectionery line", 1, 4)],
        {"soy sauce": (9, 0.9), "bean paste": (7, 0.9), "cooking oil": (4, 0.8), "confectionery": (9.5, 0.9)},
        {"soya beans": 0.42, "maize": 0.61},
    ),
    "CLOTH": (
        "Clothing factory", "옷공장", 3100, 140,
        [("cutting table", 2, 3), ("sewing machines", 60, 3), ("padding machine", 1, 4)],
        {"children's clothes": (0.6, 0.9), "padded jackets": (1.2, 0.8), "uniforms": (1.1, 0.9)},
        {"fabric": 1.08},
    ),
    "DAILY": (
        "Daily necessities factory", "일용품공장", 3400, 620,
        [("soap line", 1, 4), ("injection moulder", 3, 4), ("filling line", 1, 3)],
        {"soap": (3.5, 0.9), "toothpaste": (0.5, 0.9), "plastic ware": (4.2, 0.8), "paper goods": (4.5, 0.9)},
        {"vegetable fat": 0.35, "resin": 0.3},
    ),
    "PAPER": (
        "Paper mill", "종이공장", 5200, 2400,
        [("pulper", 2, 3), ("paper machine", 1, 4), ("cutter", 2, 3)],
        {"writing paper": (22, 0.9), "wrapping paper": (28, 0.8)},
        {"pulpwood": 2.1},
    ),
}  # fmt: skip
TRADES = {
    # code: English, Korean, share of the posts; the first trade takes what rounding leaves
    "operators": ("Machine operators", "기대공", 0.6),
    "technologists": ("Technologists", "기술자", 0.12),
    "mechanics": ("Mechanics", "수리공", 0.12),
    "electricians": ("Electricians", "전기공", 0.08),
    "laboratory": ("Laboratory workers", "분석공", 0.08),
}
REFERENCE = "KP0409"
"""Kimhwa, whose four factories are the reference: the values are theirs, and made up."""

IN_KOREAN = {
    "soy sauce": "간장", "bean paste": "된장", "cooking oil": "기름", "confectionery": "당과류",
    "children's clothes": "아동옷", "padded jackets": "솜옷", "uniforms": "교복",
    "soap": "비누", "toothpaste": "치약", "plastic ware": "수지제품", "paper goods": "종이제품",
    "writing paper": "학습장종이", "wrapping paper": "포장지",
    "soya beans": "콩", "maize": "강냉이", "fabric": "천", "vegetable fat": "식물성기름", "resin": "수지",
    "pulpwood": "펄프용나무",
}  # fmt: skip
"""Names of product groups and raw materials."""

MACHINES_KO = {
    "fermentation tanks": "발효탕크", "oil press": "착유기", "confectionery line": "당과류생산흐름선",
    "cutting table": "재단대", "sewing machines": "재봉기", "padding machine": "솜누비기계",
    "soap line": "비누생산흐름선", "injection moulder": "사출기", "filling line": "충전흐름선",
    "pulper": "해리기", "paper machine": "초지기", "cutter": "절단기",
}  # fmt: skip
"""Names of machines."""


def trades(posts):
    """{trade: posts} that come to `posts` together."""
    first, *others = TRADES
    found = {code: round(posts * TRADES[code][2]) for code in others}
    return {first: posts - sum(found.values())} | found


def type_values(code):
    """What `factories.actions.types.found_type` takes for the type `code`."""
    name_en, name_ko, floor, capacity, equipment, groups, raw = TYPES[code]
    return {
        "code": code,
        "name_en": name_en,
        "name_ko": name_ko,
        "product_lines": list(groups),
        "norms": {
            "made_up": True,
            "floor_area_m2": floor,
            "capacity_t_year": capacity,
            "materials_per_m2": {name: need for name, (*_names, need) in MATERIALS.items()},
            "equipment": [
                {
                    "code": slugify(name),
                    "name_en": name.capitalize(),
                    "name_ko": MACHINES_KO[name],
                    "quantity": pieces,
                    "reference_level": level,
                }
                for name, pieces, level in equipment
            ],
            "raw_material_t_per_t": raw,
            "product_groups": {name: share for name, (_kg, share) in groups.items()},
            "reference": {"county": REFERENCE, "kg_per_head": {name: kg for name, (kg, _share) in groups.items()}},
            "names_ko": {name: IN_KOREAN[name] for name in (*groups, *raw)},
            "posts": max(40, floor // 40),
            "trades": trades(max(40, floor // 40)),
            "power_kw": floor // 12,
            "water_m3_day": floor // 25,
        },
        "demonstration": True,
        "templates": [
            {
                "weight": weight,
                "starts_at": Decimal(str(start)),
                "ends_at": Decimal(str(end)),
                "name_en": english,
                "name_ko": korean,
                "materials": materials,
            }
            for weight, start, end, english, korean, materials in PACKAGES
        ],
    }
