"""The oracle of the forms crate: what pyxform, and ODK Validate behind it, make of a form.

    python pyxform_oracle.py FORM.md ...

prints one JSON object: file name -> {"accepted", "message", "row", "questions"}. `row` is the row that the
refusal names, if it names one. `questions` are the binds of the XForm that pyxform makes: path, type and
relevant, with paths in rules turned back into ${name}. ODK Validate comes inside pyxform and wants Java; the
object "" tells whether it ran, for without it broken XPath and circles go unseen.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import pyxform
from pyxform.xls2xform import convert

XFORMS = "{http://www.w3.org/2002/xforms}"
VALIDATE = os.path.join(os.path.dirname(pyxform.__file__), "validators", "odk_validate", "bin", "ODK_Validate.jar")


def questions(xml):
    found = []
    for bind in ET.fromstring(xml).iter(XFORMS + "bind"):
        path = bind.get("nodeset")
        if path.endswith("/meta/instanceID"):
            continue
        relevant = re.sub(r"(?:\.\./|/)(?:[\w.-]+/|\.\./)*([\w.-]+)", r"${\1}", bind.get("relevant", ""))
        found.append(
            {
                "path": path,
                "type": bind.get("type", ""),
                "relevant": re.sub(r"\s+", "", relevant),
            }
        )
    return found


def refused_by_validate(forms):
    """Names of the forms that ODK Validate refuses, or None when it cannot run."""
    java = shutil.which("java")
    if not java or not os.path.exists(VALIDATE) or not forms:
        return None
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for at, (name, xml) in enumerate(sorted(forms.items())):
            path = os.path.join(folder, f"{at}.xml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(xml)
            paths[path] = name
        run = subprocess.run(
            [java, "-Dfile.encoding=UTF-8", "-jar", VALIDATE, *paths], capture_output=True, text=True, timeout=300
        )
        listed = run.stderr.partition("The following files failed validation:")[2]
        return {name for path, name in paths.items() if re.search(rf"^{re.escape(path)}$", listed, re.M)}


def main(paths):
    answers, forms = {}, {}
    for path in paths:
        name = os.path.basename(path)
        try:
            with open(path, encoding="utf-8") as file:
                xml = convert(xlsform=file.read(), file_type=".md", validate=False).xform
            forms[name] = xml
            answers[name] = {"accepted": True, "message": "", "row": None, "questions": questions(xml)}
        except Exception as refusal:  # pyxform refuses with several types, some of them Python's own
            message = str(refusal) or type(refusal).__name__
            row = re.search(r"\[row : (\d+)\]", message)
            answers[name] = {
                "accepted": False,
                "message": message,
                "row": int(row.group(1)) if row else None,
                "questions": [],
            }
    refused = refused_by_validate(forms)
    for name in refused or ():
        answers[name].update(accepted=False, message="refused by ODK Validate")
    answers[""] = {"accepted": refused is not None, "message": "ODK Validate", "row": None, "questions": []}
    json.dump(answers, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
