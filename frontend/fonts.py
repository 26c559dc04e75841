"""Make "Ratusz Sans": one variable woff2 with Latin and Latin Extended-A, weights 400 to 650.

Source Sans carries the Reserved Font Name "Source", and a subset is a modified version, so the
file is renamed and its licence travels with it. Run after `npm ci`: python fonts.py
"""

import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
SOURCE = HERE / "node_modules/source-sans"
TARGET = HERE.parent / "src/ratusz/web/static/ratusz/fonts"
NAME = "Ratusz Sans"
WEIGHTS = (400, 650)
FEATURES = ["kern", "locl", "ccmp", "mark", "tnum", "lnum"]
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT = 0, 1, 2, 3, 4, 6
TYPOGRAPHIC, VARIATIONS_PREFIX, LICENCE, LICENCE_ADDRESS = (16, 17), 25, 13, 14

# Basic Latin, Latin-1, Latin Extended-A, Romanian comma letters, German capital sharp s, and the
# signs that texts in Polish, English and German need: dashes, quotes, arrows, comparison, numero.
CHARACTERS = """
0020-007E 00A0-017F 0218-021B 02C6 02DA 02DC 1E9E 2009-200A 2010-2011 2013-2014 2018-201A
201C-201E 2020 2022 2026 202F 2030 2032-2033 2039-203A 20AC 2116 2122 2190-2193 2212 2260 2264-2265
"""


def code_points(ranges: str) -> set[int]:
    """'0041-0043 0061' -> {0x41, 0x42, 0x43, 0x61}."""
    found: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def reduced(font: TTFont) -> TTFont:
    """Keep our characters and features, then cut the weight axis to what the styles use."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT, LICENCE, LICENCE_ADDRESS]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=code_points(CHARACTERS))
    cutter.subset(font)
    return instancer.instantiateVariableFont(font, {"wght": WEIGHTS})


def rename(font: TTFont) -> None:
    """Give every naming record the new name; the copyright and the licence stay as they were."""
    compact = NAME.replace(" ", "")
    names = {FAMILY: NAME, STYLE: "Regular", UNIQUE: f"{compact}-{WEIGHTS[0]}-{WEIGHTS[1]}", FULL: NAME}
    names[POSTSCRIPT] = f"{compact}-Regular"
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (*TYPOGRAPHIC, VARIATIONS_PREFIX):
            font["name"].names.remove(record)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    font = reduced(TTFont(SOURCE / "WOFF2/VF/SourceSans3VF-Upright.ttf.woff2"))
    rename(font)
    font.flavor = "woff2"
    font.save(TARGET / "ratusz-sans.woff2")
    licence = (SOURCE / "LICENSE.md").read_text(encoding="utf-8")
    note = f'The font file "{NAME}" is a subset of Source Sans 3, renamed as its licence asks.\n\n'
    (TARGET / "OFL.txt").write_text(note + re.sub(r"[ \t]+\n", "\n", licence), encoding="utf-8")


if __name__ == "__main__":
    main()
