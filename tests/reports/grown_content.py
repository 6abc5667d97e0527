"""A seal's content made larger: the same places over and over under other codes, to measure what grows with them."""

from itertools import count

REMADE = ("counties", "projects", "bases", "workforce", "production", "raw_materials", "leads", "shortages")
"""Parts of which each place has rows of its own."""


def grown(content, counties):
    """`content` with as many counties as asked for: new ones are copies, with their projects, figures and facts."""
    originals = sorted(row["code"] for row in content["counties"])
    made = {**content, **{part: list(content[part]) for part in REMADE if isinstance(content.get(part), list)}}
    made["figures"], made["facts"] = dict(content["figures"]), dict(content["facts"])
    made["provinces"] = [{**row, "counties": list(row["counties"])} for row in content["provinces"]]
    for turn in count(1):
        for code in originals:
            if len(made["counties"]) >= counties:
                return made
            _copy(content, made, code, turn)


def _copy(content, made, code, turn):
    """Another place that is like `code` in all but its codes."""
    codes = {code: f"{code}{turn}"}
    own = [row["code"] for row in content["projects"] if row["county"] == code]
    codes |= {project: f"{project}{turn}" for project in own}
    subjects = {f"county:{code}": f"county:{codes[code]}"} | {
        f"project:{project}": f"project:{codes[project]}" for project in own
    }
    facts = {name: f"{name}0{turn}" for name, row in content["facts"].items() if row["subject"] in subjects}
    renamed = codes | subjects | facts
    for part in REMADE:
        for row in content.get(part) or () if isinstance(content.get(part), list) else ():
            if row.get("county") == code or row.get("project") in codes or row.get("code") == code:
                made[part].append(_renamed(row, renamed) | ({"rank": len(made[part]) + 1} if "rank" in row else {}))
    for row in made["provinces"]:
        if code in row["counties"]:
            row["counties"].append(codes[code])
    made["facts"].update({facts[name]: _renamed(content["facts"][name], renamed) for name in facts})
    for name, row in content["figures"].items():
        subject, _slash, key = name.rpartition("/")
        if subject in subjects:
            made["figures"][f"{subjects[subject]}/{key}"] = _renamed(row, renamed)


def _renamed(value, codes):
    """`value` with every code, subject and name of a figure replaced."""
    if isinstance(value, dict):
        return {key: _renamed(said, codes) for key, said in value.items()}
    if isinstance(value, list):
        return [_renamed(said, codes) for said in value]
    if isinstance(value, str):
        if value in codes:
            return codes[value]
        subject, slash, key = value.rpartition("/")
        if slash and subject in codes:
            return f"{codes[subject]}/{key}"
    return value
