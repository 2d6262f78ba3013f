"""Reads an exported web page with html5lib and BeautifulSoup and compares every text and cell."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from bs4 import BeautifulSoup

from cases import indented
from word import by_edges
from workbook import grid_cells, squeezed


def compare(path, case, narrative, report):
    text = path.read_text(encoding="utf-8")
    soup = BeautifulSoup(text, "html5lib")
    compare_head(soup, text, case, report)
    compare_texts(soup, case, narrative, report)
    tables = soup.find_all("table")
    report.equal("表格数", len(tables), len(case.grids))
    for part, table in zip(case.grids, tables):
        compare_table(table, part, case, report)
    for region in soup.select("div.table"):
        caption = soup.find(id=region["aria-labelledby"])
        report.equal("滚动区", (region["role"], region["tabindex"], caption.name), ("region", "0", "caption"))


def compare_head(soup, text, case, report):
    report.equal("语言", soup.html["lang"], "zh-CN")
    named = {tag["name"]: tag["content"] for tag in soup.find_all("meta") if tag.get("name")}
    report.equal("栏目", named.get("ColumnName"), "政府信息公开年报")
    report.check("标题", "政府信息公开工作年度报告" in named.get("ArticleTitle", ""), named, "标题")
    report.equal("标题一致", named["ArticleTitle"], soup.title.string)
    report.check("视口", "width=device-width" in named.get("viewport", ""), named.get("viewport"), "width")
    # Nothing is fetched, nothing is run.
    fetched = [tag.name for tag in soup.find_all(True) for name in ("src", "srcset", "action", "data") if tag.get(name)]
    links = [tag["href"] for tag in soup.find_all(href=True) if not tag["href"].startswith("#")]
    report.equal("外部引用", (fetched, links, re.findall(r"url\(|@import|https?:", text)), ([], [], []))
    report.equal("脚本", [tag.get("type") for tag in soup.find_all("script")], ["application/json"])
    report.equal("页内目标", [tag["href"] for tag in soup.find_all(href=True) if not soup.find(id=tag["href"][1:])], [])
    report.equal("草稿字样", [tag.get_text() for tag in soup.select(".mark")], ["草稿"] if case.draft else [])


def compare_texts(soup, case, narrative, report):
    """The headings with their levels and the paragraphs; the contents lead to every part."""
    main = soup.find("main")
    titles = [squeezed(tag.get_text()) for tag in main.find_all("h1")]
    report.check("一个标题", len(titles) == 1 and "政府信息公开工作年度报告" in titles[0], titles, "标题")
    levels = {"h2": 1, "h3": 2, "p": 0}
    found = [(levels[tag.name], squeezed(tag.get_text())) for tag in main.find_all(list(levels))
             if not tag.find_parent(["caption", "nav"]) and "sign-off" not in (tag.parent.get("class") or [])]
    expected = [(level, squeezed(text)) for level, text in case.outline(narrative)]
    report.equal("文字", found, expected)
    contents = [squeezed(tag.get_text()) for tag in main.select("nav a")]
    headings = [text for level, text in expected if level == 1]
    report.equal("目录", contents, headings if len(headings) > 1 else [])
    lines = [squeezed(tag.get_text()) for tag in main.select(".sign-off p")]
    signed = [squeezed(line) for part in case.grids for line in case.sign_off(part)]
    report.equal("签署行", lines, signed)


def placed(table):
    """Each cell of a table as (row, column, rowspan, colspan, tag), as browsers place them."""
    taken = set()
    for row, line in enumerate(table.find_all("tr")):
        column = 0
        for tag in line.find_all(["td", "th"], recursive=False):
            while (row, column) in taken:
                column += 1
            rows, columns = int(tag.get("rowspan", 1)), int(tag.get("colspan", 1))
            taken.update((row + y, column + x) for y in range(rows) for x in range(columns))
            yield row, column, rows, columns, tag


def compare_table(table, part, case, report):
    lines = [squeezed(tag.get_text()) for tag in table.caption.find_all("p")]
    report.equal("表上各行", lines, [squeezed(line) for line in case.caption(part)])
    if not lines:
        report.equal("表名", squeezed(table.caption.get_text()), squeezed(part["heading"]))
    found = {place[:4]: place[4] for place in placed(table)}
    expected = by_edges(grid_cells(part))
    report.equal(f"{part['heading']} 合并", sorted(found), sorted(expected))
    if "head" in part:
        report.equal("表头行数", len(table.thead.find_all("tr")) if table.thead else 0, part["head"])
    for place, cell in expected.items():
        tag = found.get(place)
        if tag is None:
            continue
        text = tag.get_text()
        if "text" in cell:
            report.equal(f"{part['heading']} {place[:2]}", squeezed(text), squeezed(cell["text"]))
            report.equal(f"{place[:2]} 标头", tag.name, "th" if cell["text"].strip() else "td")
            left = re.search(r"padding-left:([\d.]+)em", tag.get("style", ""))
            start = float(left[1]) - 0.3 if left else 0
            report.check(f"{place[:2]} 缩进", indented(start, cell), start, cell.get("indent", 0))
        else:
            report.equal(cell["cell"], text, case.printed(cell["cell"]))
            report.equal(f"{cell['cell']} 名称", tag.get("data-cell"), cell["cell"])
            compare_heads(tag, place, found, table, report)


def compare_heads(tag, place, found, table, report):
    """A figure names the nearest label over each of its columns, and every one beside it."""
    named = [table.find("th", id=name) for name in tag.get("headers", [])]
    report.check(f"{tag['data-cell']} 标头都在表里", all(named), tag.get("headers"), "th")
    row, column, rows, columns, = place
    wanted = []
    for (top, left, height, width), other in found.items():
        if other.name != "th":
            continue
        beside = left + width <= column and top < row + rows and row < top + height
        over = top + height <= row and left < column + columns and column < left + width
        nearest = over and not any(
            nearer.name == "th" and top < above < row and start < column + columns and column < start + across
            for (above, start, _, across), nearer in found.items())
        if beside or nearest:
            wanted.append(other)
    missing = [other.get_text() for other in wanted if not any(other is one for one in named)]
    report.equal(f"{tag['data-cell']} 缺的标头", missing, [])


def checker():
    """The W3C's checker; a program of that name, or the file that VNU_JAR names."""
    named = os.environ.get("VNU_JAR", "")
    return named if Path(named).is_file() else shutil.which("vnu.jar")


def compare_validity(paths, report):
    jar = checker()
    report.check("vnu-jar", jar, None, "VNU_JAR names the checker's vnu.jar")
    if jar:
        done = subprocess.run(["java", "-jar", str(jar), "--errors-only", *map(str, paths)],
                              capture_output=True, text=True, timeout=180)
        report.equal("vnu", done.stderr.strip(), "")
