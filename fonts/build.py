#!/usr/bin/env python3
"""Makes the faces in this folder from their published sources (see README.md).

    python3 build.py SANS_PACKAGE SERIF_PACKAGE WENKAI UNIHAN OUT

SANS_PACKAGE, SERIF_PACKAGE: unpacked npm packages (the folder holding package.json);
WENKAI: LXGWWenKai-Regular.ttf; UNIHAN: Unihan_OtherMappings.txt, plain or .bz2;
OUT: the folder to write to. Needs fonttools and zopfli. Two runs give the same bytes.
"""

import bz2
import gzip
import io
import pathlib
import sys

import zopfli.gzip
from fontTools import subset
from fontTools.ttLib import TTFont

# Besides hanzi: Latin with accents (pinyin, names), punctuation, signs, enclosed numbers,
# lines and boxes, CJK punctuation, bopomofo, squared units, full-width forms.
SIGNS = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x01CD, 0x01DC), (0x02C6, 0x02DD),
    (0x0370, 0x03FF), (0x0400, 0x0451), (0x2000, 0x206F), (0x2070, 0x209F),
    (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x25FF),
    (0x2600, 0x266F), (0x2E3A, 0x2E3B), (0x3000, 0x303F), (0x3041, 0x30FF),
    (0x3100, 0x312F), (0x3220, 0x33FF), (0xFE10, 0xFE1F), (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEE),
]
# What headings in the window need besides hanzi.
HEADING_SIGNS = [
    (0x0020, 0x007E), (0x00B7, 0x00B7), (0x00D7, 0x00D7), (0x2010, 0x2027), (0x2260, 0x2265),
    (0x2460, 0x2473), (0x25CB, 0x25CF), (0x2713, 0x2713), (0x3000, 0x3011), (0xFF01, 0xFF5E),
]
# The advance given to all ten digits: the one most of them have already.
DIGIT_ADVANCE = {"Regular": 558, "Black": 613}
OUR_KAI = "Nianbao Kai"


def gb2312(first, last):
    """The characters in the rows of GB2312 from `first` up to, without, `last`."""
    characters = set()
    for high in range(first, last):
        for low in range(0xA1, 0xFF):
            try:
                characters.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass  # an empty place in the table
    return characters


def common_characters(unihan):
    """GB2312, the 8105 characters of 通用规范汉字表 (Unihan's kTGH) and the signs."""
    opener = bz2.open if unihan.suffix == ".bz2" else open
    characters = set()
    with opener(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTGH\t" in line and line.startswith("U+"):
                characters.add(int(line.split("\t", 1)[0][2:], 16))
    if len(characters) != 8105:
        sys.exit(f"{unihan} lists {len(characters)} characters under kTGH, not 8105")
    characters.update(gb2312(0xA1, 0xF8))
    for first, last in SIGNS:
        characters.update(range(first, last + 1))
    return characters


def frequent_characters():
    """The 3755 hanzi of GB2312's first level, and the signs of headings."""
    characters = gb2312(0xB0, 0xD8)
    for first, last in HEADING_SIGNS:
        characters.update(range(first, last + 1))
    return characters


def reduced(path, characters):
    """The face at `path` with these characters only, and no layout features."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "STAT"]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    # One height for all faces: what is marked in a PDF then has one height too.
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = 880, -120, 0
    return font


def level_digits(font, advance):
    """Gives the digits one advance, each in the middle of it, so that figures line up."""
    names = font.getBestCmap()
    for code in range(ord("0"), ord("9") + 1):
        name = names[code]
        width, bearing = font["hmtx"][name]
        shift = (advance - width) // 2
        glyph = font["glyf"][name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (advance, bearing + shift)


def join_dashes(font):
    """Makes the dash fill one em, so that —— is one unbroken line of two characters, and lifts
    it from the middle of small letters to the middle of hanzi and figures."""
    name = font.getBestCmap()[0x2014]
    glyph = font["glyf"][name]
    em = font["head"].unitsPerEm
    left, right = glyph.xMin, glyph.xMax
    middle = (font["OS/2"].sTypoAscender + font["OS/2"].sTypoDescender) // 2
    glyph.coordinates.translate((-left, middle - (glyph.yMin + glyph.yMax) // 2))
    glyph.coordinates.scale((em / (right - left), 1))
    glyph.coordinates.toInt()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (em, 0)


def rename(font, family):
    """Takes the reserved name out of the name table; copyright and licence stay."""
    table = font["name"]
    keep = {0, 5, 7, 9, 11, 13, 14}
    table.names = [r for r in table.names if r.nameID in keep and r.langID in (0, 0x409)]
    postscript = family.replace(" ", "") + "-Regular"
    for name_id, text in [
        (1, family), (2, "Regular"), (3, postscript), (4, family), (6, postscript),
        (10, "A subset of LXGW WenKai Regular under another name, as its licence asks"),
    ]:
        table.setName(text, name_id, 3, 1, 0x409)


def write(font, path):
    """Saves the face as gzip with nothing in it that changes from run to run."""
    plain = path.with_suffix("")
    font.save(plain, reorderTables=True)
    data = plain.read_bytes()
    plain.unlink()
    pack(data, path)


def pack(data, path):
    """Writes the bytes as gzip without a time or a name, as small as can be."""
    path.write_bytes(zopfli.gzip.compress(data))
    print(f"{path.name}: {len(data)} bytes, {path.stat().st_size} packed")


def list_characters(out):
    """Writes the ranges of characters that the faces of reports have together."""
    characters = set()
    for path in out.glob("*.ttf.gz"):
        face = TTFont(io.BytesIO(gzip.decompress(path.read_bytes())))
        characters.update(face.getBestCmap())
    ranges = []
    for code in sorted(characters):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    lines = "".join(f"{first:X}-{last:X}\n" for first, last in ranges)
    (out / "characters.txt").write_text(lines, encoding="ascii")


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    sans, serif, wenkai, unihan, out = map(pathlib.Path, sys.argv[1:])
    common = common_characters(unihan)

    whole = (sans / "400Regular/NotoSansSC_400Regular.ttf").read_bytes()
    pack(whole, out / "NotoSansSC-Regular.ttf.gz")

    semibold = sans / "600SemiBold/NotoSansSC_600SemiBold.ttf"
    heading = reduced(semibold, frequent_characters())
    # Its lines are as high as those of the regular face it stands beside.
    lines = TTFont(semibold)["hhea"]
    heading["hhea"].ascent, heading["hhea"].descent = lines.ascent, lines.descent
    write(heading, out / "NotoSansSC-SemiBold-common.ttf.gz")

    regular = serif / "400Regular/NotoSerifSC_400Regular.ttf"
    everyday = reduced(regular, common)
    level_digits(everyday, DIGIT_ADVANCE["Regular"])
    join_dashes(everyday)
    write(everyday, out / "NotoSerifSC-Regular-common.ttf.gz")
    rare = set(TTFont(regular).getBestCmap()) - common
    write(reduced(regular, rare), out / "NotoSerifSC-Regular-rare.ttf.gz")

    title = reduced(serif / "900Black/NotoSerifSC_900Black.ttf", common)
    level_digits(title, DIGIT_ADVANCE["Black"])
    join_dashes(title)
    write(title, out / "NotoSerifSC-Black-common.ttf.gz")

    kai = reduced(wenkai, common)
    rename(kai, OUR_KAI)
    write(kai, out / "NianbaoKai-Regular.ttf.gz")
    list_characters(out)


if __name__ == "__main__":
    main()
