"""Make the three web fonts of the site from the TTF files of Be Vietnam Pro (see static/fonts/README.md).

usage: python docs/tools/build_fonts.py DIRECTORY_WITH_TTF
"""

import sys
from copy import deepcopy
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

TARGET = Path(__file__).resolve().parents[2] / "static" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
UNICODES = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300,U+0301,U+0303,U+0309,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2030,U+2032,"
    "U+2033,U+20AB,U+2190-2193,U+2212,U+2264,U+2265"
)
DIGIT_WIDTH = 664  # units of 1000; the widest digit (4) keeps a little air on both sides


def add_tabular_digits(font: TTFont) -> None:
    """Add a `tnum` feature: columns of money need digits of equal width, the typeface has none."""
    glyphs, metrics, names = font["glyf"], font["hmtx"], font.getBestCmap()
    mapping = {}
    for digit in "0123456789":
        source = names[ord(digit)]
        target = f"{source}.tnum"
        width, bearing = metrics[source]
        shift = round((DIGIT_WIDTH - width) / 2)
        glyph = deepcopy(glyphs[source])
        glyph.removeHinting()
        glyph.expand(glyphs)
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyphs)
        glyphs[target] = glyph
        metrics[target] = (DIGIT_WIDTH, bearing + shift)
        mapping[source] = target
    font.setGlyphOrder(glyphs.glyphOrder)
    gsub = font["GSUB"].table
    single = otTables.SingleSubst()
    single.mapping = mapping
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [single], 1
    gsub.LookupList.Lookup.append(lookup)
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    feature = otTables.Feature()
    feature.FeatureParams = None
    feature.LookupListIndex = [gsub.LookupList.LookupCount - 1]
    feature.LookupCount = 1
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", feature
    gsub.FeatureList.FeatureRecord.append(record)
    gsub.FeatureList.FeatureCount = len(gsub.FeatureList.FeatureRecord)
    index = gsub.FeatureList.FeatureCount - 1
    for script in gsub.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(r.LangSys for r in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            system.FeatureIndex.append(index)
            system.FeatureCount = len(system.FeatureIndex)


def build(source: Path, name: str) -> Path:
    """Subset one weight to Latin and Vietnamese and write it as WOFF2."""
    font = TTFont(source / f"BeVietnamPro-{name}.ttf")
    add_tabular_digits(font)
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum"]
    options.hinting = False  # screens of today do not need it; a quarter of the bytes
    worker = subset.Subsetter(options)
    worker.populate(unicodes=subset.parse_unicodes(UNICODES))
    worker.subset(font)
    target = TARGET / f"be-vietnam-pro-{WEIGHTS[name]}.woff2"
    subset.save_font(font, str(target), options)
    return target


if __name__ == "__main__":
    for weight in WEIGHTS:
        path = build(Path(sys.argv[1]), weight)
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")
