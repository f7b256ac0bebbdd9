"""QTI 3.0 packages: one file for each question, and a manifest that names them."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from assessments.exchange import labels, wording
from assessments.exchange.headings import CASE_STEM, LETTERS
from assessments.models import Question, QuestionVersion

GAP = "____"
_ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd"
_MATCH = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
_MAP = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
 xmlns:lom="http://ltsc.ieee.org/xsd/LOM" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1 {_SCHEMA}/imsqtiv3p0_imscpv1p2_v1p0.xsd"
 identifier="questions">
<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
<organizations/>
<resources>
"""


def lost(question: Question, version: QuestionVersion) -> list[str]:
    """Only what texts of a page cannot hold is lost: blanks that carry a meaning."""
    content = version.content
    every = [content, *(part["content"] for part in content.get("parts", []))]
    said = [version.stem, version.explanation, version.material, *(part["stem"] for part in content.get("parts", []))]
    said += [text for one in every for name in ("options", "left") for text in one.get(name, [])]
    kinds = [(question.type, content, version.stem)]
    kinds += [(part["type"], part["content"], part["stem"]) for part in content.get("parts", [])]
    if any(wording.tidy(text) != text for text in said) or any(_is_taken_otherwise(*one) for one in kinds):
        return ["题型"]
    if question.type == "case" and not version.material:
        return ["题型"]
    found = {name for name, value in labels.of(question, version) if wording.tidy(value) != value}
    if question.type == "case" and version.stem != CASE_STEM:
        found.add("题干")
    return sorted(found)


def _is_taken_otherwise(kind: str, content: dict[str, Any], stem: str) -> bool:
    """A choice between true and false comes back as one of that type; a line of gaps is a place to write."""
    yes_or_no = kind == "single" and len(content["options"]) == 2 and {"正确", "错误"} == set(content["options"])
    gaps_only = any(GAP in line and not line.replace(GAP, "").strip() for line in stem.split("\n"))
    return yes_or_no or gaps_only or (kind == "numeric" and stem.endswith(GAP))


def write(target: IO[bytes], questions: Iterable[tuple[Question, QuestionVersion]]) -> None:
    """The manifest comes last, so that nothing is kept but the names."""
    resources: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (question, version) in enumerate(questions, start=1):
            name = f"items/q{place:05d}.xml"
            archive.writestr(name, "\n".join(_item(f"q{place:05d}", question, version)))
            resources.append(_resource(f"q{place:05d}", name, question, version))
        archive.writestr("imsmanifest.xml", _MANIFEST + "".join(resources) + "</resources>\n</manifest>\n")


def _resource(identifier: str, name: str, question: Question, version: QuestionVersion) -> str:
    words = "".join(
        f"<lom:keyword><lom:string>{escape(f'{heading}:{value}')}</lom:string></lom:keyword>"
        for heading, value in labels.of(question, version)
        if heading != "分值"
    )
    return (
        f'<resource identifier="{identifier}" type="imsqti_item_xmlv3p0" href="{name}">'
        f"<metadata><lom:lom><lom:general>{words}</lom:general></lom:lom></metadata>"
        f'<file href="{name}"/></resource>\n'
    )


def _item(identifier: str, question: Question, version: QuestionVersion) -> Iterator[str]:
    asked = [("RESPONSE", question.type, "", version.content)]
    if question.type == "case":
        parts = enumerate(version.content["parts"], start=1)
        asked = [(f"RESPONSE_{place}", part["type"], part["stem"], part["content"]) for place, part in parts]
    title = quoteattr((question.number or version.stem[:60]).replace("\n", " "))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<qti-assessment-item xmlns="{_ITEM}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    yield f' xsi:schemaLocation="{_ITEM} {_SCHEMA}/imsqti_asiv3p0_v1p0.xsd" identifier="{identifier}" title={title}'
    yield ' adaptive="false" time-dependent="false" xml:lang="zh-CN">'
    for name, kind, _stem, content in asked:
        yield from _declared(name, kind, content)
    yield _outcome("SCORE", "0")
    yield _outcome("MAXSCORE", str(version.points))
    if question.type == "case":
        for place, part in enumerate(version.content["parts"], start=1):
            yield _outcome(f"MAXSCORE_{_first_name(place, part)}", str(part["points"]))
    if version.explanation:
        yield '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>'
    yield "<qti-item-body>"
    if version.material:
        yield f'<div class="material">{wording.markup(version.material)}</div>'
    if question.type != "case":
        yield wording.markup(version.stem)
    for name, kind, stem, content in asked:
        yield _interaction(name, kind, stem, content)
    yield "</qti-item-body>"
    yield from _processing(asked)
    if version.explanation:
        yield '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="explanation" show-hide="show">'
        yield f"<qti-content-body>{wording.markup(version.explanation)}</qti-content-body></qti-modal-feedback>"
    yield "</qti-assessment-item>\n"


def _first_name(place: int, part: dict[str, Any]) -> str:
    return _names(f"RESPONSE_{place}", part["type"], part["content"])[0]


def _names(name: str, kind: str, content: dict[str, Any]) -> list[str]:
    """The variables of one question: one for each blank."""
    if kind != "short" or len(content["key"]) == 1:
        return [name]
    return [f"{name}_{place}" for place in range(1, len(content["key"]) + 1)]


def _outcome(name: str, value: str) -> str:
    value = f"<qti-default-value><qti-value>{value}</qti-value></qti-default-value>"
    return (
        f'<qti-outcome-declaration identifier="{name}" cardinality="single" base-type="float">'
        f"{value}</qti-outcome-declaration>"
    )


def _declared(name: str, kind: str, content: dict[str, Any]) -> Iterator[str]:
    if kind == "short":
        for one, wordings in zip(_names(name, kind, content), content["key"], strict=True):
            entries = "".join(
                f'<qti-map-entry map-key={quoteattr(said)} mapped-value="1" case-sensitive="false"/>'
                for said in wordings
            )
            mapping = f'<qti-mapping default-value="0">{entries}</qti-mapping>'
            yield _declaration(one, "single", "string", wordings[:1], mapping)
        return
    letters = LETTERS[: len(content.get("options", []))]
    match kind:
        case "single" | "multiple":
            cardinality = "single" if kind == "single" else "multiple"
            yield _declaration(name, cardinality, "identifier", [letters[place] for place in content["key"]])
        case "truefalse":
            yield _declaration(name, "single", "identifier", ["true" if content["key"] else "false"])
        case "ordering":
            yield _declaration(name, "ordered", "identifier", list(letters))
        case "matching":
            pairs = [f"L{place} R{place}" for place in range(1, len(content["left"]) + 1)]
            yield _declaration(name, "multiple", "directedPair", pairs)
        case "numeric":
            yield _declaration(name, "single", "float", [content["key"]])
        case _:
            yield _declaration(name, "single", "string", [])


def _declaration(name: str, cardinality: str, base: str, key: list[str], mapping: str = "") -> str:
    values = "".join(f"<qti-value>{escape(one)}</qti-value>" for one in key)
    right = f"<qti-correct-response>{values}</qti-correct-response>" if key else ""
    return (
        f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" base-type="{base}">'
        f"{right}{mapping}</qti-response-declaration>"
    )


def _interaction(name: str, kind: str, stem: str, content: dict[str, Any]) -> str:
    prompt = f"<qti-prompt>{wording.markup(stem)}</qti-prompt>" if stem else ""
    options = list(zip(LETTERS, content.get("options", []), strict=False))
    match kind:
        case "single" | "multiple":
            most = 1 if kind == "single" else 0
            return _choices("choice", name, prompt, options, f' shuffle="true" max-choices="{most}"')
        case "truefalse":
            return _choices("choice", name, prompt, [("true", "正确"), ("false", "错误")], ' max-choices="1"')
        case "ordering":
            return _choices("order", name, prompt, options, ' shuffle="true"')
        case "matching":
            return _matching(name, prompt, content)
        case "essay":
            return (
                f'<qti-extended-text-interaction response-identifier="{name}">{prompt}</qti-extended-text-interaction>'
            )
        case _:
            entries = " ".join(
                f'<qti-text-entry-interaction response-identifier="{one}" expected-length="20"/>'
                for one in _names(name, kind, content)
            )
            return (wording.markup(stem) if stem else "") + f"<p>{entries}</p>"


def _choices(kind: str, name: str, prompt: str, options: list[tuple[str, str]], attributes: str) -> str:
    inner = "".join(
        f'<qti-simple-choice identifier="{letter}">{_flow(text)}</qti-simple-choice>' for letter, text in options
    )
    return f'<qti-{kind}-interaction response-identifier="{name}"{attributes}>{prompt}{inner}</qti-{kind}-interaction>'


def _matching(name: str, prompt: str, content: dict[str, Any]) -> str:
    def side(letter: str, texts: list[str]) -> str:
        choices = "".join(
            f'<qti-simple-associable-choice identifier="{letter}{place}" match-max="1">{_flow(text)}'
            "</qti-simple-associable-choice>"
            for place, text in enumerate(texts, start=1)
        )
        return f"<qti-simple-match-set>{choices}</qti-simple-match-set>"

    sets = side("L", content["left"]) + side("R", content["options"])
    most = len(content["left"])
    return (
        f'<qti-match-interaction response-identifier="{name}" shuffle="true" max-associations="{most}">'
        f"{prompt}{sets}</qti-match-interaction>"
    )


def _flow(text: str) -> str:
    return escape(text) if "\n" not in text else wording.markup(text)


def _processing(asked: list[tuple[str, str, str, dict[str, Any]]]) -> Iterator[str]:
    """Each answer that is wholly right adds one; an essay waits for people."""
    scored = [one for one in asked if one[1] != "essay"]
    if not scored:
        return
    if len(scored) == 1 and scored[0][1] not in {"numeric", "short"}:
        yield f'<qti-response-processing template="{_MATCH}"/>'
        return
    if len(scored) == 1 and scored[0][1] == "short" and len(scored[0][3]["key"]) == 1:
        yield f'<qti-response-processing template="{_MAP}"/>'
        return
    yield "<qti-response-processing>"
    for name, kind, _stem, content in scored:
        for one in _names(name, kind, content):
            yield _adding(one, kind, content)
    yield "</qti-response-processing>"


def _adding(name: str, kind: str, content: dict[str, Any]) -> str:
    variable, right = f'<qti-variable identifier="{name}"/>', f'<qti-correct identifier="{name}"/>'
    score = '<qti-variable identifier="SCORE"/>'
    if kind == "short":
        value = f'<qti-map-response identifier="{name}"/>'
        return f'<qti-set-outcome-value identifier="SCORE"><qti-sum>{score}{value}</qti-sum></qti-set-outcome-value>'
    test = f"<qti-match>{variable}{right}</qti-match>"
    if kind == "numeric":
        bound = content["tolerance"]
        test = f'<qti-equal tolerance-mode="absolute" tolerance="{bound} {bound}">{variable}{right}</qti-equal>'
    one = '<qti-base-value base-type="float">1</qti-base-value>'
    adding = f'<qti-set-outcome-value identifier="SCORE"><qti-sum>{score}{one}</qti-sum></qti-set-outcome-value>'
    return f"<qti-response-condition><qti-response-if>{test}{adding}</qti-response-if></qti-response-condition>"
