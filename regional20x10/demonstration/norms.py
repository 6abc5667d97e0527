"""Factory types of the demonstration, with made-up norms."""

from decimal import Decimal

PACKAGES = [
    # weight, from, to (shares of the span), English, Korean
    (10, 0, 0.16, "Foundations", "기초"),
    (22, 0.10, 0.42, "Structure", "골조"),
    (14, 0.34, 0.58, "Walls, roof and windows", "벽체, 지붕, 창문"),
    (12, 0.40, 0.70, "Power, water and heating", "전기, 상하수도, 난방"),
    (20, 0.55, 0.86, "Equipment installation", "설비조립"),
    (12, 0.56, 0.90, "Finishing", "내외부마감"),
    (4, 0.74, 0.95, "Roads and grounds", "구내도로와 원림"),
    (6, 0.88, 1, "Trial run", "시운전"),
]

TYPES = {
    # code: English, Korean, product lines, floor m2, capacity t a year, materials per m2, equipment, raw material
    "FOOD": (
        "Food factory", "식료공장", ["soy sauce", "bean paste", "cooking oil", "confectionery"], 4200, 1500,
        ["fermentation tanks", "oil press", "confectionery line"], {"soya beans": 0.42, "maize": 0.61},
    ),
    "CLOTH": (
        "Clothing factory", "옷공장", ["children's clothes", "padded jackets", "uniforms"], 3100, 140,
        ["cutting table", "sewing machines", "padding machine"], {"fabric": 1.08},
    ),
    "DAILY": (
        "Daily necessities factory", "일용품공장", ["soap", "toothpaste", "plastic ware", "paper goods"], 3400, 620,
        ["soap line", "injection moulder", "filling line"], {"vegetable fat": 0.35, "resin": 0.3},
    ),
    "PAPER": (
        "Paper mill", "종이공장", ["writing paper", "wrapping paper"], 5200, 2400,
        ["pulper", "paper machine", "cutter"], {"pulpwood": 2.1},
    ),
}  # fmt: skip


def type_values(code):
    """What `factories.actions.types.found_type` takes for the type `code`."""
    name_en, name_ko, products, floor, capacity, equipment, raw = TYPES[code]
    return {
        "code": code,
        "name_en": name_en,
        "name_ko": name_ko,
        "product_lines": products,
        "norms": {
            "made_up": True,
            "floor_area_m2": floor,
            "capacity_t_year": capacity,
            "materials_per_m2": {"cement_t": 0.31, "steel_t": 0.052, "bricks": 210},
            "equipment": [{"name": name, "reference_level": "Kimhwa"} for name in equipment],
            "raw_material_t_per_t": raw,
            "posts": max(40, floor // 40),
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
            }
            for weight, start, end, english, korean in PACKAGES
        ],
    }
