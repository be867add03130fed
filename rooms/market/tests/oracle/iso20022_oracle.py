"""Holds a pain.001.001.09 against its message definition, as pyiso20022 made it from ISO's own schema.

Reads the file from standard input; says one fault a line, and nothing when there is none: elements that are unknown or out
of order, what is required and missing, texts that are too long, too short or of another pattern.
"""

import re
import sys
import xml.etree.ElementTree as tree
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum

from pyiso20022.pain.pain_001_001_09 import Document
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer


def faults_of(value, where):
    for field in fields(value):
        held, asked = getattr(value, field.name), field.metadata
        name = f"{where}/{asked.get('name', field.name)}"
        if held is None or held == []:
            if asked.get("required") or asked.get("min_occurs", 0) > 0:
                yield f"{name}: missing"
            continue
        for one in held if isinstance(held, list) else [held]:
            if is_dataclass(one):
                yield from faults_of(one, name)
                continue
            text = str(one.value if isinstance(one, Enum) else one)
            if len(text) < asked.get("min_length", 0) or len(text) > asked.get("max_length", len(text)):
                yield f"{name}: length of {text!r}"
            if "pattern" in asked and not re.fullmatch(asked["pattern"], text):
                yield f"{name}: {text!r} is not {asked['pattern']}"
            if "fraction_digits" in asked and -Decimal(text).as_tuple().exponent > asked["fraction_digits"]:
                yield f"{name}: digits of {text!r}"


def names(xml):
    return [element.tag.rsplit("}", 1)[-1] for element in tree.fromstring(xml).iter()]


given = sys.stdin.buffer.read()
strict = ParserConfig(fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True)
try:
    document = XmlParser(config=strict).from_bytes(given, Document)
except Exception as fault:  # whatever it says is the verdict
    print(fault)
    sys.exit(0)
for fault in faults_of(document, "Document"):
    print(fault)
if names(given) != names(XmlSerializer().render(document).encode()):
    print("elements are not in the order of the schema")
