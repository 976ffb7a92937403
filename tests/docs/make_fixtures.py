#!/usr/bin/python3
"""Makes tests/docs/data: rosters as schools really send them, from openpyxl and from LibreOffice.

    /usr/bin/python3 tests/docs/make_fixtures.py        (python3-openpyxl, libreoffice-calc)

Everybody in them is invented: names are put together from two lists, numbers from a counter with a
right (or deliberately wrong) check digit, telephone numbers from the unused 199 0000 block. The same
script gives the same contents; LibreOffice stamps its files with the time, so a new run differs in
bytes there, not in cells.
"""
import csv
import datetime
import os
import random
import subprocess
import tempfile
import zipfile

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
HEADER = ["学校标识码", "年级", "班级", "姓名", "性别", "证件号码", "学籍号",
          "监护人姓名", "监护人手机号", "与学生关系"]
SCHOOL = "2134150001"
STAMP = datetime.datetime(2026, 8, 20, 9, 0, 0)

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
GIVEN = ["云课", "雨课", "星课", "禾课", "林课", "海课", "石课", "溪课", "松课", "竹课", "梅课", "兰课"]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def citizen(region, birth, order):
    body = f"{region}{birth}{order:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS)) % 11]


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def wrong_check(number):
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def pupil(i, grade, klass):
    """The i-th invented pupil; the last three digits of the body are odd for boys."""
    rnd = random.Random(1000 + i)
    year = 2026 - 6 - grade
    birth = f"{year}{rnd.randint(1, 12):02d}{rnd.randint(1, 28):02d}"
    number = citizen("341502", birth, i % 900 + 1)
    surname = SURNAMES[i % len(SURNAMES)]
    name = surname + GIVEN[i // len(SURNAMES) % len(GIVEN)] + "甲乙丙丁戊己庚辛"[i // 432 % 8]
    return [SCHOOL, f"{'一二三四五六'[grade - 1]}年级", f"{klass}班", name,
            "男" if int(number[16]) % 2 else "女", number, "G" + number,
            surname + "家长", f"1990000{i:04d}", rnd.choice(["父亲", "母亲", "祖父", "外祖母"])]


def small():
    """Nine pupils: two of the same name in one class, a rare character, full-width digits, the
    valid numbers of GB 11643 test vectors and one wrong check digit."""
    rows = [
        [SCHOOL, "三年级", "1班", "示例甲", "男", "341503201303050010", "G341503201303050010", "示例父", "19900000001", "父亲"],
        [SCHOOL, "三年级", "1班", "示例乙", "女", "341524201411221026", "G341524201411221026", "示例母", "19900000002", "母亲"],
        [SCHOOL, "三年级", "1班", "同名生", "男", "341525201512312038", "G341525201512312038", "同名父", "19900000003", "父亲"],
        [SCHOOL, "三年级", "1班", "同名生", "男", "341502201602293040", "G341502201602293040", "同名母", "19900000004", "母亲"],
        [SCHOOL, "三年级", "２班", "𠮷示例", "男", "341000201601010010", "G341000201601010010", "𠮷家长", "１９９００００００５", "父亲"],
        [SCHOOL, "三年级", "２班", "欧阳示例", "女", full_width(citizen("341502", "20160301", 22)), "L34150220160301AB12", "欧阳家长", "+86 199-0000-0006", "祖父"],
        [SCHOOL, "三年级", "２班", "错号生", "男", "341503201303050011", "G341503201303050011", "错号父", "19900000007", "父亲"],
        [SCHOOL, "三年级", "２班", "阿依古丽·示例", "女", "", "J" + citizen("341502", "20160101", 1), "示例家长", "19900000008", "母亲"],
        [SCHOOL, "三年级", "２班", "末位叉", "男", "53010219200508011x", "", "末位父", "19900000009", "父亲"],
    ]
    return rows


def save(book, name):
    """Fixed times inside, so that the bytes depend on the contents alone."""
    book.properties.created = book.properties.modified = STAMP
    book.properties.creator = "fixture"
    with tempfile.TemporaryDirectory() as tmp:
        path = os.path.join(tmp, "x.xlsx")
        book.save(path)
        with zipfile.ZipFile(path) as src, \
                zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as dst:
            for info in src.infolist():
                data = src.read(info)
                if info.filename == "docProps/core.xml":
                    data = openpyxl_core(data)
                out = zipfile.ZipInfo(info.filename, (2026, 8, 20, 9, 0, 0))
                out.compress_type = zipfile.ZIP_DEFLATED
                dst.writestr(out, data)


def openpyxl_core(data):
    import re
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-08-20T09:00:00Z", data)


def merged_book(rows, ids_as_numbers):
    """Title over all columns, two header rows with groups merged across and single headers merged
    down, a class merged down over its pupils."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "学生花名册"
    last = get_column_letter(len(HEADER))
    sheet["A1"] = "示例小学2026年秋季学期学生花名册"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells(f"A1:{last}1")
    groups = [("A", "A", "学校标识码"), ("B", "C", "所在班级"), ("D", "G", "学生信息"),
              ("H", "J", "监护人信息")]
    for first, end, text in groups:
        sheet[f"{first}2"] = text
    sheet.merge_cells("A2:A3")
    for first, end, _ in groups[1:]:
        sheet.merge_cells(f"{first}2:{end}2")
    for col, text in enumerate(HEADER[1:], 2):
        sheet.cell(3, col, text)
    for r, row in enumerate(rows, 4):
        for col, value in enumerate(row, 1):
            cell = sheet.cell(r, col)
            if ids_as_numbers and col in (6, 9) and value.isascii() and value.isdigit():
                cell.value = int(value)
                cell.number_format = "0"
            elif value != "":
                cell.value = value
                cell.number_format = "@"
    start = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i][2] != rows[start][2]:
            if i - start > 1:
                sheet.merge_cells(f"C{start + 4}:C{i + 3}")
            start = i
    return book


def types_book():
    """Every kind of cell, a hidden first sheet, rich text comes from LibreOffice only."""
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.title = "说明"
    hidden["A1"] = "隐藏的工作表"
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("类型")
    sheet.append(["文字", "整数", "小数", "日期", "日期时间", "时间", "真假", "公式", "错误", "身份证数字"])
    sheet.append(["  两边空格 ", 42, 599.99, datetime.date(2016, 2, 29),
                  datetime.datetime(2026, 9, 1, 17, 50, 0), datetime.time(8, 30), True, "=1+1", "#N/A",
                  341502201602293040])
    sheet["D3"] = datetime.date(2026, 9, 1)
    sheet["D3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["E3"] = 25.5
    sheet["E3"].number_format = "[h]:mm"
    sheet["A5"] = "第五行\n换行"
    sheet["B5"] = 1.1
    sheet["C5"] = -0.05
    sheet["J5"] = 13800000000
    book.active = 1
    return book


def book_1904():
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = datetime.date(2016, 2, 29)
    book.active["A1"].number_format = "yyyy-mm-dd"
    return book


def big():
    """2,000 pupils in 6 grades of 8 classes; exactly 17 of them bad, one fault each."""
    rows, bad = [], []
    for i in range(2000):
        place = i * 48 // 2000
        rows.append(pupil(i, place // 8 + 1, place % 8 + 1))

    def spoil(i, column, value, reason):
        rows[i][HEADER.index(column)] = value
        bad.append((i + 2, column, value, reason))

    def spoil_number(i, value, reason):
        """The pupil number follows, as it does where it is made from the number."""
        spoil(i, "证件号码", value, reason)
        rows[i][6] = f"L341502{rows[i][6][7:15]}{i:04d}"

    spoil_number(17, wrong_check(rows[17][5]), "check_digit")
    spoil_number(203, wrong_check(rows[203][5]), "check_digit")
    spoil_number(1499, wrong_check(rows[1499][5]), "check_digit")
    spoil(88, "姓名", "", "name_missing")
    spoil(1203, "姓名", "　", "name_missing")
    spoil(311, "班级", "99班", "class_unknown")
    spoil(1750, "班级", "初一班", "class_unknown")
    spoil(402, "监护人手机号", "1990000040", "phone_wrong")
    spoil(955, "监护人手机号", "29900000955", "phone_wrong")
    spoil(1999, "监护人手机号", "电话待补", "phone_wrong")
    spoil(640, "学籍号", rows[600][6], "pupil_number_twice")
    spoil(1888, "学籍号", rows[1800][6], "pupil_number_twice")
    spoil_number(733, citizen("341502", "20150229", 733 % 900 + 1), "date_impossible")
    spoil_number(1066, citizen("341502", "20161301", 1066 % 900 + 1), "date_impossible")
    spoil(820, "性别", "未填", "sex_unknown")
    spoil(1333, "学校标识码", "21341500", "school_code_wrong")
    spoil_number(1601, rows[1601][5][:15], "length_wrong")
    bad.sort()
    assert len(bad) == 17
    return rows, bad


def write_csv(name, rows, encoding):
    with open(os.path.join(HERE, name), "w", encoding=encoding, newline="") as f:
        writer = csv.writer(f)
        writer.writerow(HEADER)
        writer.writerows(rows)


def soffice(source, target_filter, suffix, name):
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp}/profile", "--headless",
                        "--convert-to", target_filter, "--outdir", tmp, source],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made = os.path.join(tmp, os.path.splitext(os.path.basename(source))[0] + suffix)
        with open(made, "rb") as f, open(os.path.join(HERE, name), "wb") as g:
            g.write(f.read())


def main():
    os.makedirs(HERE, exist_ok=True)
    rows = small()
    save(merged_book(rows, False), "roster-openpyxl-text.xlsx")
    save(merged_book(rows, True), "roster-openpyxl-number.xlsx")
    save(types_book(), "types-openpyxl.xlsx")
    save(book_1904(), "date-1904.xlsx")
    write_csv("roster-utf8.csv", rows, "utf-8-sig")
    write_csv("roster-gbk.csv", [[c.replace("𠮷", "吉") for c in r] for r in rows], "gbk")

    source = os.path.join(HERE, "roster-openpyxl-text.xlsx")
    soffice(source, "xlsx:Calc MS Excel 2007 XML", ".xlsx", "roster-libreoffice.xlsx")
    soffice(source, "xls:MS Excel 97", ".xls", "roster-old.xls")
    soffice(source, "csv:Text - txt - csv (StarCalc):44,34,85,1", ".csv", "roster-gb18030.csv")
    soffice(os.path.join(HERE, "roster-openpyxl-number.xlsx"), "xlsx:Calc MS Excel 2007 XML", ".xlsx",
            "roster-libreoffice-number.xlsx")
    soffice(os.path.join(HERE, "types-openpyxl.xlsx"), "xlsx:Calc MS Excel 2007 XML", ".xlsx",
            "types-libreoffice.xlsx")

    rows, bad = big()
    book = openpyxl.Workbook()
    book.active.title = "学生"
    book.active.append(HEADER)
    for row in rows:
        book.active.append(row)
    save(book, "roster-2000.xlsx")
    write_csv("roster-2000-gbk.csv", rows, "gbk")
    with open(os.path.join(HERE, "roster-2000.bad.csv"), "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(["row", "column", "value", "reason"])
        writer.writerows(bad)


if __name__ == "__main__":
    main()
