#!/usr/bin/env python3
"""Makes the compact code lists of this folder from two public lists; see README.md.

usage: make.py HS2017.csv HS2022.csv   (columns: hscode, description)
"""
import csv
import pathlib
import sys

LIMIT = 90
HERE = pathlib.Path(__file__).parent


def shortened(text):
    """At most LIMIT characters, cut between words, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= LIMIT:
        return text
    return text[: LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:(-") + "…"


def belongs(code):
    """Chapter 99 is for statistics (goods not specified), no part of the Harmonized System."""
    return code.isdigit() and not code.startswith("99")


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return {r["hscode"]: shortened(r["description"]) for r in rows if belongs(r["hscode"])}


def write(name, lines):
    (HERE / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


old, new = read(sys.argv[1]), read(sys.argv[2])
write("hs2017.txt", (f"{code}\t{old[code]}" for code in sorted(old)))
write("hs2022-removed.txt", sorted(old.keys() - new.keys()))
write("hs2022-changed.txt", (f"{code}\t{new[code]}" for code in sorted(new) if old.get(code) != new[code]))
